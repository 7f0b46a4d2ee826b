"""A situation report from a day of a million items: drafted, stored, and written in every form."""

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from multiprocessing.connection import Connection
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from benchmarks.registry import Options
from tangkal.kernel import TangkalError
from tangkal.kernel.schema import LAKE

if TYPE_CHECKING:
    from tangkal.desk.situation_reports.models import Edition, Series

UNTIL = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 08.00 WIB
DAY = timedelta(days=1)
EARLIER = 7  # days before, each with a tenth of the day's items
NARRATIVES, FAMILIES, SOURCES = 5_000, 60_000, 40
PLATFORMS = ("x", "tiktok", "facebook", "instagram", "youtube", "telegram")
REGIONS = (None, None, None, "31", "32.04", "33", "35", "73.71")
BATCH = 100_000
CASES = 200
TIMES = 5


def run(options: Options) -> dict[str, float]:
    """In a process of its own: the desk's settings are read once a process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as folder:
        child = context.Process(
            target=measure, args=(folder, options.size or 1_000_000, options.seed, theirs)
        )
        child.start()
        theirs.close()
        try:
            figures: dict[str, float] = ours.recv()
        except EOFError:
            raise TangkalError("the process that makes the report ended early") from None
        finally:
            child.join()
    return figures


def measure(folder: str, size: int, seed: int, answer: Connection) -> None:
    os.environ["TANGKAL_HOME"] = folder
    make_desk()
    from tangkal.desk.cases.items import lake  # noqa: PLC0415 - after the home is known

    began = perf_counter()
    for number, table in enumerate(tables(size, seed)):
        lake().append(f"b{number}", table)
    for day in lake().days():
        lake().compact(day)
    filled = perf_counter() - began
    series = fill_desk(seed)
    figures = drafted(series)
    answer.send({**figures, "items": size * (1 + EARLIER / 10), "fill_s": filled})


def make_desk() -> None:
    """A home with words and tables; the rest of what a desk needs to serve pages is left out."""
    from django.core.management import call_command  # noqa: PLC0415

    from tangkal.desk import entry  # noqa: PLC0415
    from tangkal.desk.ui.messages import compile_messages  # noqa: PLC0415
    from tangkal.pipeline.settings import current  # noqa: PLC0415

    current().home.make()
    compile_messages()
    entry.set_up()
    call_command("migrate", verbosity=0)


def drafted(series: "Series") -> dict[str, float]:
    """One report from the order to its files; then each step by itself."""
    from tangkal.desk.cases.items import lake  # noqa: PLC0415
    from tangkal.desk.situation_reports import commands, outputs  # noqa: PLC0415

    def draft() -> "Edition":
        return commands.draft(series, lake(), until=UNTIL, hours=24, by=None, now=UNTIL)

    began, cpu_began = perf_counter(), process_time()
    edition = draft()
    draft_s = perf_counter() - began
    files = {form: outputs.written(edition, form)[2] for form in outputs.FORMS}
    seconds, cpu = perf_counter() - began, process_time() - cpu_began
    return {
        "seconds": seconds,
        "cpu": cpu,
        "draft_s": draft_s,
        "pdf_s": typical(lambda: outputs.written(edition, "pdf")),
        "docx_s": typical(lambda: outputs.written(edition, "docx")),
        "tagged": float(is_tagged(files["pdf"])),
        "pdf_kb": len(files["pdf"]) / 1e3,
        "docx_kb": len(files["docx"]) / 1e3,
        "phone_characters": float(len(files["txt"].decode())),
        "figures": float(len(edition.figures)),
    }


def typical(act: Any) -> float:
    """The middle of a few runs, so that neither loading nor a busy machine counts."""
    times = []
    for _ in range(TIMES):
        began = perf_counter()
        act()
        times.append(perf_counter() - began)
    return sorted(times)[TIMES // 2]


def is_tagged(content: bytes) -> bool:
    """Marked as tagged, with a structure, a language, a title, and a text for every picture."""
    from pypdf import PdfReader  # noqa: PLC0415 - a tool of the development environment

    reader = PdfReader(BytesIO(content))
    root: Any = reader.trailer["/Root"]
    elements = list(structure(root["/StructTreeRoot"]["/K"])) if "/StructTreeRoot" in root else []
    pictures = [each for each in elements if each["/S"] == "/Figure"]
    return bool(
        root.get("/MarkInfo", {}).get("/Marked")
        and elements
        and root.get("/Lang")
        and reader.metadata
        and reader.metadata.title
        and pictures
        and all(each.get("/Alt") for each in pictures)
        and any(each["/S"] == "/TH" for each in elements)
    )


def structure(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from structure(each)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


def tables(size: int, seed: int) -> Iterator[pa.Table]:
    """The day's items after a tenth as many on each day before, in the order of their moments."""
    draws = np.random.default_rng(seed)
    for back in range(EARLIER, -1, -1):
        left = size if back == 0 else size // 10
        while left > 0:
            count = min(BATCH, left)
            yield table(draws, count, UNTIL - back * DAY, left)
            left -= count


