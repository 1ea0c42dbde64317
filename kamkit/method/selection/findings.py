"""What the reader of the list should know: its length, how sure it is, who disagrees, where hours are short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.selection.agreement import WIDE, Agreement
from kamkit.method.selection.matrix import default_hours
from kamkit.method.selection.needs import hours_available
from kamkit.method.selection.why import share_in_words
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.method.selection.capacity import Capacity
    from kamkit.model.frame import Tables
    from kamkit.model.settings import Settings

RULES_OF_THUMB = "one rule of thumb among several; others say 10 to 20, 5 to 20 or 15 to 50"
LITTLE_AGREEMENT = 0.5


def check_length(ranking: pd.DataFrame, settings: Settings) -> tuple[Finding, ...]:
    """A warning where the list is shorter or longer than the settings' usual list; never a limit."""
    if not ranking["scored"].any():
        return ()
    count = int(ranking["in_list"].fillna(False).sum())
    if settings.list_low <= count <= settings.list_high:
        return ()
    step = (
        "Ask who of them can really be served." if count > settings.list_high else "Fine, if each of them is served."
    )
    return (Finding("careful", f"The list has {count} key accounts; {usual_list(settings)}.", step),)


def usual_list(settings: Settings) -> str:
    """How long a list usually is, and who says so: ``the usual list has 15 to 35 (...)``; a warning, never a limit."""
    own = settings.list_source or "the programme's own settings"
    default = (settings.list_low, settings.list_high) == (15, 35) and not settings.list_source
    return f"the usual list has {settings.list_low} to {settings.list_high} ({RULES_OF_THUMB if default else own})"


def check_places(ranking: pd.DataFrame, capacity: Capacity | None, settings: Settings) -> tuple[Finding, ...]:
    """Where nobody has said how many key accounts can be served."""
    if capacity is not None or settings.places or not ranking["scored"].any():
        return ()
    return (
        Finding(
            "unknown",
            f"Nobody has said how many key accounts can be served; the list is cut at {settings.list_low}, the lower "
            "end of the usual list.",
            "Enter the places in the settings, or our people's hours.",
        ),
    )


def check_robustness(ranking: pd.DataFrame, places: int, capacity: Capacity | None) -> tuple[Finding, ...]:
    """Accounts whose status hangs on the weights: on the list in under half of the weightings, or off it in as many."""
    known = ranking[ranking["acceptability"].notna() & ranking["override"].isna()]
    on = known["in_list"].fillna(False).astype(bool)
    findings = []
    for row in known[on & (known["acceptability"] < 0.5)].itertuples():
        findings.append(
            Finding(
                "careful",
                f"{row.name} is on the list, though among the first {places} in only "
                f"{share_in_words(float(row.acceptability))} of weightings.",
                "Say why before somebody asks.",
            )
        )
    for row in known[~on & (known["acceptability"] > 0.5)].itertuples():
        share = share_in_words(float(row.acceptability))
        said = f"{row.name} is off the list, though among the first {places} in {share} of weightings"
        if capacity is None:
            findings.append(Finding("careful", f"{said}.", "Say why before somebody asks."))
        else:
            said = f"{said}: its {row.hours:,.0f} hours do not fit."
            findings.append(Finding("careful", said, "Check the hours it needs before deciding."))
    return tuple(findings)


def check_agreement(agreement: Agreement) -> tuple[Finding, ...]:
    """Means that nobody holds, and little agreement over the whole list."""
    findings = []
    wide = agreement.differences
    wide = wide[(wide["difference"] >= WIDE) & wide["nobodys"].astype(bool)]
    for row in wide.head(3).itertuples():
        findings.append(
            Finding(
                "careful",
                f"{row.account}, {row.criterion}: {row.highest_department} says {row.highest:.3g}, "
                f"{row.lowest_department} {row.lowest:.3g}; {row.mean:.2g} is nobody's opinion.",
                "Let both say why, then score again.",
            )
        )
    overall = agreement.overall
    if overall is not None and overall.w < LITTLE_AGREEMENT:
        findings.append(
            Finding(
                "careful",
                f"{overall.scorers} scorers agree little on the order of {overall.accounts} accounts "
                f"(Kendall's W {overall.w:.2f}; 1 is full agreement).",
                "Discuss the widest differences, then score a second round.",
            )
        )
    return tuple(findings)


def check_hours(tables: Tables, ranking: pd.DataFrame, capacity: Capacity | None) -> tuple[Finding, ...]:
    """What is not known about hours, and accounts planned with fewer than their quadrant's default."""
    if not ranking["scored"].any():
        return ()
    if capacity is None:
        return (
            Finding(
                "unknown",
                "Nobody's hours for key accounts are known, so the list is cut by number alone.",
                "Enter the hours a year of our people, by role.",
            ),
        )
    findings = []
    unlimited = [role for role in capacity.hours["role"] if role not in hours_available(tables)]
    if unlimited:
        findings.append(
            Finding(
                "unknown",
                f"Accounts need hours of {', '.join(unlimited)}, but nobody's are known: not counted as a limit.",
                "Enter the hours a year of the people in that role.",
            )
        )
    scored = ranking[ranking["scored"]]
    if scored["hours_assumed"].any():
        count = int(scored["hours_assumed"].sum())
        findings.append(
            Finding(
                "careful",
                f"For {count} of {len(scored)} accounts nobody said what hours they need: the default of their "
                "quadrant is taken.",
                "Estimate them with the account manager.",
            )
        )
    return (*findings, *_below_default(tables, scored))


def _below_default(tables: Tables, scored: pd.DataFrame) -> list[Finding]:
    defaults = pd.Series(default_hours(settings_of(tables)))
    on = scored[scored["in_list"].fillna(False).astype(bool) & ~scored["hours_assumed"]]
    least = on["quadrant"].map(defaults)
    short = on[on["hours"] < least]
    if short.empty:
        return []
    named = "; ".join(
        f"{row.name} ({row.quadrant}: {row.hours:,.0f} of {least[row.Index]:,.0f})" for row in short.head(3).itertuples()
    )
    more = f" and {len(short) - 3} more" if len(short) > 3 else ""
    return [
        Finding(
            "careful",
            f"Planned with fewer hours than the settings give their quadrant: {named}{more}.",
            "Raise the hours, or write down why less is enough.",
        )
    ]
