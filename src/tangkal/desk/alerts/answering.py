"""Send a reply to a citizen by e-mail, through the account that an administrator entered."""

from django.conf import settings
from django.utils import timezone

from tangkal.desk.accounts.sealing import keyed_hash
from tangkal.desk.alerts.sending import email
from tangkal.desk.alerts.sending.base import Letter, Outcome, later, scrub
from tangkal.desk.questions import mailbox, outgoing

PURPOSE = "questions.message-id"


def send(address: str, text: str, key: str) -> Outcome:
    """Hand one reply to the mail server; its first line is the subject."""
    box = mailbox.current()
    if box is None or not box.is_active:
        return later("no mail account is open here: an administrator enters one")
    password = mailbox.password_of(box)
    subject, _newline, body = text.partition("\n")
    mark = "LATIHAN · EXERCISE — " if settings.TANGKAL.is_demo else ""
    letter = Letter(
        # The same at every attempt, and no other installation's.
        key=keyed_hash(key, PURPOSE)[:32],
        subject=mark + subject,
        body=body.strip() or subject,
        severity="",
        is_exercise=settings.TANGKAL.is_demo,
        is_test=False,
        links=(),
        created_at=timezone.now().isoformat(),
    )
    outcome = email.send(
        letter,
        email.Mailbox(
            server=box.server,
            security=box.security,
            sender=box.sender,
            name=box.sender_name,
            recipients=[address],
            username=box.username,
            password=password,
            headers=[line for each in outgoing.headings for line in each(key)],
        ),
        inside=settings.TANGKAL.alert_hosts,
    )
    return Outcome(outcome.kind, scrub(outcome.reason, [password, address]), outcome.retry_after_s)
