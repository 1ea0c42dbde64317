"""A class as it was issued: who has which set, what it costs, and the key that no participant has."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.course.attempts import Reading, read_attempts
from kamkit.course.issued import IssuedSet
from kamkit.course.judging import Costs
from kamkit.errors import InputError

if TYPE_CHECKING:
    from kamkit.course.case import Case

FILE = "class.json"
TRAINERS = ("feedback", "certificates", "reviews", "serving")  # subfolders of FOLDER that are nobody's set
CASES_KEPT = 8  # a case is a few megabytes


@dataclass(frozen=True)
class Learner:
    """One row of the roster and the set that was issued for it.

    ``folder``: name of the subfolder; ``draws``: which draw of each part of the case was kept; ``case``: SHA-256 of its
    tables as written.
    """

    learner_id: str
    name: str
    folder: str
    set_id: str
    draws: tuple[int, ...]
    case: str


@dataclass
class Class:
    """A class that was issued; see the package's docstring for its folder."""

    folder: Path
    class_id: str
    seed: int
    costs: Costs
    exercises: tuple[str, ...]
    learners: tuple[Learner, ...]
    key: bytes = field(repr=False)
    made_with: str = ""  # what the cases were varied from and how; the same, the same cases
    cases_kept: int = CASES_KEPT  # a server whose participants come and go may keep more
    _cases: OrderedDict[str, Case] = field(default_factory=OrderedDict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: the cases stay here, they are drawn again there."""
        return {**vars(self), "_cases": OrderedDict()}

    def learner(self, learner_id: str) -> Learner:
        """The learner of that id, to the letter; InputError if the roster has none."""
        for one in self.learners:
            if one.learner_id == learner_id:
                return one
        raise InputError(f"class {self.class_id}: no learner {learner_id!r} in its roster")

    def path_of(self, learner_id: str) -> Path:
        """The learner's own subfolder."""
        return self.folder / self.learner(learner_id).folder

    def issued(self, learner_id: str) -> IssuedSet:
        """The set as it was issued, whatever stands in the participant's file by now."""
        one = self.learner(learner_id)
        return IssuedSet(one.set_id, one.learner_id, one.name, self.costs)

    def tables(self, learner_id: str) -> Case:
        """This learner's case; InputError if another version of the kit made it and its files are gone."""
        from kamkit.course.classes.cases import case_of

        one = self.learner(learner_id)
        if one.set_id not in self._cases:
            self._cases[one.set_id] = case_of(self, one)
            while len(self._cases) > self.cases_kept:
                self._cases.popitem(last=False)
        self._cases.move_to_end(one.set_id)
        return self._cases[one.set_id]

    def reading(self, learner_id: str) -> Reading:
        """What was answered in the learner's own subfolder; lines of another set or learner are left out and named."""
        one = self.learner(learner_id)
        return read_attempts(self.folder / one.folder, set_id=one.set_id, learner_id=one.learner_id)

    def sign(self, purpose: str, *texts: str) -> str:
        """64 hex signs that only the holder of the key can make; texts are told apart, ("a", "b") is not ("ab",)."""
        content = json.dumps([purpose, *texts], ensure_ascii=True).encode()
        return hmac.new(self.key, content, hashlib.sha256).hexdigest()

    def is_signed(self, signature: str, purpose: str, *texts: str) -> bool:
        """Whether ``sign`` made it; takes as long for a wrong one as for a right one."""
        return hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), self.sign(purpose, *texts).encode())


def signed_parts(one: Class, learner: Learner) -> dict[str, str | float]:
    """What ``set.json`` says, and its signature covers, in this order."""
    return {
        "set_id": learner.set_id, "learner_id": learner.learner_id, "name": learner.name, "class_id": one.class_id,
        "hint_cost": one.costs.hint, "attempt_cost": one.costs.attempt, "case": learner.case,
    }  # fmt: skip


def open_class(folder: str | Path) -> Class:
    """The class in a folder; InputError if there is none, or its file cannot be read."""
    path = Path(folder) / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: holds no class; make one with kamkit course issue --roster FILE.csv --out FOLDER") from None
    except ValueError:
        raise InputError(f"{path}: cannot be read; put back the file that kamkit course issue wrote") from None
    try:
        return _class_of(Path(folder), values)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: {error} is not what kamkit course issue wrote; put back that file") from None


def _class_of(folder: Path, values: dict[str, Any]) -> Class:
    return Class(
        folder=folder,
        class_id=str(values["class_id"]),
        seed=int(values["seed"]),
        costs=Costs(float(values["hint_cost"]), float(values["attempt_cost"])),
        exercises=tuple(values["exercises"]),
        learners=tuple(Learner(**{**one, "draws": tuple(one["draws"])}) for one in values["learners"]),
        key=bytes.fromhex(values["key"]),
        made_with=str(values["made_with"]),
    )


def save_class(one: Class) -> None:
    """Write ``class.json``, readable by its owner alone; an earlier one is replaced whole or not at all."""
    values = {
        "warning": "The trainer's alone. Whoever has the key can forge sets, links and certificates of this class.",
        "class_id": one.class_id,
        "key": one.key.hex(),
        "seed": one.seed,
        "hint_cost": one.costs.hint,
        "attempt_cost": one.costs.attempt,
        "exercises": list(one.exercises),
        "made_with": one.made_with,
        "learners": [vars(learner) for learner in one.learners],
    }
    path, beside = one.folder / FILE, one.folder / f".{FILE}.new"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(values, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