def table(draws: np.random.Generator, count: int, end: datetime, part: int) -> pa.Table:
    """Items of the 24 hours before a moment; narratives and copies by Zipf's law."""
    family = zipf(draws, count, FAMILIES)
    narrative = family % NARRATIVES
    seconds = np.sort(draws.random(count)) * 86_399
    begin = np.datetime64(int((end - DAY).timestamp() * 1e6), "us")
    moments = pa.array(begin + (seconds * 1e6).astype("timedelta64[us]")).cast(
        pa.timestamp("us", tz="UTC")
    )
    ids = draws.integers(0, 1 << 62, count)
    columns: dict[str, Any] = {
        "item_id": [f"{part:08x}{each:024x}" for each in ids.tolist()],
        "source": named("sumber", draws.integers(0, SOURCES, count)),
        "source_kind": ["crawler"] * count,
        "platform": np.array(PLATFORMS)[zipf(draws, count, len(PLATFORMS))],
        "title": pa.nulls(count, pa.string()),
        "text": [
            f"Kabar {each} tentang harga, bantuan dan antrean di kampung nomor {each % 977}"
            for each in family.tolist()
        ],
        "url": pa.nulls(count, pa.string()),
        "author": named("a", draws.integers(0, 300_000, count)),
        "region_code": pa.array(
            np.array(REGIONS, object)[draws.integers(0, 8, count)], pa.string()
        ),
        "published_at": moments,
        "observed_at": moments,
        "is_exercise": np.zeros(count, bool),
        "language": ["id"] * count,
        "family_id": named("F", family),
        "narrative_id": named("N", narrative),
        "matches": [[]] * count,
        "batch_id": ["bench"] * count,
    }
    return pa.table(
        [
            pa.array(columns[field.name], field.type)
            if field.name in columns and not isinstance(columns[field.name], pa.Array)
            else columns.get(field.name, pa.nulls(count, field.type))
            for field in LAKE
        ],
        schema=LAKE,
    )


def zipf(draws: np.random.Generator, count: int, most: int) -> np.ndarray:
    odds = np.cumsum(1.0 / (np.arange(most) + 2.0))
    return np.asarray(np.searchsorted(odds, draws.random(count) * odds[-1]))


def named(prefix: str, numbers: np.ndarray) -> list[str]:
    return [f"{prefix}{each}" for each in numbers.tolist()]


def fill_desk(seed: int) -> "Series":
    """A desk at work: cases about the largest narratives, communities, citizens' questions."""
    from tangkal.desk.accounts.models import Organisation, RoleAssignment, User  # noqa: PLC0415
    from tangkal.desk.accounts.roles import Role  # noqa: PLC0415
    from tangkal.desk.cases.models import Case, Claim, Signal  # noqa: PLC0415
    from tangkal.desk.coordination.models import Community  # noqa: PLC0415
    from tangkal.desk.situation_reports import commands  # noqa: PLC0415

    office = Organisation.objects.create(name="Kementerian", type="kementerian")
    analyst = User.objects.create(username="a", display_name="A", organisation=office)
    RoleAssignment.objects.create(user=analyst, role=Role.ANALYST, scope=office)
    for number in range(CASES):
        signal = Signal.objects.create(
            key=f"narrative:N{number}",
            narrative_id=f"N{number}",
            title=f"Kabar {number}",
            platforms={"x": 10},
            first_seen_at=UNTIL - DAY,
            last_seen_at=UNTIL,
        )
        case = Case.objects.create(
            number=f"2026-{number:04}",
            title=f"Kasus {number}",
            lead_organisation=office,
            opened_by=analyst,
            opened_at=UNTIL - DAY,
        )
        case.signals.add(signal)
        Claim.objects.create(case=case, text=f"Harga naik {number} kali", created_by=analyst)
    Community.objects.bulk_create(
        Community(
            label=f"Tautan {number}",
            behaviours=["url"],
            accounts=[f"a{each}" for each in range(5 + number % 9)],
            first_at=UNTIL - DAY,
            last_at=UNTIL - timedelta(hours=1),
            seen_until=UNTIL,
        )
        for number in range(50)
    )
    return commands.create_series(by=analyst, name="Harian", kind="daily", organisation=office)
