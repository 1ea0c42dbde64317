"""A second data set, unlike the sample: another trade and currency, no costs, few answers, names that try to break out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kamkit.programme import Import, Programme, create_programme

AS_OF = date(2025, 12, 31)
HOSTILE_NAME = "<script>alert(1)</script> $x^2$ & \"Söhne\" {{ 7*7 }}"
IDS = ("007", "NA", "1e5", "a'b\"c", "=cmd()", "ü/..\\x", "K1", "K2", "K3", "K4", "K5", "K6")
ONLY_SALES = "K6"

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def make_second_company(folder: Path) -> Programme:
    """A laboratory supplier reporting in CHF: twelve accounts, a year and a half of sales, one survey of four people."""
    programme = create_programme(folder, company="Labor Zwei AG", currency="CHF", who="test")
    programme.apply(Import(rows=_rows(), batches={"sales": _sales()}, note="second data set"))
    return programme


def _sales() -> list[dict[str, Any]]:
    return [
        {
            "account_id": account,
            "date": AS_OF - timedelta(days=30 * month + 3),
            "order_id": f"{account}-{month}",
            "line_id": "1",
            "offering_id": ("reagents", "service")[month % 2],
            "quantity": 1.0 + at,
            "revenue": 1000.0 * (at + 1) ** 1.5 + 50 * month,
        }
        for at, account in enumerate(IDS)
        for month in range(18)
    ]


def _rows() -> Rows:
    people = [("kim", "Kim Arden", "sales"), ("lee", "Lee Bosman", "operations")]
    return {
        "team_members": [
            {"member_id": found, "name": name, "department": department, "role": "key account manager", "hours_per_year": 1500}
            for found, name, department in people
        ],
        "offerings": [{"offering_id": "reagents", "name": "Reagents"}, {"offering_id": "service", "name": "Service"}],
        "competitors": [{"competitor_id": "rival", "name": "Rival $ & Co"}],
        "accounts": [
            {"account_id": found, "name": HOSTILE_NAME if found == "=cmd()" else f"Laboratory {found}", "owner_id": people[at % 2][0]}
            for at, found in enumerate(IDS)
        ],
        "expectations": [
            {"account_id": "", "expectation_id": "purity", "name": "The purity that is on the label"},
            {"account_id": "", "expectation_id": "speed", "name": "Answers within the day"},
        ],
        "touch_points": [
            {"account_id": "", "touch_point_id": "order", "name": "Ordering", "position": 1, "expectation_id": "speed"},
            {"account_id": "", "touch_point_id": "call", "name": "Calling for help", "position": 2, "importance": 9, "performance": 5},
            {"account_id": "007", "touch_point_id": "call", "name": "Calling for help", "importance": 10, "performance": 4},
        ],
        "respondents": [
            {"respondent_id": f"r{at}", "account_id": account, "side": "customer", "department": "laboratory"}
            for at, account in enumerate(("007", "007", "NA", "=cmd()"))
        ],
        "ratings": [
            {"respondent_id": f"r{at}", "about": about, "item_id": item, "supplier_id": "us", "asked_on": AS_OF, "importance": 8.0, "performance": 5.0 + at}
            for at in range(4)
            for about, item in (("expectation", "purity"), ("expectation", "speed"), ("touch point", "call"))
        ],
        "criteria": [
            {"criterion_id": "revenue", "name": "Revenue", "group": "revenue and profit", "kind": "measured", "horizon": "current",
             "weight": 40.0, "measure": "revenue", "level_2": 10_000.0, "level_5": 60_000.0, "level_9": 300_000.0},
            {"criterion_id": "fit", "name": "Fit", "group": "interrelationships", "kind": "judged", "horizon": "potential", "weight": 60.0},
        ],
        "scores": [
            {"account_id": account, "criterion_id": "fit", "scorer_id": scorer, "score": float(2 + (at * 3 + len(scorer)) % 8)}
            for at, account in enumerate(IDS[:6])
            for scorer in ("kim", "lee")
        ],
        "actions": [
            {"action_id": "1", "account_id": "007", "what": "Send the test report by Friday", "due": date(2025, 12, 1),
             "responsible_id": "kim", "accountable_id": "kim"},
        ],
    }  # fmt: skip
