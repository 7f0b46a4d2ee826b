"""What an ingest writes to, opened together."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from tangkal.bus import Bus, open_bus
from tangkal.kernel import KnownClaim
from tangkal.pipeline.ledger import Ledger
from tangkal.pipeline.quarantine import Quarantine
from tangkal.pipeline.settings import Settings
from tangkal.text.privacy import Pseudonymiser

# Keeps claims and answers how many were new or changed.
ClaimSink = Callable[[list[KnownClaim]], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeStores:
    """Where items, claims, unreadable rows and positions go."""

    bus: Bus
    ledger: Ledger
    quarantine: Quarantine
    pseudonymiser: Pseudonymiser
    claim_sink: ClaimSink | None = None  # None: claims are refused


@contextmanager
def open_stores(settings: Settings, claim_sink: ClaimSink | None = None) -> Iterator[IntakeStores]:
    """The stores of a home; closed at the end of the block.

    Raises:
        SettingMissing: the home has no author key.
        BusError: the bus cannot be reached.
    """
    home = settings.home
    key = bytes.fromhex(home.secret("author_key"))
    with (
        open_bus(settings.bus_url or home.spool) as bus,
        closing(Ledger(home.intake_database)) as ledger,
        closing(Quarantine(home.intake_database)) as quarantine,
    ):
        yield IntakeStores(
            bus=bus,
            ledger=ledger,
            quarantine=quarantine,
            pseudonymiser=Pseudonymiser(key),
            claim_sink=claim_sink,
        )
