"""What of a question is drawn for each case: statements to judge, out of more than any one case shows.

Which ones a case gets follows from its own figures (the controller's rates, which differ from case to case), so the same
case always asks the same, and nothing has to be kept beside it. The sample gets the first of each group.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kamkit.course.case import sample_case
from kamkit.course.kinds import Answer, Choice, Option, Several
from kamkit.course.question import Said, said

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Drawn = TypeVar("Drawn", bound=Hashable)


def _mark(tables: Tables) -> bytes:
    rates = tables["activity_rates"]
    return "\n".join(sorted(f"{driver} {rate:.6g}" for driver, rate in zip(rates["driver"], rates["rate"], strict=True))).encode()


def is_sample(tables: Tables) -> bool:
    """Whether nothing was drawn for this case."""
    return _mark(tables) == _mark(sample_case())


def luck_of(tables: Tables, id: str) -> np.random.Generator:
    """The luck of one question on one case: the same case and question, the same luck."""
    found = hashlib.sha256(id.encode() + b"\0" + _mark(tables)).digest()
    return np.random.default_rng(np.frombuffer(found, dtype=np.uint32).tolist())


def one_of(tables: Tables, id: str, offered: Sequence[Drawn]) -> Drawn:
    """One of them for this case; the first on the sample."""
    return offered[0 if is_sample(tables) else int(luck_of(tables, id).integers(len(offered)))]


def some_of(tables: Tables, id: str, offered: Sequence[Drawn], count: int, fair: Callable[[tuple[Drawn, ...]], bool]) -> tuple[Drawn, ...]:
    """So many of them for this case, of which ``fair`` holds: on the sample the first that are; if none are, the first."""
    sets = list(combinations(offered, count))
    order = range(len(sets)) if is_sample(tables) else luck_of(tables, id).permutation(len(sets))
    return next((sets[at] for at in order if fair(sets[at])), sets[0])


def turned(one: Sequence[Drawn], other: Sequence[Drawn]) -> int:
    """How many pairs two orders of the same things have the other way round: what a wrong order costs."""
    place = {thing: at for at, thing in enumerate(other)}
    return sum(place[first] > place[second] for first, second in combinations(one, 2))


def mixed(tables: Tables, id: str, things: Sequence[Drawn]) -> tuple[Drawn, ...]:
    """The same things in an order of this case's own; as they are on the sample."""
    order = range(len(things)) if is_sample(tables) else luck_of(tables, f"{id}, order").permutation(len(things))
    return tuple(things[at] for at in order)


@dataclass(frozen=True)
class Group:
    """Things that are the same to a question (all right, or all one mistake): ``take`` of them stand in a case."""

    take: int
    things: tuple[tuple[str, Said], ...]


@dataclass(frozen=True)
class Pool:
    """Things to choose from in groups; each case shows some of every group, in an order of its own."""

    id: str
    groups: Mapping[str, Group]

    def _shown(self, tables: Tables) -> list[tuple[str, str, Said]]:
        """Group, key and label of everything the case shows, before any figure of a label is worked out."""
        luck, first = luck_of(tables, self.id), is_sample(tables)
        found = []
        for name, group in self.groups.items():
            places = range(group.take) if first else luck.permutation(len(group.things))[: group.take]
            found += [(name, *group.things[at]) for at in places]
        return [found[at] for at in luck.permutation(len(found))]

    def drawn(self, tables: Tables) -> list[tuple[str, Option]]:
        """Group and option of everything the case shows, in the order in which it stands there."""
        return [(group, Option(key, said(label, tables))) for group, key, label in self._shown(tables)]

    def options(self, tables: Tables) -> tuple[Option, ...]:
        """What the case shows."""
        return tuple(option for _, option in self.drawn(tables))

    def choice(self, tables: Tables) -> Choice:
        """One of them is to be chosen."""
        return Choice(self.options(tables))

    def several(self, tables: Tables) -> Several:
        """Some of them are to be chosen."""
        return Several(self.options(tables))

    def keys(self, tables: Tables, *groups: str) -> list[str]:
        """The keys of what the case shows of these groups."""
        return [key for group, key, _ in self._shown(tables) if group in groups]

    def group_of(self, tables: Tables) -> dict[str, str]:
        """The group of everything that the case shows, by key."""
        return {key: group for group, key, _ in self._shown(tables)}

    def one(self, group: str) -> Callable[[Tables], str]:
        """What the case shows of a group, as an answer."""
        return lambda tables: self.keys(tables, group)[0]

    def all(self, *groups: str) -> Callable[[Tables], list[str]]:
        """Everything that the case shows of these groups, as an answer."""
        return lambda tables: self.keys(tables, *groups)

    def has(self, *groups: str) -> Callable[[Tables, Answer], bool]:
        """Whether an answer holds anything of these groups."""
        return lambda tables, answer: bool(set(self.keys(tables, *groups)) & set(answer))
