"""Pairs of a text family and a claim that people rejected: not suggested again."""

import threading

import pyarrow as pa

from tangkal.desk.recognise.models import MatchJudgement


class Rejections:
    """Which claims were rejected for which family, kept in step with the judgements."""

    def __init__(self) -> None:
        self._claims: dict[str, set[str]] = {}  # family to claim ids
        self._read_to = 0
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Take in the judgements written since the last call; the newest of a pair counts."""
        with self._lock:
            news = MatchJudgement.objects.filter(pk__gt=self._read_to).exclude(family_id="")
            columns = news.order_by("pk").values_list("pk", "family_id", "claim_id", "answer")
            for pk, family_id, claim_id, answer in columns:
                if answer == MatchJudgement.Answer.NOT_SAME:
                    self._claims.setdefault(family_id, set()).add(claim_id)
                else:
                    self._claims.get(family_id, set()).discard(claim_id)
                self._read_to = pk

    def of(self, family_id: str) -> frozenset[str]:
        return frozenset(self._claims.get(family_id, ()))

    def without(self, measured: pa.Table) -> pa.Table:
        """The measured rows without matches that people rejected for their family."""
        families = measured["family_id"].to_pylist()
        if not any(self._claims.get(family) for family in families):
            return measured
        matches = [
            [match for match in row if match["claim_id"] not in self._claims.get(family, ())]
            for family, row in zip(families, measured["matches"].to_pylist(), strict=True)
        ]
        place = measured.schema.get_field_index("matches")
        field = measured.schema.field(place)
        return measured.set_column(place, field, pa.array(matches, field.type))
