"""A crowd of simulated participants: each answers by a skill that was put in, and makes the mistakes people make."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from kamkit.course.attempts import Attempt, append_attempt
from kamkit.course.case import Case
from kamkit.course.classes.cases import case_in_turn
from kamkit.course.classes.opening import Class
from kamkit.course.exercises import exercise_called
from kamkit.course.judging import expected_of, judge, kind_of, made_by
from kamkit.course.kinds import Answer, Choice, Kind, Matching, Number, Ranking, Rows, Several
from kamkit.course.question import Question

HARDER = {"recognise": -0.8, "compute": 0.0, "decide": 0.0, "defend": 0.6}
TELLS = 1.3  # how steeply the chance of being right rises with skill
MISTAKE, SKIPS, AGAIN, ASKS = 0.75, 0.03, 0.7, 0.25
TRIES = 3
VAGUE = "I would talk about it with everybody again quite soon, and then we would find something good together for all sides involved here, surely."


def chance(skill: float, level: str, tries_before: int = 0) -> float:
    """How likely somebody of that skill (mean 0, deviation 1) is right."""
    return 1 / (1 + math.exp(-(TELLS * (skill - HARDER[level]) + 0.5 * tries_before)))


def skills_of(count: int, seed: int) -> np.ndarray:
    """Skills of a class."""
    return np.random.default_rng([seed, 1]).normal(size=count)


def noise(kind: Kind, expected: Answer, rng: np.random.Generator) -> Answer:
    """An answer of the right kind that nobody thought about."""
    if isinstance(kind, Number):
        return float(expected * rng.lognormal(0, 0.5) + rng.normal())
    if isinstance(kind, Choice):
        return str(rng.choice([one.key for one in kind.options]))
    if isinstance(kind, Several):
        keys = [one.key for one in kind.options]
        return [str(key) for key in rng.choice(keys, size=int(rng.integers(1, (kind.most or len(keys)) + 1)), replace=False)]
    if isinstance(kind, Ranking):
        return [str(key) for key in rng.permutation([one.key for one in kind.options])]
    if isinstance(kind, Matching):
        return {one.key: str(rng.choice([choice.key for choice in kind.choices])) for one in kind.options}
    assert not isinstance(kind, Rows), "no exercise has one yet"
    return VAGUE


def tries_of(question: Question, tables: Case, skill: float, rng: np.random.Generator) -> Iterator[tuple[Answer | None, int]]:
    """What somebody does with a question: answers with the hints taken by then; None is a hint."""
    kind, expected = kind_of(question, tables), expected_of(question, tables)
    hints = 0
    for before in range(TRIES):
        if rng.random() < chance(skill, question.level, before):
            answer = expected
        elif question.misconceptions and rng.random() < MISTAKE:
            answer = made_by(question.misconceptions[int(rng.integers(len(question.misconceptions)))], question, tables)
        else:
            answer = kind.read(noise(kind, expected, rng))
        yield answer, hints
        if judge(question, tables, answer).right or rng.random() > AGAIN:
            return
        if hints < len(question.hints) and rng.random() < ASKS:
            hints += 1
            yield None, hints


def answer_set(one: Class, learner_id: str, skill: float, seed: int, exercises: Sequence[str] = ()) -> None:
    """Answer a learner's whole set by that skill, into the learner's own folder."""
    learner = one.learner(learner_id)
    tables = case_in_turn(one, learner)
    rng = np.random.default_rng([seed, int.from_bytes(hashlib.sha256(learner_id.encode()).digest()[:4])])
    for name in exercises or one.exercises:
        for question in exercise_called(name).questions:
            if rng.random() < SKIPS:
                continue
            given: list[Any] = []
            for answer, hints in tries_of(question, tables, skill, rng):
                if answer is not None and answer in given:
                    continue  # the form keeps the same answer once
                given += [answer] if answer is not None else []
                attempt = Attempt(learner.set_id, learner_id, name, question.id, len(given), hints, answer, "2026-04-01T09:00:00+00:00")
                append_attempt(one.path_of(learner_id), attempt)
