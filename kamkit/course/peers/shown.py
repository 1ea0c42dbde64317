"""Pages of peer review: the brief, the levels, a piece of work, what a sample's marks are and why, what an author gets back.

``plan_fields`` and ``review_fields`` are the same forms as plain HTML, and ``plan_from`` and ``review_from`` read what a
browser sends of them, for pages without a kernel.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from kamkit.course.peers.outcome import FAR_OFF, Outcome
from kamkit.course.peers.plan import BRIEF, PARTS, TITLE
from kamkit.course.peers.review import COMMENT_AT_MOST, COMMENTS, Review
from kamkit.course.peers.rubric import HIGHEST, LOWEST, Rubric, rubric_of
from kamkit.course.peers.samples import Deviation, Sample
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, number, percent

LEVELS = range(LOWEST, HIGHEST + 1)
WIDE = 2  # levels between two marks of one criterion from which the trainer reads the piece
_TO_THE_AUTHOR = {"keep": "To keep:", "change": "To change first:"}


def show_brief() -> Shown:
    """What the plan is for, and its parts."""
    frame = pd.DataFrame([(part.label, part.asks, part.most) for part in PARTS], columns=["part", "asks", "most"])
    columns = [Column("part", "Part"), Column("asks", "What it answers"), Column("most", "Characters at most", "count")]
    return parts.stack(parts.say(BRIEF), parts.table(frame, columns, caption=TITLE))


def show_rubric(rubric: Rubric) -> Shown:
    """The levels of each criterion."""
    rows = [(f"{one.label}. {one.asks}", *one.levels) for one in rubric.criteria]
    frame = pd.DataFrame(rows, columns=["criterion", *(str(level) for level in LEVELS)])
    columns = [Column("criterion", "Criterion"), *(Column(str(level), str(level)) for level in LEVELS)]
    return parts.table(frame, columns, caption=f"{rubric.title}: what a 1, a 2, a 3 and a 4 look like")


def show_piece(texts: Mapping[str, str]) -> Shown:
    """A piece of work, part by part."""
    html = "".join(f"<h3>{escape(label)}</h3><p>{escape(text)}</p>" for label, text in texts.items())
    return Shown(f'<div class="piece">{html}</div>', "\n\n".join(f"{label}\n{text}" for label, text in texts.items()))


def reasons(rubric: Rubric, sample: Sample, given: Mapping[str, int]) -> Shown:
    """What a sample's marks are, why, and what was given."""
    rows = [(rubric.criterion(key).label, given[key], mark, sample.reasons[key]) for key, mark in sample.marks.items()]
    frame = pd.DataFrame(rows, columns=["criterion", "yours", "known", "why"])
    columns = [Column("criterion", "Criterion"), Column("yours", "Yours", "count"), Column("known", "Known", "count"), Column("why", "Why")]
    return parts.table(frame, columns, caption=sample.name, mark=[row[1] != row[2] for row in rows])


def how_far_off(found: Deviation) -> Shown:
    """How far a reviewer is off, in words."""
    if math.isnan(found.off):
        return parts.say("Not practised yet.")
    side = "higher" if found.kinder > 0 else "lower"
    lean = f" On balance your marks are {number(abs(found.kinder), 1)} {side}." if abs(found.kinder) >= 0.25 else " You lean to neither side."
    after = " Read the levels again before you go on: look for the words on the page, not for the impression." if found.off >= FAR_OFF else ""
    return parts.say(f"You are off by {number(found.off, 1)} of a level on average.{lean}{after}")


def still_to_read(count: int) -> str:
    """How many are left."""
    return f"{counted(count, 'piece', 'pieces')} still to read." if count else "Nothing more to read."


def show_received(rubric: Rubric, result: Mapping[str, Any], received: Sequence[Review]) -> Shown:
    """What an author gets back: the middle mark of each criterion with all marks, and every comment, without names."""
    if not received:
        return parts.say("Nobody's review of your work has counted yet.")
    rows = [
        (one.label, result[one.key], ", ".join(str(review.marks[one.key]) for review in received), one.levels[math.floor(result[one.key]) - 1])
        for one in rubric.criteria
    ]
    frame = pd.DataFrame(rows, columns=["criterion", "median", "all", "level"])
    columns = [Column("criterion", "Criterion"), Column("median", "Median", "number", 1), Column("all", "All marks"), Column("level", "What that looks like")]
    head = f"{counted(len(received), 'review', 'reviews')} of the {result['asked']} asked for. The median counts: {percent(100 * result['score'])} in all."
    said = [
        Shown(
            f"<h3>Reader {at}</h3>" + "".join(f"<p><b>{label}</b> {escape(getattr(one, name))}</p>" for name, label in _TO_THE_AUTHOR.items()),
            f"Reader {at}\n" + "\n".join(f"{label} {getattr(one, name)}" for name, label in _TO_THE_AUTHOR.items()),
        )
        for at, one in enumerate(received, start=1)
    ]
    return parts.stack(parts.say(head), parts.table(frame, columns, caption=rubric.title), *said)


