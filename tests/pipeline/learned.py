"""Pairs with planted truth: a place and what is said of it; strangers share place and a word."""

from datetime import date, timedelta

import numpy as np

from tangkal.pipeline.judged_pairs import JudgedPair

N = 260
GOODS = ("beras", "minyak", "gula", "kompor", "sepatu", "seragam", "pupuk", "benih")
FIRST_DAY = date(2026, 1, 1)


def titles() -> list[str]:
    return [f"kabar pembagian {GOODS[i % 8]} gratis di desa{i}" for i in range(N)]


def posts() -> list[str]:
    return [f"katanya {GOODS[i % 8]} gratis dibagi di desa{i} besok" for i in range(N)]


def strangers(n: int = 130) -> list[str]:
    random = np.random.default_rng(4)
    return [f"pembagian rapor di desa{random.integers(N)} malam{i} tadi" for i in range(n)]


def judged() -> list[JudgedPair]:
    """One confirmed pair a day, and every second day a rejected one."""
    confirmed = [
        JudgedPair(text=post, title=title, is_same=True, on=FIRST_DAY + timedelta(days=i))
        for i, (post, title) in enumerate(zip(posts(), titles(), strict=True))
    ]
    rejected = [
        JudgedPair(
            text=text,
            title=titles()[int(text.split()[3].removeprefix("desa"))],
            is_same=False,
            on=FIRST_DAY + timedelta(days=2 * i),
        )
        for i, text in enumerate(strangers())
    ]
    return [*confirmed, *rejected]
