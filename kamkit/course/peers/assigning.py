"""Who reads whom: as evenly as it can be, seeded, never oneself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

REVIEWERS = 3


@dataclass(frozen=True)
class Assignment:
    """``reads``: for each reviewer the authors they read, in the order to read them. ``each``: how many that is."""

    reads: dict[str, tuple[str, ...]]
    each: int
    wanted: int = REVIEWERS

    def readers_of(self, author: str) -> tuple[str, ...]:
        """Who reads somebody."""
        return tuple(reviewer for reviewer, authors in self.reads.items() if author in authors)

    @property
    def says(self) -> str:
        """What came of it, in a sentence."""
        people = len(self.reads)
        if people < 2:
            return f"{'Nobody has' if not people else 'Only one person has'} handed in; there is nobody to review anything. The trainer reads it."
        if self.each < self.wanted:
            return f"{people} people: each is read by {self.each} and reads {self.each}, because there are no {self.wanted} others."
        return f"{people} people: each is read by {self.each} others and reads {self.each}."


def assign_reviewers(people: Iterable[str], seed: str, wanted: int = REVIEWERS) -> Assignment:
    """Everybody reads ``wanted`` others and is read by as many; fewer where there are not enough people.

    ``people``: those who handed in. Everybody is put on a circle, in an order that hangs on the seed alone, and reads those
    a few drawn steps onward; so all numbers are equal, and nobody meets themselves. From seven people on nobody reads
    somebody who reads them. The same people and seed give the same assignment on any machine.
    """
    circle = sorted(set(people), key=lambda one: (_drawn(seed, "person", one), one))
    count = len(circle)
    each = min(wanted, max(0, count - 1))
    steps = _steps(seed, count, each)
    reads = {one: tuple(circle[(at + step) % count] for step in steps) for at, one in enumerate(circle)}
    return Assignment(dict(sorted(reads.items())), each, wanted)


def _steps(seed: str, count: int, each: int) -> list[int]:
    """Distinct steps around the circle; as long as there is a choice, no two that lead back to where one came from."""
    drawn = sorted(range(1, count), key=lambda step: _drawn(seed, "step", str(step)))
    chosen: list[int] = []
    for step in drawn:
        if len(chosen) < each and (count - step) not in chosen and 2 * step != count:
            chosen.append(step)
    return chosen + [step for step in drawn if step not in chosen][: each - len(chosen)]


def _drawn(seed: str, what: str, one: str) -> str:
    return hashlib.sha256(f"{seed}\x00{what}\x00{one}".encode()).hexdigest()
