"""The name of a batch: chosen by whoever made it, remembered wherever it has been."""

import re

from tangkal.kernel.errors import InvalidInput

# Safe as a file name, as a NATS key and in a URL, on every system we run on.
BATCH_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.=-]{0,119}")


def check_batch_id(batch_id: str) -> None:
    """Refuse a name that could leave its folder or that a store would spell differently."""
    if not BATCH_ID.fullmatch(batch_id) or batch_id.endswith(".") or ".." in batch_id:
        raise InvalidInput(
            f"batch id {batch_id!r} is not usable: write 1 to 120 of A–Z a–z 0–9 _ = - and "
            "single dots, a letter or digit first"
        )
