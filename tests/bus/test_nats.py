"""What only the bus on NATS has to say."""

import sys
from secrets import token_hex

import pyarrow as pa
import pytest

from tangkal.bus import BusError, open_bus
from tangkal.kernel import InvalidInput, SettingMissing
from tests.servers.ports import free_port


@pytest.fixture
def address(nats_server):
    return f"{nats_server.url}/test-{token_hex(6)}"


def test_a_missing_client_is_said_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "nats", None)
    monkeypatch.delitem(sys.modules, "tangkal.bus.nats", raising=False)
    with pytest.raises(SettingMissing, match=r"pip install 'tangkal\[nats\]'"):
        open_bus("nats://127.0.0.1:4222")


def test_a_server_that_is_not_there_is_said_at_once_without_its_password():
    port = free_port()
    with pytest.raises(BusError, match=f"127.0.0.1:{port} cannot be used") as refused:
        open_bus(f"nats://user:secret@127.0.0.1:{port}")
    assert "secret" not in str(refused.value)


def test_a_batch_too_large_for_the_server_is_refused_by_size(address):
    noise = pa.table({"text": [token_hex(1_200_000)]})
    with open_bus(address) as bus:
        with pytest.raises(BusError, match="raise max_payload"):
            bus.publish("b", noise)
        assert bus.publish("b", noise.slice(0, 1).set_column(0, "text", [["short"]]))


def test_a_message_that_is_no_batch_is_set_aside_and_the_stream_goes_on(address):
    with open_bus(address) as bus:
        bus._wait(bus._jetstream.publish(bus.stream, b"hello"))
        bus.publish("b", pa.table({"number": [1]}))
        assert [delivery.batch_id for delivery in bus.read(0, limit=1)] == ["b"]
        assert bus.depth(0) == 1
        assert bus.aside()[0].position == 1


def test_streams_of_one_server_are_apart(address, nats_server):
    with open_bus(address) as one, open_bus(address + "-other") as other:
        one.publish("b", pa.table({"number": [1]}))
        assert other.read(0) == []
        assert other.publish("b", pa.table({"number": [2]}))


def test_a_stream_name_that_nats_cannot_take_is_refused(nats_server):
    with pytest.raises(InvalidInput, match=r"a\.b"):
        open_bus(f"{nats_server.url}/a.b")
