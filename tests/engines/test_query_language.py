"""The query language: what each sign means, and that every engine finds the same."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tangkal.engines import DuckLake, MemoryLake, Search
from tangkal.engines.query import holds, read_query
from tangkal.kernel import InvalidInput
from tests.engines.lakes import ids, row, table

TEXT = "Harga BENSIN naik, pembagian bantuan dibatalkan! #BansosFiktif anak-anak Kafé gr4tis"


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("bensin", True),
        ("bensin solar", False),  # every word
        ("solar OR bensin", True),
        ("solar ATAU bensin", True),
        ("solar | bensin", True),
        ("naik solar OR bensin", True),  # naik, and one of the two
        ("turun solar OR bensin", False),
        ("or bensin", False),  # a small "or" is a word
        ("OR bensin OR", True),
        ("bagi", True),  # another form of a word
        ('"bagi"', False),  # in quotation marks as it is written
        ('"pembagian bantuan"', True),
        ('"bantuan pembagian"', False),
        ("“pembagian bantuan”", True),
        ('"pembagian bantuan', True),  # a mark that was never closed
        ('"naik pembagian"', True),  # signs do not stand between words
        ("bensin -solar", True),
        ("bensin -naik", False),
        ("bensin −naik", False),
        ('bensin -"harga naik"', True),
        ('bensin -"harga bensin"', False),
        ("-solar", True),
        ("-bensin", False),
        ("bens*", True),
        ("ben* nai*", True),
        ("sol*", False),
        ("#bansosfiktif", True),
        ("#BansosFiktif", True),
        ("#bansos*", True),
        ("#bensin", False),  # a word, and no hashtag
        ("bansosfiktif", True),
        ("anak-anak", True),
        ("anak2", False),
        ("kafe", True),  # accents
        ("KAFÉ", True),
        ("gratis", True),  # letters in disguise
        ('"g r a t i s"', True),  # a letter at a time
        ("", True),
        ("   ", True),
        ("!!!", False),  # asked for, and no word in it
        ("!!! bensin", True),
        ("-", False),
        ('""', False),
        ("*", False),
        ("' OR true --", False),
    ],
)
def test_each_sign_has_its_meaning_in_every_engine(tmp_path_factory, asked, is_found):
    assert holds(read_query(asked), TEXT) == is_found
    for lake in (MemoryLake(), DuckLake(tmp_path_factory.mktemp("lake"))):
        lake.append("b1", table(row("a", text=TEXT), row("b", text="lain sama sekali")))
        assert ("a" in ids(lake.search(asked))) == is_found


def test_a_phrase_goes_from_the_title_into_the_text_and_not_into_the_next_item(tmp_path):
    for lake in (MemoryLake(), DuckLake(tmp_path / "lake")):
        lake.append(
            "b1",
            table(
                row("a", title="Harga", text="bensin #naik"),
                row("b", text="naik"),
                row("c", text="turun harga"),
                row("d", text="bensin"),
            ),
        )
        assert ids(lake.search('"harga bensin"')) == ["a"]
        assert ids(lake.search('"bensin naik"')) == ["a"]
        assert ids(lake.search('"naik naik"')) == []
        assert ids(lake.search('"naik turun"')) == []


def test_too_many_words_are_refused_and_said():
    with pytest.raises(InvalidInput, match="101 words are looked for at once; at most 100"):
        Search(words=" ".join(f"kata{n}" for n in range(101)))


def test_what_holds_no_word_is_told():
    assert read_query("bensin !!! 🙂").ignored == ("!!!", "🙂")
    assert read_query("!!!").is_wordless
    assert not read_query("").is_wordless


PIECES = [
    "bagi", "pembagian", "bantuan", "Bantuan!", "BENSIN", "naik", "n4ik", "b.e.n.s.i.n", "#Naik",
    "#bagi2", "kafé", "anak-anak", "5", "Rp9.500", "🙂", "", "İ", "ß", "ﬁ", "b a g i", "\x00",
    "a̐", "harga\nbensin", "ба", "a", "of", "@bagi", "pembagianku",
]  # fmt: skip
SIGNS = ["{}", "{}", '"{} {}"', "-{}", "{}*", "OR", "#{}", '-"{} {}"', "{} {}", "|", '"', "-", "*"]
texts = st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
queries = st.lists(
    st.tuples(st.sampled_from(SIGNS), st.sampled_from(PIECES), st.sampled_from(PIECES)).map(
        lambda each: each[0].format(*each[1:])
    ),
    max_size=4,
).map(" ".join)


@given(
    rows=st.lists(st.tuples(texts, st.none() | texts, st.integers(0, 3)), max_size=10),
    asked=st.lists(queries, min_size=1, max_size=8),
)
@example(rows=[("a b", None, 0), ("b a", "", 0)], asked=['"a b"', '"b a"', "a*"])
@settings(max_examples=25, deadline=None)
def test_the_index_finds_what_the_plain_twin_finds(tmp_path_factory, rows, asked):
    made = [
        row(f"same-beginning-{n}", text=text, title=title, hours=hours,
            platform=("x", "web")[n % 2], region_code=(None, "32", "32.04", "3")[n % 4],
            family_id=f"F{n % 3}", is_exercise=n % 5 == 0, language=(None, "id")[n % 2])
        for n, (text, title, hours) in enumerate(rows)
    ]  # fmt: skip
    twin, engine = MemoryLake(), DuckLake(tmp_path_factory.mktemp("lake"))
    for lake in (twin, engine):
        lake.append("b1", table(*made[:4]))
        lake.append("b2", table(*made[4:]))
    filters = (
        {}, {"platform": "web"}, {"family_id": "F1"}, {"is_exercise": False},
        {"region": "32"}, {"language": "id"}, {"source_kind": "crawler"}, {"limit": 2, "offset": 1},
    )  # fmt: skip
    for number, words in enumerate(asked):
        search = Search(words=words, **filters[number % len(filters)])
        assert ids(engine.found(search)) == ids(twin.found(search)), words
        assert engine.count_found(search) == twin.count_found(search)
        assert engine.survey(search) == twin.survey(search)
        assert engine.narratives(search) == twin.narratives(search)


def test_pages_follow_on_where_moments_and_the_beginnings_of_ids_are_alike(tmp_path):
    names = [f"same-beginning-{n}" for n in (4, 1, 6, 0, 5, 2, 3)]
    for lake in (MemoryLake(), DuckLake(tmp_path / "lake")):
        lake.append("b1", table(*(row(name) for name in names[:3])))
        lake.append("b2", table(*(row(name) for name in names[3:]), row("z", hours=1)))
        for limit in (1, 2, 3):
            found = [
                name
                for offset in range(0, 9, limit)
                for name in ids(lake.search(limit=limit, offset=offset))
            ]
            assert found == ["z", *sorted(names)]
