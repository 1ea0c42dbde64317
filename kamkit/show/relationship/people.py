"""The customer's people: a map of power and interest, and the table behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.relationship import place_stakeholders
from kamkit.method.relationship.stakeholders import HIGH
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.wording import missing
from kamkit.show.values.wording import account_name
from kamkit.show.words import counted, day, listed, number

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WHERE_PEOPLE = "in the form of people in step 2"
_NAMED = 3


def show_stakeholders(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The stakeholder map of an account, with the table behind it; without an account, a line per account."""
    people = place_stakeholders(tables, account_id, as_of)
    if people.empty:
        return missing(tables, account_id, "the people who decide, buy and use", WHERE_PEOPLE)
    if not account_id:
        return _all(tables, people)
    drawn = people[people["quadrant"].notna()]
    message = _message(account_name(tables, account_id), people)
    shown = [parts.say(f"{message}.")]
    if len(drawn):
        from kamkit.show.relationship.people_map import draw_map

        shown = [parts.chart(draw_map(drawn, message), message, _detail(drawn))]
    beside = people[people["quadrant"].isna()]
    if len(beside):
        shown.append(parts.say(f"Not on the map, because power or interest is unknown: {_names(beside, len(beside))}."))
    return parts.stack(*shown, _table(people))


def _names(rows: pd.DataFrame, most: int = _NAMED) -> str:
    names = [str(name) for name in rows["name"]]
    return listed(names[:most] + ([f"{len(names) - most} more"] if len(names) > most else []))


def _message(name: str, people: pd.DataFrame) -> str:
    strong = people[people["power"] >= HIGH]
    if strong.empty:
        return f"Nobody with power over decisions about us is known at {name}"
    whole = counted(len(strong), "person with power", "people with power")
    against, strange = strong[strong["support"] < 0], strong[strong["support"].isna()]
    unknown = strong[strong["ours"] == 0]
    if len(against):
        return f"Of {whole} at {name}, {_names(against)} {'is' if len(against) == 1 else 'are'} against us"
    if len(unknown):
        return f"Of {whole} at {name}, nobody of ours knows {_names(unknown)}"
    leaving = strong[strong["leaving"]]
    if len(leaving):
        first = leaving.sort_values("leaves_on").iloc[0]
        return f"Of {whole} at {name}, {first['name']} leaves on {day(first['leaves_on'])}"
    if len(strange):
        return f"Of {whole} at {name}, nobody knows whether {_names(strange)} {'supports' if len(strange) == 1 else 'support'} us"
    undecided = strong[strong["support"] == 0]
    if len(undecided):
        return f"Of {whole} at {name}, {_names(undecided)} {'is' if len(undecided) == 1 else 'are'} neither for nor against us"
    if len(strong) == 1:
        return f"{_names(strong)}, the one person with power we know at {name}, is for us as far as we know"
    return f"{whole[:1].upper()}{whole[1:]} at {name}, all for us as far as we know"


def _detail(drawn: pd.DataFrame) -> str:
    told = [
        f"{row.name}: power {row.power:.0f}, interest {row.interest:.0f}, support {_signed(row.support)}, {row.quadrant}"
        for row in drawn.itertuples(index=False)
    ]
    return f"{'; '.join(told)}."


def _signed(value: float) -> str:
    return "unknown" if pd.isna(value) else f"{value:+.0f}" if value else "0"


def _table(people: pd.DataFrame) -> Shown:
    people = people.assign(
        signed=[_signed(value) for value in people["support"]],
        deep=[number(depth, 0) for depth in people["depth"]],
        sure=people["evidence"].fillna("not said"),
    )
    columns = [
        Column("name", "Person"), Column("department", "Function"), Column("decision_role", "Role"),
        Column("power", "Power", "number", help="1 to 5, over decisions about us"),
        Column("interest", "Interest", "number", help="1 to 5, in what we do"),
        Column("signed", "Support", help="-2 against us, +2 for us"), Column("ours", "Known by", "count", help="How many of ours; their names stand in the matrix of step 3"),
        Column("deep", "Depth", help="1 has met, 2 talks at work, 3 is called first"),
        Column("last_met_on", "Last met", "date"), Column("sure", "Evidence"), Column("known_on", "As of", "date"),
    ]  # fmt: skip
    if people["leaving"].any():
        columns.append(Column("leaves_on", "Leaves", "date"))
    return parts.table(people, columns, caption="The people, most powerful first; in bold who is against us", mark=people["support"] < 0, limit=30)


def _all(tables: Tables, people: pd.DataFrame) -> Shown:
    names = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    strong = people["power"] >= HIGH
    people = people.assign(
        strong=strong, against=strong & (people["support"] < 0), strange=strong & people["support"].isna(),
        nobody=strong & (people["ours"] == 0), hush=strong & people["silent"], go=people["leaving"],
    )  # fmt: skip
    found = people.groupby("account_id", sort=False)[["strong", "against", "strange", "nobody", "hush", "go"]].sum()
    found.insert(0, "people", people.groupby("account_id", sort=False).size())
    found = found.assign(account=found.index.map(names), worst=found["against"] + found["nobody"] + found["strange"])
    found = found.sort_values(["worst", "hush", "account"], ascending=[False, False, True], kind="stable")
    columns = [
        Column("account", "Account"), Column("people", "People", "count"),
        Column("strong", "With power", "count", help="Power 4 or 5"), Column("against", "Against us", "count"),
        Column("strange", "Support unknown", "count"), Column("nobody", "Known to nobody", "count"),
        Column("hush", "Not met for half a year", "count"), Column("go", "Leaving", "count", help="Within twelve months"),
    ]  # fmt: skip
    against = found[found["against"] > 0]
    said = f"{counted(len(people), 'person', 'people')} at {counted(len(found), 'account')}; somebody with power is against us at "
    said += f"{len(against)} of them." if len(against) else "none of them."
    table = parts.table(found, columns, caption="Of those with power, account by account", mark=found["against"] > 0, limit=30)
    return parts.stack(parts.say(said), table)
