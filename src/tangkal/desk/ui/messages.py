"""Translations: compile what changed, and name what is missing.

Django reads compiled .mo files; they are built from the .po files at start, never committed,
and need no gettext installed.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize
from jinja2 import Environment

DESK = Path(__file__).resolve().parents[1]
UI = Path(__file__).resolve().parent
LANGUAGE = "id"  # msgids are English; Indonesian is the one translation

# gettext functions → positions of their message arguments and of their context.
FUNCTIONS = {
    "_": ((0,), None),
    "gettext": ((0,), None),
    "gettext_lazy": ((0,), None),
    "lazy": ((0,), None),  # as modules call it that use both forms
    "gettext_noop": ((0,), None),
    "ngettext": ((0, 1), None),
    "ngettext_lazy": ((0, 1), None),
    "pgettext": ((1,), 0),
    "pgettext_lazy": ((1,), 0),
    "npgettext": ((1, 2), 0),
    "npgettext_lazy": ((1, 2), 0),
}


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """A message as the code uses it: where, in which context, singular and plural."""

    msgid: str
    context: str | None
    plural: str | None
    place: str  # "cases/views.py:12"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A message that Indonesian readers would see in English, and why."""

    place: str
    msgid: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.msgid!r}"


def catalogues(root: Path = DESK) -> list[Path]:
    """Every .po file under the desk."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_messages(root: Path = DESK) -> int:
    """Compile every .po whose .mo is missing or older.

    Returns:
        how many were compiled.

    Raises:
        OSError: a .po cannot be read as one, or the folder cannot be written.
    """
    compiled = 0
    for po_path in catalogues(root):
        mo_path = po_path.with_suffix(".mo")
        if mo_path.exists() and mo_path.stat().st_mtime >= po_path.stat().st_mtime:
            continue
        fresh = mo_path.with_suffix(f".mo.{os.getpid()}")  # two starts may meet
        polib.pofile(str(po_path), encoding="utf-8").save_as_mofile(str(fresh))
        fresh.replace(mo_path)  # a reader never meets a half-written file
        compiled += 1
    return compiled


def missing_translations(root: Path = DESK) -> list[Problem]:
    """Messages without Indonesian words: empty, fuzzy, unfinished or absent entries.

    An app's message may stand in its own catalogue or in the interface's.
    """
    shared = translated(UI / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po")
    problems = [p for path in catalogues(root) for p in unfinished(path, root)]
    for app in sorted(p for p in root.iterdir() if p.is_dir() and p.name != "__pycache__"):
        known = shared | translated(app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po")
        problems += [
            Problem(used.place, used.msgid, "no Indonesian entry")
            for used in messages_used(app, root)
            if (used.context, used.msgid) not in known
        ]
    return sorted({*problems, *contradictions(root)})


def contradictions(root: Path) -> Iterator[Problem]:
    """One message with two translations: Django would show the first app's everywhere.

    The remedy is a context: ``pgettext("priority", "High")``.
    """
    words: dict[tuple[str | None, str], tuple[str, str]] = {}
    for path in catalogues(root):
        for entry in polib.pofile(str(path), encoding="utf-8"):
            text = entry.msgstr or "|".join(entry.msgstr_plural.values())
            place = f"{path.relative_to(root)}:{entry.linenum}"
            other, where = words.setdefault((entry.msgctxt, entry.msgid), (text, place))
            if text != other and text and not entry.obsolete:
                yield Problem(place, entry.msgid, f"translated otherwise at {where}")


def translated(path: Path) -> set[tuple[str | None, str]]:
    """(context, msgid) of a catalogue's entries; empty where there is no catalogue."""
    if not path.exists():
        return set()
    return {(e.msgctxt, e.msgid) for e in polib.pofile(str(path)) if not e.obsolete}


def unfinished(path: Path, root: Path) -> Iterator[Problem]:
    """Entries that are empty, fuzzy, or lose or invent a placeholder."""
    for entry in polib.pofile(str(path), encoding="utf-8"):
        if entry.obsolete:
            continue
        place = f"{path.relative_to(root)}:{entry.linenum}"
        if not entry.translated():
            yield Problem(place, entry.msgid, "fuzzy" if entry.fuzzy else "empty")
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wanted = placeholders(entry.msgid_plural or entry.msgid)
        for form in forms:
            if form and placeholders(form) != wanted:
                yield Problem(place, entry.msgid, "its placeholders differ")


def placeholders(text: str) -> set[str]:
    """The names (or bare kinds) a %-format puts in."""
    return set(re.findall(r"%(?:\((\w+)\))?[sd]", text.replace("%%", "")))


def messages_used(app: Path, root: Path = DESK) -> Iterator[Used]:
    """Every message an app's Python code and templates ask for."""
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from in_python(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
    for path in sorted([*app.glob("templates/**/*"), *app.glob("jinja2/**/*")]):
        if path.suffix in {".html", ".txt", ".xml", ".md"}:
            place = str(path.relative_to(root))
            text = path.read_text(encoding="utf-8")
            is_jinja = "jinja2" in path.relative_to(app).parts
            yield from in_jinja(text, place) if is_jinja else in_template(text, place)


def in_python(source: str, place: str) -> Iterator[Used]:
    """Messages in calls of the gettext functions with literal arguments."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in FUNCTIONS:
            continue
        positions, context_at = FUNCTIONS[name]
        texts = [literal(node.args, at) for at in positions]
        if texts[0] is not None:
            context = None if context_at is None else literal(node.args, context_at)
            plural = texts[1] if len(texts) > 1 else None
            yield Used(texts[0], context, plural, f"{place}:{node.lineno}")


def literal(arguments: list[ast.expr], at: int) -> str | None:
    """The string constant at a position of a call; None where there is none."""
    if at < len(arguments):
        value = arguments[at]
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return None


# templatize turns a template into lines that hold only its gettext calls.
CALL = re.compile(
    r"\b(?P<name>n?p?gettext|_)\(\s*(?P<arguments>"
    r"(?:u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\"\"\"(?:.|\n)*?\"\"\")\s*,?\s*)+)"
)


def in_template(source: str, place: str) -> Iterator[Used]:
    """Messages in a Django template's translate and blocktranslate tags."""
    plain = templatize(source, origin=place)
    for call in CALL.finditer(plain):
        try:
            arguments = ast.literal_eval(f"[{call['arguments'].rstrip().rstrip(',')}]")
        except (SyntaxError, ValueError):
            continue
        has_context, has_plural = "p" in call["name"], call["name"].startswith("n")
        context = arguments.pop(0) if has_context else None
        plural = arguments[1] if has_plural else None
        line = plain.count("\n", 0, call.start()) + 1
        yield Used(arguments[0], context, plural, f"{place}:{line}")


def in_jinja(source: str, place: str) -> Iterator[Used]:
    """Messages in a Jinja2 template's gettext calls and trans blocks."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for line, name, found in environment.extract_translations(source):  # type: ignore[attr-defined]
        texts = [found] if isinstance(found, str) else list(found)
        context = texts.pop(0) if "p" in name.replace("gettext", "") else None
        plural = texts[1] if name.startswith("n") and len(texts) > 1 else None
        if texts and texts[0]:
            yield Used(texts[0], context, plural, f"{place}:{line}")


def main(arguments: list[str]) -> int:
    """List what lacks Indonesian words, of one app or of all: 1 while there is any."""
    problems = [
        problem
        for problem in missing_translations()
        if not arguments or problem.place.split("/", 1)[0] in arguments
    ]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
