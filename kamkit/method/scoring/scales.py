"""The marks a scorer chooses from, and what some of them look like."""

from __future__ import annotations

from dataclasses import dataclass

from kamkit.method.relationship.scale import MEANS, STAGES

Anchors = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Scale:
    """Whole marks from 1 to ``high``; ``names`` where each mark has one, ``far`` points make two people disagree."""

    high: int
    far: float
    names: tuple[str, ...] = ()

    @property
    def marks(self) -> range:
        """The marks, lowest first."""
        return range(1, self.high + 1)

    def name(self, mark: float) -> str:
        """A mark as people say it: its name, else the figure."""
        if self.names and mark == int(mark) and 1 <= mark <= self.high:
            return self.names[int(mark) - 1]
        return f"{mark:g}"


TEN = Scale(10, far=3.0)  # as for departments in the selection (default)
FIVE = Scale(5, far=2.0)
STAGE = Scale(5, far=2.0, names=STAGES)
STAGE_ANCHORS: Anchors = tuple((place, MEANS[stage]) for place, stage in enumerate(STAGES, start=1))
IMPORTANCE_ANCHORS: Anchors = ((2, "hardly noticed"), (5, "matters, among other things"), (9, "they would leave over it"))
PERFORMANCE_ANCHORS: Anchors = ((2, "they complain"), (5, "as agreed, no more"), (9, "they tell others about it"))

SCALES = {"criteria": TEN, "touch points": TEN, "relationship stage": STAGE, "plan review": FIVE}
"""The scale of each thing that is scored together."""
