"""Figures of cases and classes: how far answers differ, whether difficulty does, and whether grading finds the skill put in.

    python tests/class_study.py cases 40           cases drawn anew: spread of answers, rejected draws, difficulty
    python tests/class_study.py class 200          a class issued, answered by a simulated crowd and graded
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests")]

from class_crowd import MISTAKE, answer_set, chance, noise, skills_of  # noqa: E402

from kamkit.course.classes.at_once import each_of  # noqa: E402
from kamkit.course.classes.cases import draw_case  # noqa: E402
from kamkit.course.classes.opening import Class, open_class  # noqa: E402
from kamkit.course.classes.varying import BLOCKS  # noqa: E402
from kamkit.course.exercises import NAMES, exercise_called  # noqa: E402
from kamkit.course.judging import judge  # noqa: E402
from kamkit.course.kinds import AnswerError, Number, Ranking, Text  # noqa: E402

NOISY = 40  # answers that nobody thought about, to average over


def answers_of(seed: int, learner_id: str) -> tuple[tuple[int, ...], list[tuple[str, str, Any, Any, float]]]:
    """The draws of a case, and of each question its kind, the right answer and what a crowd of mixed skill gets on it."""
    drawn = draw_case(seed, learner_id)
    tables = drawn.changes.case()
    skills = np.linspace(-1.6, 1.6, 9)
    rows: list[tuple[str, str, Any, Any, float]] = []
    for name in NAMES:
        for question in exercise_called(name).questions:
            kind = question.kind_for(tables)
            expected = kind.read(question.expected(tables))
            right = float(np.mean([chance(skill, question.level) for skill in skills]))
            made = float(np.mean([judge(question, tables, one.made(tables)).score for one in question.misconceptions]))
            rng = np.random.default_rng(5)
            loose = float(np.mean([judge(question, tables, noise(kind, expected, rng)).score for _ in range(NOISY)]))
            rows.append((name, question.id, kind, expected, right + (1 - right) * (MISTAKE * made + (1 - MISTAKE) * loose)))
    return drawn.draws, rows


def placed(kind: Any, answer: Any) -> Any:
    """An answer as what is to be ticked where, such as the second and the fifth: what can be copied without reading."""
    keys = [option.key for option in getattr(kind, "options", ())]
    if isinstance(answer, dict):
        choices = [option.key for option in kind.choices]
        return [choices.index(answer[key]) for key in keys]
    if isinstance(answer, list):
        at = [keys.index(key) for key in answer]
        return at if isinstance(kind, Ranking) else sorted(at)
    return keys.index(answer) if keys else answer


def copied_by_place(rows: Sequence[tuple[str, str, Any, Any, float]]) -> float:
    """The same of somebody who copies places: ticks the second and the fifth because the neighbour did."""
    if isinstance(rows[0][2], Number):
        return copied_is_wrong(rows)
    seen = [placed(one[2], one[3]) for one in rows]
    return float(np.mean([one != other for at, one in enumerate(seen) for also, other in enumerate(seen) if at != also]))


def copied_is_wrong(rows: Sequence[tuple[str, str, Any, Any, float]]) -> float:
    """Of all pairs of learners the share in which the answer of one is not right for the other, told by what it says.

    An option is the same if it says the same, wherever it stands; an order that is shuffled alone makes no difference here.
    """
    wrong = [_differs(one[2], one[3], other[3]) for one in rows for other in rows if one is not other]
    return float(np.mean(wrong))


def _differs(kind: Any, own: Any, other: Any) -> bool:
    try:
        return bool(kind.agree(own, kind.read(other)) < 1)
    except AnswerError:
        return True


def study_cases(count: int, seed: int) -> pd.DataFrame:
    """One row for each question: share of pairs whose answers differ, distinct answers, and the crowd's mean and its deviation."""
    found: list[Any] = []
    each_of(answers_of, [(seed, f"learner {at}") for at in range(count)], found.append)
    draws = np.array([draws for draws, _ in found])
    rejected = {block.name: float((draws[:, at] - 1).sum() / draws[:, at].sum()) for at, block in enumerate(BLOCKS)}
    print(f"{count} cases; share of draws rejected: " + ", ".join(f"{name} {share:.0%}" for name, share in rejected.items()))
    print(f"draws for a case in all blocks: {draws.sum(axis=1).mean():.1f} on average, {draws.sum(axis=1).max()} at most")
    rows = []
    for one in zip(*(rows for _, rows in found), strict=True):
        values = [row[3] for row in one]
        wide = np.std(values) / abs(np.mean(values)) if isinstance(one[0][2], Number) else np.nan
        marks = [row[4] for row in one]
        rows.append((one[0][0], one[0][1], type(one[0][2]).__name__, *((copied_is_wrong(one), copied_by_place(one)) if not isinstance(one[0][2], Text) else (np.nan, np.nan)),
                     len({repr(value) for value in values}), wide, np.mean(marks), np.std(marks)))  # fmt: skip
    table = pd.DataFrame(rows, columns=["exercise", "question", "kind", "copied_is_wrong", "by_place", "distinct", "variation", "crowd", "crowd_sd"])
    whole = [float(np.mean([row[4] for row in rows])) for _, rows in found]
    varies = table[table["copied_is_wrong"] > 0]
    print(f"{len(varies)} of {int(table['copied_is_wrong'].notna().sum())} questions without texts have answers of one's own; "
          f"there a copied answer is wrong in {varies['copied_is_wrong'].mean():.0%} of pairs (least {varies['copied_is_wrong'].min():.0%})")  # fmt: skip
    print(f"told by places alone it is wrong in {table['by_place'].mean():.0%} of pairs over all {int(table['by_place'].notna().sum())}; "
          f"in {int((table['by_place'] > 0).sum())} of them it ever is")  # fmt: skip
    print(f"a simulated crowd's mean score over the cases: {np.mean(whole):.3f}, deviation {np.std(whole):.4f}, from {min(whole):.3f} to {max(whole):.3f}")
    return table


