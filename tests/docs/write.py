"""Write the generated pages, and put the screens' present words into the others.

`python -m tests.docs.write`
"""

import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"

# File under docs/reference → module of tests.docs.pages that makes it.
PAGES = {
    "command-line.md": "command_line",
    "settings.md": "settings",
    "roles.md": "roles",
    "scales.md": "scales",
    "data-schema.md": "schema",
    "sources.md": "sources",
    "routes.md": "routes",
    "keyboard.md": "keyboard",
    "reasons.md": "reasons",
    "cues.md": "cues",
    "api.md": "api",
}


def maker(name: str) -> Callable[[], str]:
    """The function that makes one generated page."""
    page: Callable[[], str] = import_module(f"tests.docs.pages.{PAGES[name]}").page
    return page


def written_by_hand() -> list[Path]:
    """Every page that is not generated, the README among them."""
    generated = {DOCS / "reference" / name for name in [*PAGES, "state-machines.md"]}
    found = [*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")]
    return sorted(path for path in found if path not in generated)


def set_up(folder: str) -> None:
    """Django on a home that nobody uses, so that the pages can be made anywhere."""
    from tangkal.pipeline.home import Home

    os.environ["TANGKAL_HOME"] = folder
    Home(Path(folder)).make()
    from tangkal.desk import entry
    from tangkal.desk.ui.messages import compile_messages

    compile_messages()
    entry.set_up()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tangkal-docs-") as folder:
        set_up(folder)
        write()


def write() -> None:
    from tests.docs.words import correct_pairs

    for name in PAGES:
        (DOCS / "reference" / name).write_text(maker(name)(), encoding="utf-8")
    for path in written_by_hand():
        text = path.read_text(encoding="utf-8")
        if (corrected := correct_pairs(text)) != text:
            path.write_text(corrected, encoding="utf-8")


if __name__ == "__main__":
    main()
