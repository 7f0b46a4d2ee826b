"""Every example in a docstring gives what it says."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import tangkal
from tangkal.desk import entry

PACKAGE = Path(tangkal.__file__).parent


def modules_with_examples() -> list[str]:
    files = (path for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))
    dotted = (path.relative_to(PACKAGE.parent).with_suffix("").parts for path in files)
    return sorted(".".join(parts).removesuffix(".__init__") for parts in dotted)


@pytest.fixture(scope="module")
def desk_is_set_up() -> None:
    """Some modules of the desk can be imported only once its tables are known."""
    entry.set_up()


@pytest.mark.parametrize("name", modules_with_examples())
@pytest.mark.usefixtures("desk_is_set_up")
def test_examples_in_docstrings_hold(name):
    result = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0
