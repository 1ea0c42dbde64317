"""What grading found of each learner, kept for whoever asks again: ``graded.json``, the trainer's like the gradebook.

It is taken only for exactly what was judged before: the class's key has signed it together with a digest of the answers,
the set, the costs, the exercises and the kit's own files. Whatever has changed, or was not written here, is judged again.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import stat
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import scipy

from kamkit.bulk.files import write_atomically
from kamkit.bulk.kit import kit_digest
from kamkit.course.attempts import Attempt
from kamkit.course.classes.judged import Judged
from kamkit.course.classes.opening import Class
from kamkit.course.judging import Verdict

FILE = "graded.json"
AT_MOST = 200_000_000  # bytes; a class of 200 with all twelve exercises is about a fiftieth of it
_PURPOSE = "graded"


class Known:
    """What was found earlier in a class; ``keep`` what is found now and ``save`` it."""

    def __init__(self, one: Class) -> None:
        self._of = one
        self._entries: dict[str, dict[str, str]] = {}
        self._read = False

    def of(self, attempts: Mapping[str, Sequence[Attempt]]) -> dict[str, tuple[Judged, ...]]:
        """What was found of those learners whose answers, set and kit are the same as then."""
        self._load()
        found = {learner_id: self._found(learner_id, given) for learner_id, given in attempts.items()}
        return {learner_id: judged for learner_id, judged in found.items() if judged is not None}

    def keep(self, learner_id: str, attempts: Sequence[Attempt], judged: Sequence[Judged]) -> None:
        """Note what was found of a learner's answers."""
        self._load()
        rests_on, found = self._rests_on(learner_id, attempts), json.dumps([_values(each) for each in judged])
        signature = self._of.sign(_PURPOSE, learner_id, rests_on, found)
        self._entries[learner_id] = {"rests_on": rests_on, "found": found, "signature": signature}

    def save(self) -> None:
        """Write what was noted, and what was known before of the others in the class."""
        own = {learner.learner_id for learner in self._of.learners}
        kept = {learner_id: entry for learner_id, entry in sorted(self._entries.items()) if learner_id in own}
        write_atomically(self._of.folder / FILE, json.dumps(kept, indent=1) + "\n")

    def _found(self, learner_id: str, attempts: Sequence[Attempt]) -> tuple[Judged, ...] | None:
        entry = self._entries.get(learner_id)
        try:
            if entry is None or entry["rests_on"] != self._rests_on(learner_id, attempts):
                return None
            if not self._of.is_signed(entry["signature"], _PURPOSE, learner_id, entry["rests_on"], entry["found"]):
                return None
        except (KeyError, TypeError, AttributeError):
            return None
        return tuple(_judged(values) for values in json.loads(entry["found"]))  # written here: the key has signed it

    def _rests_on(self, learner_id: str, attempts: Sequence[Attempt]) -> str:
        """A digest of everything that what is found can depend on, but for the key."""
        one = self._of
        parts = [_kit(), one.class_id, one.seed, one.made_with, one.costs.hint, one.costs.attempt, one.exercises, vars(one.learner(learner_id))]
        found = hashlib.sha256(json.dumps(parts).encode())
        for attempt in attempts:
            found.update(attempt.as_line().encode())
        return found.hexdigest()

    def _load(self) -> None:
        if self._read:
            return
        self._read = True
        path = self._of.folder / FILE
        try:
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode) and status.st_size <= AT_MOST:
                values = json.loads(path.read_text(encoding="utf-8"))
                self._entries = values if isinstance(values, dict) else {}
        except (OSError, ValueError, RecursionError):
            return  # nothing is known: all is judged again, and the file written anew


def _kit() -> str:
    """The kit with its sample, and what it computes with."""
    return f"{kit_digest('.csv')} numpy {np.__version__} pandas {pd.__version__} scipy {scipy.__version__}"


def _values(each: Judged) -> list[Any]:
    """A judged question as what JSON can hold; what is said to an answer is left out, pages of feedback say it anew."""
    verdicts = [(verdict.score, verdict.misconception) for verdict in each.verdicts]
    distance = None if math.isnan(each.distance) else each.distance
    return [each.exercise, each.question, each.answers, verdicts, each.hints, each.score, distance]


def _judged(values: Any) -> Judged:
    exercise, question, answers, verdicts, hints, score, distance = values
    told = tuple(Verdict(worth, name, "", "") for worth, name in verdicts)
    return Judged(exercise, question, tuple(answers), told, hints, score, float("nan") if distance is None else distance)
