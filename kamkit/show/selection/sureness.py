"""How sure is this list?"""

from __future__ import annotations

import pandas as pd

from kamkit.method.selection import Selection
from kamkit.method.selection.why import share_in_words
from kamkit.show import figures, parts, words
from kamkit.show.parts import Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.selection.missing import listed, scored, scores_missing

_NEIGHBOURS = 5
SAFE, LOST = 0.9, 0.1  # shares of weightings from which a place is sure (ours)


def show_sureness(selection: Selection, account_id: str = "") -> Shown:
    """In what share of weightings each account is among those we can serve, as bars in the order of the list."""
    account_id = selection.group(account_id)
    missing = scores_missing(selection, account_id)
    if missing is not None:
        return missing
    among = scored(selection)
    message = _of_account(among, account_id, selection.places) if account_id else _of_list(among, selection.places)
    if account_id:
        among = _around(among, account_id)
    shares = among["acceptability"]
    figure, axes = figures.new_figure(7.6, 1.0 + 0.2 * len(among))
    on = listed(among)
    rows = range(len(among))
    axes.barh(rows, shares * 100, height=0.68, color=[figures.MAIN if one else figures.QUIET for one in on])
    words_once = {int(side.to_numpy().argmax()): said for side, said in ((~on, "off the list"), (on, "on the list"))
                  if side.any()}  # fmt: skip
    for row, share in enumerate(shares):
        label = f"{share_in_words(share)}  {words_once.get(row, '')}".rstrip()
        axes.text(share * 100 + 1, row, label, va="center", fontsize=7.5)
    axes.set_ylim(len(among) - 0.4, -0.6)
    axes.set_xlim(0, 118)
    axes.axvline(50, color="white", linewidth=0.8)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [_label(row) for row in among.itertuples()], bold=list(among["account_id"] == account_id))
    draw_scale(axes, "x", [0, 50, 100], ["never", "in half", "in all weightings"])
    detail = f"Bars for {words.counted(len(among), 'account')} in the order of their scores; dark bars are on the list."
    return parts.chart(figure, message, detail)


def _around(among: pd.DataFrame, account_id: str) -> pd.DataFrame:
    """The account with its neighbours on the list."""
    place = among["account_id"].tolist().index(account_id)
    first = min(max(0, place - _NEIGHBOURS), max(0, len(among) - 2 * _NEIGHBOURS - 1))
    return among.iloc[first : first + 2 * _NEIGHBOURS + 1]


def _label(row: object) -> str:
    mark = "" if pd.isna(getattr(row, "override", None)) else " (signed)"
    return figures.plain(f"{words.short(getattr(row, 'name', ''), 24)}{mark}   {int(getattr(row, 'rank', 0))}")


def _of_list(among: pd.DataFrame, places: int) -> str:
    on, shares = listed(among), among["acceptability"]
    safe = int((on & (shares >= SAFE)).sum())
    open_ = among[(shares < SAFE) & (shares > LOST)]
    text = f"{safe} of {int(on.sum())} accounts on the list are among the first {places} in nine weightings of ten"
    if open_.empty:
        return f"{text}; no other comes near"
    last = among[on & (shares < SAFE)]
    if last.empty:
        return f"{text}; no place hangs on the weights"
    shakiest = last.loc[last["acceptability"].astype(float).idxmin()]
    return f"{text}; {shakiest['name']} in only {share_in_words(float(shakiest['acceptability']))}"


def _of_account(among: pd.DataFrame, account_id: str, places: int) -> str:
    row = among[among["account_id"] == account_id].iloc[0]
    share = share_in_words(float(row["acceptability"]))
    return f"{row['name']} is among the first {places} in {share} of weightings"
