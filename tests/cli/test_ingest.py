"""`tangkal ingest` and `tangkal quarantine`, as somebody at a terminal meets them."""

import json
import re

import pytest

from tangkal.cli import ingest as ingest_module
from tangkal.cli import quarantine as quarantine_module
from tangkal.cli import run
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import current
from tests.pipeline.intake_helpers import ClaimShelf, delivered, stores_in


@pytest.fixture
def home(tmp_path, monkeypatch):
    root = tmp_path / "home"
    Home(root).make()
    monkeypatch.setenv("TANGKAL_HOME", str(root))
    current.cache_clear()
    yield root
    current.cache_clear()


@pytest.fixture
def posts(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text(
        "id,isi,waktu\n1,Harga naik [katanya],2026-03-02\n2,Banjir,besok\n3,NIK [rahasia],\n"
    )
    return path


def test_a_file_is_shown_read_and_reported(home, posts, capsys):
    assert run(["ingest", str(posts)]) == 0
    told = capsys.readouterr().out
    assert re.search(r"text\s*│ isi\s*│ Harga naik \[katanya\]", told)
    assert "3 read as items, 2 accepted, 0 already known, 1 in quarantine" in told
    assert "1 × date not understood" in told
    assert "Asia/Jakarta" in told
    with stores_in(home) as stores:
        texts = [item["text"] for item in delivered(stores.bus)]
    assert texts == ["Harga naik [katanya]", "NIK [rahasia]"]


def test_one_source_that_fails_does_not_stop_the_others(home, posts, tmp_path, capsys):
    assert run(["ingest", str(tmp_path / "tidak-ada.csv"), str(posts)]) == 2
    told = capsys.readouterr().out
    assert "there is no file" in told
    assert "2 accepted" in told


def test_reports_as_json_are_one_list_and_nothing_else(home, posts, capsys):
    assert run(["ingest", "--json", str(posts), str(posts)]) == 0
    first, again = json.loads(capsys.readouterr().out)
    assert (first["read"], first["accepted"], first["quarantined"]) == (3, 2, 1)
    assert first["reasons"] == {"date not understood": 1}
    assert first["mapping"] == {"text": "isi", "published_at": "waktu", "native_id": "id"}
    assert (again["accepted"], again["already_known"], again["quarantined"]) == (0, 2, 1)


def test_a_question_is_asked_in_one_sentence(home, tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "t", "narasi": "n", "label_tag": "SALAH"}\n')
    assert run(["ingest", str(path)]) == 2
    assert "say --as items or --as claims" in capsys.readouterr().out
    assert run(["ingest", str(path), "--as", "items", "--map", "text=narasi"]) == 0


def test_claims_reach_the_desk(home, tmp_path, capsys, monkeypatch):
    shelf = ClaimShelf()
    monkeypatch.setattr(ingest_module, "store_claims", shelf)
    path = tmp_path / "a.csv"
    path.write_text("title,label\nBantuan lewat tautan,SALAH\n")
    assert run(["ingest", str(path)]) == 0
    assert [claim.title for claim in shelf.claims.values()] == ["Bantuan lewat tautan"]


def test_claims_for_a_home_without_a_desk_name_the_remedy(home, tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("title,label\nBantuan lewat tautan,SALAH\n")
    assert run(["ingest", str(path)]) == 2
    assert "run 'tangkal migrate' first" in capsys.readouterr().out


def test_a_mistyped_home_is_not_made(tmp_path, posts, home, capsys):
    wrong = tmp_path / "hmoe"
    try:
        assert run(["ingest", str(posts), "--home", str(wrong)]) == 2
    finally:
        current.cache_clear()
    assert "tangkal init" in capsys.readouterr().err
    assert not wrong.exists()


def test_public_accounts_come_from_a_file(home, tmp_path):
    posts, accounts = tmp_path / "a.csv", tmp_path / "akun.txt"
    posts.write_text("isi,akun,platform\ncuaca cerah,@BMKG_Daerah,x\nbiasa,@warga,x\n")
    accounts.write_text("# lembaga\ntwitter:@bmkg_daerah\n\n")
    assert run(["ingest", str(posts), "--public-accounts", str(accounts)]) == 0
    with stores_in(home) as stores:
        names = [item["author_name"] for item in delivered(stores.bus)]
    assert names == ["@BMKG_Daerah", None]


def test_a_row_in_quarantine_is_listed_shown_corrected_and_gone(home, posts, capsys):
    run(["ingest", str(posts)])
    capsys.readouterr()
    assert run(["quarantine", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["source"], row["line"], row["status"]) == ("posts.csv", 3, "waiting")

    assert run(["quarantine", "show", row["row_id"]]) == 0
    assert "'besok' is not a date" in capsys.readouterr().out
    assert run(["quarantine", "retry", row["row_id"]]) == 1
    assert run(["quarantine", "retry", "--all", "--set", "published_at=2026-03-02"]) == 0
    capsys.readouterr()
    assert run(["quarantine", "list"]) == 0
    assert "Nothing is in quarantine." in capsys.readouterr().out
    with stores_in(home) as stores:
        assert delivered(stores.bus)[-1]["text"] == "Banjir"


def test_a_row_can_be_set_aside(home, posts, capsys):
    run(["ingest", str(posts), "--json"])
    capsys.readouterr()
    run(["quarantine", "list", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert run(["quarantine", "discard", row["row_id"]]) == 0
    assert run(["quarantine", "list", "--status", "discarded"]) == 0
    assert row["row_id"] in capsys.readouterr().out


def test_retry_wants_rows_or_all(home, capsys):
    assert run(["quarantine", "retry"]) == 2
    assert "--all" in capsys.readouterr().err
    assert quarantine_module.STILL_UNREADABLE == 1
