"""What sending answers: an outcome, and what the service calls the copy it took."""

from dataclasses import dataclass

from tangkal.desk.alerts.sending.base import PERMANENT, SENT, TEMPORARY, Outcome

UNCERTAIN = "uncertain"  # asked, and no answer came: it may be out, or not

# What `web.post` says where the request had gone out and the answer did not come.
_UNANSWERED = frozenset(
    {"ReadTimeout", "ReadError", "RemoteProtocolError", "the answer took too long"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one attempt."""

    kind: str  # sent, temporary, permanent, uncertain
    reason: str = ""
    receipt: str = ""
    retry_after_s: float | None = None


def result_of(outcome: Outcome, *, receipt: str = "", knows_key: bool = False) -> Result:
    """An outcome of the shared senders; where no key is known, silence is uncertain.

    >>> result_of(Outcome("temporary", "ReadTimeout")).kind
    'uncertain'
    """
    kind = outcome.kind
    if kind == TEMPORARY and outcome.reason in _UNANSWERED and not knows_key:
        kind = UNCERTAIN
    return Result(
        kind=kind, reason=outcome.reason, receipt=receipt, retry_after_s=outcome.retry_after_s
    )


__all__ = ["PERMANENT", "SENT", "TEMPORARY", "UNCERTAIN", "Result", "result_of"]
