"""Morrowby steps down with a plan: notice, somebody who serves it, and what it keeps. The others of last year have none."""

from __future__ import annotations

from datetime import date
from typing import Any

STEPPING_DOWN: list[dict[str, Any]] = [
    {
        "decision_id": "down-2026-01", "account_id": "1017", "side": "ours", "kind": "stepped down",
        "decided_on": date(2026, 3, 24), "decided_by": "Ines Carrow and Marek Dudzik",
        "reasons": "Taken off the list on 20 March; its hours go to accounts that stay.",
        "successor_id": "amira.haddad",
        "kept_service": "Delivery on the promised day, orders by portal, an answer within a working day; no stock on credit.",
        "effective_on": date(2026, 6, 30), "source": "Minutes of 24 March", "known_on": date(2026, 3, 24),
        "evidence": "confirmed",
    }
]  # fmt: skip
