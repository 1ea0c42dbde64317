"""White space: what each customer number buys of each offering, from whom, and what nobody has asked."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.candidates import CANDIDATES, ORBISAN, ORBISAN_UNITS
from kamkit.sample.making.catalogue import LINE_OF_OFFERING, euro_for
from kamkit.sample.making.rows import Row, Rows
from kamkit.sample.making.stories.grid import GRID, RIVAL_FOR, STATE_OF

_WEIGHT = {"010": 1.0, "020": 1.2, "030": 1.5, "040": 0.8, "050": 0.5, "060": 0.5}
_SINCE = date(2025, 4, 1)


def white_space(sales_lines: list[Row]) -> Rows:
    """A cell for each customer number and offering; what is ours is worth what was booked in twelve months."""
    booked: dict[tuple[str, str], float] = {}
    for line in sales_lines:
        if line["date"] >= _SINCE:
            cell = (line["account_id"], line["offering_id"])
            booked[cell] = booked.get(cell, 0.0) + line["revenue"] * euro_for(line["currency"], line["date"])
    left_at = {c.account_id: (c.wallet - c.revenue) * 1000 for c in CANDIDATES}
    left_at |= {unit: left_at[ORBISAN] * share / 100 for unit, _, _, _, share, _ in ORBISAN_UNITS}
    return {
        "white_space_cells": [
            cell for account, marks in GRID.items() for cell in _cells(account, marks, left_at[account], booked)
        ]
    }


def _cells(account: str, marks: str, left: float, booked: dict[tuple[str, str], float]) -> list[Row]:
    open_weight = sum(_WEIGHT[o] for o, mark in zip(LINE_OF_OFFERING, marks, strict=True) if mark in "ch?")
    rows = []
    for offering, mark in zip(LINE_OF_OFFERING, marks, strict=True):
        row: Row = {
            "account_id": account,
            "offering_id": offering,
            "state": STATE_OF[mark],
            "known_on": date(2026, 1, 28),
        }
        size = round(0.8 * left * _WEIGHT[offering] / open_weight, -3) if mark in "ch?" else 0.0
        if mark == "o":
            row |= {
                "yearly_value": round(booked.get((account, offering), 0.0), 0),
                "source": "Sales lines",
                "evidence": "confirmed",
            }
        elif mark == "c":
            row |= {
                "yearly_value": size,
                "competitor_id": RIVAL_FOR[offering],
                "source": "Their buyer",
                "evidence": "joint",
            }
        elif mark == "h":
            row |= {
                "yearly_value": round(size * 0.6, -3),
                "yearly_value_high": size,
                "source": "Seen on site",
                "evidence": "assumed",
            }
        elif mark == "?" and offering in ("030", "040"):
            row |= {"yearly_value_high": size, "source": "Size of the plant", "evidence": "assumed"}
        rows.append(row)
    return rows
