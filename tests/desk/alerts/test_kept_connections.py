"""A thread that sends much keeps its connection, and never lends it to another name."""

import threading

import pytest

from tangkal.desk.alerts.sending import web
from tests.desk.alerts.servers import raw_server

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Every name is this machine's."""
    monkeypatch.setattr(web, "checked_address", lambda *_asked: "127.0.0.1")


class Talk:
    """Answers each request of a connection until it has answered `most` of them, then hangs up."""

    def __init__(self, most: int = 1000) -> None:
        self.most, self.opened = most, 0

    def __call__(self, connection) -> None:
        self.opened += 1
        for _each in range(self.most):
            asked = b""
            while not asked.endswith(b"\r\n\r\n{}"):  # head and body may come apart
                part = connection.recv(65536)
                if not part:
                    return
                asked += part
            connection.sendall(ANSWER)
        connection.close()


def posts(port: int, hosts: list[str], *, keeps: bool) -> list[object]:
    """What a thread of its own was answered, one host after the other."""
    found: list[object] = []

    def send() -> None:
        if keeps:
            web.keep_alive()
        found.extend(web.post(f"http://{each}:{port}/", b"{}", {}, inside=()) for each in hosts)

    thread = threading.Thread(target=send)
    thread.start()
    thread.join()
    return found


@pytest.mark.parametrize(
    ("hosts", "keeps", "opened"),
    [
        (["satu.example"] * 3, False, 3),
        (["satu.example"] * 3, True, 1),
        # One address under two names: a certificate was checked for one of them.
        (["satu.example", "dua.example", "satu.example"], True, 2),
    ],
)
def test_a_connection_is_kept_by_who_asked_for_it_and_for_one_name(hosts, keeps, opened):
    talk = Talk()
    with raw_server(talk) as port:
        answers = posts(port, hosts, keeps=keeps)

    assert [each.status for each in answers] == [200] * 3
    assert talk.opened == opened


def test_a_connection_that_was_hung_up_is_opened_anew(monkeypatch):
    monkeypatch.setattr(web, "IDLE_S", 0.0)  # as one that has been idle for long
    talk = Talk(most=1)
    with raw_server(talk) as port:
        answers = posts(port, ["satu.example"] * 3, keeps=True)

    assert [each.status for each in answers] == [200] * 3
    assert talk.opened == 3
