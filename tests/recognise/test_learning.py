import numpy as np
import pytest

from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.associations import Associations
from tangkal.recognise.features import NAMES
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import MIN_PAIRS, learn
from tangkal.recognise.ranking import Ranker, learn_ranker
from tangkal.text.stem import stem_word
from tangkal.text.tokens import hash_word, tokenise

KINDS = 400


def planted(seed=1):
    """Posts share one rare word with their title and say "gratis" where titles say "bantuan"."""
    random = np.random.default_rng(seed)
    posts, titles = [], []
    for i in range(KINDS):
        noise = " ".join(f"umum{j}" for j in random.integers(0, 40, 6))
        posts.append(f"gratis daerah{i} {noise}")
        titles.append(f"bantuan untuk daerah{i} umum{i % 40} hanya kabar")
    return posts, titles


def chance(associations, source, target):
    place = int(np.searchsorted(associations.sources, np.uint64(hash_word(source))))
    row = slice(associations.starts[place], associations.starts[place + 1])
    found = associations.targets[row] == np.uint64(hash_word(target))
    return float(associations.chances[row][found].sum())


def test_a_planted_association_is_learned_and_an_accident_is_not():
    posts, titles = planted()
    learned = Associations.learn(tokenise(posts), tokenise(titles))
    assert chance(learned, "gratis", "bantuan") > 0.15
    assert chance(learned, "gratis", "umum3") < 0.05


def test_what_was_learned_orders_claims_nobody_has_seen():
    posts, titles = planted()
    half = KINDS // 2
    index = KnownClaimIndex(learn(posts[:half], titles[:half], titles))
    index.add([KnownClaim(claim_id=str(i), title=title) for i, title in enumerate(titles)])
    ranked = index.rank(posts[half:], 1)
    right = [found[0][0] == str(half + i) for i, found in enumerate(ranked)]
    assert np.mean(right) > 0.95


def test_learning_twice_gives_the_same_weights():
    posts, titles = planted()
    one, other = learn(posts, titles), learn(posts, titles)
    assert one.ranker.table() == other.ranker.table()


def test_weight_and_lead_never_speak_against_a_claim_whatever_was_learned_from():
    posts, titles = planted()
    ranker = learn(posts, titles).ranker
    assert ranker.slope >= 0
    assert ranker.lead_slope >= 0 >= ranker.crowd_slope


def two_features(telling, other, lengths, right):
    """Two candidates a text, told apart by two features alone."""
    features = np.zeros((len(lengths), 2, len(NAMES)), dtype=np.float32)
    for name, values in (("telling_cosine", telling), ("run", other)):
        features[:, :, NAMES.index(name)] = values
    squares = features[:, :, NAMES.index("telling_cosine")] ** 2
    features[:, :, NAMES.index("telling_cosine_squared")] = squares
    features[:, :, NAMES.index("text_length")] = lengths[:, None]
    candidates = np.tile(np.array([0, 1], dtype=np.int32), (len(lengths), 1))
    return learn_ranker(
        features, candidates, right, tokenise(["judul satu", "kabar dua"])
    ), features


def test_a_feature_may_speak_for_a_claim_in_short_texts_and_against_it_in_long_ones():
    random = np.random.default_rng(2)
    lengths = random.choice([2.0, 4.5], 400)
    other = random.random((400, 2))
    right = np.where(lengths < 3, other.argmax(axis=1), other.argmin(axis=1))
    ranker, features = two_features(np.zeros((400, 2)), other, lengths, right)
    totals = ranker.totals(features, np.zeros((400, 2), dtype=np.int32))
    assert np.mean(totals.argmax(axis=1) == right) > 0.95


def test_words_that_usually_come_back_never_speak_against_a_claim_whatever_chance_taught():
    random = np.random.default_rng(3)
    lengths, telling = random.uniform(1.5, 5, 400), random.random((400, 2))
    misleading = telling.argmin(axis=1)
    ranker, _ = two_features(telling, random.random((400, 2)), lengths, misleading)
    table = ranker.table()
    grid = np.linspace(0, 1, 11)
    for length in (1.5, 3.0, 5.0):
        plain, square = (
            table[name] + (length - 3.0) * table[f"{name}_when_long"]
            for name in ("telling_cosine", "telling_cosine_squared")
        )
        # what is held is held by a spring, not a wall: it may give a little
        assert (np.diff(plain * grid + square * grid**2) > -0.02).all()


def test_a_table_learned_before_weights_changed_with_the_length_is_still_read():
    table = Knowledge.unlearned().ranker.table()
    old = {name: value for name, value in table.items() if not name.endswith("_when_long")}
    assert Ranker.from_table(old).table() == table


def test_too_few_pairs_are_refused_rather_than_half_learned():
    posts, titles = planted()
    with pytest.raises(InvalidInput, match=str(MIN_PAIRS)):
        learn(posts[:50], titles[:50])
    with pytest.raises(InvalidInput, match="400 posts and 3 titles"):
        learn(posts, titles[:3])
    with pytest.raises(InvalidInput, match="none has its claim"):
        learn_ranker(
            np.zeros((2, 1, len(NAMES)), dtype=np.float32),
            np.array([[0], [1]], dtype=np.int32),
            np.array([5, 5]),
            tokenise(["judul"] * 6),
        )


@pytest.mark.parametrize("knowledge", [Knowledge.shipped(), Knowledge.unlearned()])
def test_knowledge_that_needs_no_learning_finds_a_reworded_claim(knowledge):
    _, titles = planted()
    index = KnownClaimIndex(knowledge)
    index.add([KnownClaim(claim_id=str(i), title=title) for i, title in enumerate(titles)])
    assert index.rank(["bantuan gratis untuk daerah7 katanya"], 1)[0][0][0] == "7"


def test_a_table_of_weights_survives_the_round_trip_and_strangers_are_refused():
    table = Knowledge.shipped().ranker.table()
    assert Ranker.from_table(table).table() == table
    with pytest.raises(InvalidInput, match="astrology"):
        Ranker.from_table({**table, "astrology": 1.0})


def test_stems_and_words_hash_alike():
    assert hash_word(stem_word("gratis")) == int(tokenise(["GRATIS"]).hashes[0])
