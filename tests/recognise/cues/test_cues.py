"""What holds of every cue, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel.errors import InvalidRecord
from tangkal.recognise.cues.detect import find_cues
from tangkal.recognise.cues.folding import Folded
from tangkal.recognise.cues.frameworks import DISARM, DISARM_OF, FIRST, FIRST_OF
from tangkal.recognise.cues.hosts import imitated
from tangkal.recognise.cues.places import BODIES, MARKS
from tangkal.recognise.cues.records import Circumstances, Kind, Span

PARTS = st.sampled_from(
    ["Viralkan", " ", "klik link", "bit.ly/x", "Kemensos", "kirim OTP", "!!!", "\u200b", "😀", "İ",
     "ﬁ", "bukan hoax", "https://", "xn--", "go.id", ".", "wa.me/", "\n", "e\u0301", "Rp 5 juta",
     "https://xn--", "jangan ", "[telepon]", "copas", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=30).map("".join)))
def test_every_mark_stands_in_the_text_as_given(text):
    for cue in find_cues(text):
        assert list(cue.spans) == sorted(cue.spans)
        for span in cue.spans:
            assert 0 <= span.start < span.end <= len(text)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_the_same_text_gives_the_same_cues_one_of_each_kind(text):
    cues = find_cues(text)
    assert cues == find_cues(text)
    assert len({cue.kind for cue in cues}) == len(cues)


@given(st.text(max_size=100))
def test_folding_keeps_the_way_back(text):
    folded = Folded.fold(text)
    for place in range(len(folded.text)):
        span = folded.span(place, place + 1)
        assert span.end == span.start + 1 <= len(text)


@pytest.mark.parametrize("text", ["", "\n" * 30_000, "a" * 1_000_000, "www." * 9_000, "x." * 9_000])
def test_a_huge_or_empty_text_is_read_quickly_and_without_a_fault(text):
    assert find_cues(text) == () or all(cue.kind in Kind for cue in find_cues(text))


def test_every_suggestion_is_in_its_framework():
    assert set(FIRST_OF.values()) <= set(FIRST)
    assert {code for codes in DISARM_OF.values() for code in codes} == set(DISARM)
    # A red technique describes; what to do against it is not offered here.
    assert all(code.startswith("T") for code in DISARM)


def test_no_body_imitates_itself():
    for domain in [*MARKS.values(), *(domain for body in BODIES for domain in body.domains)]:
        assert imitated(domain) is None


@pytest.mark.parametrize("given", [{"copies": -1}, {"minutes": -0.5}])
def test_nonsense_about_copies_is_refused(given):
    with pytest.raises(InvalidRecord):
        Circumstances(**given)


def test_an_empty_span_is_refused():
    with pytest.raises(InvalidRecord):
        Span(3, 3)
