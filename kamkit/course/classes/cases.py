"""A case of one's own: drawn from the class's seed and the learner's id, kept only if every question can teach on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
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
from kamkit.course.judging import faults_of
from kamkit.errors import InputError, KamkitError

if TYPE_CHECKING:
    from kamkit.course.classes.opening import Class, Learner
    from kamkit.course.question import Exercise

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
        if not faults:
            return drawn
    raise _cannot(learner_id, faults)


@lru_cache(maxsize=1)
def _what_stays() -> VariedCase:
    """The sample, and what was worked out on cases of it that rests on no table that differed there."""
    return VariedCase(sample_case())


def _draw_blocks(seed: int, learner_id: str, numbers: frozenset[str], first: int) -> tuple[Drawn, VariedCase, tuple[str, ...]]:
    """The case, and the exercises that looked at a table which a later block has changed: they are checked once more."""
    changes, draws, looked_at = Changes(), [], dict[str, frozenset[str]]()
    case = _what_stays()
    disturbed: set[str] = set()
    for place, whole in enumerate(BLOCKS):
        block = replace(whole, exercises=tuple(name for name in whole.exercises if name in numbers))
        kept, case, draw, tables_of = _draw_block(seed, learner_id, place, block, (changes, case), first)
        disturbed.update(name for name, tables in looked_at.items() if tables & set(kept.tables))
        looked_at |= tables_of
        changes = changes.with_all(kept)
        draws.append(draw)
    return Drawn(changes, tuple(draws)), case, tuple(sorted(disturbed))


def _draw_block(
    seed: int, learner_id: str, place: int, block: Block, before: tuple[Changes, VariedCase], first: int
) -> tuple[Changes, VariedCase, int, dict[str, frozenset[str]]]:
    """What was drawn and kept, with it the case, which draw it was, and the tables that each exercise looked at."""
    faults: tuple[str, ...] = ()
    changes, earlier = before
    for draw in range(first, first + TRIES):
        found = _drawn(seed, learner_id, place, draw)
        case = VariedCase(earlier, changes.with_all(found).case(), found.tables)
        looked_at = dict[str, frozenset[str]]()
        for name in block.exercises:
            case.memo.looked_at.clear()
            faults = check_case(case, (name,))
            looked_at[name] = case.looked_at
            if faults:
                break
        else:
            return found, case, draw, looked_at
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
    """The first thing that is wrong with a case for these exercises, as "01, ..."; () if nothing is."""
    for name in exercises:
        exercise = exercise_called(name)
        try:
            fault = next(_faults_of(exercise, case), "")
        except (KamkitError, ArithmeticError, LookupError, ValueError, RuntimeError) as error:  # the last: a next() that found nothing
            fault = f"cannot be asked ({type(error).__name__}: {error})"
        if fault:
            return (f"{exercise.number}, {fault}",)
    return ()


def _faults_of(exercise: Exercise, case: Case) -> Iterator[str]:
    """One by one, since the first is enough: most draws are refused, and what is right is worked out last."""
    yield from check_fairness(exercise.number, case)
    for question in exercise.questions:
        yield from faults_of(question, case)


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
    return _as_issued(one, learner)


def case_in_turn(one: Class, learner: Learner) -> Case:
    """The same for whoever goes through a class case by case: what is alike in all of them is worked out once.

    Not for several threads at once.
    """
    if one.made_with == made_with():
        changes = drawn_again(one.seed, learner.learner_id, learner.draws)
        return VariedCase(_what_stays(), changes.case(), changes.tables)
    return _as_issued(one, learner)


def _as_issued(one: Class, learner: Learner) -> Case:
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
