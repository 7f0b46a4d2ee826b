"""The interface is proved in the language it starts in."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def indonesian(english: None) -> Iterator[None]:
    """After the suite's own choice: what these tests read is the catalogue itself."""
    with translation.override("id"):
        yield
