"""Where it matters most and we fall short: moments of truth, and the biggest gap of every account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.touchline.line import MOMENT, SUSPECTED, all_touchlines, place_touch_points

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


FEW = 3  # what one or two people say comes after what three or more say


def gap(perception: float, expectation: float) -> float:
    """Perception minus expectation; negative is bad. Source: Parasuraman, Zeithaml & Berry (1988), SERVQUAL."""
    return perception - expectation


def shortfall(importance: float, performance: float) -> float:
    """Importance minus performance, both 1 to 10; positive is bad."""
    return importance - performance


def rank_moments(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """The moments of truth of an account, or of every account; confirmed before suspected, widest shortfall first.

    Columns: account_id (the group's), touch_point_id, name, importance, performance and shortfall (customers'
    means; our view where suspected), competitor_performance (of the same side), suspected (True: our view
    alone), answers (customers'; 0 where suspected), customer_role, promise, behaviour, owner_id, expectation_id.
    """
    found = _weighed(place_touch_points(tables, account_id) if account_id else all_touchlines(tables))
    found = found[found["moment"] != ""]
    columns = ["account_id", "touch_point_id", "name", "importance", "performance", "shortfall"]
    columns += ["competitor_performance", "suspected", "answers", "customer_role", "promise", "behaviour", "owner_id"]
    return found[[*columns, "expectation_id"]].reset_index(drop=True)


def rank_worst_moments(tables: Tables) -> pd.DataFrame:
    """The biggest gap of every account: its worst moment of truth, else a suspected one, else its widest shortfall.

    What three or more people of the customer say comes before what one or two do.
    Index: account_id (the group's); accounts of which nothing is known, or without any shortfall, are not
    in it. Columns: touch_point_id, gap (the point's name), gap_note (importance and performance, and who says
    so), gap_importance, gap_performance, gap_shortfall, gap_moment ("moment of truth", "suspected", ""), gap_answers.
    """
    found = _weighed(all_touchlines(tables))
    worst = found[found["shortfall"] > 0].drop_duplicates("account_id").set_index("account_id")
    notes = [_note(row) for row in worst.itertuples()]
    return pd.DataFrame(
        {
            "touch_point_id": worst["touch_point_id"],
            "gap": worst["name"],
            "gap_note": pd.Series(notes, index=worst.index, dtype="str"),
            "gap_importance": worst["importance"],
            "gap_performance": worst["performance"],
            "gap_shortfall": worst["shortfall"],
            "gap_moment": worst["moment"],
            "gap_answers": worst["answers"],
        }
    )


def _weighed(line: pd.DataFrame) -> pd.DataFrame:
    """The points with one importance and performance each, customers' where they answered, worst first."""
    answered = line["shortfall"].notna()
    ours = ~answered & (line["view_of"] == "account")
    weighed = line.assign(
        importance=line["importance"].where(answered, line["our_importance"].where(ours)),
        performance=line["performance"].where(answered, line["our_performance"].where(ours)),
        competitor_performance=line["competitor_performance"].where(answered, line["our_competitor"].where(ours)),
        answers=line["answers"].where(answered, 0),
        suspected=line["moment"] == SUSPECTED,
    )
    weighed["shortfall"] = weighed["importance"] - weighed["performance"]
    enough = weighed["answers"] >= FEW
    tier = np.select(
        [
            (line["moment"] == MOMENT) & enough,
            line["moment"] == MOMENT,
            line["moment"] == SUSPECTED,
            answered & enough & (line["shortfall"] > 0),
            answered & (line["shortfall"] > 0),
        ],
        [0, 1, 2, 3, 4],
        5,
    )
    places = weighed["account_id"].map({place: n for n, place in enumerate(line["account_id"].unique())})
    order = weighed.assign(tier=tier, place=places).sort_values(
        ["place", "tier", "shortfall", "importance", "position"],
        ascending=[True, True, False, False, True], na_position="last", kind="stable",
    )  # fmt: skip
    return weighed.loc[order.index]


def _note(row: object) -> str:
    answers = row.answers  # type: ignore[attr-defined]
    who = "our view alone" if not answers else "1 answer" if answers == 1 else f"{answers} answers"
    figures = f"importance {row.importance:.1f}, performance {row.performance:.1f}"  # type: ignore[attr-defined]
    kind = {MOMENT: "moment of truth; ", SUSPECTED: "suspected moment of truth; "}.get(row.moment, "")  # type: ignore[attr-defined]
    return f"{kind}{figures}; {who}"
