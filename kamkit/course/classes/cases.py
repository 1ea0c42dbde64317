"""A case of one's own: drawn from the class's seed and the learner's id, kept only if every question can teach on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kamkit.course.case import Case, open_case, sample_case
from kamkit.course.classes.changes import Changes, digest_of
from kamkit.course.classes.fairness import check_fairness
from kamkit.course.classes.resting import VariedCase
from kamkit.course.classes.varying import BLOCKS, Block
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.judging import check_exercise
from kamkit.errors import InputError, KamkitError

if TYPE_CHECKING:
    from kamkit.course.classes.opening import Class, Learner

HOW = 2  # one more whenever the same seed would make another case than before
TRIES = 60  # of one block; far more than any has been seen to need
WHOLE_TRIES = 5  # of all blocks together, which are nearly independent


@dataclass(frozen=True)
class Drawn:
    """A case that was kept: what differs from the sample, and for each block how many draws were made (1: the first)."""

    changes: Changes
    draws: tuple[int, ...]


def draw_case(seed: int, learner_id: str, exercises: Iterable[str] = NAMES) -> Drawn:
    """A case on which these exercises can tell every mistake apart, and of which all their texts are true.

    The same seed, learner and exercises make the same case, whoever else is in the class. InputError if none can be drawn.
    """
    numbers = frozenset(name[:2] for name in exercises)
    faults: tuple[str, ...] = ()
    for again in range(WHOLE_TRIES):
        drawn, case, disturbed = _draw_blocks(seed, learner_id, numbers, 1 + again * TRIES)
        faults = check_case(case, disturbed)
        _what_stays().memo.take(case.memo, drawn.changes.tables)
        if not faults:
            return drawn
    raise _cannot(learner_id, faults)


@lru_cache(maxsize=1)
def _what_stays() -> VariedCase:
    """The sample, with what was worked out on cases of it and rests on no table that differed there."""
    return VariedCase(sample_case())


def _draw_blocks(seed: int, learner_id: str, numbers: frozenset[str], first: int) -> tuple[Drawn, VariedCase, tuple[str, ...]]:
    """The case, and the exercises that looked at a table which a later block has changed: they are checked once more."""
    changes, draws, looked_at = Changes(), [], list[tuple[Block, frozenset[str]]]()
    case = _what_stays()
    disturbed: set[str] = set()
    for place, whole in enumerate(BLOCKS):
        block = replace(whole, exercises=tuple(name for name in whole.exercises if name in numbers))
        kept, case, draw = _draw_block(seed, learner_id, place, block, (changes, case), first)
        for earlier, tables in looked_at:
            if tables & set(kept.tables):
                disturbed.update(earlier.exercises)
        changes = changes.with_all(kept)
        draws.append(draw)
        looked_at.append((block, case.looked_at))
    return Drawn(changes, tuple(draws)), case, tuple(sorted(disturbed))


def _draw_block(
    seed: int, learner_id: str, place: int, block: Block, before: tuple[Changes, VariedCase], first: int
) -> tuple[Changes, VariedCase, int]:
    faults: tuple[str, ...] = ()
    changes, earlier = before
    for draw in range(first, first + TRIES):
        found = _drawn(seed, learner_id, place, draw)
        case = VariedCase(earlier, changes.with_all(found).case(), found.tables)
        faults = check_case(case, block.exercises)
        if not faults:
            return found, case, draw
    raise _cannot(learner_id, faults)


def _cannot(learner_id: str, faults: tuple[str, ...]) -> InputError:
    return InputError(f"learner {learner_id!r}: no case could be drawn ({faults[0]}); give the class another seed: --seed N")


def _drawn(seed: int, learner_id: str, place: int, draw: int) -> Changes:
    changes = Changes()
    words = np.frombuffer(hashlib.sha256(learner_id.encode("utf-8", "surrogatepass")).digest(), dtype=np.uint32)
    sequence = np.random.SeedSequence([seed, *map(int, words)], spawn_key=(place, draw))
    BLOCKS[place].draw(np.random.default_rng(sequence), changes)
    return changes


def drawn_again(seed: int, learner_id: str, draws: Iterable[int]) -> Changes:
    """The case of these draws, without checking it again."""
    changes = Changes()
    for place, draw in enumerate(draws):
        changes = changes.with_all(_drawn(seed, learner_id, place, draw))
    return changes


def check_case(case: Case, exercises: Iterable[str] = NAMES) -> tuple[str, ...]:
    """What is wrong with a case for these exercises, each as "01 ..."; () if nothing; stops at the first that has faults."""
    for name in exercises:
        exercise = exercise_called(name)
        try:
            faults = (*check_fairness(exercise.number, case), *check_exercise(exercise, case))
        except (KamkitError, ArithmeticError, LookupError, ValueError, StopIteration) as error:
            faults = (f"cannot be asked ({type(error).__name__}: {error})",)
        if faults:
            return tuple(f"{exercise.number}, {fault}" for fault in faults)
    return ()


@lru_cache(maxsize=1)
def made_with() -> str:
    """What cases are varied from and how, as 16 signs: where they are the same, a seed makes the same case."""
    texts = Changes()
    for block in range(len(BLOCKS)):
        texts = texts.with_all(_drawn(0, "", block, 1))
    return hashlib.sha256(f"{HOW}\0{digest_of(texts.as_csv())}".encode()).hexdigest()[:16]


def case_of(one: Class, learner: Learner) -> Case:
    """The learner's case: drawn again where this kit draws as the one that issued it, else read from the files issued.

    The files count only if they are, to the letter, what was issued. InputError if neither can be had.
    """
    if one.made_with == made_with():
        return drawn_again(one.seed, learner.learner_id, learner.draws).case()
    folder = one.folder / learner.folder / "case"
    try:
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv")) if path.stat().st_size < 8_000_000}
    except OSError:
        texts = {}
    if digest_of(texts) != learner.case:
        raise InputError(
            f"{learner.folder}: another version of the kit issued this case, and its files in {folder} are gone or changed; put back "
            "the folder as it was issued, or use the version of the kit that issued it"
        )
    return open_case(folder)
