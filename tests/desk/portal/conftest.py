"""Texts that two people approved, ready to be published, and a citizen with a plain browser."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tangkal.desk.portal import commands
from tangkal.desk.portal.records import ApprovedText, Source
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import KnownClaim

CLAIM = "Harga BBM naik malam ini pukul 00.00"
QUESTION = "Awas!! harga BBM naik malam ini pukul 00.00, cepat isi penuh"
PARTS = (
    ("fact", "Harga bahan bakar tetap sampai akhir bulan."),
    ("myth", "Beredar klaim yang keliru: “BBM naik malam ini”."),
    ("explanation", "Surat yang beredar memakai nomor keputusan tahun lalu."),
    ("fact_again", "Harga tetap."),
    ("action", "Periksa di laman resmi."),
)


@pytest.fixture(autouse=True)
def fresh_memory():
    """The live index and the counters of the flood guard outlive a test's database."""
    matcher.forget()
    cache.clear()
    yield
    matcher.forget()
    cache.clear()


@pytest.fixture
def citizen() -> Client:
    """A browser that keeps no cookie and must pass every check."""
    return Client(enforce_csrf_checks=True)


def approved(**changes) -> ApprovedText:
    fields = {
        "claim_text": CLAIM,
        "verdict": "SALAH",
        "headline": "Harga BBM tetap, stok cukup",
        "parts": PARTS,
        "sources": (
            Source(title="Daftar harga", url="https://energi.example/harga", publisher="Energi"),
        ),
        "language": "id",
        "reference": "2026-0001",
        "category": "perdagangan",
    }
    return ApprovedText(**(fields | changes))


@pytest.fixture
def publish(people, organisations):
    """``publish(headline=…)``: a clarification on the portal that the matcher knows."""

    def published(**changes):
        found = commands.publish_clarification(
            approved(**changes), issuer=organisations["ministry"], by=people["penyetuju"]
        )
        found.known_claim_id = f"own-{found.pk}"
        found.save(update_fields=["known_claim_id"])
        store_claims(
            [KnownClaim(claim_id=found.known_claim_id, title=found.claim_text, verdict="SALAH")],
            by=None,
        )
        return found

    return published


@pytest.fixture
def ask(citizen):
    """``ask(text)``: the answer page of a pasted text."""
    return lambda text: citizen.post("/tanya/", {"text": text})


def form_fields(reply, text: str, /, **changes) -> dict[str, str]:
    """The report form of a page as a browser would send it."""
    token = re.search(r'name="token" value="([^"]+)"', reply.text)
    return {"text": text, "url": "", "website": "", "token": token[1], **changes}


@pytest.fixture
def send(citizen, ask):
    """``send(text, url=…)``: ask, find nothing, and send it to a person."""

    def sent(text, **changes):
        return citizen.post("/lapor/", form_fields(ask(text), text, **changes))

    return sent
