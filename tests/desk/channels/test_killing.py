"""Killed between any two steps, the worker loses no delivery and posts nothing in public twice."""

import os
import subprocess
import sys

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
