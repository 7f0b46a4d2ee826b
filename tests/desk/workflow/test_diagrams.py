"""The reference page shows the tables as they are."""

from pathlib import Path

from tangkal.desk.workflow import Machine, Transition
from tangkal.desk.workflow.diagrams import diagram, find_machines, page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "state-machines.md"


def test_the_page_of_state_machines_is_current():
    """After a change: python -m tangkal.desk.workflow.diagrams docs/reference/state-machines.md"""
    assert PAGE.read_text(encoding="utf-8") == page(find_machines())


def test_signals_cases_and_verdicts_are_on_the_page():
    assert {"signal", "case", "verdict"} <= {machine.name for machine in find_machines()}


def test_a_diagram_draws_every_step_once():
    def step(source: str, action: str, target: str) -> Transition:
        return Transition(source=source, action=action, target=target, roles=frozenset({"r"}))

    machine = Machine("m", [step("A", "go", "B"), step("A", "jump", "B"), step("B", "back", "A")])
    assert list(diagram(machine)) == [
        "stateDiagram-v2",
        "    [*] --> A",
        "    A --> B: go, jump",
        "    B --> A: back",
    ]
