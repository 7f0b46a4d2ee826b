"""Evidence is graded by the Admiralty system, A to F and 1 to 6, or not at all."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.cases.commands.contributing import check_grade
from tangkal.desk.cases.models import Evidence


def test_every_letter_goes_with_every_digit():
    assert [*Evidence.Reliability.values, *Evidence.Credibility.values] == list("ABCDEF123456")
    for letter, digit in product("ABCDEF", "123456"):
        check_grade(letter, digit)
    check_grade("", "")


@pytest.mark.parametrize(("letter", "digit"), [("G", "1"), ("B", "7"), ("2", "B"), ("b", "2")])
def test_what_is_no_grade_is_refused_by_name(letter, digit):
    with pytest.raises(ValidationError, match=f"{letter}{digit} is not an Admiralty grade"):
        check_grade(letter, digit)


@pytest.mark.parametrize(("letter", "digit"), [("A", ""), ("", "1")])
def test_half_a_grade_is_none(letter, digit):
    with pytest.raises(ValidationError, match="or neither"):
        check_grade(letter, digit)
