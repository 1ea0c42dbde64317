"""What losing the account means, what was forecast, and what that weighs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.relationship import LossDefinition, place_loss, rank_forecasts, rank_losses
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import figures, parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.wording import EACH, manager_of
from kamkit.show.scales import name_rows
from kamkit.show.words import counted, day, money, percent, short

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables

_WHERE = "in the form of forecasts in step 5"
_BARS = 14


def show_forecasts(tables: Tables, account_id: str, as_of: date, definition: LossDefinition | None = None) -> Shown:
    """What counts as lost, and every forecast as it was given: a new one stands beside the old ones."""
    made = rank_forecasts(tables, account_id, as_of)
    said = []
    if account_id:
        said = [parts.say(f"Lost means: {(definition or place_loss(tables, account_id, as_of)).event}")]
    if made.empty:
        who = manager_of(tables, account_id) if account_id else EACH
        return parts.stack(*said, parts.nothing_yet("a forecast of loss", who, _WHERE))
    made = made.assign(
        became=["open" if pd.isna(happened) else "happened" if happened else "did not happen" for happened in made["happened"]],
        made_by=made["made_by"].fillna("nobody named"),
    )
    columns = [
        Column("made_on", "Made on", "date"), Column("made_by", "By"), Column("probability", "Probability", "percent"),
        Column("event", "What counts as lost"), Column("resolves_on", "Can be seen on", "date"), Column("became", "What became of it"),
    ]  # fmt: skip
    if not account_id:
        names = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
        made = made.assign(account=made["account_id"].map(names).fillna(made["account_id"]))
        made = made[::-1]
        columns.insert(0, Column("account", "Account"))
        del columns[4]
    caption = "Forecasts as they were given" if account_id else "Forecasts as they were given, the latest first"
    return parts.stack(*said, parts.table(made, columns, caption=caption, limit=12))


def show_loss(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Expected loss: probability x yearly contribution after cost to serve x years; portfolio: a bar per account."""
    found = rank_losses(tables, account_id, as_of)
    years = f"{_years(tables):g}"
    if not account_id:
        return _all(found, years, tables)
    row = found.iloc[0]
    brings = money(row["yearly"], _currency(tables))
    if pd.isna(row["probability"]):
        known = "" if pd.isna(row["yearly"]) else f" It brings {brings} of {row['basis']} a year."
        return parts.stack(parts.nothing_yet(f"a forecast of losing {row['name']}", manager_of(tables, account_id), _WHERE), *([parts.say(known.strip())] if known else []))
    if pd.isna(row["yearly"]):
        return parts.say(f"A loss was forecast with {percent(row['probability'])}; what the account brings is unknown, so the expected loss is, too.")
    sum_up = f"{percent(row['probability'])} x {brings} of {row['basis']} a year x {years} years"
    if row["yearly"] <= 0:
        return parts.say(f"A loss is forecast with {percent(row['probability'])}, but the account brings {brings} of {row['basis']} a year: there is nothing to lose yet. Mend its terms first.")
    return parts.stack(parts.say(f"Expected loss: {sum_up} = {money(row['expected'], _currency(tables))}.", _made(row)), _risks(tables, account_id, as_of))


def _made(row: pd.Series) -> str:
    by = "nobody named" if pd.isna(row["made_by"]) else str(row["made_by"])
    said = f"The forecast is {by}'s of {day(row['made_on'])}, to be seen on {day(row['resolves_on'])}."
    if row["due"]:
        return f"{said} That day has passed and nobody has said what happened."
    return f"{said} It is older than half a year." if row["stale"] else said


def _years(tables: Tables) -> float:
    from kamkit.model.frame import settings_of

    return float(settings_of(tables).loss_years)


def _currency(tables: Tables) -> str:
    from kamkit.method.worth import reporting_currency

    return reporting_currency(tables)


def _risks(tables: Tables, account_id: str, as_of: date) -> Shown:
    risks = own_rows(tables, account_id)["risks"]
    still = risks[~(risks["closed_on"] <= pd.Timestamp(as_of))].sort_values(["triggered_on", "risk_id"], na_position="last")
    if still.empty:
        return parts.nothing_yet("what could cost us the account, and what would show it", manager_of(tables, account_id), "as risks, in 08_draft_the_action_plan")
    columns = [
        Column("what", "What could happen"), Column("cause", "Why"), Column("trigger", "What would show it"),
        Column("triggered_on", "Seen on", "date"), Column("response", "What we do then"),
    ]  # fmt: skip
    return parts.table(still, columns, caption="What the forecast rests on; in bold what was seen", mark=still["triggered_on"].notna())


def _all(found: pd.DataFrame, years: str, tables: Tables) -> Shown:
    known = found[found["expected"].notna()]
    if known.empty:
        return parts.nothing_yet("a forecast of loss with what the account brings, for any account", EACH, _WHERE)
    currency = _currency(tables)
    total, worst = known["expected"].sum(), known.iloc[0]
    if total <= 0:
        return parts.say("No account with a forecast of loss brings anything that could be lost.")
    message = (
        f"Over {years} years we expect to lose {money(total, currency)} at {counted(int((known['expected'] > 0).sum()), 'account')}, "
        f"{percent(worst['expected'] / total * 100)} of it at {short(worst['name'], 30)}"
    )
    drawn = known[known["expected"] > 0].head(_BARS)
    detail = "; ".join(f"{row.name}: {money(row.expected)} ({row.probability:.0f} %)" for row in drawn.itertuples(index=False)) + "."
    chart = parts.chart(_bars(drawn, currency), message, detail)
    nothing = known[known["expected"] <= 0]
    said = []
    if len(nothing):
        names = ", ".join(str(name) for name in nothing["name"].head(4))
        said.append(f"Nothing to lose yet, because they bring nothing: {names}.")
    left = len(known[known["expected"] > 0]) - len(drawn)
    if left > 0:
        said.append(f"{left} smaller ones are not drawn.")
    return parts.stack(chart, parts.say(*said)) if said else chart


def _bars(drawn: pd.DataFrame, currency: str) -> Figure:
    figure, axes = figures.new_figure(7.6, 0.9 + 0.3 * len(drawn))
    longest = float(drawn["expected"].max())
    for at, row in enumerate(drawn.itertuples(index=False)):
        likely = row.probability >= 30
        axes.barh(at, row.expected, height=0.6, color=figures.MAIN if likely else figures.QUIET)
        text = f"{money(row.expected, currency)} = {row.probability:.0f} % of {money(row.yearly)} a year"
        axes.text(row.expected + longest * 0.01, at, text, va="center", fontsize=8)
    axes.set_ylim(len(drawn) - 0.5, -0.5)
    axes.set_xlim(0, longest * 1.6)
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.xaxis.set_visible(False)
    name_rows(axes, [figures.plain(short(name, 28)) for name in drawn["name"]], bold=(drawn["probability"] >= 30).tolist())
    return figure
