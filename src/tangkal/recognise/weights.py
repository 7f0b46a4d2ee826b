"""Weights of the shipped matcher. Written by ``python -m benchmarks.fit_matcher``.

Learned without word associations on 4559 pairs of the TurnBackHoax training split, the last
of 2020-11-11. The sum of weight times feature orders the candidates; the slopes and the
intercept read a sum, and its lead over the other claims, as a chance.
"""

WEIGHTS: dict[str, float] = {
    "bm25": 0.1795,
    "title_covered": 1.6213,
    "text_covered": -4.9913,
    "stem_cosine": -1.4794,
    "gram_cosine": 13.1008,
    "title_grams_covered": 1.2232,
    "associated": 1.6213,
    "pairs_covered": 3.7920,
    "lead_covered": 2.3348,
    "rarest_shared": 3.9303,
    "shared": -0.8440,
    "numbers_shared": 0.1500,
    "numbers_missing": -0.1577,
    "run": -4.3614,
    "title_length": 0.2994,
    "text_length": 0.0000,
    "slope": 0.1379,
    "lead_slope": 1.1383,
    "crowd_slope": -0.2848,
    "length_slope": -0.0378,
    "intercept": -3.1431,
    "usual_rival": 8.6271,
}
