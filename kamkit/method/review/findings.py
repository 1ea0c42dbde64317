"""What a review must not overlook, worst first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.planning.scope import Scope, day, days, quoted, scope_of
from kamkit.method.review.change import FALLEN, NOT_SHOWN, TOO_FEW
from kamkit.method.review.creep import review_offer_creep, sum_creep
from kamkit.method.review.forecasts import DUE, ENOUGH, estimate_brier, review_forecasts
from kamkit.method.review.outcomes import LATE, review_opportunities
from kamkit.method.review.overview import rank_reviews
from kamkit.method.review.period import IN_THE_PROGRAMME, periods_in
from kamkit.method.review.promises import BROKEN, OVERDUE, promises_in
from kamkit.method.review.reappraisal import relationship_change, review_quality, review_reappraisal
from kamkit.method.review.scorecard import MISSED, NO_READING, PERSPECTIVES, WRONG_WAY, review_scorecard
from kamkit.method.review.service import review_service_levels

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

STALE_DAYS = 365  # relationship quality older than this says little about today (default)


def review_account(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What the review of an account, or with "" that of the portfolio, must not overlook, worst first.

    MethodError if there is no such account.
    """
    if not account_id:
        return worst_first(_portfolio(tables, as_of))
    scope = scope_of(tables, account_id, as_of)
    return worst_first(
        [
            *_promises(scope), *_scorecard(scope), *_creep(scope), *_outcomes(scope), *_customer(scope), *_decision(scope),
        ]
    )  # fmt: skip


def _promises(scope: Scope) -> Iterator[Finding]:
    promises = promises_in(scope)
    for row in promises[promises["result"].isin([BROKEN, OVERDUE])].itertuples():
        when = f"was broken on {day(row.settled_on)}" if row.result == BROKEN else f"is overdue since {day(row.due)}"
        do = (
            "Tell the customer why before it asks, and agree what follows."
            if row.result == BROKEN
            else "Keep it or agree a new day before the meeting."
        )
        yield Finding("danger", f"The promise {quoted(row.what, 70)} {when}.", do)
    if promises.empty:
        yield Finding(
            "unknown",
            "No promise is written down, so nobody can say which were kept.",
            "Write down in step 1 what was promised, to whom, by when.",
        )


def _scorecard(scope: Scope) -> Iterator[Finding]:
    card = review_scorecard(scope.whole, scope.account_id, scope.as_of)
    if card.empty:
        yield Finding("unknown", "The account has no measure.", "Agree one with the customer first; add it in step 2.")
        return
    for row in card[card["state"].isin([WRONG_WAY, MISSED])].itertuples():
        said = "has gone the wrong way" if row.state == WRONG_WAY else "has missed its target"
        yield Finding(
            "careful", f"{quoted(row.name, 60)} {said}: {row.value:,.4g}, target {row.target:,.4g} {_unit(row.unit)}.".replace(" .", "."),
            "Ask what moved it; change the action, not the target.",
        )  # fmt: skip
    unread = card[card["state"] == NO_READING]
    if len(unread):
        yield Finding(
            "unknown",
            f"Nobody has read {quoted(unread['name'].iloc[0], 60)}{_more(len(unread))}.",
            "Read it, or drop the measure.",
        )
    if not card["both_sides"].any():
        yield Finding(
            "careful",
            "No measure is agreed with the customer.",
            "Show the customer's executive the scorecard and agree on one of its lines.",
        )
    missing = [name for name in PERSPECTIVES if name not in set(card["perspective"])]
    if missing:
        yield Finding(
            "careful", f"The scorecard has no measure for: {', '.join(missing)}.",
            "Ask what has to be true there for the others to hold; one measure each is enough.",
        )  # fmt: skip
    levels = review_service_levels(scope.whole, scope.account_id, scope.as_of)
    if len(levels) and levels["service_levels"].notna().any() and not levels["read"].any():
        yield Finding(
            "careful",
            "The contract promises service levels, and none is measured together with the customer.",
            "Agree one figure per level, and who counts it.",
        )


def _unit(unit: object) -> str:
    return "" if pd.isna(unit) else str(unit)


def _more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""


def _creep(scope: Scope) -> Iterator[Finding]:
    creep = review_offer_creep(scope.whole, scope.account_id, scope.as_of)
    found = sum_creep(creep)
    if found.unnoticed > 0:
        yield Finding(
            "careful", f"Extras worth {scope.money(found.unnoticed)} a year are given without charge and nobody decided it.",
            "Price each, stop it with notice, or sign for it with a reason.",
        )  # fmt: skip
    if found.delivered > 0:
        yield Finding(
            "careful", f"Rush orders and special work that no contract names cost {scope.money(found.delivered)} a year.",
            "Put a fee or a number of free ones into the next contract.",
        )  # fmt: skip
    if found.unknown:
        count = "One thing is" if found.unknown == 1 else f"{found.unknown} things are"
        yield Finding("unknown", f"{count} given away at a cost nobody knows.", "Ask the controller for a year's cost.")


