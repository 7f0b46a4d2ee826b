"""The readable history of narratives: its lines as text, so that a snapshot can keep them."""

import json
from datetime import datetime

from tangkal.kernel import NarrativeChange


def change_to_json(change: NarrativeChange) -> str:
    """One change as a line of JSON."""
    return json.dumps(
        {
            "kind": change.kind,
            "narrative_id": change.narrative_id,
            "at": change.at.isoformat(),
            "other_id": change.other_id,
            "families": change.families,
            "evidence": dict(change.evidence),
            "by": change.by,
        }
    )


def change_from_json(line: str) -> NarrativeChange:
    """The change that :func:`change_to_json` wrote."""
    told = json.loads(line)
    told["at"] = datetime.fromisoformat(told["at"])
    told["families"] = tuple(told["families"])
    return NarrativeChange(**told)
