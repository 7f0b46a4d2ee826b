"""Articles: a second field that helps the claims that have one and costs the others nothing."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise import article_evidence
from tangkal.recognise.article_evidence import ArticleEvidence, learn_evidence
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import learn
from tangkal.recognise.openings import Openings
from tangkal.recognise.titles import Titles
from tangkal.text.stem_table import StemTable

POST = "sebar: kupon pertamax seliter dari agen Mandalawangi, isi formulir lewat tautan singkat"
ARTICLE = (
    "Akun yang mengatasnamakan agen Mandalawangi membagikan tautan formulir. Kupon pertamax seliter"
    " itu tidak pernah ada."
)


def claim(name, title, article=None):
    return KnownClaim(claim_id=name, title=title, article_text=article)


OTHERS = [
    claim("banjir", "Video banjir bandang di pasar lama terjadi hari ini"),
    claim("vaksin", "Vaksin mengandung cip pelacak milik perusahaan asing"),
]


def index_of(*claims):
    index = KnownClaimIndex()
    index.add(claims)
    return index


def test_a_claim_is_found_by_what_its_article_says_and_its_title_does_not():
    title = "Promo palsu catut perusahaan energi"
    bare = index_of(*OTHERS, claim("promo", title)).match(POST, floor=0.0)
    (found,) = index_of(*OTHERS, claim("promo", title, ARTICLE)).match(POST, k=1, floor=0.0)
    assert found.claim_id == "promo"
    assert found.score > 10 * max(match.score for match in bare)
    (told,) = [reason for reason in found.reasons if reason.startswith("article|")]
    assert "mandalawangi" in told
    assert "promo" not in told


def test_a_title_is_surer_of_a_text_that_its_article_repeats():
    bare, told = (
        index_of(*OTHERS, claim("kupon", "Kupon bensin dibagikan", article))
        for article in (None, ARTICLE)
    )
    assert told.match(POST, floor=0.0)[0].score > bare.match(POST, floor=0.0)[0].score + 0.05


def test_a_claim_without_an_article_loses_nothing_to_articles_about_other_things():
    text = "banjir bandang di pasar lama hari ini, lihat videonya"
    mixed = [
        KnownClaim(claim_id=each.claim_id, title=each.title, article_text=article)
        for each, article in zip(OTHERS, (None, ARTICLE), strict=True)
    ]
    for path in (lambda i: i.match(text), lambda i: i.match_batch(["p"], [text])[0]):
        bare, beside = (path(index_of(*claims)) for claims in (OTHERS, mixed))
        assert [found.claim_id for found in beside] == ["banjir"]
        assert beside[0].score == pytest.approx(bare[0].score, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from([None, "", "kupon agen", ARTICLE])),
        min_size=1,
        max_size=12,
    ),
    gone=st.sets(st.integers(0, 9), max_size=4),
)
def test_claims_that_came_one_by_one_are_as_if_they_had_come_at_once(steps, gone):
    one_by_one = KnownClaimIndex()
    for number, article in steps:
        one_by_one.add([claim(str(number), f"kabar {number} tentang daerah{number}", article)])
    one_by_one.remove([str(number) for number in gone])
    last = {
        number: claim(str(number), f"kabar {number} tentang daerah{number}", article)
        for number, article in steps
        if number not in gone
    }
    asked = [POST, *(f"kabar daerah{number}" for number in last)]
    ranked, wanted = one_by_one.rank(asked), index_of(*last.values()).rank(asked)
    for one, other in zip(ranked, wanted, strict=True):
        assert {name for name, _score in one} == {name for name, _score in other}


def test_likeness_is_a_share_and_says_nothing_where_there_is_no_opening():
    table = StemTable()
    titles = Titles.build(["kupon pertamax", "pasar lama", "cip vaksin"], table)
    articles = [POST, None, "   "]
    openings = Openings.none().with_segment(articles, table).weighed()
    asked = np.array([[0, 1, 2, -1]], dtype=np.int32)
    (row,) = openings.likeness(table.stems([POST]), asked, titles, titles.words(asked))
    assert 0.5 < row[0] < 1.0  # the same text, but for the two words of the title
    assert row[1:].tolist() == [-1.0, -1.0, -1.0]


def planted_likeness(seed, *, telling):
    """Forty candidates for each of 300 texts; of 150 the right one's opening is like the text."""
    random = np.random.default_rng(seed)
    totals = random.normal(0, 1, (300, 40))
    is_gold = np.zeros((300, 40), dtype=bool)
    is_gold[np.arange(300), random.integers(0, 40, 300)] = True
    totals[is_gold] += 1.0
    likeness = np.where(random.random((300, 40)) < 0.3, random.beta(1, 20, (300, 40)), -1.0)
    right = np.where(np.arange(300) % 2 == 0, random.beta(6, 14, 300), random.beta(1, 20, 300))
    likeness[is_gold] = right if telling else random.beta(1, 20, 300)
    return totals, likeness.astype(np.float32), is_gold, np.ones((300, 40), dtype=bool)


def test_what_openings_are_worth_is_learned_and_worth_nothing_where_they_tell_nothing():
    telling = learn_evidence(*planted_likeness(3, telling=True), share=0.3)
    silent = learn_evidence(*planted_likeness(3, telling=False), share=0.3)
    near = np.array([0.4], dtype=np.float32)
    assert telling.weights(near)[0] > 2.0
    assert silent.weights(near)[0] < 1.0


@given(slope=st.floats(-60, 60), intercept=st.floats(-20, 20), likeness=st.floats(0, 1, width=32))
def test_an_opening_hardly_ever_speaks_against_its_claim(slope, intercept, likeness):
    weight = ArticleEvidence(slope, intercept).weights(np.array([likeness], dtype=np.float32))[0]
    assert weight >= np.log(article_evidence.UNTOLD) - 1e-9


def test_few_pairs_with_articles_leave_what_ships_and_many_are_learned_from():
    random = np.random.default_rng(4)
    posts, titles, articles = [], [], {}
    for i in range(240):
        noise = " ".join(f"umum{j}" for j in random.integers(0, 60, 6))
        posts.append(f"kata{i} tempat{i} {noise}")
        titles.append(f"kabar daerah{i} kata{i}")
        articles[titles[-1]] = f"penjelasan tempat{i} resmi umum{i % 60}"
    few = dict(list(articles.items())[: article_evidence.MIN_PAIRS - 1])
    assert learn(posts, titles, articles=few).articles == article_evidence.SHIPPED
    assert learn(posts, titles, articles=articles).articles.slope > 0


def test_evidence_survives_the_disk_and_older_folders_have_what_ships(tmp_path):
    known = Knowledge.shipped()
    learned = Knowledge(known.ranker, known.associations, known.habits, ArticleEvidence(7.5, -1.25))
    learned.save(tmp_path)
    assert Knowledge.load(tmp_path).articles == learned.articles
    path = tmp_path / "knowledge.json"
    table = json.loads(path.read_text())
    path.write_text(json.dumps({k: v for k, v in table.items() if k != "articles"}))
    assert Knowledge.load(tmp_path).articles == article_evidence.SHIPPED
    for damage in ({"slope": 1.0}, {"slope": "x", "intercept": 0}, [1, 2]):
        path.write_text(json.dumps({**table, "articles": damage}))
        with pytest.raises(InvalidInput, match="articles"):
            Knowledge.load(tmp_path)
