"""Who of ours knows whom of theirs, how far that reaches into our house, and what hangs on one person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.relationship import estimate_team_hours, place_coverage, rank_threads, review_extent, review_team_mix
from kamkit.method.relationship.coverage import threads_of
from kamkit.method.relationship.team import ENOUGH
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.people import WHERE_PEOPLE
from kamkit.show.relationship.wording import missing, told_apart
from kamkit.show.values.wording import account_name
from kamkit.show.words import counted, listed, number, percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_OURS_AT_MOST = 8
_NOBODY = "\u2013"


def show_coverage(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The matrix of their people against ours, by our divisions, and its single threads; portfolio: a line per account."""
    ties = place_coverage(tables, account_id, as_of)
    if ties.empty:
        return missing(tables, account_id, "who of ours knows whom", WHERE_PEOPLE)
    if not account_id:
        return _all(tables, as_of)
    threads = rank_threads(tables, account_id, as_of)
    if threads.empty:
        return parts.stack(_thread(tables, account_id, as_of), missing(tables, account_id, "who of ours knows these people", "in the form of contacts in step 3"))
    return parts.stack(_thread(tables, account_id, as_of), _matrix(ties, threads), _reach(tables, account_id, as_of), _alone(threads))


def _thread(tables: Tables, account_id: str, as_of: date) -> Shown:
    scope = scope_of(tables, account_id, as_of)
    why = threads_of(scope).get(scope.account_id, "")
    name = account_name(tables, account_id)
    if why:
        return parts.say(f"Single thread: at {name}, {why}.")
    return parts.say(f"{name} does not hang by a single thread: several of ours know people in several functions.")


def _matrix(ties: pd.DataFrame, threads: pd.DataFrame) -> Shown:
    ours = threads.sort_values(["known", "member"], ascending=[False, True], kind="stable").head(_OURS_AT_MOST)
    ours = ours.assign(division=ours["division"].fillna("not noted")).sort_values("division", kind="stable")
    rows = ties.drop_duplicates("contact_id").set_index("contact_id")[["contact", "function", "power"]]
    wide = rows.copy()
    columns = [Column("function", "Their function"), Column("contact", "Their person")]
    for row in ours.itertuples():
        own = ties[ties["member_id"] == row.member_id].set_index("contact_id")["depth"]
        said = [number(depth, 0) if contact in own.index else _NOBODY for contact, depth in own.reindex(rows.index).items()]
        wide[f"#{row.member_id}"] = [cell.replace("unknown", "?") for cell in said]
        columns.append(Column(f"#{row.member_id}", f"{row.member} ({row.division})"))
    wide["ours"] = ties.groupby("contact_id")["member_id"].nunique().reindex(rows.index)
    wide["met"] = ties.groupby("contact_id")["last_met_on"].max().reindex(rows.index)
    columns += [Column("ours", "Known by", "count"), Column("met", "Last met", "date")]
    caption = "3 is called first, 2 talks at work, 1 has met; in bold whom one of ours knows, or nobody"
    left = len(threads) - len(ours)
    if left > 0:
        caption += f" ({left} more of ours not shown)"
    return parts.table(wide.reset_index(drop=True), told_apart(columns), caption=caption, mark=wide["ours"] <= 1, limit=30)


def _reach(tables: Tables, account_id: str, as_of: date) -> Shown:
    found = review_extent(tables, account_id, as_of)
    if found.empty:
        return parts.say("Nobody has noted in which division our people work.")
    found = found.assign(which=found["ours"].map({True: "our division", False: "wider organisation"}))
    columns = [
        Column("division", "Division of ours"), Column("which", "Which"), Column("people", "People of ours", "count"),
        Column("contacts", "Know of theirs", "count"), Column("deepest", "Deepest", "number"), Column("last_met_on", "Last met", "date"),
    ]  # fmt: skip
    none = [str(name) for name in found.loc[found["contacts"] == 0, "division"]]
    wider = found[~found["ours"]]
    here = int((wider["contacts"] > 0).sum())
    said = f"Beyond the division that owns the account, {here} of {counted(len(wider), 'division')} of ours {'knows' if here == 1 else 'know'} somebody there"
    said += f"; nobody does in {listed(none)}." if none else "."
    return parts.stack(parts.say(said), parts.table(found.assign(deepest=found["deepest"].where(found["contacts"] > 0, 0)), columns, caption="How far the relationship reaches into our house"))


def _alone(threads: pd.DataFrame) -> Shown:
    first = threads.iloc[0]
    if first["only"] == 0:
        return parts.say("Nobody of theirs is known to one of ours alone.")
    strong = f", {int(first['powerful'])} of them with power" if first["powerful"] else ""
    who = counted(int(first["only"]), "person", "people")
    return parts.say(f"If {first['member']} left, {who} of theirs ({percent(first['share'])}{strong}) would be known to nobody of ours.")


