"""Where we stand, to look at: ratings with their evidence, the weakest fit, the sponsor's page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.direction.sponsor import kinds_not_asked, review_commitments
from kamkit.method.direction.standing import PAIRS, Area, rank_standing, review_congruence
from kamkit.method.worth import reporting_currency
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.words import amount, day, listed, number

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WHO = "Anybody who knows the company, in two departments or more"
_CALLED: dict[Area, str] = {
    "building block": "building block", "congruence": "pair of building blocks", "basics": "basic of the programme",
}  # fmt: skip


def show_standing(tables: Tables, area: Area) -> Shown:
    """Every item of an area, the lowest first, with the range of people's ratings as a picture and the evidence as a table."""
    standing = rank_standing(tables, area)
    rated = standing[standing["people"] > 0]
    what = _CALLED[area]
    if rated.empty:
        return parts.stack(_nothing(what), _questions(standing))
    lowest = rated.iloc[0]
    message = f"Lowest {what}: {lowest['item']}, rated {lowest['rating']:g} of 5."
    unrated = list(standing.loc[standing["people"] == 0, "item"])
    detail = f"Nobody rated {listed(unrated)}." if unrated else ""
    apart = bool((rated["high"] > rated["low"]).any())
    reading = [parts.say("The bar goes from the lowest rating to the highest, the dot is the middle one.")] if apart else []
    return parts.stack(parts.chart(_picture(standing), message, detail), *reading, _evidence(standing))


def show_lowest(tables: Tables, area: Area) -> Shown:
    """The lowest of an area in two sentences, for the page of one account."""
    lowest = rank_standing(tables, area).iloc[0]
    first = area == "building block"  # said once on a page
    where = "The ratings are of the company and not of one account: open this workbook without an account to see them all." if first else ""
    if not lowest["people"]:
        return parts.say(f"Nobody has rated any {_CALLED[area]} yet.", *filter(None, [where]))
    evidence = "" if pd.isna(lowest["evidence"]) else f" {str(lowest['evidence']).rstrip('.')}."
    return parts.say(f"Lowest {_CALLED[area]}: {lowest['item']}, {lowest['rating']:g} of 5.{evidence}", *filter(None, [where]))


def _nothing(what: str) -> Shown:
    return parts.nothing_yet(f"ratings of any {what}", WHO, "in the form above, each rating with its evidence")


def _questions(standing: pd.DataFrame) -> Shown:
    return parts.table(standing, [Column("item", "To be rated"), Column("asks", "The question behind it")], caption="What is asked")


def _evidence(standing: pd.DataFrame) -> Shown:
    columns = [
        Column("item", "Item"),
        Column("rating", "Rating", "number", 1, help="The middle one of people's latest ratings, 1 to 5."),
        Column("range", "From, to"),
        Column("people", "People", "count"),
        Column("evidence", "What the lowest rating rests on"),
    ]
    shown = standing.assign(
        range=[f"{row.low:g}, {row.high:g}" if row.people > 1 else "" for row in standing.itertuples()],
        evidence=standing["evidence"].fillna("no evidence").where(standing["people"] > 0, "nobody rated it"),
    )
    return parts.table(shown, columns, caption="Ratings with their evidence, the lowest first")


def _picture(standing: pd.DataFrame) -> Any:
    from kamkit.show.figures import INK, MAIN, QUIET, new_figure

    figure, axes = new_figure(height=1.0 + 0.36 * len(standing))
    marks, places = Marks(), range(len(standing))[::-1]
    for place, row in zip(places, standing.itertuples(), strict=True):
        marks.stroke((1, 5), (place, place), QUIET, 1, layer=1)
        if row.people == 0:
            axes.annotate("nobody rated it", (1, place), (6, 5), textcoords="offset points", fontsize=8, va="center")
            continue
        if row.high > row.low:
            marks.stroke((row.low, row.high), (place, place), INK, 3, layer=2)
        marks.point(row.rating, place, MAIN, 9, layer=3)
        axes.annotate(f"{row.rating:g}", (row.rating, place), (0, 6), textcoords="offset points", fontsize=8, va="bottom", ha="center")
    marks.draw(axes)
    axes.set_xlim(0.9, 5.4)
    axes.set_ylim(-0.6, len(standing) - 0.2)
    axes.spines["left"].set_visible(False)
    name_rows(axes, list(standing["item"])[::-1], size=9)
    draw_scale(axes, "x", [1, 2, 3, 4, 5], ["1 not at all", "2", "3", "4", "5 fully"])
    return figure


def show_congruence(tables: Tables) -> Shown:
    """The weakest of the six fits first, with its evidence; the mean only beside it."""
    found = review_congruence(tables)
    standing = rank_standing(tables, "congruence")
    if found.rating is None or found.mean is None:
        return parts.stack(_nothing("pair of building blocks"), _questions(standing))
    mean = f"The mean of {'all six' if found.rated == len(PAIRS) else f'the {found.rated} rated'} is {number(found.mean)}"
    hides = " and hides it." if found.mean - found.rating >= 0.5 else "."
    said = parts.say(f"The weakest fit is {listed(found.weakest)}: {found.rating:g} of 5.", f"{mean}{hides}")
    return parts.stack(said, show_standing(tables, "congruence"))


def show_commitments(tables: Tables, as_of: date) -> Shown:
    """The sponsor's page: needed, promised, by whom, until when, signed; what is missing stands in words."""
    asked = review_commitments(tables, as_of)
    if asked.empty:
        return parts.nothing_yet(
            "what the programme needs of the sponsor", "The programme supervisor",
            "organisation, technology, money and people, in the form above",
        )  # fmt: skip
    currency = reporting_currency(tables)
    shown = asked.assign(
        promise=[_promise(row, currency) for row in asked.itertuples()],
        signed=["" if pd.isna(signed) else day(signed) for signed in asked["signed_on"]],
        lacks=[_lacks(row) for row in asked.itertuples()],
    )
    columns = [
        Column("kind", "Kind"),
        Column("needed", "Needed"),
        Column("promise", "Promised"),
        Column("promised_by", "By whom"),
        Column("due", "Until", "date"),
        Column("signed", "Signed"),
        Column("lacks", "Missing"),
    ]
    bad = asked["state"].isin(["not promised", "overdue"])
    page = parts.table(shown, columns, caption=f"The sponsor's page, {day(as_of)}: the open ones first", mark=bad)
    still = asked[asked["state"] != "there"]
    whole = int((still["missing"] == "").sum())
    said = f"{whole} of {len(still)} commitments that are not there yet {'is' if whole == 1 else 'are'} promised, dated and signed."
    missing = kinds_not_asked(tables)
    asked_for = f"Nothing was asked for under {listed(missing)}." if missing else ""
    return parts.stack(parts.say(*filter(None, [said if len(still) else "All that was asked for is there.", asked_for])), page)


def _promise(row: Any, currency: str) -> str:
    if pd.isna(row.promised):
        return "nothing yet"
    return str(row.promised) + ("" if pd.isna(row.amount) else f" ({amount(row.amount, currency)})")


def _lacks(row: Any) -> str:
    if row.state == "there":
        return f"nothing: there since {day(row.there_since)}"
    late = f"{row.days_late} days overdue" if row.days_late else ""
    return "; ".join(filter(None, [late, row.missing])) or "nothing"
