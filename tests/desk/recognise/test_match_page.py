"""An analyst sees the nearest claims even where the matcher's answer is "not known"."""

import pytest

from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import KnownClaim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_matcher():
    matcher.forget()
    yield
    matcher.forget()


def test_the_nearest_claims_are_shown_and_marked_as_not_near_enough(signed_in):
    store_claims(
        [
            KnownClaim(claim_id="k1", title="Harga BBM Naik Menjadi Rp13.500 per Liter"),
            KnownClaim(claim_id="k2", title="Jadwal Vaksinasi Hewan di Desa Melati"),
        ],
        by=None,
    )
    question = "tetangga cerita kalau nanti bensin jadi 13.500, ada yang tahu?"
    page = signed_in("analis").post("/desk/known-claims/match/", {"text": question})
    shown = page.content.decode()
    assert "Not known." in shown
    assert "Harga BBM Naik" in shown
    assert "Jadwal Vaksinasi" not in shown
