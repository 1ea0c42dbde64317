"""Why an account is on the list or off it, in one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kamkit.method.selection.capacity import Capacity


def explain(ranking: pd.DataFrame, overrides: pd.DataFrame, places: int, capacity: Capacity | None) -> pd.Series:
    """A sentence for each row of the ranking; ``overrides`` indexed by account_id."""
    scored = int(ranking["scored"].sum())
    sentences = [_sentence(row, overrides, places, scored, capacity) for row in ranking.itertuples()]
    return pd.Series(sentences, index=ranking.index, dtype="str")


def _sentence(row: object, overrides: pd.DataFrame, places: int, scored: int, capacity: Capacity | None) -> str:
    account_id, override = getattr(row, "Index", ""), getattr(row, "override", None)
    if not getattr(row, "scored", False):
        covered = float(getattr(row, "covered", 0.0))
        return f"Not yet scored: {covered:.0f} % of the weight is covered." if covered else "Not yet scored."
    standing = _standing(row, places, scored)
    if not pd.isna(override):
        signed = overrides.loc[account_id]
        put = "Put on" if override == "in" else "Taken off"
        if capacity is not None and account_id in capacity.left_musts:
            return f"Put on by {signed['signed_by']}, but does not fit beside the others put on. {standing}"
        return f"{put} by {signed['signed_by']}: {str(signed['reason']).rstrip('.')}. {standing}"
    in_list, rank = bool(getattr(row, "in_list", False)), int(getattr(row, "rank", 0))
    hours = float(getattr(row, "hours", 0.0))
    if in_list and rank > places:
        return f"{standing} Its {hours:,.0f} hours fit where those of accounts above it do not."
    if not in_list and rank <= places:
        return f"{standing} Its {hours:,.0f} hours would push out more than it brings."
    return standing


def _standing(row: object, places: int, scored: int) -> str:
    rank, share = int(getattr(row, "rank", 0)), getattr(row, "acceptability", float("nan"))
    place = f"{ordinal(rank)} of {scored} by score"
    if pd.isna(share):
        return f"{place}."
    return f"{place}; among the first {places} in {share_in_words(float(share))} of weightings."


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``11th``."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def share_in_words(share: float) -> str:
    """A share of draws in per cent; what is nearly all or nearly none never reads as all or none."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"
