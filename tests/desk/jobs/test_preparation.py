"""A home is brought up to date once, and again only when something changed."""

from types import SimpleNamespace

import pytest

from tangkal.desk.jobs import preparation


@pytest.fixture
def steps(monkeypatch, settings, tmp_path):
    """The slow steps, written down in place of being done; static files pretend to be there."""
    done = []
    monkeypatch.setattr(preparation, "compile_messages", lambda: done.append("messages"))
    monkeypatch.setattr(preparation, "load_regions", lambda: done.append("regions"))
    monkeypatch.setattr(preparation, "call_command", lambda name, **_options: done.append(name))
    monkeypatch.setattr(preparation, "is_whole", lambda: True)
    stamp = settings.HOME.state / "prepared.json"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    yield done
    stamp.unlink(missing_ok=True)


ALL = ["messages", "migrate", "regions", "collectstatic"]


def test_the_second_start_has_nothing_to_do(steps):
    assert preparation.prepare() is True
    assert steps == ALL
    assert preparation.prepare() is False
    assert steps == ALL


def test_a_new_version_is_prepared_for(steps, monkeypatch):
    preparation.prepare()
    monkeypatch.setattr(preparation, "__version__", "99")

    assert preparation.prepare() is True
    assert steps == ALL * 2


@pytest.mark.parametrize(
    "name",
    ["app/migrations/0002_x.py", "app/locale/id/LC_MESSAGES/django.po", "app/static/app/x.css"],
)
def test_a_changed_file_is_prepared_for(steps, settings, tmp_path, name):
    settings.PACKAGE = tmp_path
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("old")
    preparation.prepare()
    assert preparation.prepare() is False
    path.write_text("newer")

    assert preparation.prepare() is True


def test_an_interrupted_preparation_is_done_again(steps, monkeypatch):
    def fail(name, **_options):
        raise OSError(28, "No space left on device")

    real = preparation.call_command
    monkeypatch.setattr(preparation, "call_command", fail)
    with pytest.raises(OSError, match="No space"):
        preparation.prepare()
    monkeypatch.setattr(preparation, "call_command", real)

    assert preparation.prepare() is True


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"version": "0"}'])
def test_a_broken_stamp_vouches_for_nothing(steps, settings, content):
    preparation.prepare()
    (settings.HOME.state / "prepared.json").write_text(content)

    assert preparation.prepare() is True


def test_what_somebody_tidied_away_is_made_again(steps, monkeypatch):
    preparation.prepare()
    monkeypatch.setattr(preparation, "is_whole", lambda: False)

    assert preparation.prepare() is True


def test_whole_means_tables_and_static_files(monkeypatch, tmp_path):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "desk.sqlite3"}
    home = SimpleNamespace(STATIC_ROOT=tmp_path, DATABASES={"default": database})
    monkeypatch.setattr(preparation, "settings", home)
    assert not preparation.is_whole()
    (tmp_path / "staticfiles.json").write_text("{}")
    assert not preparation.is_whole()
    (tmp_path / "desk.sqlite3").write_text("")
    assert preparation.is_whole()
