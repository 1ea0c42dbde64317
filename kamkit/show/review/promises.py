"""The reviews that are due, the promises of the last one, and what happened since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.review import count_promises, rank_reviews, review_events, review_periods, review_promises
from kamkit.method.review.promises import BROKEN, KEPT, LATE, OVERDUE
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.review.wording import ROWS_AT_MOST, currency_of, who_enters, whom
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_CHANGES = 20


def show_reviews(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Since when the review of an account looks back; without an account, whose review is due and what was decided."""
    if account_id:
        return parts.say(*_period(tables, account_id, as_of))
    reviews = rank_reviews(tables, as_of)
    if reviews.empty:
        return parts.nothing_yet(
            "accounts to review",
            "Whoever chooses the candidates",
            "in workbooks 02 and 05, or the accounts' status in an import",
        )
    columns = [
        Column("account", "Account"),
        Column("owner", "Manager"),
        Column("last_on", "Last decision", "date"),
        Column("days_over", "Days overdue", "text"),
        Column("decision", "Decided now"),
        Column("missed", "Promises missed"),
        Column("moved", "Relationship"),
        Column("creep", "Given, undecided, a year", "money"),
    ]
    frame = reviews.assign(
        missed=[
            f"{missed} of {due}" if due else ""
            for missed, due in zip(reviews["promises_missed"], reviews["promises_due"], strict=True)
        ],
        moved=[
            _moved(change, verdict) for change, verdict in zip(reviews["relationship"], reviews["verdict"], strict=True)
        ],
        last_on=[day(on) if not pd.isna(on) else "never" for on in reviews["last_on"]],
    )
    columns[2] = Column("last_on", "Last decision")
    caption = f"Reviews: {counted(len(reviews), 'account')} in the programme or once selected, amounts in {currency_of(tables)}"
    table = parts.table(frame, columns, caption=caption, mark=reviews["promises_missed"] > 0, limit=ROWS_AT_MOST)
    waiting = int((reviews["decision"].isna() & (reviews["last_on"].isna() | reviews["days_over"].notna())).sum())
    decided = int(reviews["decision"].notna().sum())
    return parts.stack(
        table,
        parts.say(
            f"{counted(waiting, 'account')} {'waits' if waiting == 1 else 'wait'} for a review; {counted(decided, 'account')} {'has' if decided == 1 else 'have'} been decided in this one."
        ),
    )


def _moved(change: float, verdict: object) -> str:
    if pd.isna(change):
        return "not asked twice"
    return f"{change:+.1f}, {'may be noise' if verdict in ('not shown', 'too few') else verdict}"


def _period(tables: Tables, account_id: str, as_of: date) -> list[str]:
    period = review_periods(tables, account_id, as_of).iloc[0]
    if period["how"]:
        said = [
            f"The last decision about {period['name']} was of {day(period['start'])}: {period['how']}. This review looks at what came since."
        ]
    else:
        said = [
            f"No earlier decision about {period['name']} is recorded, so this review looks at the twelve months since {day(period['start'])}."
        ]
    if not pd.isna(period["decision"]):
        said.append(f"It was decided on {day(period['decided_on'])}: {period['decision']}.")
    elif not pd.isna(period["days_over"]):
        said.append(f"The review is {counted(int(period['days_over']), 'day')} overdue.")
    return said


def show_promises(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What became of the promises since the last review: the worst first; for the portfolio those missed first."""
    promises = review_promises(tables, account_id, as_of)
    if promises.empty:
        return parts.nothing_yet(
            f"promises to {whom(tables, account_id)}" if account_id else "promises of any account",
            who_enters(tables, account_id, as_of), "in the form of promises in step 1",
        )  # fmt: skip
    columns = [
        Column("what", "Promise"),
        Column("promised_to", "To"),
        Column("owner", "Owner"),
        Column("due", "Due", "date"),
        Column("result", "Result"),
        Column("late", "Days late"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    late = ["" if pd.isna(found) else f"{found}" for found in promises["days_late"]]
    missed = promises["result"].isin([BROKEN, OVERDUE])
    table = parts.table(
        promises.assign(late=late), columns, caption="Promises since the last review, missed ones marked", mark=missed,
        limit=ROWS_AT_MOST,
    )  # fmt: skip
    return parts.stack(parts.say(_promised(promises, whom(tables, account_id))), table)


def _promised(promises: pd.DataFrame, name: str) -> str:
    count = count_promises(promises)
    to = f"to {name}" if name != "the portfolio" else "in the portfolio"
    if not count.due:
        return f"No promise {to} had to be kept yet; {counted(count.to_come, 'promise')} still to come."
    kept = promises["result"].isin([KEPT, LATE]).sum()
    said = f"{kept} of {counted(count.due, 'promise')} {to} {'was' if kept == 1 else 'were'} kept"
    said += f", {count.late} of them late" if count.late else ""
    rest = [f"{number} {word}" for number, word in ((count.broken, "broken"), (count.overdue, "overdue")) if number]
    return f"{said}{'; ' + ', '.join(rest) if rest else ''}; {count.to_come or 'none'} still to come."


def show_events(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What happened since the last review, newest first."""
    events = review_events(tables, account_id, as_of)
    if events.empty:
        return parts.nothing_yet(
            f"anything dated since the last review of {whom(tables, account_id)}" if account_id else "anything dated since the last reviews",
            who_enters(tables, account_id, as_of), "where it happens: promises here, actions in workbook 08, queries in workbook 11",
        )  # fmt: skip
    columns = [Column("on", "On", "date"), Column("event", "What happened"), Column("what", "About")]
    if not account_id:
        columns.insert(1, Column("account", "Account"))
    return parts.table(
        events, columns, caption="Since the last review, newest first", limit=ROWS_AT_MOST if account_id else 15
    )


def show_changes(since: date, changes: pd.DataFrame) -> Shown:
    """What people changed in the programme since the last review, from its history (see ``kamkit.forms.review``)."""
    if changes.empty:
        return parts.say(f"In the programme itself nobody has changed anything by hand since {day(since)}.")
    columns = [
        Column("at", "At", "date"),
        Column("who", "Who"),
        Column("table", "Where"),
        Column("key", "Row"),
        Column("field", "Field"),
    ]
    columns += [Column("before", "Before"), Column("after", "After")]
    if "field" not in changes:
        columns = [
            Column("at", "At", "date"),
            Column("who", "Who"),
            Column("kind", "How"),
            Column("tables", "Where"),
            Column("rows", "Rows", "count"),
        ]
    caption = f"Changed by hand since {day(since)}, newest first"
    return parts.table(_texts(changes.iloc[::-1]), columns, caption=caption, limit=_CHANGES)


def _texts(changes: pd.DataFrame) -> pd.DataFrame:
    told = changes.copy()
    for name in ("tables", "before", "after", "key"):
        if name in told:
            told[name] = [_text(value) for value in told[name]]
    return told


def _text(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(str(part) for part in value)
    return "" if value is None or pd.isna(value) else str(value)
