"""Kernels wait for people, as many as have come in, and are started only while nobody waits for a page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from processes import PATIENCE

from kamkit.serving import pool as module
from kamkit.serving.kernels import SECONDS_OUT_OF_REACH, left_longest
from kamkit.serving.pool import AT_LEAST, AT_MOST, Pool, Ready


class Client:
    """What is connected to a kernel."""

    def __init__(self) -> None:
        self.connected = True

    def stop_channels(self) -> None:
        """Let go."""
        self.connected = False


class Machine:
    """Starts kernels that are nothing but numbers."""

    def __init__(self) -> None:
        self.made: list[Ready] = []
        self.dead: set[str] = set()
        self.broken = False

    async def start(self) -> Ready:
        """One more."""
        await asyncio.sleep(0)
        if self.broken:
            raise RuntimeError("no memory")
        self.made.append(Ready(f"k{len(self.made)}", Client()))
        return self.made[-1]

    async def is_alive(self, kernel_id: str) -> bool:
        """Whether it lives."""
        return kernel_id not in self.dead


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_OF_QUIET", 0.01)


def run(test: Callable[[Pool, Machine], object]) -> None:
    """Run it with a pool that is open, and close that."""

    async def whole() -> None:
        machine = Machine()
        pool = Pool(machine.start, machine.is_alive)
        pool.open()
        await test(pool, machine)  # type: ignore[misc]
        left = list(pool._waiting)
        await pool.close()
        assert len(pool) == 0 and not any(one.client.connected for one in left)

    asyncio.run(whole())


def test_as_many_wait_as_people_have_come_in() -> None:
    async def test(pool: Pool, machine: Machine) -> None:
        await eventually(lambda: len(pool) == AT_LEAST)
        for number in range(5):
            pool.expect(f"Guest {number}")
            pool.expect(f"Guest {number}")  # who comes twice is one
        await eventually(lambda: len(pool) == 5)
        for number in range(40):
            pool.expect(f"Guest {number}")
        await eventually(lambda: len(pool) == AT_MOST)
        assert pool.wanted == AT_MOST

    run(test)


def test_who_comes_gets_the_one_that_waited_longest_and_never_a_dead_one() -> None:
    async def test(pool: Pool, machine: Machine) -> None:
        await eventually(lambda: len(pool) == AT_LEAST)
        machine.dead.add("k0")
        assert (await pool.take()).kernel_id == "k1" and not machine.made[0].client.connected
        assert (await pool.take()).kernel_id not in ("k0", "k1"), "nobody is sent away while one can be started"
        await eventually(lambda: len(pool) == AT_LEAST)

    run(test)


def test_none_is_started_while_somebody_waits_for_a_page() -> None:
    async def test(pool: Pool, machine: Machine) -> None:
        await eventually(lambda: len(pool) == AT_LEAST)
        with pool.at_work():
            await pool.take()
            await asyncio.sleep(0.3)
            assert len(machine.made) == AT_LEAST
        await eventually(lambda: len(pool) == AT_LEAST)

    run(test)


def test_a_machine_that_cannot_start_any_leaves_it_to_who_asks() -> None:
    async def test(pool: Pool, machine: Machine) -> None:
        machine.broken = True
        while len(pool):
            await pool.take()
        with pytest.raises(RuntimeError, match="no memory"):
            await pool.take()
        machine.broken = False
        assert (await pool.take()).client.connected

    run(test)


def test_a_page_out_of_reach_makes_room_and_one_that_is_open_never_does() -> None:
    now = datetime(2026, 3, 31, 14, 2, tzinfo=UTC)

    def kernel(name: str, seconds: float, connections: int) -> dict[str, object]:
        return {"id": name, "connections": connections, "last_activity": f"{(now - timedelta(seconds=seconds)).isoformat()}"}

    open_ones = [kernel("read for long", 900, 1), kernel("opened now", SECONDS_OUT_OF_REACH - 1, 0)]
    assert left_longest([], now) == left_longest(open_ones, now) == ""
    assert left_longest([*open_ones, kernel("pocket", SECONDS_OUT_OF_REACH + 1, 0), kernel("gone", 300, 0)], now) == "gone"
