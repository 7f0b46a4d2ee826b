"""Draw every state machine of the desk from its table, for the reference in the docs.

``python -m tangkal.desk.workflow.diagrams docs/reference/state-machines.md`` rewrites the page;
a test fails while the page and the tables differ.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from tangkal.desk.workflow.transitions import Machine, Transition

HEADER = """# State machines

Every signal, case, verdict and message moves by one of these tables; no other step exists. This
page is generated from them (`python -m tangkal.desk.workflow.diagrams
docs/reference/state-machines.md`), and a test fails while page and tables differ. Beside the roles
shown here, safeguards hold: nobody approves their own work, and opinion, criticism, satire and
press work are never labelled.
"""


def find_machines() -> list[Machine]:
    """The machines of every installed app, in the apps' order.

    They stand in modules named ``states`` or ``…_states``; one that another module imports is
    told once.
    """
    from django.apps import apps  # noqa: PLC0415 - the apps are known once Django is set up

    found = {
        id(thing): thing
        for app in apps.get_app_configs()
        if app.name.startswith("tangkal.")
        for name in state_modules(app.path)
        for thing in vars(import_module(f"{app.name}.{name}")).values()
        if isinstance(thing, Machine)
    }
    return list(found.values())


def state_modules(folder: str) -> list[str]:
    """``states`` first, then the others by name."""
    names = sorted(path.stem for path in Path(folder).glob("*states.py"))
    return sorted(names, key=lambda name: name != "states")


def page(machines: Iterable[Machine]) -> str:
    """The whole page as Markdown with a Mermaid diagram and a table a machine."""
    return "\n".join([HEADER, *(section(machine) for machine in machines)])


def section(machine: Machine) -> str:
    return "\n".join(
        [
            f"## {machine.name.capitalize()}",
            "",
            "```mermaid",
            *diagram(machine),
            "```",
            "",
            "| from | action | to | who |",
            "|---|---|---|---|",
            *(row(step) for step in machine.transitions),
            "",
        ]
    )


def diagram(machine: Machine) -> Iterator[str]:
    """Lines of a Mermaid state diagram; steps between the same states share an arrow."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.transitions[0].source}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in machine.transitions:
        arrows.setdefault((step.source, step.target), []).append(step.action)
    for (source, target), actions in arrows.items():
        yield f"    {source} --> {target}: {', '.join(actions)}"


def row(step: Transition) -> str:
    return f"| {step.source} | {step.action} | {step.target} | {', '.join(sorted(step.roles))} |"


def main(path: str) -> None:
    import django  # noqa: PLC0415 - whoever imports this module has set Django up already

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tangkal.desk.settings")
    django.setup()
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(find_machines()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
