"""Work beside the stream goes on, whatever happens in it, and holds nothing up."""

import threading

import pytest

from tangkal.desk.jobs import beside
from tangkal.desk.jobs.beside import Beside, Round

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 300  # before a thread that hangs fails its test; a loaded machine is only slow


def test_a_round_that_fails_is_tried_again_and_stops_no_other(caplog):
    stop, failed, done = threading.Event(), [], []

    def fail():
        failed.append(1)
        raise OSError("database is away")

    def work():
        done.append(1)
        if len(done) >= 3 and len(failed) >= 3:
            stop.set()
        return 0

    rounds = [Round(act=fail, every_s=0.01), Round(act=work, every_s=0.01)]
    thread = Beside("proof", rounds, stop)
    thread.start()
    thread.join(PATIENCE_S)

    assert not thread.is_alive()
    assert "proof: this round failed" in caplog.text


def test_an_eager_round_goes_on_at_once_while_there_is_work_and_a_calm_one_waits():
    stop, left, calm = threading.Event(), [5], []

    def eager():
        left[0] -= 1
        if left[0] == 0:
            stop.set()
        return left[0]

    def slow():
        calm.append(1)
        return 1

    rounds = [Round(act=eager, every_s=60, is_eager=True), Round(act=slow, every_s=60)]
    thread = Beside("proof", rounds, stop)
    thread.start()
    thread.join(PATIENCE_S)

    assert not thread.is_alive()
    assert len(calm) == 1


def test_a_round_that_nobody_waits_for_lets_people_go_first_and_not_for_ever(monkeypatch):
    stop, waiting, done = threading.Event(), [3], []
    monkeypatch.setattr(beside, "LOOK_AGAIN_S", 0.01)

    def are_people_waiting():
        waiting[0] -= 1
        return waiting[0] > 0

    def heavy():
        done.append(waiting[0])
        stop.set()
        return 0

    thread = Beside("proof", [Round(act=heavy, every_s=60, must_wait=are_people_waiting)], stop)
    thread.start()
    thread.join(PATIENCE_S)
    assert done == [0]

    late = Round(act=heavy, every_s=60, must_wait=lambda: True)
    assert beside.is_put_off(late, beside.MOST_PUT_OFF_S - 1)
    assert not beside.is_put_off(late, beside.MOST_PUT_OFF_S)
