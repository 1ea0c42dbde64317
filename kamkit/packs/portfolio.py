"""One row per account with everything the index shows, each figure from the method's own function."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

def rank_portfolio(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """Every account in its order: by selection score, and where there is none by contribution.

    Columns: position, account_id, name, manager, revenue, contribution, contribution_is, score, acceptability (%),
    chosen (bool), segment, standing, gap, gap_note, next_action, next_action_note; text is missing where unknown.
    """
