"""A lake of a few items, read by everything that reads the lake."""

import pytest

from tangkal.desk.cases import items
from tests.desk.lakes import lake_of


@pytest.fixture
def use_lake(tmp_path, monkeypatch):
    def use(*rows):
        found = lake_of(tmp_path / "lake", *rows)
        monkeypatch.setattr(items, "open_lake", lambda _place: found)
        return found

    return use
