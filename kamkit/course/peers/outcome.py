"""What the reviews of a round come to: the median of each criterion, how far each reviewer is off, how far they agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

import pandas as pd

from kamkit.course.peers.agreement import concordance, krippendorffs_alpha
from kamkit.course.peers.assigning import Assignment
from kamkit.course.peers.review import Review
from kamkit.course.peers.rubric import Rubric, rubric_of, share_of
from kamkit.course.peers.samples import Sample, deviation, samples_of
from kamkit.method.selection import Concordance

FAR_OFF = 0.8  # levels on average from which a reviewer's marks are looked at by the trainer


@dataclass(frozen=True)
class Outcome:
    """A round of peer review.

    ``results``: one row per person who handed in: learner_id, reviews (that count), asked (how many were to come), one
    column per criterion (the median mark, 1 to 4, NaN if none), score (0 to 1), apart (levels between the highest and the
    lowest mark of the criterion where that is widest).
    ``reviewers``: one row per person: learner_id, practised (samples marked), off (levels, NaN if not practised), kinder
    (above 0: higher marks than known), done, asked, one_mark (the same mark everywhere).
    ``counted``: the reviews that count, by author. ``aside``: what does not count, and why.
    ``on_samples``: Kendall's W of all who marked the same samples; ``alpha``: Krippendorff's, of the marks of peers.
    """

    task: str
    results: pd.DataFrame
    reviewers: pd.DataFrame
    counted: Mapping[str, tuple[Review, ...]]
    aside: tuple[str, ...]
    on_samples: Concordance | None
    alpha: float


@dataclass
class _Reviewer:
    """What one reviewer has done: the first marks of each sample, and the last review of each piece."""

    learner_id: str
    practised: dict[str, Mapping[str, int]] = field(default_factory=dict)
    of: dict[str, Review] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)


def collect_outcome(
    task: str, assignment: Assignment, pieces: Mapping[str, str], reviews: Mapping[str, Sequence[Review]]
) -> Outcome:
    """The outcome of a task's round.

    ``pieces``: the id of what each author handed in, as it was given out. ``reviews``: what each reviewer wrote, in its
    order. A review counts if the reviewer was asked for it and had marked both samples before; of several the last one.
    """
    rubric, samples = rubric_of(task), samples_of(task)
    author_of = {piece: author for author, piece in pieces.items()}
    read = [_read(one, task, samples, assignment, author_of, reviews.get(one, ())) for one in assignment.reads]
    counted = {
        author: tuple(sorted((one.of[author] for one in read if author in one.of), key=_in_no_order)) for author in assignment.reads
    }
    return Outcome(
        task,
        pd.DataFrame([_result(rubric, author, counted[author], assignment) for author in assignment.reads], columns=_columns(rubric)),
        pd.DataFrame([_reviewer(one, samples, assignment) for one in read], columns=_REVIEWER),
        counted,
        tuple(said for one in read for said in one.aside),
        _on_samples(rubric, samples, read),
        krippendorffs_alpha([one.marks[key] for one in of] for of in counted.values() for key in rubric.keys),
    )


_REVIEWER = ["learner_id", "practised", "off", "kinder", "done", "asked", "one_mark"]


def _columns(rubric: Rubric) -> list[str]:
    return ["learner_id", "reviews", "asked", *rubric.keys, "score", "apart"]


def _read(
    learner_id: str, task: str, samples: tuple[Sample, ...], assignment: Assignment, author_of: Mapping[str, str], reviews: Sequence[Review]
) -> _Reviewer:
    found = _Reviewer(learner_id)
    known = {sample.piece_id for sample in samples}
    for review in reviews:
        if review.task != task:
            continue
        if review.piece_id in known:
            found.practised.setdefault(review.piece_id, review.marks)  # later ones have seen the reasons
            continue
        author = author_of.get(review.piece_id)
        if author is None or author not in assignment.reads[learner_id]:
            found.aside.append(f"{learner_id}: a review of {'something that was not handed in' if author is None else 'somebody not assigned'}; left out")
        elif len(found.practised) < len(known):
            found.aside.append(f"{learner_id}: a review given before both samples were marked; left out")
        else:
            found.of[author] = review
    return found


def _in_no_order(review: Review) -> str:
    """An order that says nothing of who wrote it."""
    return hashlib.sha256(review.review_id.encode()).hexdigest()


def _result(rubric: Rubric, author: str, reviews: Sequence[Review], assignment: Assignment) -> dict[str, object]:
    marks = {key: [one.marks[key] for one in reviews] for key in rubric.keys}
    middle = {key: float(median(given)) if given else float("nan") for key, given in marks.items()}
    return {
        "learner_id": author, "reviews": len(reviews), "asked": len(assignment.readers_of(author)), **middle,
        "score": fmean(share_of(level) for level in middle.values()),
        "apart": max(max(given) - min(given) for given in marks.values()) if reviews else float("nan"),
    }  # fmt: skip


def _reviewer(one: _Reviewer, samples: tuple[Sample, ...], assignment: Assignment) -> dict[str, object]:
    found = deviation(samples, one.practised)
    given = {mark for review in one.of.values() for mark in review.marks.values()}
    return {
        "learner_id": one.learner_id, "practised": len(one.practised), "off": found.off, "kinder": found.kinder,
        "done": len(one.of), "asked": len(assignment.reads[one.learner_id]), "one_mark": len(one.of) > 1 and len(given) == 1,
    }  # fmt: skip


def _on_samples(rubric: Rubric, samples: tuple[Sample, ...], read: Sequence[_Reviewer]) -> Concordance | None:
    def row(one: _Reviewer) -> Iterator[int]:
        return (one.practised[sample.piece_id][key] for sample in samples for key in rubric.keys)

    return concordance([list(row(one)) for one in read if len(one.practised) == len(samples)])
