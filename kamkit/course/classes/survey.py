"""The survey drawn anew: marks shift a little by account, point and supplier, and so do the two halves of who renews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamkit.course.case import sample_case

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.course.classes.changes import Changes

OSTREVIA, HELIORA = "1001", "1058"
EARLY, DELIVERY, PRICE = "tells us early when something goes wrong", "delivery on the promised day", "lowest unit price"
SHIFT, WIDER, TILT = 0.45, 0.9, 0.45  # points; wider at the two accounts whose own figures are asked for
LEAST, MOST = 1, 10
US = "us"


def vary_survey(rng: np.random.Generator, changes: Changes) -> None:
    """Shift marks. Delivery stays as it is (it is rated alike everywhere), and so does what people mean to do."""
    ratings = sample_case()["ratings"]
    people = sample_case()["respondents"].set_index("respondent_id")
    account = ratings["respondent_id"].map(people.loc[people["side"] == "customer", "account_id"])
    for about in ("expectation", "touch point"):
        rows = (ratings["about"] == about) & (ratings["item_id"] != DELIVERY) & ratings["performance"].notna() & account.notna()
        marks = ratings[rows].assign(account_id=account[rows])
        shift = _by_cell(rng, marks)
        if about == "expectation":
            shift += _tilted(rng, ratings, marks)
        moved = _moved(rng, marks["performance"].to_numpy(dtype=float), shift)
        for at, value in zip(marks.index, moved, strict=True):
            changes.set("ratings", int(at), "performance", int(value))


def _by_cell(rng: np.random.Generator, marks: pd.DataFrame) -> np.ndarray:
    """One shift for each account, point and supplier: what a mean moves by, whoever answered."""
    cells = marks.groupby(["account_id", "item_id", "supplier_id"], sort=True, dropna=False).ngroup().to_numpy()
    shifts = rng.uniform(-1, 1, cells.max() + 1)[cells]
    own = marks["account_id"].isin((OSTREVIA, HELIORA)).to_numpy()
    reach = np.where(own, WIDER, SHIFT)
    # Price parts nobody in the sample; it moves for all suppliers alike, so that it does not begin to.
    reach = np.where((marks["item_id"] == PRICE).to_numpy() & ~own, SHIFT / 2, reach)
    return np.asarray(shifts * reach)


def _tilted(rng: np.random.Generator, ratings: pd.DataFrame, marks: pd.DataFrame) -> np.ndarray:
    """How much further apart those who mean to renew and the others stand on being told early."""
    wish = ratings[(ratings["about"] == "outcome") & (ratings["item_id"] == "renewal")].groupby("respondent_id")["performance"].mean()
    own = marks["respondent_id"].map(wish).to_numpy(dtype=float)
    side = np.where(own > np.nanmedian(own), 0.5, -0.5)
    early = ((marks["item_id"] == EARLY) & (marks["supplier_id"] == US)).to_numpy()
    return np.asarray(np.where(early & ~np.isnan(own), side * rng.uniform(-TILT, TILT), 0.0))


def _moved(rng: np.random.Generator, marks: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Whole marks whose mean moves by the shift: what is left of a point goes to as many as chance lets have it."""
    return np.clip(marks + np.floor(shift + rng.uniform(0, 1, len(marks))), LEAST, MOST)