def show_outcome(outcome: Outcome, names: Mapping[str, str]) -> Shown:
    """The trainer's page of a round: the results, the reviewers, how far they agree, what was set aside."""
    rubric = rubric_of(outcome.task)
    results = outcome.results.assign(name=_named(outcome.results, names), share=100 * outcome.results["score"])
    reviewers = outcome.reviewers.assign(name=_named(outcome.reviewers, names), remark=[_remark(row) for row in outcome.reviewers.to_dict("records")])
    results_of = [
        Column("name", "Name"), Column("reviews", "Reviews", "count"), *(Column(one.key, one.label, "number", 1) for one in rubric.criteria),
        Column("share", "Score", "percent"), Column("apart", "Widest difference", "count"),
    ]  # fmt: skip
    reviewers_of = [
        Column("name", "Name"), Column("practised", "Samples marked", "count"), Column("off", "Off by, levels", "number", 1),
        Column("kinder", "Higher or lower", "number", 1), Column("done", "Reviews that count", "count"), Column("asked", "Asked for", "count"),
        Column("remark", "Look at"),
    ]  # fmt: skip
    aside = [parts.say("Set aside:", *(f"{one}." for one in outcome.aside))] if outcome.aside else []
    return parts.stack(
        parts.say(*agreement_in_words(outcome)),
        parts.table(results, results_of, caption=f"{rubric.title}: the median of each criterion", mark=results["apart"] >= WIDE),
        parts.table(reviewers, reviewers_of, caption="Who read"),
        *aside,
    )


def agreement_in_words(outcome: Outcome) -> list[str]:
    """Kendall's W and Krippendorff's alpha, with what they are blind to."""
    said = []
    if outcome.on_samples is not None:
        said.append(
            f"On the samples, which everybody marked, Kendall's W is {outcome.on_samples.w:.2f} over {outcome.on_samples.scorers} reviewers: 1 would be the "
            "same order by all, and somebody who marks everything a level higher agrees fully."
        )
    if not math.isnan(outcome.alpha):
        reading = "" if outcome.alpha >= 0.67 else " Below 0.67 a single mark says little; go by the comments and read the widest differences yourself."
        said.append(f"Of the reviews Krippendorff's alpha is {outcome.alpha:.2f}: 1 would be the same marks, 0 no more alike than by chance.{reading}")
    return said or ["Too few reviews to say how far they agree."]


def _named(frame: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    return [names.get(str(one)) or str(one) for one in frame["learner_id"]]


def _remark(row: Mapping[str, Any]) -> str:
    said = []
    if row["off"] >= FAR_OFF:
        said.append("far off on the samples")
    if row["one_mark"]:
        said.append("the same mark everywhere")
    if row["done"] < row["asked"]:
        said.append(f"{row['asked'] - row['done']} missing")
    return "; ".join(said)


def plan_fields(given: Mapping[str, str]) -> str:
    """The plan's fields as plain HTML, named ``part.<key>``; ``given`` are the texts so far, by key."""
    made = [
        f'<p class="field"><label for="part-{part.key}"><b>{escape(part.label)}</b> {escape(part.asks)}</label>'
        f'<textarea id="part-{part.key}" name="part.{part.key}" rows="5" maxlength="{part.most}" required>{escape(str(given.get(part.key, "")))}</textarea></p>'
        for part in PARTS
    ]
    return "".join(made)


def plan_from(fields: Mapping[str, str]) -> dict[str, str]:
    """The texts of a plan from what a browser sent."""
    return {part.key: fields.get(f"part.{part.key}", "") for part in PARTS}


def review_fields(rubric: Rubric, fields: Mapping[str, str]) -> str:
    """A review's fields as plain HTML, ``mark.<criterion>``, ``keep`` and ``change``; ``fields`` is what was sent before."""
    made = []
    for one in rubric.criteria:
        chosen = fields.get(f"mark.{one.key}", "")
        levels = "".join(
            f'<p class="level"><label><input type="radio" name="mark.{one.key}" value="{level}"{" checked" if chosen == str(level) else ""} required> '
            f"<b>{level}</b> {escape(text)}</label></p>"
            for level, text in zip(LEVELS, one.levels, strict=True)
        )
        made.append(f"<fieldset><legend><b>{escape(one.label)}.</b> {escape(one.asks)}</legend>{levels}</fieldset>")
    for name, label in COMMENTS:
        made.append(
            f'<p class="field"><label for="{name}"><b>{escape(label)}</b></label>'
            f'<textarea id="{name}" name="{name}" rows="3" maxlength="{COMMENT_AT_MOST}" required>{escape(str(fields.get(name, "")))}</textarea></p>'
        )
    return "".join(made)


def review_from(rubric: Rubric, fields: Mapping[str, str]) -> dict[str, Any]:
    """What ``make_review`` reads, from what a browser sent; a mark that is not there is None."""
    written = {one.key: fields.get(f"mark.{one.key}", "") for one in rubric.criteria}
    marks = {key: int(mark) if mark in {str(level) for level in LEVELS} else None for key, mark in written.items()}
    return {"marks": marks, **{name: fields.get(name, "") for name, _ in COMMENTS}}
