"""Which scenario is measured where. Names are permanent; new figures are added, never changed.

A scenario is a module with `run(options: Options) -> dict[str, float]`: flat dotted names to
numbers, each defined in benchmarks/README.md. It raises a TangkalError when it cannot run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a scenario is told. Folders are resolved and exist where a layout is named."""

    data: Path | None = None  # folder of the scenario's layout
    train: Path | None = None  # folder it may learn from; the shared one unless given
    size: int | None = None  # None: the scenario's own default
    claims: int | None = None
    seed: int = 1
    peers: bool = False  # measure other programs beside ours, alternating


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One row of the registry."""

    module: str
    line: str  # what it measures, for --list
    options: tuple[str, ...]  # the options that change what it does
    layout: str | None = None  # folder of the shared data it reads when --data is not given

    def load(self) -> Callable[[Options], dict[str, float]]:
        run: Callable[[Options], dict[str, float]] = import_module(self.module).run
        return run


SCENARIOS = {
    "recognise.turnbackhoax": Scenario(
        module="benchmarks.recognise_turnbackhoax",
        line="Does the right debunked claim come first? Real Indonesian fact checks.",
        options=("data", "train"),
        layout="turnbackhoax",
    ),
    "recognise.clef2020": Scenario(
        module="benchmarks.recognise_clef2020",
        line="Does the verified claim of an English tweet come first? CheckThat! 2020.",
        options=("data", "train"),
        layout="clef2020",
    ),
    "recognise.media": Scenario(
        module="benchmarks.recognise_media",
        line="Is an edited picture found again, and a stranger left alone? Drawn pictures.",
        options=("seed",),
    ),
    "recognise.speed": Scenario(
        module="benchmarks.recognise_speed",
        line="Posts a second matched with a million claims; one question; adding; memory.",
        options=("size", "seed", "peers"),
    ),
    "recognise.duplicates": Scenario(
        module="benchmarks.recognise_duplicates",
        line="Are copies put in one family, and bulletins on one form kept apart? How fast?",
        options=("size", "seed", "peers"),
    ),
    "recognise.language": Scenario(
        module="benchmarks.recognise_language",
        line="Which language is a text in, and does it find its Indonesian claim? NusaX.",
        options=("data",),
        layout="nusax",
    ),
    "stream.end_to_end": Scenario(
        module="benchmarks.stream_end_to_end",
        line="Posts a second from intake to warning: placed, matched, clustered, stored, watched.",
        options=("size", "claims", "seed"),
    ),
    "insight.explorer": Scenario(
        module="benchmarks.insight_explorer",
        line="Words and filters over millions of items; hourly counts of narratives.",
        options=("data", "size", "seed", "peers"),
    ),
    "coordination.cootweet": Scenario(
        module="benchmarks.coordination_cootweet",
        line="Are CooRTweet's own edges reproduced, edge for edge?",
        options=("data",),
        layout="coortweet",
    ),
    "coordination.toolkit": Scenario(
        module="benchmarks.coordination_toolkit",
        line="Are the coordination-network-toolkit's networks reproduced?",
        options=("data",),
        layout="cnt",
    ),
    "coordination.speed": Scenario(
        module="benchmarks.coordination_speed",
        line="CPU and memory from shares to weighted pairs; with peers, against the toolkit.",
        options=("size", "seed", "peers"),
    ),
    "coordination.truth": Scenario(
        module="benchmarks.coordination_truth",
        line="Are planted groups found, and nobody else, among organic accounts?",
        options=("seed",),
    ),
    "warning.nab": Scenario(
        module="benchmarks.warning_nab",
        line="Are labelled changes in real Twitter volumes seen early? NAB's standard score.",
        options=("data", "train"),
        layout="nab",
    ),
    "warning.scenario": Scenario(
        module="benchmarks.warning_scenario",
        line="Are planted bursts seen early in thousands of series? Beside three older methods.",
        options=("size", "seed"),
    ),
    "portal.load": Scenario(
        module="benchmarks.portal_load",
        line="Pages and searches a second of 100,000 answers; a surge that loses no report.",
        options=("size", "seed"),
    ),
    "portal.search": Scenario(
        module="benchmarks.portal_search",
        line="Is the right answer on the first page, with typing errors and in chat's short forms?",
        options=("data", "size", "seed"),
        layout="turnbackhoax",
    ),
    "effect.coverage": Scenario(
        module="benchmarks.effect_coverage",
        line="Do 95% intervals hold planted effects, also after peaks? Drawn worlds, real counts.",
        options=("data", "size", "seed", "peers"),
        layout="nab",
    ),
    "effect.power": Scenario(
        module="benchmarks.effect_power",
        line="Is the smallest effect that planning names then seen in 80 of 100?",
        options=("size", "seed"),
    ),
    "narratives.mstream": Scenario(
        module="benchmarks.narratives_mstream",
        line="Are news titles of one event put in one narrative? One pass in order, no setting.",
        options=("data",),
        layout="mstream",
    ),
    "narratives.scenario": Scenario(
        module="benchmarks.narratives_scenario",
        line="Do planted Indonesian stories hold together, keep their ids, and how fast?",
        options=("size", "seed", "peers"),
    ),
    "insight.report": Scenario(
        module="benchmarks.insight_report",
        line="A situation report from a day of a million items, as tagged PDF, DOCX and chat text.",
        options=("size", "seed"),
    ),
    "alignment.truth": Scenario(
        module="benchmarks.alignment_truth",
        line="Does a regional text carry the central message, or contradict it?",
        options=("data", "seed"),
    ),
    "desk.load": Scenario(
        module="benchmarks.desk_load",
        line="Fifty officers at a desk of 20,000 open signals: CPU, queries, p95, lost updates.",
        options=("size", "seed", "peers"),
    ),
    "desk.crisis_room": Scenario(
        module="benchmarks.desk_crisis_room",
        line="Two hundred people in a crisis room: from commit to event, memory, CPU.",
        options=("size",),
    ),
    "directives.546": Scenario(
        module="benchmarks.directives",
        line="A directive to 546 governments: confirmations at once, calls to the minute, pages.",
        options=("seed", "peers"),
    ),
    "tipline.burst": Scenario(
        module="benchmarks.tipline_burst",
        line="A thousand chat messages a second for a minute: none lost, none answered twice.",
        options=("size", "seed"),
    ),
}
