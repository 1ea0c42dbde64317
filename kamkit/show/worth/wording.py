"""The words of these pages: what is ranked, what activities are called, what stands where nothing is."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kamkit.method.worth.contribution import CONTRIBUTION
from kamkit.show import parts
from kamkit.show.parts import Shown


def in_a_title(basis: str) -> str:
    """What a chart accumulates: profit only where every cost is in it."""
    return "profit" if basis == CONTRIBUTION else basis


def capital(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def no_sales(what: str) -> Shown:
    """What stands on the page of a programme without sales in the twelve months."""
    return parts.nothing_yet(
        f"{what}; for these twelve months the programme has no sales lines",
        "Whoever gets the export from the ERP system",
        "kamkit import PROGRAMME FILE, or another day as as_of",
    )


def row_of(ranking: pd.DataFrame, group: str) -> pd.Series:
    """The row of a group in a ranking."""
    return ranking[ranking["account_id"] == group].iloc[0]


def all_unknown(frame: pd.DataFrame, columns: Sequence[str]) -> set[str]:
    """The columns in which nothing is known."""
    return {column for column in columns if frame[column].isna().all()}
