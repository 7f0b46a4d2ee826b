"""What every source promises, whichever it is."""

from importlib import resources

import pytest

from tangkal.kernel import InvalidInput, UnreadableSource
from tangkal.sources import SOURCES, BadRow, Document, Row, detect, manifest_named

every_source = pytest.mark.parametrize("manifest", SOURCES, ids=lambda m: m.name)

# Rows and unreadable rows of each fixture, by the line or record they begin on.
EXPECTED = {
    "csv": ([2, 4, 6], [5]),
    "jsonl": ([1, 3, 6], [4, 5]),
    "parquet": ([1, 2], []),
    "feed": ([1, 2], [3]),
    "page": ([1], []),
    "claimreview": ([1], [2]),
}


def fixture_of(manifest):
    folder = resources.files("tangkal.sources") / manifest.name / manifest.fixture
    with resources.as_file(folder) as path:
        return path


@every_source
def test_a_fixture_gives_its_rows_and_names_the_lines_it_cannot_read(manifest):
    records = list(manifest.read(Document.of_file(fixture_of(manifest))))
    rows = [r.line for r in records if isinstance(r, Row)]
    bad = [r.line for r in records if isinstance(r, BadRow)]
    assert (rows, bad) == EXPECTED[manifest.name]
    assert all(r.reason and r.about for r in records if isinstance(r, BadRow))


@every_source
def test_a_fetched_body_reads_like_the_file(manifest):
    path = fixture_of(manifest)
    fetched = Document(name="x", body=path.read_bytes(), url="https://kabar.example/x")
    lines = [r.line for r in manifest.read(fetched)]
    assert lines == [r.line for r in manifest.read(Document.of_file(path))]


@every_source
def test_progress_ends_at_the_files_size(manifest):
    document = Document.of_file(fixture_of(manifest))
    list(manifest.read(document))
    assert document.bytes_read == document.size


@every_source
def test_the_right_reader_is_found_for_a_fixture(manifest):
    assert detect(Document.of_file(fixture_of(manifest))) is manifest


@every_source
def test_reading_twice_gives_the_same(manifest):
    document = Document.of_file(fixture_of(manifest))
    assert list(manifest.read(document)) == list(manifest.read(document))


@every_source
def test_rubbish_ends_in_one_sentence_or_in_bad_rows(manifest, tmp_path):
    path = tmp_path / "rubbish"
    path.write_bytes(bytes(range(256)) * 40)
    try:
        records = list(manifest.read(Document.of_file(path)))
    except UnreadableSource:
        return  # said in one sentence
    assert all(r.line > 0 for r in records)


@every_source
def test_a_file_cut_off_anywhere_never_breaks_a_reader(manifest, tmp_path):
    whole = fixture_of(manifest).read_bytes()
    for end in range(1, len(whole), max(1, len(whole) // 60)):
        path = tmp_path / "cut"
        path.write_bytes(whole[:end])
        try:
            list(manifest.read(Document.of_file(path)))
        except UnreadableSource:
            continue


def test_sources_have_names_of_their_own():
    assert len({m.name for m in SOURCES}) == len(SOURCES)
    assert manifest_named("csv").title == "CSV"
    with pytest.raises(InvalidInput, match="telex"):
        manifest_named("telex")


@pytest.mark.parametrize("kind", ["missing.csv", "."])
def test_a_missing_file_and_a_folder_are_named(tmp_path, kind):
    with pytest.raises(UnreadableSource, match=r"no file|is a folder"):
        Document.of_file(tmp_path / kind)
