"""The first cut to look at: who is a candidate and why, and where everybody else stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.worth import estimate_places, place_first_cut, rank_accounts
from kamkit.method.worth.first_cut import CUTS, first_cut_rules
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.own_rows import own_rows
from kamkit.model.frame import settings_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted
from kamkit.show.worth.wording import capital, row_of

if TYPE_CHECKING:
    from kamkit.method.worth.currency import Tables

NAMED = 3
MEANS = {
    "candidate": "scored by people, in the workbook on selection",
    "grow": "one offer more, by whoever serves it now",
    "keep": "same service, no extra hours",
    "serve at low cost": "web shop, inside sales, minimum order; mend the terms where it loses",
}


def show_first_cut(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """The candidates with the reason of each, and the other three cuts; with an account, where it falls and why."""
    ranking = rank_accounts(tables, as_of)
    if ranking.empty:
        return parts.nothing_yet("the accounts", "Whoever gets the export of customers", "kamkit import PROGRAMME FILE")
    cut = place_first_cut(tables, as_of)
    if account_id:
        row = row_of(cut, group_id_of(tables, account_id))
        return parts.say(
            f"First cut for {row['name']}: {row['cut']}.", str(row["reason"]), f"That means: {MEANS[row['cut']]}."
        )
    return parts.stack(parts.say(*_summary(tables, ranking, cut)), _cuts(cut), _candidates(cut))


def _summary(tables: Tables, ranking: pd.DataFrame, cut: pd.DataFrame) -> list[str]:
    candidates = cut[cut["cut"] == "candidate"]
    by_hand = int((candidates["by"] == "hand").sum())
    places, settings = estimate_places(tables), settings_of(tables)
    rules = first_cut_rules(tables, ranking)
    hand = f", {counted(by_hand, 'of them')} by hand" if by_hand else ""
    return [
        f"{counted(len(candidates), 'candidate')} out of {counted(len(cut), 'account')}{hand}.",
        f"At most {rules.limit:,} by the figures: {settings.candidates_per_place:g} a place, "
        f"with {counted(places.count, 'place')} ({places.how}).",
    ]


def _cuts(cut: pd.DataFrame) -> Shown:
    currency = str(cut["currency"].iloc[0])
    bases = cut["contribution_is"].unique()
    rows = []
    for name in CUTS:
        mine = cut[cut["cut"] == name]
        first = ", ".join(mine["name"].head(NAMED)) + (", ..." if len(mine) > NAMED else "")
        rows.append(
            (name, len(mine), mine["revenue"].sum(), mine["contribution"].sum(), first or "nobody", MEANS[name])
        )
    columns = [
        Column("cut", "First cut"),
        Column("accounts", "Accounts", "count"),
        Column("revenue", "Revenue", "money"),
        Column("contribution", capital(str(bases[0])) if len(bases) == 1 else "Contribution, as far as known", "money"),
        Column("first", "Such as"),
        Column("means", "What it means"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    if list(bases) == ["revenue"]:
        columns.pop(3)
    return parts.table(frame, columns, caption=f"All accounts{f', amounts in {currency}' if currency else ''}")


def _candidates(cut: pd.DataFrame) -> Shown:
    candidates = cut[cut["cut"] == "candidate"]
    columns = [Column("rank", "Rank", "count"), Column("name", "Candidate"), Column("reason", "Why")]
    return parts.table(candidates, columns, caption="Candidates, to be scored", mark=candidates["by"] == "hand")


def candidates_by_hand(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """The accounts somebody added by hand: account_id, name, candidate_by, candidate_reason."""
    accounts = own_rows(tables, account_id)["accounts"]
    found = accounts[accounts["candidate"].fillna(False).astype(bool)]
    if account_id:
        found = found[found["account_id"] == group_id_of(tables, account_id)]
    return found[["account_id", "name", "candidate_by", "candidate_reason"]]


def show_added(tables: Tables, account_id: str = "") -> Shown:
    """Who was added by hand, by whom and why."""
    found = candidates_by_hand(tables, account_id)
    if found.empty:
        return parts.say("Nobody has been added by hand.")
    columns = [Column("name", "Added"), Column("candidate_by", "By"), Column("candidate_reason", "Why")]
    return parts.table(found, columns, caption="Added by hand")
