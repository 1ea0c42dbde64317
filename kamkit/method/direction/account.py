"""What of the direction concerns one account: its line of business, its sector, its domains and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.direction.lines_of_business import rank_business_lines, rank_sectors
from kamkit.method.finding import Finding, worst_first
from kamkit.method.inheritance import chain_of, inherit_programme
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.own_rows import own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


@dataclass(frozen=True, eq=False)
class Direction:
    """One account in the direction of the programme.

    ``line``: its row of ``rank_business_lines``, None if it has no line; ``sector``: its row of ``rank_sectors``, None likewise;
    ``domains``: its domain and those of its customer numbers, its own first; ``differs``: ``inherit_programme`` of all of
    these with the domain's id in front (domain_id, domain); ``objectives``: its open objectives (kind, statement, due).
    """

    name: str
    line: pd.Series | None
    sector: pd.Series | None
    domains: tuple[tuple[str, str], ...]
    differs: pd.DataFrame
    objectives: pd.DataFrame


def place_in_direction(tables: Tables, account_id: str, as_of: date) -> Direction:
    """Where an account (its group) stands in the direction. MethodError on an unknown account, or domains in a circle."""
    group = group_id_of(tables, account_id)
    accounts = own_rows(tables, group)["accounts"].drop_duplicates("account_id").set_index("account_id")
    units = accounts.loc[[group, *(unit for unit in accounts.index if unit != group)]]
    names = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")["name"]
    domains = [str(found) for found in units["domain_id"].dropna().drop_duplicates() if found in names.index]
    parts = [_differs(tables, domain, str(names[domain])) for domain in domains]
    lines, sectors = rank_business_lines(tables, as_of), rank_sectors(tables, as_of)
    objectives = own_rows(tables, group)["objectives"]
    return Direction(
        name=str(units["name"].iloc[0]),
        line=_first(lines, "line_id", units["business_line_id"]),
        sector=_first(sectors, "sector", units["sector"]),
        domains=tuple((domain, str(names[domain])) for domain in domains),
        differs=pd.concat(parts, ignore_index=True) if parts else _differs(tables, "", ""),
        objectives=objectives[objectives["state"] == "open"].reset_index(drop=True),
    )


def _differs(tables: Tables, domain_id: str, name: str) -> pd.DataFrame:
    found = inherit_programme(tables, domain_id)
    found.insert(0, "domain_id", domain_id)
    found.insert(1, "domain", name)
    return found


def _first(ranked: pd.DataFrame, key: str, values: pd.Series) -> pd.Series | None:
    known = values.dropna()
    mine = ranked[ranked[key] == known.iloc[0]] if len(known) else ranked.iloc[:0]
    return None if mine.empty else mine.iloc[0]


def review_account_direction(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """Whether what we want with an account fits the direction, worst first."""
    found = place_in_direction(tables, account_id, as_of)
    names = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")["name"]
    findings = []
    kinds = set(found.objectives["kind"].dropna())
    if found.line is None:
        findings.append(
            Finding("unknown", f"Nobody said which line of business {found.name} belongs to.", "Choose it in 01_set_the_direction, opened with this account.")
        )
    elif found.line["outlook"] == "leave":
        says = f"{found.name} belongs to {found.line['name']}, which we want to leave."
        findings.append(Finding("careful", says, "Agree what it can buy instead, or how we step down with notice."))
        if "growth" in kinds:
            findings.append(
                Finding("danger", f"{found.name} has an objective of growth in a line we want to leave.", "Change one of the two.")
            )
    if not found.domains:
        findings.append(
            Finding(
                "unknown", f"{found.name} belongs to no domain; the programme holds for it as for the whole.",
                "Choose its domain in 01_set_the_direction, opened with this account, if there are any.",
            )
        )  # fmt: skip
    for domain_id, name in found.domains:
        above = [str(names[found]) for found in chain_of(tables, domain_id)]
        count = int((found.differs["domain_id"] == domain_id).sum())
        if count and len(found.domains) > 1:
            says = f"In {name} {count} of the programme's rules {'differs' if count == 1 else 'differ'}; {found.name} is served in {len(found.domains)} domains."
            findings.append(Finding("careful", says, f"Tell whoever visits there. All else it inherits: {' > '.join(above)}."))
    if found.objectives.empty:
        findings.append(
            Finding("unknown", f"{found.name} has no open objective: growth or retention?", "Write it in 07_write_the_account_plan.")
        )
    if not findings:
        findings.append(Finding("fine", f"The objectives of {found.name} fit its line of business and its domain."))
    return worst_first(findings)
