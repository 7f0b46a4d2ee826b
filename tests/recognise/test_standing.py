import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.recognise.standing import RIVALS, gather, near_copies, stand
from tangkal.text.grams import character_grams, distinct_grams
from tangkal.text.tokens import tokenise

NOBODY = -np.inf
FLOOD = "Video banjir besar melanda pasar ikan kota"
FLOOD_AGAIN = "Video banjir besar melanda pasar ikan kota!!"
VACCINE = "Vaksin gratis mengandung cip pelacak"
BANK = "Bank daerah membagikan undian mobil"


def standing_of(titles, totals):
    return stand(np.array([totals]), distinct_grams(character_grams(titles)))


def test_a_clear_lead_counts_by_its_distance_and_one_behind_is_negative():
    found = standing_of([FLOOD, VACCINE, BANK], [9.0, 5.0, 1.0])
    assert found.lead[0].tolist() == [2.0, -2.0, -np.sqrt(8.0)]
    assert found.crowd[0][0] == pytest.approx(np.log1p(np.exp(-4) + np.exp(-8)))


def test_a_second_wording_of_one_hoax_is_no_rival_but_another_hoax_is():
    twice = standing_of([FLOOD, FLOOD_AGAIN, VACCINE], [9.0, 8.9, 5.0])
    assert twice.lead[0][0] == 2.0
    assert twice.lead[0][1] == pytest.approx(np.sqrt(3.9))
    other = standing_of([FLOOD, BANK, VACCINE], [9.0, 8.9, 5.0])
    assert other.lead[0][0] == pytest.approx(np.sqrt(0.1))


def test_a_short_title_inside_a_long_one_is_not_the_same_hoax():
    found = standing_of(["Banjir pasar ikan", FLOOD], [9.0, 5.0])
    assert found.lead[0][0] == 2.0


def test_a_candidate_alone_is_as_far_ahead_as_can_be_and_nobody_stands_nowhere():
    found = standing_of([FLOOD, "", ""], [1.0, NOBODY, NOBODY])
    assert found.lead[0].tolist() == [np.sqrt(12.0), 0.0, 0.0]
    assert found.crowd[0].tolist() == [0.0, 0.0, 0.0]


def test_beside_an_imagined_rival_the_only_claim_of_an_index_is_not_certain():
    grams = distinct_grams(character_grams([FLOOD]))
    weak, strong = (stand(np.array([[total]]), grams, usual=5.0) for total in (4.0, 9.0))
    assert weak.lead[0][0] == -1.0
    assert strong.lead[0][0] == 2.0
    assert weak.crowd[0][0] > 1 > strong.crowd[0][0]


def test_only_the_first_rivals_make_a_crowd():
    titles = [f"perkara{chr(97 + i) * 6}" for i in range(RIVALS + 4)]
    found = standing_of(titles, [3.0] * len(titles))
    assert found.crowd[0][0] == pytest.approx(np.log1p(RIVALS - 1))


def test_rows_of_several_batches_are_gathered_in_the_order_asked():
    one, other = tokenise(["a b", "c"]), tokenise(["d e f", ""])
    found = gather(
        [one, other], np.array([[1, 0], [0, 1]]), np.array([[0, 1], [-1, 1]], dtype=np.int32)
    )
    wanted = [other.row(0), one.row(1), one.row(0)[:0], other.row(1)]
    assert [found.row(i).tolist() for i in range(4)] == [row.tolist() for row in wanted]


def test_near_copies_are_the_title_itself_and_its_other_wordings():
    grams = distinct_grams(character_grams([FLOOD, FLOOD_AGAIN, BANK, ""]))
    asked = np.array([[0, 1, 2], [2, 3, -1], [0, 1, 2]], dtype=np.int32)
    found = near_copies(grams, asked, np.array([0, 3, -1]))
    assert found.tolist() == [[True, True, False], [False, True, False], [False] * 3]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12))
def test_of_different_claims_the_heavier_never_stands_lower(totals):
    ordered = sorted(totals, reverse=True)
    titles = [f"perkara{chr(97 + i) * 6}" for i in range(len(ordered))]
    found = standing_of(titles, ordered)
    assert (np.diff(found.lead[0]) <= 0).all()
    assert (np.diff(found.crowd[0]) >= -1e-9).all()
