"""The hash of a text: what an approval binds to."""

import hashlib
import json
from collections.abc import Mapping, Sequence


def content_hash(
    template: str,
    language: str,
    parts: Mapping[str, str],
    media: Sequence[Mapping[str, str]] = (),
) -> str:
    """SHA-256 of what is to be approved, as canonical JSON.

    A text without judged pictures has the hash it had before texts could hold any.
    """
    whole: list[object] = [template, language, parts, *([media] if media else [])]
    content = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
