"""A port somebody listens on is refused before the shared-port trap can spring."""

import os
import socket

import pytest

from tangkal.cli.web import check_port_is_free, explain
from tangkal.kernel.errors import InvalidInput


@pytest.mark.parametrize("option", [None, socket.SO_REUSEADDR, socket.SO_REUSEPORT])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_busy_port_is_refused_with_another_one_named(option, host):
    with socket.socket() as taken:
        if option is not None:
            taken.setsockopt(socket.SOL_SOCKET, option, 1)
        taken.bind((host, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InvalidInput, match=f"port {port} is busy.*--port {port + 1}"):
            check_port_is_free("127.0.0.1", port)


def test_a_port_left_a_moment_ago_is_free_again():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            connection, _ = server.accept()
            connection.close()  # the server closes first: its side lingers
    check_port_is_free("127.0.0.1", port)


def test_a_systems_port_names_a_usable_one():
    refused = PermissionError(13, os.strerror(13))
    assert "choose one above 1023" in explain(refused, "127.0.0.1", 80)


def test_the_highest_port_is_not_followed_by_an_impossible_one():
    busy = OSError(98, os.strerror(98))
    assert "--port 8000" in explain(busy, "127.0.0.1", 65535)
