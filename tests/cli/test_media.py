"""`tangkal media` and `tangkal match --image`, in a home of their own, as an operator uses them."""

import csv
import json

import pytest

from benchmarks.drawn_pictures import draw
from tangkal.cli import REFUSED
from tests.cli.test_match import tangkal
from tests.servers import tables


def small(seed):
    drawn = draw(3 * seed)
    drawn.thumbnail((400, 400))
    return drawn


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    from tangkal.recognise.media.pictures import fingerprint, read_picture

    folder = tmp_path_factory.mktemp("media")
    home, archive = folder / "home", folder / "claims.jsonl"
    archive.write_text(json.dumps({"title": "Banjir di kota lain", "url": "https://a.example/1"}))
    tables.put_into(home)
    for step in (["init"], ["migrate"], ["ingest", str(archive), "--as", "claims"]):
        done = tangkal(*step, home=home)
        assert done.returncode == 0, done.stderr
    small(0).save(folder / "tanya.png")
    with (folder / "tanya.png").open("rb") as file:
        digits = fingerprint(read_picture(file)).views[0].hash.hex
    found = json.loads(tangkal("match", "banjir kota lain", "--json", home=home).stdout)
    claim_id = found["matches"][0]["claim_id"]
    (folder / "hashes.csv").write_text(f"hash,claim_id,date\n{digits},{claim_id},2019-05-01\n")
    return home


def test_hashes_come_in_once_are_found_and_go_out_as_they_came(home):
    folder = home.parent
    bring = ("media", "import", str(folder / "hashes.csv"))
    assert "1 hashes are new, 0 were known." in tangkal(*bring, home=home).stdout
    assert "0 hashes are new, 1 were known." in tangkal(*bring, home=home).stdout

    said = tangkal("match", "--image", str(folder / "tanya.png"), home=home)
    assert said.returncode == 0, said.stderr
    assert "Banjir di kota lain" in said.stdout
    assert "the whole picture is alike: 0 of 256 bits differ" in said.stdout
    assert "first seen in public 2019-05-01" in said.stdout
    shown = tangkal("match", "--image", str(folder / "tanya.png"), "--json", home=home)
    told = json.loads(shown.stdout)
    assert (told["known"], told["matches"][0]["differing_bits"]) == (True, 0)

    tangkal("media", "export", "--out", str(folder / "out.csv"), home=home)
    rows = [
        list(csv.DictReader(path.open())) for path in (folder / "hashes.csv", folder / "out.csv")
    ]
    assert rows[0] == rows[1]


def test_a_stranger_and_what_is_no_picture_are_answered_so(home, tmp_path):
    small(5).save(tmp_path / "lain.png")
    said = tangkal("match", "--image", str(tmp_path / "lain.png"), home=home)
    assert said.stdout.startswith("Not known.")
    (tmp_path / "a.txt").write_text("teks")
    refused = tangkal("match", "--image", str(tmp_path / "a.txt"), home=home)
    assert refused.returncode == REFUSED
    assert "no picture that is read here" in refused.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("hash,date\n", "no column claim_id"),
        ("hash,claim_id\nxyz,c1\n", "line 2"),
        (f"hash,claim_id,date\n{'0' * 64},c1,kemarin\n", "line 2"),
        (f"hash,claim_id\n{'0' * 64},tidak-ada\n", "nothing was kept"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_whole(home, tmp_path, content, words):
    (tmp_path / "a.csv").write_text(content)
    refused = tangkal("media", "import", str(tmp_path / "a.csv"), home=home)
    assert refused.returncode == REFUSED
    assert words in refused.stderr
