"""Weights of the shipped matcher. Written by ``python -m benchmarks.fit_matcher``.

Learned without word associations on 4559 pairs of the TurnBackHoax training split, the last
of 2020-11-11. The sum of weight times feature orders the candidates; slope, length_slope and
intercept read the winner's sum as a chance.
"""

WEIGHTS: dict[str, float] = {
    "bm25": 0.0937,
    "title_covered": 0.3738,
    "text_covered": -2.3245,
    "stem_cosine": 5.9631,
    "gram_cosine": 10.9444,
    "title_grams_covered": 3.8599,
    "associated": 0.3738,
    "pairs_covered": 2.3469,
    "lead_covered": 2.9374,
    "rarest_shared": 3.1844,
    "shared": -0.8940,
    "numbers_shared": 0.5821,
    "numbers_missing": -0.0643,
    "run": -2.5702,
    "title_length": 0.7386,
    "text_length": 0.0000,
    "slope": 0.4415,
    "length_slope": 0.7371,
    "intercept": -8.3175,
}
