"""A round of peer review in a class: what was handed in is given out to others, and what they say is brought together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamkit.bulk.files import write_atomically
from kamkit.course.attempts import Attempt
from kamkit.course.classes import Class
from kamkit.course.classes.collecting import collect
from kamkit.course.classes.pages import page
from kamkit.course.classes.sheets import safe_rows
from kamkit.course.exercises import exercise_called
from kamkit.course.kinds import AnswerError, Text
from kamkit.course.lines import ID, load_data, read_content
from kamkit.course.peers import plan as plans
from kamkit.course.peers import review as reviews
from kamkit.course.peers.assigning import REVIEWERS, Assignment, assign_reviewers
from kamkit.course.peers.outcome import Outcome, collect_outcome
from kamkit.course.peers.plan import PARTS, parse_plan
from kamkit.course.peers.review import Review, parse_review
from kamkit.course.peers.rubric import PLAN_TASK, rubric_of
from kamkit.course.peers.shown import show_outcome, show_received
from kamkit.course.question import said
from kamkit.course.reviewing.desk import GIVEN_OUT, write_given_out
from kamkit.course.reviewing.files import file_name_of
from kamkit.course.reviewing.handed_in import HandedIn, handed_in
from kamkit.errors import InputError
from kamkit.show import parts
from kamkit.show.parts import Shown

FOLDER = "reviews"
_PIECES = "given-out.jsonl"
_FOOTER = "Names of readers are on no page that an author gets. Varnholt Packaging, its customers and its people are invented."
_PIECES_AT_MOST, _PIECE_AT_MOST = 50_000_000, 100_000


@dataclass(frozen=True)
class Piece:
    """What somebody handed in, as it is given out: headings and texts."""

    learner_id: str
    piece_id: str
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Round:
    """A round that was given out; ``aside`` says what could not be taken, ``without`` who handed nothing in."""

    task: str
    assignment: Assignment
    pieces: tuple[Piece, ...]
    without: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def assign_round(of: Class, task: str, *, wanted: int = REVIEWERS, again: bool = False) -> Round:
    """Give out what was handed in: ``to_review-<task>.json`` in every reader's folder, the list in ``reviews/<task>``.

    A task is ``plan``, or an exercise and a text question of it. Who handed in takes part, reads as many as everybody and
    is read by as many. Once given out a round stays as it is, unless ``again``: then all reviews of it are void that
    are not of the same texts. InputError if there is no such task, nobody handed in, or it was given out before.
    """
    task = task_called(task)
    folder = round_folder(of, task)
    if (folder / _PIECES).exists() and not again:
        raise InputError(f"{folder}: {task} was given out before; --again gives it out anew, and reviews of other pairs no longer count")
    pieces, aside = _pieces_of(of, task)
    if not pieces:
        why = f" ({aside[0]})" if aside else ""
        raise InputError(f"{task}: nobody of {len(of.learners)} has handed in anything to review{why}")
    assignment = assign_reviewers((one.learner_id for one in pieces), f"{of.class_id}/{of.seed}/{task}", wanted)
    by_author = {one.learner_id: one for one in pieces}
    for reviewer, authors in assignment.reads.items():
        given = write_given_out(task, [(by_author[author].piece_id, by_author[author].parts) for author in authors])
        write_atomically(of.path_of(reviewer) / f"{GIVEN_OUT}{file_name_of(task)}.json", given)
    rows = [(reviewer, author) for reviewer, authors in assignment.reads.items() for author in authors]
    write_atomically(folder / "assigned.csv", safe_rows(("reviewer", "author"), rows))
    lines = [{**vars(one), "parts": dict(one.parts), "reads": list(assignment.reads[one.learner_id])} for one in pieces]
    write_atomically(folder / _PIECES, "".join(json.dumps(line) + "\n" for line in lines))  # last: with it the round is given out
    without = tuple(one.learner_id for one in of.learners if one.learner_id not in by_author)
    return Round(task, assignment, pieces, without, aside)


def collect_round(of: Class, task: str) -> Outcome:
    """Bring the reviews of a round together and write what came of it; InputError if it was not given out.

    Written to ``reviews/<task>``: results.csv, reviewers.csv, set-aside.csv, index.html for the trainer, and one page per
    author with marks and comments but no names.
    """
    round_ = read_round(of, task)
    found_in = handed_in(of)
    read = {one: _reviews_of(of, one, found_in) for one in round_.assignment.reads}
    pieces = {one.learner_id: one.piece_id for one in round_.pieces}
    outcome = collect_outcome(round_.task, round_.assignment, pieces, {one: found for one, (found, _) in read.items()})
    problems = [f"{one}: {problem}" for one, (_, found) in read.items() for problem in found]
    _write_outcome(of, outcome, (*problems, *outcome.aside))
    return outcome


def read_round(of: Class, task: str) -> Round:
    """A round as it was given out; InputError if it was not."""
    task = task_called(task)
    path = round_folder(of, task) / _PIECES
    if not path.exists():
        raise InputError(f"{path.parent}: {task} was not given out yet; kamkit course review FOLDER --assign {task} does it")
    given = [_given(line) for line in read_content(path, _PIECES_AT_MOST).splitlines() if line.strip()]
    reads = {piece.learner_id: authors for piece, authors in given}
    each = max(map(len, reads.values()), default=0)
    return Round(task, Assignment(reads, each), tuple(piece for piece, _ in given))


def rounds_of(of: Class) -> tuple[str, ...]:
    """The tasks that were given out."""
    return tuple(task for task in tasks_of(of) if (round_folder(of, task) / _PIECES).exists())


def tasks_of(of: Class) -> tuple[str, ...]:
    """All that may be reviewed: the plan, and the short texts of the class's exercises that peers are to judge."""
    return (PLAN_TASK, *(f"{name}/{question.id}" for name in of.exercises for question in exercise_called(name).questions if _by_peers(question.kind)))


