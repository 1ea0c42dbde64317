"""Accounts, contracts and hours: who the customers are and what was agreed with them."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.candidates import CANDIDATES, ORBISAN, ORBISAN_UNITS, Candidate
from kamkit.sample.making.catalogue import DOMAIN_OF
from kamkit.sample.making.customers import Customer, customers
from kamkit.sample.making.people import KAM, NAME_OF
from kamkit.sample.making.rows import Row, Rows
from kamkit.sample.making.stories.added import ADDED_BY_HAND


def accounts() -> Rows:
    """The accounts table: 126 customers, one of them a group of eleven customer numbers."""
    return {"accounts": [*map(_candidate, CANDIDATES), *_units(), *map(_other, customers())]}


def efforts() -> Rows:
    """Hours of key account managers: what each candidate needs and what it got."""
    notes = {
        "0042": "Two visits a month, washing disputes, and help with forms that no contract names.",
        "1058": "One visit in the year; offers were sent by mail.",
        "1002": "Mostly rush orders, credit notes and calls about them.",
        "1007": "All of it Paul Adeyemi.",
    }
    return {
        "efforts": [
            {"account_id": c.account_id, "role": KAM, "hours_needed": c.hours_needed, "hours_spent": c.hours_spent}
            | ({"note": notes[c.account_id]} if c.account_id in notes else {})
            for c in CANDIDATES
        ]
    }


def _candidate(c: Candidate) -> Row:
    row: Row = {
        "account_id": c.account_id, "name": c.name, "country": c.country, "city": c.city, "sector": c.sector,
        "business_line_id": c.line, "domain_id": DOMAIN_OF[c.country], "owner_id": c.owner,
        "customer_since": c.since, "wallet": c.wallet * 1000, "potential": c.potential * 1000,
        "credit_standing": c.credit, "days_overdue": c.overdue, "renewal_on": c.renewal, "retention": c.retention,
        "status": "candidate", "known_on": date(2026, 1, 12 + int(c.answers)),
    }  # fmt: skip
    confirmed = c.answers >= 8
    row["source"] = "Annual talk with the customer" if confirmed else f"Estimate of {NAME_OF[c.owner]}"
    row["evidence"] = "confirmed" if confirmed else "assumed"
    if c.account_id in ADDED_BY_HAND:
        who, why = ADDED_BY_HAND[c.account_id]
        row |= {"candidate": True, "candidate_by": who, "candidate_reason": why}
    return row


def _units() -> list[Row]:
    group = next(c for c in CANDIDATES if c.account_id == ORBISAN)
    return [
        {
            "account_id": unit, "name": name, "parent_id": ORBISAN, "country": country, "city": city,
            "sector": group.sector, "business_line_id": "protective" if country == "Poland" else "crates",
            "domain_id": DOMAIN_OF[country], "owner_id": "marek.dudzik" if country == "Poland" else group.owner,
            "customer_since": date(2010 + 2 * (number % 5), 9, 1), "days_overdue": 5 + 2 * (number % 5),
            "source": "Roll-up list of the controller", "known_on": date(2026, 1, 15), "evidence": "confirmed",
        }
        for number, (unit, name, country, city, _, _) in enumerate(ORBISAN_UNITS)
    ]  # fmt: skip


def _other(c: Customer) -> Row:
    renewal = None
    if c.renewal_month is not None:
        renewal = date(2026 + (c.renewal_month - 1) // 12, (c.renewal_month - 1) % 12 + 1, 28)
    return {
        "account_id": c.account_id, "name": c.name, "country": c.country, "city": c.city, "sector": c.sector,
        "business_line_id": c.line, "domain_id": DOMAIN_OF[c.country], "owner_id": c.owner,
        "customer_since": date(c.since_year, 1 + len(c.name) % 12, 1),
        "wallet": None if c.wallet is None else c.wallet * 1000, "potential": c.potential * 1000,
        "credit_standing": c.credit, "days_overdue": c.overdue, "renewal_on": renewal, "retention": c.retention,
        "source": f"Estimate of {NAME_OF[c.owner]}", "known_on": date(2025, 11, 1 + len(c.name)),
            "evidence": "assumed",
    }  # fmt: skip
