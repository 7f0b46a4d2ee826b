"""The style guide: every component on one page, for those who build screens and test them."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tangkal.desk.ui import charts, vocabulary
from tangkal.desk.ui.icons import PATHS
from tangkal.pipeline import settings as tangkal_settings

COUNTS = [2, 1, 0, 3, 2, 4, 1, 2, 3, 2, 1, 0, 2, 5, 4, 9, 17, 26, 41, 38, 52, 47, 61, 58]
TONES = ("", "ok", "warn", "danger", "info", "brand")


class SampleForm(forms.Form):
    """One field of each kind we use."""

    title = forms.CharField(label="Judul", max_length=80)
    text = forms.CharField(
        label="Isi", widget=forms.Textarea, help_text="Satu kalimat yang dapat diperiksa."
    )
    kind = forms.ChoiceField(
        label="Jenis", choices=[("a", "Aduan"), ("b", "Media")], required=False
    )
    choice = forms.ChoiceField(
        label="Putusan",
        choices=[("RESPONS", "Respons"), ("TIDAK_DIRESPONS", "Tidak direspons")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="Sumber sudah dibuka dan dibaca", required=False)


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """All components with sample content; only in the demonstration or while debugging."""
    if not (settings.DEBUG or tangkal_settings.current().is_demo):
        raise Http404
    return render(request, "ui/style_guide.html", sample_context(request))


def sample_charts(first: datetime, last: datetime) -> list[object]:
    """One of each of the larger charts."""
    hour = timedelta(hours=1)
    points = [(first + n * hour, count) for n, count in enumerate(COUNTS)]
    rungs = [
        charts.Rung(1, first, "Satu akun di Facebook"),
        charts.Rung(2, first + 6 * hour, "Juga di X"),
        charts.Rung(3, first + 15 * hour, "Tiga platform, dua kelompok"),
        charts.Rung(4, first + 20 * hour, "Dimuat tiga media", is_flag=True),
    ]
    names = ["satu tempat", "beberapa tempat", "luas", "media arus utama", "tokoh", "tindakan"]
    arrived = [("Facebook", 0), ("X", 6), ("TikTok", 13), ("WhatsApp", 18)]
    rows = [charts.Lane(name, first + n * hour, last, 900 - 40 * n) for name, n in arrived]
    groups = [charts.Bubble(120 - 20 * n, 400 - 60 * n, f"Teks {n + 1}") for n in range(5)]
    provinces = {code: n * n for n, code in enumerate(list(charts.TILES)[:30])}
    series = [
        charts.Series("Narasi BBM", points),
        charts.Series("Narasi bansos", [(at, count // 3) for at, count in points]),
    ]
    return [
        charts.ladder(rungs, names, until=last, title="Tangga sebaran"),
        charts.lanes(rows, title="Di mana lebih dulu", what="Platform"),
        charts.tile_map(provinces, {}, title="Provinsi", elsewhere=12),
        charts.bubbles(groups, {(0, 1): 12, (0, 3): 6}, title="Kelompok akun"),
        charts.multiples(series, title="Dua narasi"),
    ]


def sample_context(request: HttpRequest) -> dict[str, object]:
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    first = hour - timedelta(hours=len(COUNTS))
    return {
        "now": now,
        "counts": COUNTS,
        "points": [(first + timedelta(hours=n), count) for n, count in enumerate(COUNTS)],
        "usual": (0, 6),
        "marks": [
            (first + timedelta(hours=15), "Lonjakan mulai"),
            charts.Mark(first + timedelta(hours=20), "Klarifikasi terbit", charts.OURS),
        ],
        "spans": [charts.Span(first + timedelta(hours=15), hour, "lonjakan")],
        "drawn": sample_charts(first, hour),
        "soon": now + timedelta(minutes=12),
        "later": now + timedelta(hours=2, minutes=5),
        "missed": now - timedelta(minutes=35),
        "verdicts": list(vocabulary.VERDICTS),
        "priorities": ["HIGH", "MEDIUM", "LOW"],
        "states": list(vocabulary.STATES),
        "tones": TONES,
        "icons": list(PATHS),
        "form": SampleForm(),
        "faulty": SampleForm({"title": ""}, prefix="faulty"),
        "page": Paginator(range(240), 25).get_page(request.GET.get("page", 3)),
        "platforms": [("WhatsApp", 1240), ("Facebook", 655), ("TikTok", 120), ("X", 11)],
        "changes": [
            ("same", "Subsidi BBM "),
            ("removed", "tidak pernah dicabut"),
            ("added", "tetap berlaku sampai 31 Desember"),
            ("same", "."),
        ],
        "reasons": ["words|gratis, bantuan", "numbers|5 juta", "near_copy|92", "url|contoh.id/x"],
        "tab_entries": [
            {"key": "evidence", "label": "Bukti", "url": "?tab=evidence", "count": 7},
            {"key": "impact", "label": "Dampak", "url": "?tab=impact", "count": None},
        ],
        "tab": request.GET.get("tab", "evidence"),
    }
