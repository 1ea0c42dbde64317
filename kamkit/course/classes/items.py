"""Item analysis: how hard each question is, whether it tells those who know more from the others, and the usual mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from kamkit.course.classes.judged import Judged

ITEMS = (
    "exercise", "question", "level", "answered", "difficulty", "first_right", "discrimination", "misconception", "shown_by", "share_of_answered",
)  # fmt: skip
FEW = 20  # learners; below, a correlation says little (its 95 % interval spans more than 0.8)
TOO_FEW = 4  # below, none is given


def review_items(marks: pd.DataFrame, judged: Mapping[str, tuple[Judged, ...]]) -> pd.DataFrame:
    """One row for each question, of those learners who answered anything.

    exercise, question, level; answered: learners; difficulty: mean score of those who answered (0 to 1, high is easy);
    first_right: share of them whose first try was right; discrimination: correlation of the question's score with the
    sum of all others, over everybody who answered anything (corrected item-rest correlation; NaN below four learners, or
    where all have the same); misconception: the one most learners showed, shown_by: how many, share_of_answered.

    Source: corrected item-total correlation, Nunnally and Bernstein (1994), Psychometric Theory, ch. 8.
    """
    from kamkit.course.exercises import exercise_called

    active = [learner_id for learner_id, each in judged.items() if any(one.answers for one in each)]
    scores = marks[marks["learner_id"].isin(active)].pivot(index="learner_id", columns=["exercise", "question"], values="score")
    told = _discrimination(scores)
    rows = []
    for at, (name, question_id) in enumerate(marks[["exercise", "question"]].drop_duplicates().itertuples(index=False, name=None)):
        found = [judged[learner_id][at] for learner_id in active if judged[learner_id][at].answers]
        count = len(found)
        mistakes = Counter(mistake for one in found for mistake in one.misconceptions)
        most = min(mistakes.items(), key=lambda item: (-item[1], item[0])) if mistakes else ("", 0)
        rows.append(
            (
                name, question_id, exercise_called(name).question(question_id).level, count,
                float(np.mean([one.score for one in found])) if count else np.nan,
                float(np.mean([one.verdicts[0].right for one in found])) if count else np.nan,
                told.get((name, question_id), np.nan), *most, most[1] / count if count else np.nan,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(ITEMS))


def _discrimination(scores: pd.DataFrame) -> dict[tuple[str, str], float]:
    """The correlation of each column with the sum of the others."""
    if len(scores) < TOO_FEW:
        return {}
    values = scores.to_numpy(dtype=float)
    rest = values.sum(axis=1, keepdims=True) - values
    own, others = values - values.mean(axis=0), rest - rest.mean(axis=0)
    spread = np.sqrt((own**2).sum(axis=0) * (others**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(spread > 1e-9, (own * others).sum(axis=0) / spread, np.nan)
    return {key: float(value) for key, value in zip(scores.columns, found, strict=True)}
