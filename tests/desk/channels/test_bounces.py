"""What mail servers wrote back is kept with the letter that it is about, and nothing is lost."""

from uuid import uuid4

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tangkal.cli.channels import channels as command
from tangkal.desk.channels import bounces
from tangkal.desk.channels.delivery_reports import Unreadable, read, split
from tangkal.desk.channels.models import Delivery
from tangkal.desk.channels.states import DeliveryState
from tangkal.desk.inbox.models import Notice
from tests.desk.channels import reports
from tests.desk.channels.conftest import again, work

KEY = "7d1f2b0e-6a55-4a0c-9c3e-0b6f5a9d1c11"
ID = f"<{KEY}@contoh.go.id>"


@pytest.mark.parametrize(
    ("shape", "action", "status", "words"),
    [
        (reports.POSTFIX, "failed", "5.1.1", "User unknown in local recipient table"),
        (reports.EXCHANGE, "failed", "5.1.10", "Recipient not found by SMTP address lookup"),
        (reports.GMAIL, "failed", "4.2.2", "out of storage space"),
        (reports.EXIM, "failed", "5.0.0", "552 5.7.1 Message rejected as spam"),
        (reports.DELAYED, "delayed", "4.4.2", ""),
        (reports.DELIVERED, "delivered", "2.0.0", ""),
        (reports.GLOBAL, "failed", "5.1.1", "User unknown"),
    ],
    ids=["postfix", "exchange", "gmail", "exim", "delayed", "delivered", "global"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_report_is_read_in_every_servers_shape(shape, action, status, words, newline):
    found = read(shape.replace("{id}", ID).replace("\n", newline).encode())

    assert str(found.key) == KEY
    assert (found.action, found.status) == (action, status)
    assert words in found.words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (reports.AWAY.replace("{id}", ID), "answered by hand"),
        (reports.QMAIL.replace("{id}", ID), "no delivery report"),
        (reports.POSTFIX.replace("{id}", "<lain@contoh.go.id>"), "no letter of ours"),
        (reports.POSTFIX.replace("{id}", ID).replace("Action: failed", "Action: lost"), "'lost'"),
        (reports.POSTFIX.replace("{id}", ID)[:900], "no delivery report"),
    ],
)
def test_what_is_no_report_of_ours_says_why(text, why):
    with pytest.raises(Unreadable, match=why):
        read(text.encode())


@given(st.binary(max_size=2000))
def test_rubbish_is_refused_and_never_an_error(content):
    for message in split(content):
        with pytest.raises(Unreadable):
            read(message)


def test_an_mbox_is_taken_apart_at_its_own_lines_only():
    letters = [each.replace("{id}", ID) for each in (reports.POSTFIX, reports.AWAY, reports.EXIM)]
    letters[1] += "\nFrom sini kami pulang pukul 12:00 tiap hari\n"
    parts = list(split(reports.mbox(*letters).encode()))

    assert [part.decode().strip() for part in parts] == [letter.strip() for letter in letters]
    assert list(split(b"")) == list(split(b"\n")) == []


@pytest.fixture
def letters(sent, mail, clock) -> list[Delivery]:
    """Two letters that a mail server took."""
    found = sent("email", server=f"127.0.0.1:{mail.port}")
    for _turn in range(2):
        work(clock)
    made = list(found.deliveries.all())
    assert {each.state for each in made} == {DeliveryState.SENT}
    return made


def about(letter: Delivery, shape: str) -> str:
    return shape.replace("{id}", f"<{letter.key}@contoh.go.id>")


@pytest.mark.django_db
def test_a_letter_that_came_back_is_a_permanent_failure_and_its_sender_hears_of_it(
    letters, people, clock, tmp_path, chain_holds
):
    first, second = letters
    content = reports.mbox(about(first, reports.POSTFIX), about(second, reports.DELAYED)).encode()
    told, left = bounces.take(content, clock(), tmp_path / "bounces")

    assert (dict(told), left) == ({"failed": 1, "delayed": 1}, [])
    assert again(first).state == DeliveryState.FAILED
    assert again(first).reason.startswith("5.1.1 550 5.1.1 <redaksi@koran.example>")
    # A server that still tries must not be overtaken by a second copy of ours.
    assert (again(second).state, again(second).reason) == (DeliveryState.SENT, "4.4.2")
    assert work(clock) == 0
    assert Notice.objects.filter(user=people["juru_bicara"], title__contains="reach").exists()
    assert not (tmp_path / "bounces").exists()
    chain_holds()


@pytest.mark.django_db
def test_the_same_mailbox_twice_is_no_news(letters, clock, tmp_path):
    shapes = zip(letters, (reports.POSTFIX, reports.DELAYED), strict=True)
    content = reports.mbox(*(about(letter, shape) for letter, shape in shapes)).encode()
    bounces.take(content, clock(), tmp_path)
    notices = Notice.objects.count()
    told, _left = bounces.take(content, clock(), tmp_path)

    assert dict(told) == {"no news": 2}
    assert Notice.objects.count() == notices


@pytest.mark.django_db
def test_a_delay_may_end_well_or_badly(letters, clock, tmp_path):
    first, second = letters
    for shape in (reports.DELAYED, reports.GMAIL):
        bounces.take(about(first, shape).encode(), clock(), tmp_path)
    for shape in (reports.DELAYED, reports.DELIVERED, reports.POSTFIX):
        bounces.take(about(second, shape).encode(), clock(), tmp_path)

    assert again(first).state == DeliveryState.FAILED
    assert again(first).reason.startswith("4.2.2 ")
    assert again(second).state == DeliveryState.DELIVERED
    assert again(second).delivered_at is not None


@pytest.mark.django_db
def test_what_cannot_be_read_is_set_aside_whole_and_once(letters, clock, tmp_path):
    strange = reports.POSTFIX.replace("{id}", f"<{uuid4()}@contoh.go.id>")
    content = reports.mbox(strange, about(letters[0], reports.AWAY)).encode()
    folder = tmp_path / "bounces"
    for _time in range(2):
        told, left = bounces.take(content, clock(), folder)

    assert not told
    assert [why.split(" the key")[0] for _path, why in left] == [
        "no letter of this desk has",
        "no delivery report (RFC 3464): somebody may have answered by hand",
    ]
    assert sorted(folder.iterdir()) == sorted(path for path, _why in left)
    assert "Saya cuti" in left[1][0].read_text()
    assert left[0][0].stat().st_mode & 0o077 == 0
    assert again(letters[0]).state == DeliveryState.SENT


@pytest.mark.django_db
def test_an_operator_reads_a_mailbox_and_the_exit_code_says_what_is_left(letters, session_home):
    content = reports.mbox(*(about(letter, reports.EXIM) for letter in letters))
    read_it = CliRunner().invoke(command, ["bounces", "-"], input=content)
    again_and_more = CliRunner().invoke(
        command, ["bounces", "-"], input=content + reports.mbox(about(letters[0], reports.QMAIL))
    )

    assert (read_it.exit_code, read_it.output) == (0, "2 failed for good\n")
    assert again_and_more.exit_code == 1
    assert "2 no news" in again_and_more.output
    assert str(session_home.root / "bounces") in again_and_more.output
    assert (
        CliRunner().invoke(command, ["bounces", "-"], input="").output == "The mailbox is empty.\n"
    )