def _all(tables: Tables, as_of: date) -> Shown:
    scope = scope_of(tables, "", as_of)
    why = threads_of(scope)
    threads = rank_threads(tables, "", as_of)
    mix = review_team_mix(tables, "", as_of)
    found = mix.groupby("account_id", sort=False).agg(people=("people", "sum"), functions=("function", "size"))
    found["covered"] = (mix["verdict"] == ENOUGH).groupby(mix["account_id"]).sum()
    found["ours"] = threads.groupby("account_id")["member_id"].nunique().reindex(found.index).fillna(0)
    found["divisions"] = threads.groupby("account_id")["division"].nunique().reindex(found.index).fillna(0)
    found["account"] = found.index.map(scope.groups["name"])
    found["thread"] = [why.get(str(account), "") for account in found.index]
    worst = threads.drop_duplicates("account_id").set_index("account_id")
    found["alone"] = worst["share"].reindex(found.index).fillna(0.0)
    found["who"] = worst["member"].reindex(found.index).fillna("nobody of ours")
    found = found.assign(single=found["thread"] != "").sort_values(["single", "alone", "account"], ascending=[False, False, True], kind="stable")
    columns = [
        Column("account", "Account"), Column("people", "Their people", "count"), Column("ours", "Ours", "count"),
        Column("divisions", "Our divisions", "count"), Column("functions", "Their functions", "count"),
        Column("covered", "with enough of ours", "count"), Column("alone", "Known to one alone", "percent", help="Largest share of their people that a single one of ours knows alone"),
        Column("who", "to whom"), Column("thread", "Single thread"),
    ]  # fmt: skip
    single = int(found["single"].sum())
    said = f"{single or 'None'} of {counted(len(found), 'account')} {'hangs' if single == 1 else 'hang'} by a single thread."
    return parts.stack(parts.say(said), parts.table(found, columns, caption="Coverage, single threads first", mark=found["single"], limit=30))


def show_team_mix(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Our people against their functions: how many are needed, how many talk, and whose language is missing."""
    mix = review_team_mix(tables, account_id, as_of)
    if mix.empty:
        return missing(tables, account_id, "the functions there that we should talk with", WHERE_PEOPLE)
    if not account_id:
        return _mix_of_all(mix)
    hours = estimate_team_hours(tables, account_id, as_of)
    short = mix[mix["verdict"] != ENOUGH]
    said = f"{counted(hours.people, 'person', 'people')} of ours {'talks' if hours.people == 1 else 'talk'} with {counted(len(mix), 'function')} there; "
    said += f"{len(mix) - len(short)} of {len(mix)} {'has' if len(mix) - len(short) == 1 else 'have'} enough of ours."
    time = f" The account gets {number(hours.spent, 0)} hours a year of the {number(hours.needed, 0)} it needs."
    if pd.isna(hours.needed) and pd.isna(hours.spent):
        time = " Nobody has entered the hours it needs."
    mix = mix.assign(language=[_language(row) for row in mix.itertuples()])
    columns = [
        Column("function", "Their function"), Column("people", "People", "count"), Column("decided", "Decides", "flag", help="Somebody there decides, approves or buys, or has power 4 or 5"),
        Column("needed", "Needed of ours", "count", help="2 where it is decided, else 1 (default)"), Column("talking", "Talk at work", "count", help="Depth 2 or more"),
        Column("divisions", "From"), Column("language", "Who speaks their language"), Column("verdict", "Reading"),
    ]  # fmt: skip
    table = parts.table(mix, columns, caption="Our team against their functions, least covered first", mark=mix["verdict"] != ENOUGH)
    return parts.stack(parts.say(said + time), table)


def _language(row: object) -> str:
    counterpart, divisions = row.counterpart, row.divisions  # type: ignore[attr-defined]
    if not counterpart:
        return ""
    return f"{counterpart}, there" if counterpart in divisions.split(", ") else f"{counterpart}, not there"


def _mix_of_all(mix: pd.DataFrame) -> Shown:
    grouped = mix.groupby("function")
    found = pd.DataFrame(
        {
            "accounts": grouped["account_id"].nunique(),
            "decided": grouped["decided"].sum(),
            "enough": (mix["verdict"] == ENOUGH).groupby(mix["function"]).sum(),
            "nobody": (mix["met"] == 0).groupby(mix["function"]).sum(),
        }
    ).rename_axis("function").reset_index()
    found = found.sort_values(["nobody", "accounts"], ascending=False, kind="stable")
    columns = [
        Column("function", "Their function"), Column("accounts", "At accounts", "count"), Column("decided", "Decides at", "count"),
        Column("enough", "Enough of ours at", "count"), Column("nobody", "Nobody of ours at", "count"),
    ]  # fmt: skip
    return parts.table(found, columns, caption="Their functions over all accounts", limit=20)