def run_class(count: int, seed: int, folder: Path, exercises: tuple[str, ...] = ()) -> dict[str, float]:
    """Issue, answer and grade a class; times and how far the marks follow the skill that was put in."""
    from kamkit.course.classes.class_page import write_class_page
    from kamkit.course.classes.gradebook import write_gradebook
    from kamkit.course.classes.grading import grade_class
    from kamkit.course.classes.issuing import Order, issue_class

    roster = folder / "roster.csv"
    roster.write_text("learner_id,name\n" + "".join(f"{at:03d},Participant {at}\n" for at in range(1, count + 1)), encoding="utf-8")
    times: dict[str, float] = {}
    clock = _Clock(times, count)
    one = issue_class(roster, folder / "class", Order(exercises=exercises, seed=seed)).of
    clock.stop("issue")
    skills = skills_of(count, seed)
    work = [(str(one.folder), learner.learner_id, float(skill), seed) for learner, skill in zip(one.learners, skills, strict=True)]
    each_of(answer_in, work, lambda _: None)
    clock.stop("answer")
    graded = grade_class(one, feedback=True)
    write_gradebook(graded)
    write_class_page(graded)
    clock.stop("grade")
    times["gradebook_rows"] = len(graded.marks)
    times["gradebook_xlsx_kb"] = (one.folder / "gradebook.xlsx").stat().st_size / 1_000
    shares = graded.learners["share"].to_numpy()
    told = graded.items["discrimination"]
    print(graded.items.drop(columns=["shown_by", "level"]).to_string(index=False, float_format=lambda value: f"{value:.2f}"))
    return {
        **times, "pearson": float(stats.pearsonr(skills, shares)[0]), "spearman": float(stats.spearmanr(skills, shares)[0]),
        "mean": float(shares.mean()), "sd": float(shares.std()), "difficulty_low": float(graded.items["difficulty"].min()),
        "difficulty_high": float(graded.items["difficulty"].max()), "discrimination_median": float(told.median()), "discrimination_low": float(told.min()),
    }  # fmt: skip


class _Clock:
    """Seconds of each step by the clock, and processor seconds for each participant, those of other processes included."""

    def __init__(self, times: dict[str, float], count: int) -> None:
        self._times, self._count = times, count
        self._at, self._spent = time.monotonic(), sum(os.times()[:4])

    def stop(self, step: str) -> None:
        at, spent = time.monotonic(), sum(os.times()[:4])
        self._times[f"{step}_s"] = at - self._at
        self._times[f"{step}_processor_s_each"] = (spent - self._spent) / self._count
        self._at, self._spent = at, spent


def answer_in(folder: str, learner_id: str, skill: float, seed: int) -> None:
    one: Class = open_class(folder)
    answer_set(one, learner_id, skill, seed)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["cases", "class"])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--exercise", action="append", default=[], help="only this one; several times for several")
    given = parser.parse_args()
    if given.what == "cases":
        print(study_cases(given.count, given.seed).to_string(index=False, float_format=lambda value: f"{value:.3f}"))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in run_class(given.count, given.seed, folder, tuple(given.exercise)).items():
            print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    from class_study import main as run  # under its own name, where other processes find it

    run()