def task_called(task: str) -> str:
    """The task of that name, ``plan`` or as ``10_the_action_plan/write_an_action``; the exercise may be its number alone."""
    if rubric_of(task).key == PLAN_TASK:
        return task
    name, question_id = task.split("/")
    exercise = exercise_called(name)
    texts = [one.id for one in exercise.questions if _by_peers(one.kind)]
    if question_id not in texts:
        raise InputError(f"task {task!r}: {exercise.name} has no such text; there is {', '.join(texts) or 'none'}")
    return f"{exercise.name}/{question_id}"


def round_folder(of: Class, task: str) -> Path:
    """Where the trainer's side of a round lies."""
    return of.folder / FOLDER / file_name_of(task)


def _by_peers(kind: Any) -> bool:
    return isinstance(kind, Text) and kind.peers


def _pieces_of(of: Class, task: str) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    found, aside = [], []
    found_in = handed_in(of) if task == PLAN_TASK else HandedIn()
    attempts = {} if task == PLAN_TASK else {one: submission.attempts for one, submission in collect(of)[0].items()}
    for one in of.learners:
        given = attempts.get(one.learner_id, ())
        piece, problems = _plan_of(of, one.learner_id, found_in) if task == PLAN_TASK else _text_of(of, one.learner_id, task, given)
        aside += [f"{one.learner_id}: {problem}" for problem in problems]
        found += [piece] if piece else []
    return tuple(found), tuple(aside)


def _plan_of(of: Class, learner_id: str, found_in: HandedIn) -> tuple[Piece | None, tuple[str, ...]]:
    lines = found_in.lines(learner_id, plans.FILE, parse_plan)
    set_id = of.learner(learner_id).set_id
    own = [one for one in lines.kept if (one.set_id, one.learner_id) == (set_id, learner_id)]
    strange = (f"{plans.FILE}: a plan of another set or learner; left out",) if len(own) < len(lines.kept) else ()
    if not own:
        return None, (*lines.problems, *strange)
    plan = own[-1]
    return Piece(learner_id, plan.piece_id, {part.label: plan.parts[part.key] for part in PARTS}), (*lines.problems, *strange)


def _text_of(of: Class, learner_id: str, task: str, attempts: Sequence[Attempt]) -> tuple[Piece | None, tuple[str, ...]]:
    name, question_id = task.split("/")
    question = exercise_called(name).question(question_id)
    answers = [one.answer for one in attempts if (one.exercise, one.question) == (name, question_id) and one.answer is not None]
    if not answers or not isinstance(question.kind, Text):
        return None, ()
    try:
        text = question.kind.read(answers[-1])
    except AnswerError as error:
        return None, (f"{name}, {question_id}: {error}; left out",)
    asked = question.text if isinstance(question.text, str) else said(question.text, of.tables(learner_id))
    content = json.dumps([of.learner(learner_id).set_id, learner_id, task, text])
    return Piece(learner_id, hashlib.sha256(content.encode()).hexdigest()[:16], {"Asked": asked, "Answer": text}), ()


def _reviews_of(of: Class, reviewer: str, found_in: HandedIn) -> tuple[tuple[Review, ...], tuple[str, ...]]:
    lines = found_in.lines(reviewer, reviews.FILE, parse_review)
    set_id = of.learner(reviewer).set_id
    own = tuple(one for one in lines.kept if (one.set_id, one.reviewer) == (set_id, reviewer))
    strange = (f"{reviews.FILE}: {len(lines.kept) - len(own)} of another set or reviewer; left out",) if len(own) < len(lines.kept) else ()
    return own, (*lines.problems, *strange)


def _given(line: bytes) -> tuple[Piece, tuple[str, ...]]:
    values = load_data(line, _PIECE_AT_MOST)
    if not isinstance(values, dict) or set(values) != {"learner_id", "piece_id", "parts", "reads"} or not ID.fullmatch(str(values["piece_id"])):
        raise InputError(f"{_PIECES}: is not what was given out; give it out again with --again")
    reads = tuple(values.pop("reads"))
    return Piece(**values), reads


def _write_outcome(of: Class, outcome: Outcome, aside: Sequence[str]) -> None:
    folder = round_folder(of, outcome.task)
    for name, frame in (("results", outcome.results), ("reviewers", outcome.reviewers)):
        write_atomically(folder / f"{name}.csv", safe_rows([str(one) for one in frame.columns], frame.itertuples(index=False)))
    write_atomically(folder / "set-aside.csv", safe_rows(("what",), [(one,) for one in aside]))
    names = {one.learner_id: one.name for one in of.learners}
    more = [parts.say("Files:", *(f"{one}." for one in aside[:50]))] if aside else []
    write_atomically(folder / "index.html", _page(of, f"Peer review: {outcome.task}", parts.stack(show_outcome(outcome, names), *more)))
    for row in outcome.results.to_dict("records"):
        author = str(row["learner_id"])
        received: Shown = show_received(rubric_of(outcome.task), {str(key): value for key, value in row.items()}, outcome.counted[author])
        write_atomically(folder / f"{of.learner(author).folder}.html", _page(of, "What others say of your work", received))


def _page(of: Class, title: str, shown: Shown) -> str:
    return page("shown.html.j2", title=title, header=f"Class {of.class_id}", body=shown.html, footer=_FOOTER)
