"""One account's plan with everything in it, for the tests of documents: typed in here, so that each expectation can be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
NAME = "Quillon Glass"
LONG_NAME = ("Vereinigte Glashütten- und Spezialverpackungsgesellschaften Oberbayern-Niederösterreich Beteiligungsverwaltung AG & Co. KG, Wien")[:120]
HOSTILE = "=HYPERLINK(\"http://x\") <script>alert(1)</script> #let x = 1; $y^2$ @ref *bold* \\ {{ 7*7 }} %PDF"

Rows = dict[str, list[dict[str, Any]]]


class Remembering(dict[str, pd.DataFrame]):
    """Tables that remember what was made of them, as a programme's do."""

    def __init__(self, found: Rows) -> None:
        super().__init__(tables_of(found))
        self.memo: dict[Any, Any] = {}


def rows(name: str = NAME, actions: int = 4) -> Rows:
    """Tables with one account of two customer numbers, its whole plan, and another account beside it."""
    return {
        "settings": [{"settings_id": "programme", "company": "Varnholt Packaging", "reporting_currency": "EUR"}],
        "team_members": [
            {"member_id": "paul", "name": "Paul Adeyemi", "role": "key account manager", "department": "sales", "email": "paul@varnholt.example"},
            {"member_id": "maren", "name": "Dr Maren Voss", "role": "operations", "department": "operations"},
            {"member_id": "spare", "name": "Nobody Concerned", "department": "sales"},
        ],
        "accounts": [
            {"account_id": "007", "name": name, "owner_id": "paul", "status": "key account", "renewal_on": date(2026, 9, 30),
             "country": "AT", "source": "CRM", "known_on": date(2026, 1, 5), "evidence": "confirmed"},
            {"account_id": "007-2", "name": f"{name[:80]} South", "parent_id": "007"},
            {"account_id": "8", "name": "Rival Works", "owner_id": "maren"},
        ],
        "offerings": [{"offering_id": "crates", "name": "Returnable crates"}],
        "sales_lines": [
            {"account_id": "007", "date": DAY - timedelta(days=30 * month + 2), "revenue": 10_000.0 + 500 * month, "cost": 7_000.0,
             "order_id": str(month), "offering_id": "crates"}
            for month in range(26)
        ],
        "customer_goals": [
            {"goal_id": "g2", "account_id": "007", "goal": "Ten per cent less packaging weight", "forced_by": "its customers",
             "our_help": "Two trays redesigned", "position": 2, "evidence": "joint", "known_on": date(2026, 2, 1)},
            {"goal_id": "g1", "account_id": "007", "goal": "No line stopped for want of crates", "forced_by": "its own plans",
             "our_help": "We ring before a shortage", "position": 1, "evidence": "confirmed", "known_on": date(2026, 2, 1)},
        ],
        "propositions": [{"account_id": "007", "sentence": "No line of yours stops for want of our crates.", "evidence": "joint"}],
        "objectives": [
            {"objective_id": "o1", "account_id": "007", "kind": "retention", "statement": "Renew both plants for three years",
             "amount": 124_000.0, "due": date(2026, 9, 30), "strategy": "Early warning first; price after that.", "measure_id": "m1", "position": 1},
        ],
        "opportunities": [
            {"opportunity_id": "x1", "account_id": "007", "name": "A call before every shortage", "units": 12.0, "effect": 9_000.0,
             "one_off_benefit": 1_500.0, "switching_cost": 800.0, "price": 60_000.0, "our_cost": 30_000.0, "can_supply_from": date(2026, 6, 1),
             "contribution": 28_000.0, "probability": 60.0, "evidence": "confirmed", "known_on": date(2026, 2, 1), "offering_id": "crates"},
            {"opportunity_id": "x3", "account_id": "007-2", "name": "Crates washed on Saturdays", "units": 50.0, "effect": 900.0,
             "price": 20_000.0, "our_cost": 12_000.0, "can_supply_from": date(2026, 5, 1), "evidence": "confirmed"},
            {"opportunity_id": "x2", "account_id": "007", "name": "Four per cent off the price", "units": 1.0, "effect": 27_000.0,
             "price": 0.0, "our_cost": 27_000.0, "can_supply_from": date(2026, 5, 1), "evidence": "assumed"},
        ],
        "actions": [_action(number) for number in range(1, actions + 1)],
        "promises": [
            {"promise_id": "p1", "account_id": "007", "what": "A named planner for plant 2", "promised_to": "Beatrix Noll", "owner_id": "maren",
             "made_on": date(2026, 2, 26), "due": date(2026, 4, 30), "charge": "given without charge", "yearly_cost": 9_000.0},
        ],
        "measures": [
            {"measure_id": "m1", "account_id": "007", "name": "Shortages told in time", "unit": "%", "better": "higher", "baseline": 20.0,
             "target": 90.0, "due": date(2026, 8, 31), "agreed_with_customer": True},
            {"measure_id": "m2", "account_id": "007", "name": "Complaints older than 30 days", "better": "lower", "baseline": 4.0, "target": 0.0,
             "agreed_with_customer": True},
            {"measure_id": "m3", "account_id": "007", "name": "Share of wallet won", "baseline": 10.0, "target": 30.0, "agreed_with_customer": False},
        ],
        "readings": [
            {"measure_id": "m1", "read_on": date(2026, 3, 1), "value": 55.0},
            {"measure_id": "m2", "read_on": date(2026, 3, 1), "value": 0.0},
            {"measure_id": "m3", "read_on": date(2026, 3, 1), "value": 12.0},
        ],
        "risks": [
            {"risk_id": "r1", "account_id": "007", "what": "Plant 2 goes to Stavenport", "trigger": "Their trays on trial", "response": "Visit first",
             "triggered_on": date(2026, 2, 26), "owner_id": "paul", "evidence": "confirmed", "known_on": date(2026, 2, 26)},
        ],
        "contacts": [
            {"contact_id": "c1", "account_id": "007", "name": "Beatrix Noll", "job": "Planner", "department": "production", "decision_role": "influences",
             "power": 4.0, "interest": 5.0, "support": 1.0, "evidence": "confirmed", "known_on": date(2026, 2, 1)},
        ],
        "coverages": [{"contact_id": "c1", "member_id": "paul", "depth": 2.0, "last_met_on": date(2026, 3, 2)}],
        "contracts": [
            {"contract_id": "k1", "account_id": "007", "name": "Frame contract", "starts_on": date(2023, 10, 1), "ends_on": date(2026, 9, 30),
             "notice_months": 3.0, "yearly_value": 300_000.0, "scope": "Crates to drawing; weekly delivery.", "service_levels": "97 % on the day."},
        ],
        "touch_points": [
            {"account_id": "", "touch_point_id": "dock", "name": "Delivery at the dock", "position": 1, "owner_id": "maren",
             "promise": "On the promised day", "importance": 9.0, "performance": 6.0},
            {"account_id": "007", "touch_point_id": "dock", "name": "Delivery at the dock", "promise": "Before nine, with a call if not",
             "importance": 10.0, "performance": 5.0, "behaviour": "The planner rings by 08:00."},
        ],
        "queries": [
            {"query_id": "q1", "account_id": "007", "what": "Why did nobody ring?", "asked_by": "Beatrix Noll", "asked_on": date(2026, 1, 22),
             "owner_id": "maren", "due": date(2026, 2, 5)},
        ],
        "decisions": [
            {"decision_id": "d1", "account_id": "007", "side": "ours", "kind": "agreed to plan", "decided_on": date(2026, 3, 16), "decided_by": "Tom Halloway"},
        ],
        "white_space_cells": [{"account_id": "007-2", "offering_id": "crates", "state": "competitor's", "yearly_value": 45_000.0, "competitor_id": "stavenport"}],
        "competitors": [{"competitor_id": "stavenport", "name": "Stavenport"}],
        "data_sources": [{"data_source_id": "s1", "account_id": "007", "what": "Sales by month", "keeper_id": "paul", "refreshed_on": date(2025, 1, 5)}],
    }  # fmt: skip


def _action(number: int) -> dict[str, Any]:
    return {
        "action_id": f"a{number:02}",
        "account_id": "007",
        "what": f"Action {number}: ring the planner of plant 2 every Monday by 12:00 with what will be short",
        "due": DAY + timedelta(days=20 * number - 30),
        "responsible_id": "maren",
        "accountable_id": "paul",
        "because": "risk" if number == 2 else "promise",
        "because_id": "r1" if number == 2 else "p1",
        "measure_id": "m1",
        "measure_text": f"No stop of line {number}",
        "informed": "Anselm Torvik, by mail",
        "review_on": DAY + timedelta(days=20 * number),
        "state": ("open", "open", "proposed", "done")[(number - 1) % 4] if number <= 4 else "open",
        "done_on": DAY - timedelta(days=3) if number == 4 else None,
    }


def stored(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Rows:
    """The rows as a programme takes them: without those that come in batches, and without empty fields."""
    return {
        table: [{name: value for name, value in row.items() if value is not None} for row in some]
        for table, some in found.items()
        if table != "sales_lines"
    }
