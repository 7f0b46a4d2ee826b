"""A whole message house and a whole response plan, for tests here and of the safeguards."""

from datetime import timedelta

from django.utils import timezone

HOUSE = {
    "umbrella": "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.",
    "pillars": [
        {
            "id": "p1",
            "text": "Harga Pertalite tidak naik: tetap Rp10.000 per liter.",
            "importance": 3,
            "proof": ["Keputusan Menteri Nomor 7"],
            "source": "https://energi.example/keputusan",
            "actions": "Isi seperlunya.",
        },
        {
            "id": "p2",
            "text": "Pasokan cukup untuk 21 hari.",
            "importance": 2,
            "proof": ["Laporan stok 1 Maret"],
            "source": "https://energi.example/stok",
        },
    ],
    "do_not_say": ["kelangkaan"],
    "questions": [{"question": "Sampai kapan?", "answer": "Sampai 31 Maret 2026."}],
    "slots": [{"name": "hotline", "hint": "nomor pengaduan daerah", "example": "112"}],
    "translations": {"jv": {"umbrella": "Rega Pertalite tetep Rp10.000 saben liter."}},
    "locked": [
        {"text": "Rp10.000 per liter", "kind": "figure"},
        {"text": "31 Maret 2026", "kind": "date"},
    ],
}

SOON = (timezone.localdate() + timedelta(days=30)).isoformat()
PLAN = {
    "option": "debunk",
    "why_option": "Pemantauan saja tidak cukup: antrean sudah terbentuk.",
    "objective": {
        "statement": "Warga tahu bahwa harga tetap.",
        "measure": "Jajak pendapat 400 warga: menjawab benar soal harga",
        "unit": "%",
        "baseline": 41.0,
        "baseline_note": "",
        "target": 60.0,
        "by": SOON,
    },
    "audience": "Pengemudi ojek daring di kota.",
    "believes": "Harga naik besok.",
    "anchor": "isolated",
    "messenger": "Ketua asosiasi ojek",
    "messenger_kind": "community",
    "messenger_why": "Dipercaya anggotanya.",
    "strategy": "Klarifikasi singkat lewat grup asosiasi.",
    "tasks": [{"id": "t1", "what": "Kirim teks", "owner": "Humas", "due": SOON}],
    "scoring": "Jajak sebelum dan sesudah, dibanding kota lain.",
    "counters": ["C00119", "C00125"],
}
