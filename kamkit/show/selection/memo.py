"""The memo that defends the list: two pages, everything it rests on, and the choices that were the kit's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection import (
    Selection,
    review_nine_questions,
    review_objectives,
    select_accounts,
)
from kamkit.model.frame import settings_of
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.selection.listing import bar, summary
from kamkit.show.selection.memo_choices import show_choices
from kamkit.show.selection.missing import listed, names_of, scored, scores_missing
from kamkit.show.selection.objectives import chosen_of
from kamkit.show.selection.objectives import summary as objectives_in_words
from kamkit.show.selection.questions import total
from kamkit.show.selection.step_down import steps_in_words

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

# As much as two A4 pages hold; each table says how many rows it leaves out.
CRITERIA_AT_MOST, DIFFERENCES_AT_MOST, OVERRIDES_AT_MOST, ACCOUNTS_AT_MOST, ANCHOR = 10, 6, 5, 28, 64
_REASON, _DISSENT, _EXPLAINED = 120, 100, 3


def show_selection_memo(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """The audit memo of the selection, for two A4 pages; with an account, where that memo is.

    Criteria with anchors and weights, who scored, where they agree and which departments do not (widest first),
    how the list hangs on the weights, overrides with name, reason, dissent and whom each pushes out, what is wanted
    with those chosen, and the kit's own choices with their values.
    """
    selection = select_accounts(tables, as_of)
    if account_id:
        return parts.say("The memo is about the whole list: it stands on the portfolio's page of this workbook.")
    missing = scores_missing(selection)
    if missing is not None:
        return missing
    settings = settings_of(tables)
    inner = parts.stack(
        _head(tables, selection),
        _criteria(selection),
        _scorers(tables, selection),
        _differences(selection),
        _robustness(selection),
        _overrides(selection),
        _after(tables, selection),
        show_choices(selection, settings),
        parts.say("Read and agreed (name, day): ______________________      ______________________"),
    )
    dense = " dense" if _is_long(selection) else ""
    return Shown(f'<div class="memo{dense}">\n{inner.html}\n</div>', inner.text)


def _is_long(selection: Selection) -> bool:
    """Whether there is so much of it that two pages need small print."""
    departments = selection.scores.answers["department"].nunique()
    sizes = (len(selection.scores.criteria), len(scored(selection)), len(selection.overrides), departments)
    return any(size > most for size, most in zip(sizes, (8, 26, 2, 6), strict=True))


def _head(tables: Tables, selection: Selection) -> Shown:
    settings = settings_of(tables)
    whose = f" of {settings.company}" if settings.company else ""
    supervisor = f" Programme supervisor: {settings.supervisor}." if settings.supervisor else ""
    return parts.stack(
        Shown("<h3>Memo: how the key accounts were chosen</h3>", "Memo: how the key accounts were chosen"),
        parts.say(
            f"Key accounts{whose}, as of {words.day(selection.as_of)}.{supervisor}", summary(selection),
        ),
    )  # fmt: skip


def _criteria(selection: Selection) -> Shown:
    criteria = selection.scores.criteria.sort_values("weight", ascending=False, kind="stable")
    written = criteria.assign(
        how=criteria["kind"] + ", " + criteria["horizon"],
        points=[words.number(weight, 0) for weight in criteria["weight"]],
        **{
            f"a{level}": [_anchor(row, level) for row in criteria.to_dict("records")] for level in (2, 5, 9)
        },
    )
    columns = [
        Column("name", "Criterion"),
        Column("group", "Group"),
        Column("how", "How, about"),
        Column("points", "Points of 100"),
        Column("a2", "A 2 looks like"),
        Column("a5", "A 5 looks like"),
        Column("a9", "A 9 looks like"),
    ]
    table = parts.table(written, columns, caption="1. Criteria, weights and anchors, heaviest first", limit=CRITERIA_AT_MOST)
    reasons = [f"Why {row.name} weighs {row.points}: {words.short(row.weight_reason, _REASON)}" for row in
               written[written["weight_reason"].notna()].head(3).itertuples()]  # fmt: skip
    return parts.stack(table, parts.say(*reasons)) if reasons else table


def _anchor(row: dict[str, object], level: int) -> str:
    said, figure = row.get(f"anchor_{level}"), row.get(f"level_{level}")
    # A measured criterion is scored by its figures, whatever the words say.
    measured = f"{figure:,.10g}" if isinstance(figure, float) and not pd.isna(figure) else ""
    told = words.short(said, ANCHOR) if isinstance(said, str) else ""
    return f"{told} ({measured})" if told and measured else told or measured or "not written down"


def _scorers(tables: Tables, selection: Selection) -> Shown:
    answers = selection.scores.answers
    rows = []
    for department, own in answers.groupby("department", sort=True):
        people = own.drop_duplicates("scorer_id")["scorer"]
        days = own["scored_on"].dropna()
        rows.append(
            {
                "department": department,
                "people": words.short(", ".join(people), 90),
                "scores": int(own["score"].notna().sum()),
                "unknown": int(own["score"].isna().sum()),
                "accounts": int(own["account_id"].nunique()),
                "rounds": int(own["round"].max()),
                "days": _days(days),
            }
        )
    columns = [
        Column("department", "Department"),
        Column("people", "Scored by"),
        Column("scores", "Scores", "count"),
        Column("unknown", "Don't know", "count"),
        Column("accounts", "Accounts", "count"),
        Column("rounds", "Rounds", "count"),
        Column("days", "When"),
    ]
    silent = sorted(set(tables["team_members"]["department"].dropna()) - {str(row["department"]) for row in rows})
    said = [f"Departments that did not score: {words.listed(silent)}."] if silent else []
    table = parts.table(pd.DataFrame(rows, columns=[column.name for column in columns]), columns, caption="2. Who scored", limit=12)
    return parts.stack(table, parts.say(*said)) if said else table


def _days(days: pd.Series) -> str:
    if days.empty:
        return "not noted"
    first, last = words.day(days.min()), words.day(days.max())
    return first if first == last else f"{first} to {last}"


def _differences(selection: Selection) -> Shown:
    agreement = selection.agreement
    overall, wide = agreement.overall, agreement.differences
    said = "How far all scorers agree cannot be said: no two accounts were scored by everybody."
    if overall is not None:
        said = (
            f"Kendall's W is {overall.w:.2f} (0 none, 1 full agreement on the order) over {overall.scorers} scorers and "
            f"{overall.accounts} accounts; {overall.left_out} left out, not scored by everybody."
        )
    apart = int((wide["difference"] >= 3).sum())
    said += f" Departments are 3 points or more apart in {words.counted(apart, 'case')}, the widest first:"
    if wide.empty or agreement.departments["department"].nunique() < 2:
        return parts.say(f"3. Agreement. {said.split(' Departments are')[0]}", "Only one department scored: there is nothing to compare.")
    written = wide.head(DIFFERENCES_AT_MOST).assign(
        low=lambda rows: rows["lowest_department"] + " " + rows["lowest"].map("{:.3g}".format),
        high=lambda rows: rows["highest_department"] + " " + rows["highest"].map("{:.3g}".format),
        held=lambda rows: rows["nobodys"].map({True: "nobody's opinion", False: "held by somebody"}),
    )
    columns = [
        Column("account", "Account"),
        Column("criterion", "Criterion"),
        Column("low", "Lowest"),
        Column("high", "Highest"),
        Column("mean", "Mean", "number", 1),
        Column("held", "The mean is"),
    ]
    return parts.stack(
        parts.say(f"3. Agreement. {said}"), parts.table(written, columns), *_reasons(wide.head(_EXPLAINED), agreement.departments)
    )


def _reasons(wide: pd.DataFrame, departments: pd.DataFrame) -> list[Shown]:
    """What the departments at the two ends gave as reasons, for the widest differences."""
    told = departments.set_index(["account_id", "criterion_id", "department"])["reasons"]
    said = []
    for row in wide.itertuples():
        given = [
            f"{department} {score:.3g}, because: {words.short(why, _REASON)}"
            for department, score in ((row.highest_department, row.highest), (row.lowest_department, row.lowest))
            if (why := told.get((row.account_id, row.criterion_id, department), ""))
        ]
        if given:
            said.append(f"{row.account}, {row.criterion}: {'; '.join(given)}.")
    return [parts.say(*said)] if said else []


def _robustness(selection: Selection) -> Shown:
    among = scored(selection)
    shown = _near_the_line(among, selection.places)
    written = shown.assign(
        score=[words.number(score) for score in shown["score"]],
        sure=[bar(share) for share in shown["acceptability"]],
        status=["yes" if on else "no" for on in listed(shown)],
        signed=shown["override"].map({"in": "put on by hand", "out": "taken off by hand"}).fillna(""),
    )
    columns = [
        Column("rank", "Rank", "count"),
        Column("name", "Account"),
        Column("score", "Score"),
        Column("sure", f"Among the first {selection.places}, share of weightings"),
        Column("status", "On the list"),
        Column("signed", "Signed"),
        Column("hours", "Hours a year", "count"),
    ]
    left = f" ({len(shown)} of {len(among)}: those nearest the line and those signed)" if len(shown) < len(among) else ""
    caption = f"4. The list, and how far it hangs on the weights{left}"
    return parts.table(written, columns, caption=caption, mark=listed(shown))


def _near_the_line(among: pd.DataFrame, places: int) -> pd.DataFrame:
    if len(among) <= ACCOUNTS_AT_MOST:
        return among
    signed = among["override"].notna()
    distance = (among["rank"].astype(float) - places - 0.5).abs().where(~signed, -1.0)
    return among.loc[distance.sort_values(kind="stable").index[:ACCOUNTS_AT_MOST]].sort_index()


def _overrides(selection: Selection) -> Shown:
    found = selection.overrides
    if found.empty:
        return parts.say("5. Overrides: none. The list follows scores and hours.")
    written = found.assign(
        put=found["direction"].map({"in": "on the list", "out": "off the list"}),
        reason=[words.short(reason, _REASON) for reason in found["reason"]],
        pushes=found["pushes_out"].where(found["pushes_out"] != "", "nobody"),
        named=found["named"].fillna("nobody named"),
        dissent=[words.short(said, _DISSENT) if pd.notna(said) else "none noted" for said in found["dissent"]],
    )
    columns = [
        Column("name", "Account"),
        Column("put", "Put"),
        Column("signed_by", "Signed by"),
        Column("signed_on", "On", "date"),
        Column("reason", "Reason"),
        Column("pushes", "Pushes out, by the figures"),
        Column("named", "Named by the signature"),
        Column("dissent", "Dissent"),
    ]
    return parts.table(written, columns, caption="5. Overrides, reasons, dissent", limit=OVERRIDES_AT_MOST)


def _after(tables: Tables, selection: Selection) -> Shown:
    """Hours, objectives, stepping down and the nine questions, a sentence or two each."""
    found = review_objectives(tables, chosen_of(selection), selection.as_of)
    said = objectives_in_words(found, selection.currency) if len(found) else ["Nobody is on the list."]
    return parts.say(
        "6. What follows.", *_hours(selection), *said, steps_in_words(tables, selection.as_of, named=True),
        f"Nine questions about this selection: {total(review_nine_questions(tables, selection))}",
    )  # fmt: skip


def _hours(selection: Selection) -> list[str]:
    capacity = selection.capacity
    if capacity is None:
        return ["Our people's hours are not known, so the list is cut by number."]
    said = []
    for day in capacity.days.itertuples():
        changes = []
        for days, way, comes, goes in (
            (day.next_days, "more", day.next_in, day.next_out),
            (day.fewer_days, "less", day.fewer_in, day.fewer_out),
        ):
            if pd.notna(days):
                moves = [f"{names_of(selection, comes)} in"] * bool(comes) + [f"{names_of(selection, goes)} out"] * bool(goes)
                changes.append(f"{words.counted(int(days), 'day')} {way}: {words.listed(moves)}")
        if changes:
            said.append(f"First change with hours of {day.role}: {'; '.join(changes)}.")
    return said