def _outcomes(scope: Scope) -> Iterator[Finding]:
    found = review_opportunities(scope.whole, scope.account_id, scope.as_of)
    late = found[found["state"] == LATE]
    if len(late):
        yield Finding(
            "careful",
            f"{quoted(late['name'].iloc[0], 60)}{_more(len(late))} is past its day and undecided.",
            "Ask the customer, then write down won, lost or a new day.",
        )
    unsaid = found[(found["state"] == "won") & found["won"].isna()]
    if len(unsaid):
        yield Finding(
            "unknown",
            f"{quoted(unsaid['name'].iloc[0], 60)}{_more(len(unsaid))} was won, and nobody said what it brings.",
            "Enter the contribution won under more.",
        )
    forecasts = review_forecasts(scope.whole, scope.account_id, scope.as_of)
    due = forecasts[forecasts["state"] == DUE]
    if len(due):
        yield Finding(
            "careful",
            f"{_count(len(due), 'forecast has', 'forecasts have')} come to its day and nobody said what happened.",
            "Resolve it in step 4.",
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _customer(scope: Scope) -> Iterator[Finding]:
    quality = review_quality(scope.whole, scope.account_id, scope.as_of)
    if not quality.independent:
        others = (
            f" ({_count(quality.dependent, 'answer was', 'answers were')} collected by the account team)"
            if quality.dependent
            else ""
        )
        yield Finding(
            "unknown",
            f"Nobody outside the account team has asked how good the relationship is{others}.",
            "Have somebody else ask five people in two departments.",
        )
    elif (scope.day - quality.last_asked).days > STALE_DAYS:
        yield Finding(
            "careful",
            f"Relationship quality was last measured on {day(quality.last_asked)}.",
            "Ask the same questions of the same people.",
        )
    row = relationship_change(review_reappraisal(scope.whole, scope.account_id, scope.as_of), scope.account_id)
    if row is None:
        return
    if row["verdict"] == FALLEN:
        yield Finding(
            "danger",
            f"The relationship fell by {-row['change']:.1f} points, beyond its interval.",
            "Visit those who fell most before deciding anything.",
        )
    elif row["verdict"] in (NOT_SHOWN, TOO_FEW):
        people = int(row["people_after"])
        yield Finding(
            "careful",
            f"The relationship moved by {row['change']:+.1f} in {people} answers: that may be noise.",
            "Ask more people before anybody calls it a result.",
        )
    else:
        yield Finding("fine", f"The relationship rose by {row['change']:.1f} points, beyond its interval.")


def _decision(scope: Scope) -> Iterator[Finding]:
    period = periods_in(scope).iloc[0]
    if pd.isna(period["decision"]):
        if not pd.isna(period["days_over"]):
            yield Finding(
                "careful",
                f"The yearly review is {days(int(period['days_over']))} overdue.",
                "Decide in step 5, with the reasons.",
            )
        elif pd.isna(period["last_on"]) and period["status"] in IN_THE_PROGRAMME:
            yield Finding(
                "careful",
                "The account has never been reviewed: no decision about it is recorded.",
                "Decide in step 5, with the reasons.",
            )
        return
    if pd.isna(period["reasons"]):
        yield Finding(
            "careful",
            f"The account was {period['decision']} without a reason.",
            "Write the reason; it is what the next review starts from.",
        )
    else:
        yield Finding("fine", f"Decided on {day(period['decided_on'])}: {period['decision']}. {period['reasons']}")


def _portfolio(tables: Tables, as_of: date) -> Iterator[Finding]:
    scope = scope_of(tables, "", as_of)
    reviews = rank_reviews(tables, as_of)
    if reviews.empty:
        yield Finding(
            "unknown",
            "No account is a candidate or a key account, so there is nothing to review.",
            "Choose candidates first (workbooks 02 and 05).",
        )
        return
    member = reviews["status"].isin(IN_THE_PROGRAMME)
    over, never = reviews["days_over"].notna(), reviews["last_on"].isna()
    waiting = reviews[member & (over | never) & reviews["decision"].isna()]
    if len(waiting):
        yield Finding(
            "careful",
            f"{len(waiting)} of {int(member.sum())} accounts wait for a review; {int((never & member).sum())} never had one.",
            "Give each a day in the calendar, the largest contribution first.",
        )
    left = reviews[~member]
    if len(left):
        yield Finding(
            "careful",
            f"{_count(len(left), 'account was', 'accounts were')} selected once and is no candidate now; nobody recorded that it was deselected."
            if len(left) == 1
            else f"{len(left)} accounts were selected once and are no candidates now; nobody recorded that they were deselected.",
            "Decide each in the open: step down with notice, a successor and the service kept.",
        )
    missed = reviews[reviews["promises_missed"] > 0]
    if len(missed):
        yield Finding(
            "danger",
            f"Promises are broken or overdue at {_count(len(missed), 'account', 'accounts')}: {_named(missed['account'])}.",
            "Ask for each what the customer was told.",
        )
    creep = sum_creep(review_offer_creep(tables, "", as_of))
    if creep.unnoticed > 0:
        yield Finding(
            "careful",
            f"Extras nobody decided cost {scope.money(creep.unnoticed)} a year.",
            "Have each account manager price, stop or sign for them.",
        )
    brier = estimate_brier(tables, as_of)
    if not brier.enough:
        yield Finding(
            "unknown",
            f"{_count(brier.resolved, 'forecast is', 'forecasts are')} resolved; a score says nothing before {ENOUGH}.",
            "Read them as a list, and keep writing forecasts down.",
        )


def _named(names: pd.Series) -> str:
    found = [str(name) for name in names]
    return ", ".join(found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
