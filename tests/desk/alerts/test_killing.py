"""Killed between any two steps, deliveries lose nothing and double no settled message."""

import os
import subprocess
import sys

from tangkal.pipeline.home import Home
from tests.desk.alerts.servers import web_server
from tests.servers import tables

MESSAGES = 3
STEPS = (500, 1500, 2500, 3600, 5000)
PREPARE = """
from tangkal.desk import entry
entry.prepare()
from dataclasses import replace
from django.utils import timezone
from tangkal.desk.accounts.models import Organisation
from tangkal.desk.alerts import secrets
from tangkal.desk.alerts.models import Destination, Message
o = Organisation.objects.create(name="Kantor", type="lembaga")
d = Destination.objects.create(organisation=o, name="Kait", kind="webhook", address="{url}",
                               secret_name=secrets.keep("rahasia-bersama-yang-panjang"))
for n in range({messages}):
    Message.objects.create(destination=d, subject=f"s{{n}}", body="b")
"""
WORK = """
import os, signal, sys
from datetime import timedelta
from tangkal.desk import entry
entry.set_up()
from django.utils import timezone
from tangkal.desk.alerts import bundling, delivery
from tangkal.desk.jobs import alerts
left = int(sys.argv[1])
later = timedelta(minutes=float(sys.argv[2]))
alerts.clock = lambda: timezone.now() + later
def count(_frame, event, _argument):
    global left
    if event in ("call", "c_call"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
if left:
    sys.setprofile(count)
alerts.round()
"""
READ = """
from tangkal.desk import entry
entry.set_up()
from tangkal.desk.alerts.models import Message
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.audit.models import AuditEvent
assert verify_chain().holds
print(*Message.objects.order_by("pk").values_list("state", flat=True),
      AuditEvent.objects.filter(action="alert.sent").count())
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


def test_a_killed_delivery_is_taken_up_again_and_its_copy_can_be_told(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    tables.put_into(home.root)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TANGKAL_")}
    environment |= {"TANGKAL_HOME": str(home.root), "TANGKAL_ALERT_HOSTS": "127.0.0.1"}
    with web_server() as web:
        python(environment, PREPARE.format(url=web.url, messages=MESSAGES))
        killed = 0
        for number, step in enumerate(STEPS):
            killed += python(environment, WORK, step, 3 * number).returncode == -9
        python(environment, WORK, 0, 3 * len(STEPS))
        python(environment, WORK, 0, 3 * len(STEPS) + 3)
        states = python(environment, READ).stdout.split()
        keys = [asked.headers["webhook-id"] for asked in web.asked]
    assert killed >= 2
    assert states == ["TERKIRIM"] * MESSAGES + [str(MESSAGES)]
    assert len(set(keys)) == MESSAGES  # however often each was sent, a receiver knows it


def test_the_worker_sends_what_waits(tmp_path):
    """The product's own command, once, as an operator would run it."""
    home = Home(tmp_path / "home")
    home.make()
    tables.put_into(home.root)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TANGKAL_")}
    environment |= {"TANGKAL_HOME": str(home.root), "TANGKAL_ALERT_HOSTS": "127.0.0.1"}
    with web_server() as web:
        python(environment, PREPARE.format(url=web.url, messages=1))
        subprocess.run(
            [sys.executable, "-m", "tangkal.cli", "worker", "--once"],
            env=environment,
            check=True,
            capture_output=True,
        )
        assert len(web.asked) == 1
