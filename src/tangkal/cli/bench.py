"""`tangkal bench`: measure one scenario by the contract in benchmarks/README.md."""

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tangkal.cli import measure
from tangkal.kernel.errors import InvalidInput, TangkalError

if TYPE_CHECKING:
    from benchmarks.registry import Options, Scenario

CHECKOUT = Path(__file__).resolve().parents[3]


@click.command()
@click.argument("scenario", required=False)
@click.option("--list", "list_them", is_flag=True, help="Name every scenario and its options.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the scenario's layout.")
@click.option("--train", type=click.Path(path_type=Path), help="Folder it may learn from.")
@click.option("--size", type=click.IntRange(1), help="How large; what, the scenario says.")
@click.option("--claims", type=click.IntRange(1), help="Known claims held, where it matters.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--peers", is_flag=True, help="Measure other programs beside ours.")
@click.option("--json", "as_json", is_flag=True, help="Last line of output: one JSON object.")
@click.pass_context
def bench(
    context: click.Context,
    /,
    scenario: str | None,
    list_them: bool,
    as_json: bool,
    **given: object,
) -> None:
    """Measure one scenario and print its figures."""
    scenarios = load_scenarios()
    if list_them:
        list_scenarios(scenarios)
        return
    if scenario is None:
        raise click.UsageError("name a scenario, or list them with --list")
    if scenario not in scenarios:
        raise InvalidInput(f"no scenario is called {scenario!r}; see tangkal bench --list")
    chosen = scenarios[scenario]
    warn_of_unused(context, scenario, chosen)
    options = resolve(chosen, given)
    result = measure_scenario(scenario, chosen, options)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, allow_nan=False))
    else:
        show(result)


def load_scenarios() -> "Mapping[str, Scenario]":
    """The registry beside this checkout.

    Raises:
        TangkalError: Tangkal was installed without its benchmarks.
    """
    if not (CHECKOUT / "benchmarks" / "registry.py").is_file():
        raise TangkalError(
            "the benchmarks are not part of an installed Tangkal: run ./tangkal bench in a checkout"
        )
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    from benchmarks.registry import SCENARIOS  # noqa: PLC0415 - found only in a checkout

    return SCENARIOS


def list_scenarios(scenarios: "Mapping[str, Scenario]") -> None:
    width = max(map(len, scenarios))
    for name, scenario in scenarios.items():
        options = " ".join(f"--{option}" for option in scenario.options)
        click.echo(f"{name:<{width}}  {scenario.line}  [{options}]")


def warn_of_unused(context: click.Context, name: str, scenario: "Scenario") -> None:
    """An option that changes nothing must not look as if it had."""
    for option in ("data", "train", "size", "claims", "seed", "peers"):
        source = context.get_parameter_source(option)
        was_given = source is not None and source.name == "COMMANDLINE"
        if was_given and option not in scenario.options:
            click.echo(f"tangkal: {name} does not use --{option}; it changes nothing.", err=True)


def resolve(scenario: "Scenario", given: Mapping[str, object]) -> "Options":
    """Options with their folders found.

    Raises:
        InvalidInput: a folder is not there, by name and with the remedy.
    """
    from benchmarks.registry import Options  # noqa: PLC0415 - found only in a checkout

    folders: dict[str, Path | None] = {}
    for name in ("data", "train"):
        folder = given[name]
        if folder is None and name in scenario.options and scenario.layout:
            folder = measure.shared_data(CHECKOUT) / scenario.layout
        assert folder is None or isinstance(folder, Path)
        if folder is not None and not folder.is_dir():
            raise InvalidInput(
                f"--{name} {folder} is not a folder: name one of the layout {scenario.layout}"
            )
        folders[name] = folder.resolve() if folder is not None else None
    return Options(**{**given, **folders})  # type: ignore[arg-type]


def measure_scenario(name: str, scenario: "Scenario", options: "Options") -> dict[str, object]:
    """Run it once; answers the contract's JSON object."""
    inputs = measure.describe_inputs(options, scenario.options)
    run = scenario.load()
    with measure.Cost() as cost:
        figures = run(options)
    return {
        "scenario": name,
        "figures": check_figures(figures),
        "inputs": inputs,
        "versions": measure.versions(CHECKOUT),
        "machine": measure.machine(),
        "seconds": round(cost.wall_seconds, 3),
        "cpu_seconds": round(cost.cpu_seconds, 3),
        "rss_mb": round(cost.peak_bytes / 1e6, 1),
    }


def check_figures(figures: Mapping[str, float]) -> dict[str, float]:
    """Only finite numbers leave here; a figure with nothing to measure is left out, aloud.

    Raises:
        TangkalError: a figure is no number at all, or none is left.
    """
    plain = {}
    for name, figure in figures.items():
        number = figure.item() if hasattr(figure, "item") else figure  # numpy's scalars
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise TangkalError(f"figure {name} is {figure!r}, not a number")
        if math.isfinite(number):
            plain[name] = number
        else:
            click.echo(f"tangkal: {name} is left out: nothing was there to measure.", err=True)
    if not plain:
        raise TangkalError("the scenario measured nothing")
    return plain


def show(result: Mapping[str, object]) -> None:
    figures = result["figures"]
    assert isinstance(figures, dict)
    width = max(map(len, figures))
    click.secho(str(result["scenario"]), bold=True)
    for name, figure in figures.items():
        value = f"{figure:,}" if isinstance(figure, int) else f"{figure:,.4f}"
        click.echo(f"  {name:<{width}}  {value:>14}")
    click.echo(
        f"{result['seconds']} s, {result['cpu_seconds']} CPU-s,"
        f" {result['rss_mb']} MB at the peak of the process tree"
    )
