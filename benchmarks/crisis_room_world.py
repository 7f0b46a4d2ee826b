"""What the crisis room's benchmark does in processes of its own: make a room, write its log."""

import sys
import time
from importlib import import_module
from typing import Any


def make_room(listeners: int) -> dict[str, Any]:
    """A crisis that is on, and people of its office with sessions of their own."""
    from tangkal.desk import entry  # noqa: PLC0415 - after the home is known

    entry.prepare()
    from django.conf import settings  # noqa: PLC0415

    from tangkal.desk.accounts.models import Organisation, RoleAssignment, User  # noqa: PLC0415
    from tangkal.desk.crisis import commands  # noqa: PLC0415

    office = Organisation.objects.create(name="Kementerian Uji", type="kementerian")
    office = Organisation.objects.get(pk=office.pk)

    def person(name: str, role: str) -> User:
        user = User.objects.create(username=name, display_name=name, organisation=office)
        RoleAssignment.objects.create(user=user, role=role, scope=office)
        return User.objects.get(pk=user.pk)

    approvers = [person(f"penyetuju{n}", "penyetuju") for n in (1, 2)]
    proposal = commands.propose(
        office, "Uji beban", level=2, trigger="uji", reason="uji", cases=[], by=approvers[0]
    )
    crisis = commands.confirm(proposal, by=approvers[1])
    keys = [signed_in(person(f"analis{n}", "analis")) for n in range(listeners)]
    return {"crisis": crisis.pk, "cookie": settings.SESSION_COOKIE_NAME, "keys": keys}


def signed_in(user: Any) -> str:
    """The key of a session in which this person is signed in."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import (  # noqa: PLC0415
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def write_log(crisis_id: int, entries: int, every_s: float) -> None:
    """Write entries at its own pace, and print each one's number and when it was committed."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from tangkal.desk.accounts.models import User  # noqa: PLC0415
    from tangkal.desk.crisis import commands  # noqa: PLC0415
    from tangkal.desk.crisis.models import Crisis, Pulse  # noqa: PLC0415

    crisis, by = Crisis.objects.get(pk=crisis_id), User.objects.get(username="analis0")
    for number in range(entries):
        time.sleep(every_s)
        commands.write_entry(crisis, "fact", f"Catatan {number}", by=by)
        done = time.time()
        print(Pulse.objects.get(crisis=crisis, topic="log").number, done, flush=True)


if __name__ == "__main__":
    write_log(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
