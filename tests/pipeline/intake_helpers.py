"""Stores in a folder of the test's own, and what came out of them."""

from contextlib import contextmanager
from pathlib import Path

from tangkal.pipeline.home import Home
from tangkal.pipeline.intake import open_stores
from tangkal.pipeline.settings import Settings


class ClaimShelf:
    """Keeps claims as the desk does: the same claim again is not new."""

    def __init__(self):
        self.claims = {}

    def __call__(self, claims):
        new = sum(self.claims.get(c.claim_id) != c for c in claims)
        self.claims.update({c.claim_id: c for c in claims})
        return new


@contextmanager
def stores_in(root: Path, sink=None):
    home = Home(root)
    home.make()
    with open_stores(Settings(home=home), sink) as stores:
        yield stores


def delivered(bus) -> list[dict]:
    """Every row on the bus, in order, as the worker will read it."""
    rows, position = [], 0
    while batch := bus.read(position):
        for delivery in batch:
            assert delivery.table.num_rows <= 2_000
            rows += delivery.table.to_pylist()
            position = delivery.position
    return rows
