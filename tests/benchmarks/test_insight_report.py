"""The scenario's own day holds what its page says, and its report is tagged."""

import numpy as np

from benchmarks.insight_report import EARLIER, UNTIL, run, tables
from benchmarks.registry import Options
from tangkal.kernel.schema import LAKE


def test_the_days_are_as_many_as_the_page_says():
    made = list(tables(1_000, seed=3))
    assert all(each.schema.equals(LAKE) for each in made)
    assert [each.num_rows for each in made] == [100] * EARLIER + [1_000]
    moments = made[-1]["published_at"].to_numpy()
    assert moments.max() < np.datetime64(UNTIL.replace(tzinfo=None))
    assert np.array_equal(moments, np.sort(moments))
    assert len(set(made[-1]["item_id"].to_pylist())) == 1_000


def test_a_small_day_gives_a_tagged_report_and_every_figure():
    figures = run(Options(size=2_000))
    assert figures["tagged"] == 1
    assert {"seconds", "cpu", "pdf_s", "docx_s", "pdf_kb"} <= figures.keys()
    assert figures["phone_characters"] <= 1_000
