"""Killed between any two steps, the worker loses no delivery and posts nothing in public twice."""

import os
import subprocess
import sys

import pytest

from tangkal.pipeline.home import Home
from tests.desk.alerts.servers import smtp_server, web_server
from tests.servers import tables

STEPS = (600, 1800, 2600, 3600, 5000)
PREPARE = """
from tangkal.desk import entry
entry.prepare()
from django.utils import timezone
from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.channels.models import Delivery, Dispatch, Outlet
from tangkal.desk.channels.outlets import sealed
from tangkal.desk.strategic_communication.models import Message, MessageVersion
o = Organisation.objects.create(name="Kantor", type="lembaga")
u = User.objects.create(username="u", display_name="U", organisation=o)
c = Case.objects.create(number="2026-0001", title="K", lead_organisation=o, opened_by=u)
m = Message.objects.create(case=c, template="chat_text", author=u)
token = {"token": "123456789:AAErahasiaBotTokenYangTidakBolehBocor"}
for n, kind in enumerate(("telegram", "telegram", "email")):
    v = MessageVersion.objects.create(message=m, number=n + 1, parts={}, author=u, sha256=str(n))
    place = Outlet.objects.create(
        organisation=o, name=kind, kind=kind, sender_name="Humas", slug=f"s{n}", address="@k_uji",
        server="127.0.0.1:%(port)d", security="none", sender="h@contoh.go.id",
        recipients="a@contoh.go.id", secret_name=sealed(token),
    )
    d = Dispatch.objects.create(
        outlet=place, case=c, message_version=v, subject=f"s{n}", body=f"b{n}", sha256=str(n),
        created_by=u, went_at=timezone.now(),
    )
    Delivery.objects.create(dispatch=d, reader=place.readers[0])
"""
WORK = """
import os, signal, sys
from datetime import timedelta
from tangkal.desk import entry
entry.set_up()
from django.utils import timezone
from tangkal.desk.channels import delivery
from tangkal.desk.jobs import channels
left = int(sys.argv[1])
later = timedelta(minutes=float(sys.argv[2]))
channels.clock = lambda: timezone.now() + later
def count(_frame, event, _argument):
    global left
    if event in ("call", "c_call"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
if left:
    sys.setprofile(count)
channels.round()
"""
MANY = """
from tangkal.desk.accounts.roles import Role
from tangkal.desk.channels.commands import start
token["app_secret"] = "rahasia-aplikasi-yang-cukup-panjang"
lists = {
    "email": "\\n".join(f"r{n}@koran.example" for n in range(5)),
    "whatsapp": "\\n".join(f"+62811000000{n}" for n in range(5)),
}
Dispatch.objects.all().delete()
for n, (kind, recipients) in enumerate(lists.items()):
    v = MessageVersion.objects.create(message=m, number=n + 9, parts={}, author=u, sha256=kind)
    place = Outlet.objects.create(
        organisation=o, name=kind, kind=kind, sender_name="Humas", slug=f"m{n}", address="1040",
        template="keterangan", server="127.0.0.1:%(port)d", security="none",
        sender="h@contoh.go.id", recipients=recipients, secret_name=sealed(token),
    )
    start(Dispatch.objects.create(
        outlet=place, case=c, message_version=v, subject=kind, body=kind, sha256=kind, created_by=u,
    ))
"""
# Killed between the service's "yes" and our note of it, which is the worst moment there is.
AT_WORST = """
import os, signal, sys
from datetime import timedelta
from tangkal.desk import entry
entry.set_up()
from django.utils import timezone
from tangkal.desk.channels import delivery
from tangkal.desk.jobs import channels
left, later = int(sys.argv[1]), timedelta(minutes=float(sys.argv[2]))
channels.clock = lambda: timezone.now() + later
finish = delivery.finish
def cut(*arguments, **more):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return finish(*arguments, **more)
delivery.finish = cut
channels.round()
"""
LEFT = """
from tangkal.desk import entry
entry.set_up()
from tangkal.desk.channels import queries
from tangkal.desk.channels.models import Dispatch
for each in Dispatch.objects.order_by("pk"):
    print(each.outlet.kind, each.state, {str(s): n for s, n in queries.left_by_state(each)})
"""
READ = """
from tangkal.desk import entry
entry.set_up()
from tangkal.desk.channels.models import Delivery
from tangkal.desk.audit.queries import verify_chain
assert verify_chain().holds
print(*Delivery.objects.order_by("pk").values_list("state", flat=True))
"""


