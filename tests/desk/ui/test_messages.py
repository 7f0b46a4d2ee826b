"""Every English message has its Indonesian words, and the compiled catalogue follows the source."""

import gettext
import os
from pathlib import Path

import pytest

from tangkal.desk.ui import messages
from tangkal.desk.ui.messages import DESK, compile_messages, missing_translations

APPS = sorted(p.name for p in DESK.iterdir() if (p / "__init__.py").exists())

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: id\\n"\n\n'


@pytest.fixture(scope="module")
def problems():
    return missing_translations()


@pytest.mark.parametrize("app", APPS)
def test_indonesian_is_complete(app, problems):
    assert [str(p) for p in problems if p.place.startswith(f"{app}/")] == []


def small_desk(root: Path, po: str, code: str = "", template: str = "") -> Path:
    """A desk of one app, with this catalogue, code and template."""
    app = root / "news"
    catalogue = app / "locale" / "id" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEAD + po, encoding="utf-8")
    (app / "views.py").write_text(code, encoding="utf-8")
    (app / "templates").mkdir()
    (app / "templates" / "page.html").write_text(template, encoding="utf-8")
    return root


def found(root: Path) -> list[tuple[str, str]]:
    return [(p.msgid, p.what) for p in missing_translations(root)]


@pytest.mark.parametrize(
    ("code", "msgid"),
    [
        ('_("Hello")', "Hello"),
        ('gettext_lazy("Hello")', "Hello"),
        ('ngettext("One", "%(n)d many", n)', "One"),
        ('pgettext("door", "Open")', "Open"),
        ('translation.gettext("Hel" "lo")', "Hello"),
    ],
)
def test_a_message_in_code_without_words_is_named(tmp_path, code, msgid):
    assert found(small_desk(tmp_path, "", code=code)) == [(msgid, "no Indonesian entry")]


@pytest.mark.parametrize(
    ("template", "msgid"),
    [
        ('{% translate "Hello" %}', "Hello"),
        ("{% translate 'It is \"so\"' %}", 'It is "so"'),
        ('{% translate "Open" context "door" %}', "Open"),
        ("{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}", "Hello %(a)s"),
        (
            "{% blocktranslate count n=n trimmed %}\n One {{ n }}{% plural %}Many"
            " {{ n }}{% endblocktranslate %}",
            "One %(n)s",
        ),
        ('{% page_head _("Hello") %}', "Hello"),
        ('{{ _("Hello") }}', "Hello"),
    ],
)
def test_a_message_in_a_template_without_words_is_named(tmp_path, template, msgid):
    root = small_desk(tmp_path, "", template=template)

    assert found(root) == [(msgid, "no Indonesian entry")]


def test_a_context_makes_another_message(tmp_path):
    po = 'msgctxt "window"\nmsgid "Open"\nmsgstr "Buka"\n'

    assert found(small_desk(tmp_path, po, code='pgettext("door", "Open")'))


@pytest.mark.parametrize(
    ("po", "what"),
    [
        ('msgid "Hello"\nmsgstr ""\n', "empty"),
        ('#, fuzzy\nmsgid "Hello"\nmsgstr "Halo"\n', "fuzzy"),
        ('msgid "By %(who)s"\nmsgstr "Oleh %(siapa)s"\n', "its placeholders differ"),
        ('msgid "By %(who)s"\nmsgstr "Oleh seseorang"\n', "its placeholders differ"),
    ],
)
def test_an_unfinished_entry_is_named(tmp_path, po, what):
    assert [problem[1] for problem in found(small_desk(tmp_path, po))] == [what]


def test_a_percent_sign_is_no_placeholder(tmp_path):
    assert found(small_desk(tmp_path, 'msgid "100%% of %(n)s"\nmsgstr "100%% dari %(n)s"\n')) == []


def test_two_words_for_one_message_are_named(tmp_path):
    root = small_desk(tmp_path, 'msgid "High"\nmsgstr "Tinggi"\n')
    other = root / "sky" / "locale" / "id" / "LC_MESSAGES" / "django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEAD + 'msgid "High"\nmsgstr "Tinggi sekali"\n', encoding="utf-8")

    assert [what.split(" at ")[0] for _msgid, what in found(root)] == ["translated otherwise"]


def test_only_what_changed_is_compiled_and_it_speaks(tmp_path):
    root = small_desk(tmp_path, 'msgid "Hello"\nmsgstr "Halo"\n')
    po_path = messages.catalogues(root)[0]

    assert compile_messages(root) == 1
    assert compile_messages(root) == 0
    os.utime(po_path, (po_path.stat().st_atime, po_path.stat().st_mtime + 5))
    assert compile_messages(root) == 1
    with po_path.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Hello") == "Halo"
