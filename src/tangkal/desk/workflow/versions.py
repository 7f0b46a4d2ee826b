"""One check for everybody: nobody changes what they have not seen as it now is."""

from typing import Protocol

from tangkal.desk.workflow.errors import StaleObject


class Versioned(Protocol):
    """What counts its changes."""

    version: int


def check_version(
    found: Versioned,
    seen: int | None,
    *,
    what: str = "",
    by: object | None = None,
    maker: str = "",
) -> None:
    """Refuse an act on a state that is gone.

    Args:
        found: the thing as it now is, locked by the caller.
        seen: its version as the person's page showed it; None where no page was drawn (jobs,
            imports).
        what: how it is called; else as it calls itself.
        by: who changed it last; else its own ``changed_by``, where it keeps one.
        maker: the attribute that names who made it, for what nobody has changed since.

    Raises:
        StaleObject: it was changed meanwhile; names by whom, where that is kept.
    """
    if seen is None or found.version == seen:
        return
    last = by or getattr(found, "changed_by", None) or (getattr(found, maker) if maker else None)
    raise StaleObject(what or str(found), str(last) if last else None)
