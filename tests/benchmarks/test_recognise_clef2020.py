import csv

import pytest

from benchmarks import recognise_clef2020
from benchmarks.clef2020 import read_claims, read_tweets
from benchmarks.recognise_clef2020 import _figures, run
from benchmarks.registry import Options
from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.encoders.second_reading import Reread

PLACES = ["harbour", "lighthouse", "orchard", "quarry", "windmill", "stable", "brewery", "chapel"]
THINGS = ["bees", "ropes", "lanterns", "barrels", "kites", "drums"]


def table(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter="\t").writerows([header, *rows])


def tweets_at(folder, rows):
    table(folder / "tweets.queries.tsv", ["", "tweet_content"], [row[:2] for row in rows])
    answers = "".join(f"{row[0]}\t0\t{row[2]}\t1\n" for row in rows)
    (folder / "tweet-vclaim-pairs.qrels").write_text(answers)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(recognise_clef2020, "_MODEL", "no_such_model")
    stories = [(place, thing) for place in PLACES for thing in THINGS]
    claims = [
        [i, f"The {place} was full of {thing}.", f"Were {thing} seen in the {place}?"]
        for i, (place, thing) in enumerate(stories)
    ]
    table(tmp_path / "verified_claims.docs.tsv", ["", "vclaim", "title"], claims)
    asked = [[f"q{i}", f"so many {t} at our {p}", i] for i, (p, t) in enumerate(stories)]
    tweets_at(tmp_path / "dev", asked)
    return tmp_path


def test_every_figure_of_the_contract_is_given_with_and_without_the_encoder(folder):
    figures = run(Options(data=folder, train=folder))
    names = ["map5", "s1", "mrr"]
    assert sorted(figures) == sorted([*names, *(f"words_only.{n}" for n in names), "bm25.map5"])
    assert figures["map5"] == figures["words_only.map5"] == figures["s1"] == 1.0


def test_without_a_dev_folder_the_queries_beside_the_claims_are_asked(folder):
    for file in (folder / "dev").iterdir():
        file.rename(folder / file.name)
    (folder / "dev").rmdir()
    assert run(Options(data=folder, train=folder))["map5"] == 1.0


def test_wrong_answers_change_the_figures_and_so_are_not_looked_at(folder):
    path = folder / "dev" / "tweet-vclaim-pairs.qrels"
    lines = [line.split("\t") for line in path.read_text().splitlines()]
    path.write_text("".join(f"{q}\t0\t{(int(c) + 7) % len(lines)}\t1\n" for q, _, c, _ in lines))
    assert run(Options(data=folder, train=folder))["s1"] == 0.0


def test_a_folder_of_another_layout_is_refused_by_name(tmp_path):
    with pytest.raises(InvalidInput, match=r"verified_claims\.docs\.tsv"):
        run(Options(data=tmp_path))


def test_a_quoted_tweet_over_two_lines_stays_one_and_unanswered_ones_are_not_asked(folder):
    claims = read_claims(folder)
    tweets_at(folder / "more", [["a", 'he said "no"\nand left', 3], ["b", "nothing", 999]])
    assert [tweet.text for tweet in read_tweets(folder / "more", claims)] == [
        'he said "no"\nand left'
    ]


def test_precision_counts_every_right_claim_at_its_rank():
    tweet = recognise_clef2020.Tweet("", frozenset({"a", "b"}))
    figures = _figures([[("x", 0.9), ("a", 0.8), ("y", 0.7), ("b", 0.6)]], [tweet])
    assert figures == {"map5": (1 / 2 + 2 / 4) / 2, "s1": 0.0, "mrr": 0.5}


def test_the_first_figures_are_of_the_second_reading_where_there_is_one(folder, monkeypatch):
    class Contrary:
        def reread(self, text, ranked):
            return [Reread(claim_id, 0.5, 1.0) for claim_id, _ in reversed(ranked)]

    monkeypatch.setattr(recognise_clef2020, "_second_reader", lambda *_: Contrary())
    figures = run(Options(data=folder, train=folder))
    assert figures["s1"] == 0.0
    assert figures["words_only.s1"] == 1.0
