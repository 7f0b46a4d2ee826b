"""What every bus promises, told once and asked of each kind."""

from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex

import pyarrow as pa
import pytest

from tangkal.bus import open_bus
from tangkal.kernel import InvalidInput


def batch(*numbers):
    return pa.table({"number": pa.array(numbers, pa.int64()), "text": ["é😀"] * len(numbers)})


def names(deliveries):
    return [delivery.batch_id for delivery in deliveries]


class BusContract:
    """A subclass gives the fixture ``address``: where a fresh bus is."""

    @pytest.fixture
    def bus(self, address):
        with open_bus(address) as bus:
            yield bus

    def test_an_empty_bus_has_nothing_to_read(self, bus):
        assert bus.read(0) == []
        assert bus.depth(0) == 0
        bus.forget(7)
        assert bus.aside() == []

    def test_batches_come_back_whole_in_order_and_at_rising_positions(self, bus):
        for number in range(5):
            assert bus.publish(f"b{number}", batch(number, -number))
        found = bus.read(0)
        assert names(found) == ["b0", "b1", "b2", "b3", "b4"]
        assert [delivery.table for delivery in found] == [batch(n, -n) for n in range(5)]
        places = [delivery.position for delivery in found]
        assert places[0] > 0
        assert places == sorted(set(places))

    def test_reading_goes_on_after_a_position_and_stops_at_the_limit(self, bus):
        for number in range(5):
            bus.publish(f"b{number}", batch(number))
        first = bus.read(0, limit=2)
        assert names(first) == ["b0", "b1"]
        assert names(bus.read(first[-1].position, limit=2)) == ["b2", "b3"]
        assert bus.depth(first[-1].position) == 3
        assert names(bus.read(0, limit=2)) == ["b0", "b1"]  # reading changes nothing

    def test_a_name_is_taken_once(self, bus):
        assert bus.publish("b", batch(1))
        assert not bus.publish("b", batch(2))
        assert [delivery.table for delivery in bus.read(0)] == [batch(1)]

    def test_a_name_stays_taken_after_its_batch_is_forgotten(self, bus, address):
        bus.publish("a", batch(1))
        bus.publish("b", batch(2))
        first = bus.read(0)[0].position
        bus.forget(first)
        assert names(bus.read(0)) == ["b"]
        assert bus.depth(0) == 1
        with open_bus(address) as again:
            assert not again.publish("a", batch(1))
            assert names(again.read(first)) == ["b"]

    def test_positions_never_go_back_even_when_all_is_forgotten(self, bus, address):
        bus.publish("a", batch(1))
        last = bus.read(0)[0].position
        bus.forget(last)
        with open_bus(address) as again:
            again.publish("b", batch(2))
            assert names(again.read(last)) == ["b"]

    def test_a_reader_ahead_of_a_replaced_bus_reads_it_from_the_start(self, bus):
        bus.publish("a", batch(1))
        assert names(bus.read(1000)) == ["a"]
        assert bus.depth(1000) == 1

    def test_forgetting_beyond_the_end_forgets_no_batch_to_come(self, bus):
        bus.publish("a", batch(1))
        bus.forget(1000)
        bus.publish("b", batch(2))
        assert names(bus.read(0)) == ["b"]

    def test_publishers_at_the_same_time_lose_and_double_nothing(self, bus, address):
        def publish(worker):
            with open_bus(address) as mine:
                # Every batch is offered by two workers; exactly one may place it.
                return sum(mine.publish(f"b{worker // 2}-{n}", batch(n)) for n in range(10))

        with ThreadPoolExecutor(6) as pool:
            placed = list(pool.map(publish, range(6)))
        found = bus.read(0, limit=100)
        assert sum(placed) == len(found) == 30
        assert set(names(found)) == {f"b{worker}-{n}" for worker in range(3) for n in range(10)}
        assert len({delivery.position for delivery in found}) == 30

    def test_a_batch_can_be_set_aside_and_brought_again(self, bus):
        bus.publish("a", batch(1))
        bus.publish("b", batch(2))
        first, _ = bus.read(0)
        bus.set_aside(first.position, "no column item_id")
        assert names(bus.read(0)) == ["b"]
        assert [(each.position, each.reason) for each in bus.aside()] == [
            (first.position, "no column item_id")
        ]
        assert bus.publish("a", batch(3))
        assert names(bus.read(0)) == ["b", "a"]

    def test_nonsense_is_refused_by_value(self, bus):
        with pytest.raises(InvalidInput, match=r"\.\./x"):
            bus.publish("../x", batch(1))
        with pytest.raises(InvalidInput, match="no rows"):
            bus.publish("b", batch())
        with pytest.raises(InvalidInput, match="after=-1"):
            bus.read(-1)


class TestSpool(BusContract):
    @pytest.fixture
    def address(self, tmp_path):
        return tmp_path / "spool"


class TestNats(BusContract):
    @pytest.fixture
    def address(self, nats_server):
        return f"{nats_server.url}/test-{token_hex(6)}"


def test_an_address_of_another_kind_is_refused():
    with pytest.raises(InvalidInput, match="kafka://here"):
        open_bus("kafka://here")
