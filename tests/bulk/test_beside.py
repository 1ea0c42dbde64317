"""How many processes work at once: on the cores that are this one's, in the time that its container grants."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kamkit.bulk import Limits
from kamkit.bulk.beside import cores

OWN = 6


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, OWN),
        ({"cpu.max": "max 100000\n"}, OWN),
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "10000 100000\n"}, 1),
        ({"cpu.max": "6400000 100000\n"}, OWN),
        ({"cpu.max": "not as expected"}, OWN),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, OWN),
        ({"cpu/cpu.cfs_quota_us": "300000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 3),
    ],
)
def test_a_container_may_grant_less_than_the_machine_has(
    found: dict[str, str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(OWN)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    for name, text in found.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert cores(tmp_path) == expected


def test_notebooks_at_once_are_counted_by_the_cores_that_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert Limits().places == 4
    assert Limits(at_once=7).places == 7
