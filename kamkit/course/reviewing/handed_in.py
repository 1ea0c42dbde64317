"""What was handed in beside the answers, in folders and zips alike: only of sets that this class issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from kamkit.course.classes import Class
from kamkit.course.classes.collecting import packages_of
from kamkit.course.classes.packages import Package, Refused
from kamkit.course.lines import FILE_AT_MOST, Lines, parse_lines


class Written(Protocol):
    """A record that was written as a line."""

    def as_line(self) -> str:
        """The line."""


Kept = TypeVar("Kept", bound=Written)


@dataclass(frozen=True)
class HandedIn:
    """The sets of each learner, one's own folder first."""

    packages: dict[str, list[Package]] = field(default_factory=dict)

    def lines(self, learner_id: str, name: str, parse: Callable[[bytes], Kept]) -> Lines[Kept]:
        """What a learner's files of that name hold, each record once, in their order."""
        kept: dict[str, Kept] = {}
        problems: list[str] = []
        for package in self.packages.get(learner_id, []):
            if not package.has(name):
                continue
            try:
                found = parse_lines(package.read(name, FILE_AT_MOST), name, parse)
            except Refused as error:
                problems.append(f"{name}: {error}")
                continue
            for one in found.kept:
                kept.setdefault(one.as_line(), one)
            problems += found.problems
        return Lines(tuple(kept.values()), tuple(problems))


def handed_in(of: Class) -> HandedIn:
    """The sets that lie in the folder of a class; what is not of this class is passed over (grading says why)."""
    found = HandedIn()
    own = {learner.folder for learner in of.learners}
    for learner, package in sorted(packages_of(of), key=lambda one: (one[1].path.name not in own, one[1].path.name)):
        found.packages.setdefault(learner.learner_id, []).append(package)
    return found