def python(environment, code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, -9}, done.stderr
    return done


def test_a_killed_worker_leaves_each_post_sent_once_or_in_a_persons_hands(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    tables.put_into(home.root)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TANGKAL_")}
    environment |= {"TANGKAL_HOME": str(home.root), "TANGKAL_ALERT_HOSTS": "127.0.0.1"}
    with web_server(body=b'{"ok":true,"result":{"message_id":7}}') as web, smtp_server() as inbox:
        environment["TANGKAL_TELEGRAM_URL"] = web.url
        python(environment, PREPARE % {"port": inbox.port})
        killed = 0
        for number, step in enumerate(STEPS):
            killed += python(environment, WORK, step, 3 * number).returncode == -9
        for number in range(2):
            python(environment, WORK, 0, 3 * (len(STEPS) + number))
        states = python(environment, READ).stdout.split()
        posts = [asked.json["text"] for asked in web.asked]
        keys = {line for letter in inbox.letters for line in letter.content.decode().splitlines()
                if line.startswith("Message-ID")}  # fmt: skip
    assert killed >= 2
    assert len(posts) == len(set(posts))  # nothing twice in public
    for text, state in zip(("b0", "b1"), states, strict=False):
        assert state in {"TERKIRIM", "TIDAK_PASTI"}
        assert state == "TIDAK_PASTI" or text in posts  # what is said to be sent, is
    assert states[2] == "TERKIRIM"
    assert len(keys) == 1  # however often it was sent, a mail server knows the copy


@pytest.mark.parametrize(
    ("kind", "cut_at", "left", "settled", "letters", "posts"),
    [
        # The third letter goes twice under one id, by which a mail server knows the copy.
        ("email", 3, {"DIBUAT": 2, "DIKIRIM": 1}, {}, 6, 5),
        # The third post is in a person's hands: nobody may say it twice in public.
        ("whatsapp", 8, {"DIBUAT": 2, "DIKIRIM": 1}, {"TIDAK_PASTI": 1}, 5, 5),
    ],
)
def test_through_many_channels_what_was_cut_off_goes_on_to_those_who_have_not_had_it(
    tmp_path, kind, cut_at, left, settled, letters, posts
):
    home = Home(tmp_path / "home")
    home.make()
    tables.put_into(home.root)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TANGKAL_")}
    environment |= {"TANGKAL_HOME": str(home.root), "TANGKAL_ALERT_HOSTS": "127.0.0.1"}
    with web_server(body=b'{"messages":[{"id":"wamid.1"}]}') as web, smtp_server() as inbox:
        environment["TANGKAL_WHATSAPP_URL"] = web.url
        python(environment, (PREPARE + MANY) % {"port": inbox.port})
        assert python(environment, AT_WORST, cut_at, 0).returncode == -9
        halfway = python(environment, LEFT).stdout.splitlines()
        for number in (1, 2):
            python(environment, AT_WORST, 0, 3 * number)
        after = python(environment, LEFT).stdout.splitlines()
        readers = [asked.json["to"] for asked in web.asked]
        ids = [line for letter in inbox.letters for line in letter.content.decode().splitlines()
               if line.startswith("Message-ID")]  # fmt: skip
    assert f"{kind} BERJALAN {left}" in halfway
    assert f"{kind} SELESAI {settled}" in after
    assert (len(ids), len(set(ids))) == (letters, 5)  # every newsroom has it
    assert (len(readers), len(set(readers))) == (posts, 5)  # and every number, once
