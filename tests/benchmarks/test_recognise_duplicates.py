"""The planted copies: what they promise, and that the tally can tell good from bad."""

from itertools import chain

from benchmarks.planted_copies import EDITS, posts
from benchmarks.recognise_duplicates import Tally, tangkal

COUNT = 6_000


def all_posts(seed=3):
    return list(chain.from_iterable(posts(COUNT, seed)))


def test_the_same_arguments_make_the_same_posts_with_every_kind_in_them():
    made = all_posts()
    assert made == all_posts()
    assert len(made) == COUNT
    assert {post.kind for post in made} == {"chatter", "bulletin", *EDITS}
    for number, post in enumerate(made):
        assert (post.family == number) == (post.kind in {"chatter", "bulletin"})
        assert made[post.family].family == post.family <= number


def test_bulletins_that_found_families_differ_from_each_other():
    bulletins = [post.text for post in all_posts() if post.kind == "bulletin"]
    assert len(set(bulletins)) == len(bulletins)


def tally(find):
    result = Tally()
    for batch in posts(COUNT, 3):
        result.take(batch, find)
    return result


def test_families_are_found_and_bulletins_kept_apart():
    ours = tally(tangkal(COUNT))
    assert ours.precision > 0.95
    assert ours.recall > 0.9
    assert ours.bulletins_joined < 0.05 * ours.bulletins


def test_joining_all_or_nothing_is_seen_for_what_it_is():
    everything = tally(lambda first, texts: [0] * len(texts))
    assert everything.precision < 0.1
    nothing = tally(lambda first, texts: list(range(first, first + len(texts))))
    assert (nothing.joined, nothing.recall) == (0, 0.0)
