"""What a writer fills in for each kind, and the steps to the portal."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tangkal.desk.recognise import matcher
from tangkal.desk.reference import commands

TODAY = timezone.localdate()
HUB = {
    "title": "Gempa Contoh",
    "region": "",
    "known": "Gempa magnitudo 6,1 pukul 05.12. Belum diketahui jumlah korban.",
    "channels": [{"name": "BPBD", "value": "117", "dial": "117"}],
    "starts_on": TODAY.isoformat(),
    "ends_on": "",
    "category": "",
    "since": "",
    "until": "",
    "pinned": [],
    "statements": [],
}
SERVICE = {
    "title": "PPID Kementerian Contoh",
    "region": "",
    "purpose": "Permohonan informasi publik.",
    "office": "Biro Humas",
    "telephone": "(021) 345-6789",
    "address": "Jalan Contoh 1",
    "hours": "Senin sampai Jumat 08.00–16.00",
    "url": "https://ppid.example/",
    "reviewed_on": TODAY.isoformat(),
    "dial": "0213456789",
}
DOCUMENT = {
    "title": "Juknis Penyaluran Bantuan",
    "region": "",
    "summary": "Syarat dan tahapan penyaluran bantuan pangan.",
    "office": "Biro Humas",
    "starts_on": "2026-01-01",
    "number": "12/2026",
    "supersedes": "",
    "file": "",
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def a_pdf(content: bytes = PDF, name: str = "juknis.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


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
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def published(people):
    """``published("hub", HUB)``: written by one person, published by another."""

    def made(kind, content, by="penyusun"):
        entry = commands.begin(kind, content, office=people[by].organisation, by=people[by])
        return out(entry, people)

    return made


def out(entry, people, by="penyusun", approver="penyetuju"):
    entry = commands.submit(entry, by=people[by], expected_version=entry.version)
    seen = commands.latest(entry).sha256
    return commands.publish(entry, by=people[approver], expected_version=entry.version, seen=seen)
