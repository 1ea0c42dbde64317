"""What the customer says: relationship quality, the same questions before and after, and our forecasts beside what came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.review import estimate_brier, review_forecasts, review_quality, review_reappraisal
from kamkit.method.review.change import FALLEN, NOT_SHOWN, RISEN, TOO_FEW
from kamkit.method.review.forecasts import DUE, ENOUGH, OPEN, RESOLVED
from kamkit.method.review.reappraisal import RELATION
from kamkit.method.values.answers import names_of
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.review.wording import ROWS_AT_MOST, people_of, who_enters, whom
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.words import counted, day, number, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_DRAWN = 14
_ASKER = "Somebody outside the account team who asks customers"
_ASKING = "in the sheets that kamkit template writes, imported as respondents and ratings"
_WORDS = {RISEN: "rose", FALLEN: "fell"}


def show_quality(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Trust, satisfaction and commitment from independent answers, and how many answers do not count."""
    quality = review_quality(tables, account_id, as_of)
    left = ""
    if quality.dependent:
        many = counted(quality.dependent, "person", "people")
        left = f"{many} asked by the account team {'does' if quality.dependent == 1 else 'do'} not count."
    if quality.items.empty:
        missing = parts.nothing_yet(
            f"independent answers of {whom(tables, account_id) if account_id else 'customers'} on trust, satisfaction and commitment",
            _ASKER,
            _ASKING,
        )
        return parts.stack(missing, parts.say(left)) if left else missing
    frame = quality.items.rename_axis("item").reset_index()
    frame["interval"] = [
        f"{low:.1f} to {high:.1f}" if not pd.isna(low) else "too few answers"
        for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
    columns = [
        Column("item", "Asked"),
        Column("mean", "Mean, 1 to 10", "number", 1),
        Column("interval", "95 % interval"),
        Column("answers", "Answers", "count"),
    ]
    if not account_id:
        columns.append(Column("accounts", "Accounts", "count"))
    table = parts.table(frame, columns, caption="Relationship quality, asked from outside the account team")
    said = f"{counted(quality.independent, 'independent answer')}, the newest of {day(quality.last_asked)}."
    return parts.stack(table, parts.say(said, *([left] if left else [])))


def show_reappraisal(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The change in the same questions between two askings, each with its interval and how many people stand behind it."""
    found = review_reappraisal(tables, account_id, as_of)
    if not account_id:
        found = found[found["about"] == RELATION]
    if found.empty:
        whose = f"{whom(tables, account_id)} has" if account_id else "no account has"
        what = f"the same questions asked twice; {whose} {'answered once at most' if account_id else 'answered before and after a review'}"
        return parts.nothing_yet(what, _ASKER, _ASKING)
    drawn = found.head(ROWS_DRAWN)
    message = _message(drawn, account_id, whom(tables, account_id))
    labels = list(drawn["account"]) if not account_id else _labels(tables, account_id, drawn)
    chart = parts.chart(_picture(drawn, labels), message, _detail(drawn, labels))
    return parts.stack(chart, parts.say(*_reading(found, account_id)))


def _message(drawn: pd.DataFrame, account_id: str, name: str) -> str:
    first = drawn.iloc[0]
    if account_id and first["about"] == RELATION:
        if first["verdict"] in _WORDS:
            return f"The relationship with {name} {_WORDS[first['verdict']]} by {abs(first['change']):.1f} points, clear of zero ({people_of(first)})"
        return f"The relationship with {name} moved by {first['change']:+.1f} points, which may be noise ({people_of(first)})"
    if account_id:
        clear = drawn["verdict"].isin(list(_WORDS)).sum()
        return f"At {name} {clear or 'no'} of {counted(len(drawn), 'question')} moved clear of zero"
    rose, fell = (drawn["verdict"] == RISEN).sum(), (drawn["verdict"] == FALLEN).sum()
    return f"Of {counted(len(drawn), 'account')} asked twice, the relationship rose clear of zero at {rose or 'none'} and fell at {fell or 'none'}"


def _labels(tables: Tables, account_id: str, drawn: pd.DataFrame) -> list[str]:
    own = own_rows(tables, account_id)
    names = {**names_of(own["expectations"], "expectation_id"), **names_of(own["touch_points"], "touch_point_id")}
    told = {RELATION: "RELATIONSHIP, all three"}
    return [
        told.get(str(row.about))
        or str(names.get(row.item_id, row.item_id)) + (" (touch point)" if row.about == "touch point" else "")
        for row in drawn.itertuples()
    ]


def _detail(drawn: pd.DataFrame, labels: list[str]) -> str:
    rows = zip(labels, drawn.to_dict("records"), strict=True)
    return "; ".join(f"{label}: {row['before']:.1f} before, {row['after']:.1f} after" for label, row in rows) + "."


def _picture(drawn: pd.DataFrame, labels: list[str]) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, PAPER, QUIET, new_figure, plain

    figure, axes = new_figure(height=1.2 + 0.32 * len(drawn))
    marks, rows = Marks(), drawn.to_dict("records")
    reach = max(2.0, float(drawn[["change", "low", "high"]].abs().max(axis=None)))
    reach = min(9.0, reach * 1.08)
    for place, row in enumerate(rows):
        clear = row["verdict"] in _WORDS
        colour = ALARM if row["verdict"] == FALLEN else MAIN
        if not pd.isna(row["low"]):
            marks.stroke(
                (max(row["low"], -reach), min(row["high"], reach)),
                (place, place),
                colour if clear else QUIET,
                3,
                layer=1,
            )
        marks.point(row["change"], place, colour if clear else PAPER, 7, edge=colour, layer=3)
        axes.text(
            reach * 1.06,
            place,
            f"{row['before']:.1f} → {row['after']:.1f}, {people_of(pd.Series(row))}",
            fontsize=7.5,
            va="center",
        )
    marks.stroke((0, 0), (-0.6, len(rows) - 0.4), INK, 1.2, layer=0)
    marks.draw(axes)
    axes.set_xlim(-reach, reach * 2.3)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(-reach, reach)
    name_rows(axes, [short(plain(label), 44) for label in labels])
    whole = int(reach)
    step = 1 if whole <= 4 else 2
    ticks = [float(tick) for tick in range(-(whole // step) * step, whole + 1, step)]
    draw_scale(axes, "x", ticks, [f"{tick:+.0f}" if tick else "0" for tick in ticks])
    head(axes, "CHANGE IN POINTS (0: none), with its 95 % interval. Hollow: may be noise")
    return figure


def _reading(found: pd.DataFrame, account_id: str) -> list[str]:
    said = []
    unpaired = int((~found["paired"].astype(bool)).sum())
    if unpaired:
        said.append(
            f"{counted(unpaired, 'row')} {'compares' if unpaired == 1 else 'compare'} different people, because fewer than three answered both times."
        )
    if account_id:
        row = found.iloc[0]
        if row["left_out"]:
            said.append(
                f"{counted(int(row['left_out']), 'person', 'people')} answered once only and {'is' if row['left_out'] == 1 else 'are'} left out."
            )
        if row["independent"] < row["people_after"]:
            said.append(
                f"Only {int(row['independent'])} of {int(row['people_after'])} answers {'was' if row['independent'] == 1 else 'were'} collected by somebody outside the account team."
            )
    noise = found["verdict"].isin([NOT_SHOWN, TOO_FEW]).sum()
    if noise:
        said.append(
            f"{counted(int(noise), 'row')} may be noise: ask more people before anybody calls {'it' if noise == 1 else 'them'} a result."
        )
    return said or ["All of them are the same people before and after."]


def show_forecasts(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Forecasts beside what came of them, and the programme's Brier score from ten resolved ones on."""
    found = review_forecasts(tables, account_id, as_of)
    if found.empty:
        what = f"forecasts about {whom(tables, account_id)}" if account_id else "forecasts about any account"
        return parts.nothing_yet(what, who_enters(tables, account_id, as_of), "in the form of forecasts in step 4")
    brier = estimate_brier(tables, as_of)
    shown = found[found["state"] != OPEN] if not account_id and (found["state"] != OPEN).any() else found
    frame = shown.assign(
        chance=[f"{p:.0f} %" for p in shown["probability"]],
        came=[
            "yes"
            if state == RESOLVED and happened
            else "no"
            if state == RESOLVED
            else "not said"
            if state == DUE
            else "still open"
            for state, happened in zip(shown["state"], shown["happened"], strict=True)
        ],
    )
    columns = [
        Column("event", "Event"),
        Column("chance", "Forecast"),
        Column("made_by", "By"),
        Column("made_on", "On", "date"),
        Column("came", "Came true"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    table = parts.table(frame, columns, caption="Forecasts, resolved ones first", limit=ROWS_AT_MOST)
    waiting = int((found["state"] == OPEN).sum())
    still = [f"{counted(waiting, 'forecast')} still open."] if waiting else []
    return parts.stack(table, parts.say(*still, _scored(brier)))


def _scored(brier: Any) -> str:
    if not brier.enough:
        many = (
            f"{counted(brier.resolved, 'forecast')} of the programme {'is' if brier.resolved == 1 else 'are'} resolved"
        )
        return f"{many[:1].upper()}{many[1:]}: too few to score, so read them as a list; a score is given from {ENOUGH} on."
    return (
        f"Brier score of the programme {number(brier.score, 2)} over {brier.resolved} resolved forecasts "
        f"(0 is perfect; saying {brier.happened * 100:.0f} % every time would have scored {number(brier.reference, 2)})."
    )
