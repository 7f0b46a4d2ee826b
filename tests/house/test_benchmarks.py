"""Every scenario in the registry runs from a module that is there, and its page defines it."""

import inspect
from pathlib import Path

import pytest

from benchmarks.registry import SCENARIOS, Options

PAGE = Path(__file__).resolve().parents[2] / "benchmarks" / "README.md"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_registered_scenario_can_be_called_with_the_options(name):
    run = SCENARIOS[name].load()
    (parameter,) = inspect.signature(run).parameters.values()
    assert parameter.name == "options"
    assert set(SCENARIOS[name].options) <= set(Options.__dataclass_fields__)


def test_the_page_has_one_section_a_scenario():
    sections = [line[3:] for line in PAGE.read_text().splitlines() if line.startswith("## ")]
    assert [title for title in sections if "." in title] == list(SCENARIOS)
