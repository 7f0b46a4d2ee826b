"""The inbox: every account has one, and reads nobody else's."""

from tangkal.desk.inbox.models import Notice
from tests.safeguards.answers import EVERY_ROLE, NO, Who, signed_in

TABLE = {
    "inbox": (signed_in(), NO),
    "inbox-read-all": (NO, signed_in(302)),
    "inbox-kinds": (NO, signed_in(302)),
    # A notice is one person's alone; "analis" got this one.
    "inbox-open": (
        NO,
        Who(
            ours=frozenset({"analis"}),
            answer=302,
            hidden=EVERY_ROLE,
            hidden_from_ours=EVERY_ROLE | {"nobody"},
        ),
    ),
}


def arguments(case, people):
    notice = Notice.objects.create(
        user=people["analis"], kind="watched", title="Bukti baru", url="/desk/cases/"
    )
    return {"inbox-open": {"notice_id": notice.pk}}
