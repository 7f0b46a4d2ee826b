"""Batches and claims for stream tests."""

import random
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pyarrow as pa

from tangkal.kernel import ClaimMatch
from tangkal.kernel.schema import INTAKE

START = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = [
    "harga",
    "bensin",
    "naik",
    "besok",
    "pagi",
    "antre",
    "panjang",
    "warga",
    "pemerintah",
    "subsidi",
    "gratis",
    "tautan",
    "bantuan",
    "banjir",
    "video",
    "lama",
    "jembatan",
    "roboh",
    "desa",
    "kabupaten",
    "hujan",
    "deras",
    "vaksin",
    "sekolah",
    "libur",
    "guru",
    "murid",
    "pasar",
    "beras",
    "minyak",
    "goreng",
    "jalan",
    "rusak",
    "listrik",
    "padam",
    "air",
    "bersih",
    "puskesmas",
    "dokter",
    "bidan",
    "kapal",
    "nelayan",
    "ikan",
    "sawah",
    "panen",
    "pupuk",
    "traktor",
    "gunung",
    "abu",
    "hutan",
    "asap",
    "kebakaran",
    "polisi",
    "hakim",
    "sidang",
    "korupsi",
    "pajak",
    "bola",
    "liga",
    "konser",
    "penyanyi",
    "film",
    "bioskop",
    "kereta",
    "bandara",
    "tiket",
    "mudik",
    "lebaran",
    "puasa",
    "masjid",
    "gereja",
]


def item_id(text):
    return sha256(text.encode()).hexdigest()[:32]


def intake(texts, *, start=0, **columns):
    """One intake batch; ids follow from the running number."""
    rows = [
        {
            "item_id": item_id(f"row {start + n}"),
            "source": "test",
            "source_kind": "manual",
            "platform": "x",
            "text": text,
            "observed_at": START + timedelta(minutes=start + n),
            "is_exercise": False,
            **columns,
        }
        for n, text in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=INTAKE)


def chatter(batches, *, rows=40, seed=1):
    """Batches in which half the posts are lightly edited copies of earlier ones."""
    chance = random.Random(seed)
    told = [" ".join(chance.choices(WORDS, k=14)) for _ in range(10)]
    made = []
    for batch in range(batches):
        texts = []
        for _ in range(rows):
            if chance.random() < 0.5:
                told.append(" ".join(chance.choices(WORDS, k=14)))
                texts.append(told[-1])
            else:
                texts.append(chance.choice(told) + " " + chance.choice(WORDS))
        made.append(intake(texts, start=batch * rows))
    return made


class WordClaims:
    """A fake claim index: a claim matches where its word occurs."""

    def __init__(self, *words):
        self.words = list(words)
        self.revision = 0
        self.asked = []

    def add(self, word):
        self.words.append(word)
        self.revision += 1

    def match_batch(self, item_ids, texts, k=3):
        self.asked += item_ids
        return [
            [
                ClaimMatch(
                    item_id=item_id,
                    claim_id=word,
                    score=0.5,
                    reasons=(f"words|{word}",),
                    method="f/1",
                )
                for word in self.words
                if word in text
            ][:k]
            for item_id, text in zip(item_ids, texts, strict=True)
        ]
