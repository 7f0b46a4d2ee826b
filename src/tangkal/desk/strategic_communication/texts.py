"""The hash of a text: what an approval binds to."""

import hashlib
import json
from collections.abc import Mapping


def content_hash(template: str, language: str, parts: Mapping[str, str]) -> str:
    """SHA-256 of what is to be approved, as canonical JSON."""
    content = json.dumps(
        [template, language, parts], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(content.encode()).hexdigest()
