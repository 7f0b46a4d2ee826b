"""The vocabulary of the templates says the right words and lets no markup through."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from tangkal.desk.cases.models import Priority
from tangkal.desk.cases.states import CaseState, DecisionOption, SignalState, VerdictState
from tangkal.desk.ui import reasons, vocabulary
from tangkal.desk.ui.icons import PATHS
from tangkal.impact_analysis.verdicts import Verdict

EVIL = '<script>alert("x")</script>'


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("reason", "indonesian", "english"),
    [
        ("words|gratis, bantuan", "kata khas yang sama: gratis, bantuan", "rare words in common"),
        ("numbers|5 juta", "angka yang sama: 5 juta", "the same figures: 5 juta"),
        (
            "near_copy|92",
            "nyaris salinan: 92% klaim tertulis persis di dalamnya",
            "a near copy: 92%",
        ),
        ("url|contoh.id", "alamat yang sama: contoh.id", "the same address"),
        ("phrase|harga naik", "frasa yang sama: “harga naik”", "the same phrase"),
        ("kind_of_tomorrow|detail", "detail", "detail"),
        ("bare", "bare", "bare"),
    ],
)
def test_match_reasons_are_said_in_the_reader_s_language(reason, indonesian, english):
    with translation.override("id"):
        assert reasons.in_words(reason) == indonesian
    with translation.override("en"):
        assert english in reasons.in_words(reason)


@pytest.mark.parametrize("code", vocabulary.VERDICTS)
def test_every_verdict_has_words_beside_its_colour_and_an_icon_that_exists(code):
    html = render("{% verdict code %}", code=code)
    word = vocabulary.VERDICTS[code]

    assert str(word.label) in html
    assert PATHS[word.icon] in html


@pytest.mark.parametrize("states", [SignalState, CaseState, VerdictState, DecisionOption])
def test_every_state_of_the_desk_is_known_to_the_vocabulary(states):
    assert {state.value for state in states} <= vocabulary.STATES.keys()


def test_the_graded_set_of_verdicts_is_known_to_the_vocabulary():
    assert {verdict.value for verdict in Verdict} == vocabulary.VERDICTS.keys()


def test_every_priority_of_the_desk_is_known_to_the_vocabulary():
    assert {priority.value for priority in Priority} <= vocabulary.PRIORITIES.keys()


def test_a_model_s_own_label_wins_over_the_vocabulary():
    thing = SimpleNamespace(state="DRAF", get_state_display=lambda: "Konsep")

    assert "Konsep" in render("{% state thing %}", thing=thing)


def test_a_bare_code_is_named_by_the_vocabulary():
    assert "Telaah sejawat" in render("{% state 'TELAAH_SEJAWAT' %}")
    assert "HAL BARU" in render("{% state 'HAL_BARU' %}")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [(1234567, "1.234.567", "1,234,567"), (0, "0", "0"), (None, "–", "–"), (12.5, "12,5", "12.5")],
)
def test_numbers_are_grouped_as_the_language_does_and_unknown_is_not_zero(
    value, indonesian, english
):
    with translation.override("id"):
        assert render("{% number n %}", n=value) == indonesian
    with translation.override("en"):
        assert render("{{ n|number }}", n=value) == english


@pytest.mark.parametrize(
    "source",
    [
        "{% chip evil %}",
        "{% verdict evil %}",
        "{% state evil %}",
        "{% priority evil %}",
        "{% reason evil %}",
        "{% page_head evil '/' evil lede=evil %}",
        "{% empty evil evil '/' evil %}",
        "{% source_line url=evil sha256=evil name=evil %}",
        "{% diff changes %}",
        "{% sparkline counts evil %}",
        "{% bar_table rows evil evil evil %}",
        "{% timeline points evil evil what=evil %}",
    ],
)
def test_what_people_write_is_escaped_everywhere(source):
    html = render(
        source, evil=EVIL, changes=[("added", EVIL)], counts=[1], rows=[(EVIL, 1)], points=[]
    )

    assert "<script" not in html
    assert "&lt;script" in html


class SampleForm(forms.Form):
    title = forms.CharField(help_text="Singkat saja")
    note = forms.CharField(required=False)
    word = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_field_is_tied_to_its_label_help_and_error():
    html = render("{% field form.title %}", form=SampleForm({}))

    assert '<label for="id_title">' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_may_stay_empty_says_so_and_what_may_not_needs_no_mark():
    html = render("{% field form.note %}|{% field form.title %}", form=SampleForm())
    note, title = html.split("|")

    assert "tidak wajib" in note
    assert "tidak wajib" not in title


def test_a_form_may_leave_unmarked_what_can_wait_but_not_stay_empty():
    class Waiting(SampleForm):
        unmarked = frozenset({"note"})

    assert "tidak wajib" not in render("{% field form.note %}", form=Waiting())


def test_choices_stand_under_one_legend():
    html = render("{% field form.word %}", form=SampleForm())

    assert "<legend>" in html
    assert html.count('type="radio"') == 2


def test_the_error_summary_leads_to_each_field_and_is_silent_without_errors():
    html = render("{% error_summary form %}", form=SampleForm({}))

    assert 'href="#id_title"' in html
    assert 'role="alert"' in html
    assert render("{% error_summary form %}", form=SampleForm()).strip() == ""


def test_a_whole_form_looks_like_its_single_fields():
    assert 'class="field"' in render("{{ form }}", form=SampleForm())


def test_pages_keep_the_list_s_filters():
    request = RequestFactory().get("/?q=bbm&page=2")
    html = render("{% pages page %}", page=Paginator(range(60), 25).get_page(2), request=request)

    assert 'rel="prev" href="?q=bbm&amp;page=1"' in html
    assert 'rel="next" href="?q=bbm&amp;page=3"' in html
    assert "26 sampai 50 dari 60" in html


def test_crumbs_come_in_pairs():
    with pytest.raises(TemplateSyntaxError):
        render("{% page_head 'Judul' '/desk/' %}")


def test_a_difference_is_marked_for_eyes_and_for_ears():
    html = render("{% diff changes %}", changes=[("same", "a "), ("removed", "b"), ("added", "c")])

    assert "<del>" in html
    assert "[dihapus: " in html
    assert "<ins>" in html
    assert "[ditambah: " in html
