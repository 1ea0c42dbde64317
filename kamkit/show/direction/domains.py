"""Statements, domains and what a programme starts from, to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.direction.account import place_in_direction
from kamkit.method.direction.defaults import STARTS, begun, propose_defaults
from kamkit.method.direction.statements import review_ambitions
from kamkit.method.inheritance import chain_of, inherit_programme
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WHO = "The programme supervisor"
_DIFFERS = [
    Column("about", "About"),
    Column("name", "Which"),
    Column("part", "Part"),
    Column("whole", "The whole programme says"),
    Column("here", "Here"),
    Column("reason", "Why"),
]


def show_ambitions(tables: Tables) -> Shown:
    """The statements the programme stands on, and what each still lacks."""
    found = review_ambitions(tables)
    if found["statement"].isna().all():
        shown = parts.nothing_yet("vision, commitment, relationships wanted and aim", "The sponsor with the programme supervisor", "in the form above")
        return parts.stack(shown, parts.table(found, [Column("kind", "Statement"), Column("settles", "What it settles")], caption="To be settled"))
    shown = found.assign(
        statement=found["statement"].fillna("not settled"), agreed_by=found["agreed_by"].fillna(""),
        lacks=found["lacks"].where(found["lacks"] != "", "nothing"),
    )  # fmt: skip
    columns = [Column("kind", "Settles"), Column("statement", "Statement"), Column("agreed_by", "Agreed by"), Column("lacks", "Lacks")]
    return parts.table(shown, columns, caption="What the programme stands on", mark=found["statement"].isna())


def show_domains(tables: Tables, only: Sequence[str] | None = None) -> Shown:
    """Every domain (or ``only`` some) with what it inherits from, who answers for it, and where the programme differs there."""
    domains = tables["domains"]
    if only is not None and not only:
        return parts.say("It belongs to no domain: the whole programme applies to it.")
    if domains.empty:
        return parts.say(
            "There are no domains: one programme holds for everybody.",
            "A company in several countries or business units adds them in the form above; each then inherits the whole and says where it differs.",
        )
    names = domains.drop_duplicates("domain_id").set_index("domain_id")["name"]
    rows = []
    for row in (domains if only is None else domains[domains["domain_id"].isin(list(only))]).itertuples():
        chain = chain_of(tables, row.domain_id)
        differs = inherit_programme(tables, row.domain_id)
        rows.append(
            {
                "name": row.name, "inherits": listed([str(names[found]) for found in chain[:-1]]) if len(chain) > 1 else "the whole programme",
                "supervisor": row.supervisor, "differs": len(differs),
                "where": ", ".join(dict.fromkeys(f"{kind}: {name}" for kind, name in zip(differs["about"], differs["name"], strict=True))),
            }
        )  # fmt: skip
    columns = [
        Column("name", "Domain"),
        Column("inherits", "Inherits from"),
        Column("supervisor", "Supervisor"),
        Column("differs", "Differs in", "count"),
        Column("where", "Namely"),
    ]
    frame = pd.DataFrame(rows)
    return parts.table(frame, columns, caption="Domains: all else is inherited", mark=frame["differs"] > 0)


def show_differences(tables: Tables) -> Shown:
    """Domain by domain what holds there instead of what is inherited, and why."""
    parts_of = []
    for row in tables["domains"].itertuples():
        differs = inherit_programme(tables, row.domain_id)
        differs = differs[differs["set_by"] == row.name]  # what a domain above says stands there
        if len(differs):
            parts_of.append(parts.table(_worded(differs), _DIFFERS, caption=f"{row.name}: {counted(len(differs), 'difference')}"))
    if not parts_of:
        return parts.say("No domain differs from the whole programme.")
    return parts.stack(*parts_of)


def _worded(differs: pd.DataFrame) -> pd.DataFrame:
    return differs.assign(whole=differs["whole"].fillna("nothing"), reason=differs["reason"].fillna("no reason given"), part=differs["part"].str.replace("_", " "))


def show_defaults(tables: Tables, table: str, as_of: date) -> Shown:
    """What the kit offers to start from, shown as its own; where the programme has begun, only how much it has."""
    what, own = STARTS[table], begun(tables, table)
    if own:
        return parts.say(f"The programme has {own} {what} of its own; they are changed in their form on this page.")
    rows = propose_defaults(tables, table, as_of)
    columns = {
        "criteria": [
            Column("name", "Criterion"), Column("group", "Group"), Column("kind", "How"), Column("weight", "Points of 100", "number", 0),
            Column("anchor_2", "A 2 looks like"), Column("anchor_5", "A 5"), Column("anchor_9", "A 9"),
        ],
        "touch_points": [
            Column("name", "Touch point"), Column("stage", "Stage"), Column("customer_role", "Customer's role"), Column("our_role", "Our role"),
        ],
        "expectations": [Column("name", "Question: how important is it, and how do we do?"), Column("kind", "Kind")],
        "ambitions": [Column("statement", "What is expected of an account manager")],
    }[table]  # fmt: skip
    shown = rows.assign(**{name: rows[name].fillna("to be filled in") for name in rows.columns if name.startswith("anchor_")})
    offered = parts.table(shown, columns, caption=f"The kit's own {what}, to start from and to change")
    missing = parts.nothing_yet(f"{what} of the programme", WHO, "start from the kit's own with the button, or add rows in the form below")
    return parts.stack(missing, offered)


def show_account_direction(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What of the direction concerns an account: its line, its sector, its domains, our objectives with it."""
    found = place_in_direction(tables, account_id, as_of)
    said = []
    if found.line is None:
        said.append(f"{found.name}: line of business unknown.")
    else:
        wants = "" if pd.isna(found.line["outlook"]) else f", which we want to {found.line['outlook']}"
        said.append(f"{found.name} buys mainly from {found.line['name']}{wants}.")
    if found.domains:
        said.append(f"The programme of {listed([name for _, name in found.domains])} applies to it.")
    else:
        said.append("It belongs to no domain: the whole programme applies.")
    if found.objectives.empty:
        said.append("We have no open objective with it yet.")
    else:
        kinds = found.objectives["kind"].value_counts()
        said.append(f"Open objectives: {listed([f'{count} of {kind}' for kind, count in kinds.items()])}.")
    return parts.say(*said)


def show_account_differences(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Where the programme that applies to an account differs from the whole."""
    found = place_in_direction(tables, account_id, as_of)
    if found.differs.empty:
        where = f"The programme of {listed([name for _, name in found.domains])}" if found.domains else "The programme for it"
        return parts.say(f"{where} differs nowhere from the whole.")
    columns = [Column("domain", "Domain"), *_DIFFERS]
    return parts.table(_worded(found.differs), columns, caption=f"Where the programme differs for {found.name}")
