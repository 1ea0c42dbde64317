"""What accounts value: expectations, and the answers of those who were asked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, count, day, flag, key_link, link, own_id, score, text
from kamkit.model.record import Fact, Record


class Expectation(Fact, table="expectations", key=("account_id", "expectation_id"), title="Expectations"):
    """Something customers expect of a supplier; with an account, what this one expects and why."""

    account_id: str = key_link("accounts", "Account", "Empty: asked of every account.", optional=True, shareable=True)
    expectation_id: str = own_id(
        "Expectation", "A short name; an account's row refines the programme's.", shareable=True
    )
    name: str = text("Expectation", "In the customer's words.", required=True, shareable=True)
    kind: Literal["product", "service", "price", "relationship"] | None = choice(
        "Kind", "What it is about.", shareable=True
    )
    position: int | None = count("Position", "Order on the page.")
    reason: str | None = text("Why", "Why this account expects it.", long=True)


class Respondent(Record, table="respondents", key=("respondent_id",), title="Respondents"):
    """Somebody who was asked, on the customer's side or ours."""

    respondent_id: str = own_id("Respondent", "A number or short name.")
    account_id: str = link("accounts", "Account", "The account they answered about.", required=True)
    side: Literal["customer", "ours"] = choice(
        "Side", "'ours' is our view, never mixed with customers'.", required=True
    )
    name: str | None = text("Name", "May stay empty.", person=True)
    department: str | None = text("Department", "Such as purchasing, production, quality.")
    asked_by: str | None = text("Asked by", "Who held the interview.", person=True)
    independent: bool | None = flag("Independent", "Yes: asked by somebody outside the account team.")


class Rating(
    Record, table="ratings", key=("respondent_id", "about", "item_id", "supplier_id", "asked_on"), title="Ratings"
):
    """One answer of one respondent about one supplier.

    ``supplier_id`` is ``us`` or a competitor. Importance stands on our row. An outcome (renewal,
    recommendation, trust, satisfaction, commitment) keeps its answer in ``performance``.
    """

    respondent_id: str = key_link("respondents", "Respondent", "Who answered.")
    about: Literal["expectation", "touch point", "outcome"] = choice("About", "What was asked.", required=True)
    item_id: str = own_id(
        "Item", "The expectation, the touch point, or renewal, recommendation, trust, satisfaction, commitment."
    )
    supplier_id: str = own_id("Supplier", "us, or the competitor's short name.")
    asked_on: date = day("Asked on", "The day of the answer.", required=True)
    importance: float | None = score("Importance", "1 to 10; empty: not asked or don't know.")
    performance: float | None = score("Performance", "1 to 10, recommendation 0 to 10; empty: don't know.", low=0)
    comment: str | None = text("Comment", "In the respondent's words.", long=True)


class Decision(Fact, table="decisions", key=("decision_id",), title="Decisions"):
    """A decision an account took about us, or we about it: who, when, and the reasons given."""

    decision_id: str = own_id("Decision", "A short name or number.")
    account_id: str | None = link("accounts", "Account", "Whom it is about.")
    side: Literal["customer", "ours"] = choice("Decided by", "The customer or us.", required=True)
    kind: Literal[
        "bought", "renewed", "reduced", "left", "refused", "agreed to plan",
        "selected", "kept", "upgraded", "stepped down", "deselected",
    ] = choice("Kind", "What was decided.", required=True)  # fmt: skip
    decided_on: date = day("On", "The day of the decision.", required=True)
    decided_by: str | None = text("Who", "The people who decided.", person=True)
    reasons: str | None = text("Reasons given", "In the words of those who decided.", long=True)
    expectation_id: str | None = link("expectations", "Expectation", "The one that decided it, if one did.")
    successor_id: str | None = link("team_members", "Successor", "Who serves the account after a step-down.")
    kept_service: str | None = text("Kept service", "What the account keeps after a step-down.", long=True)
    effective_on: date | None = day("Effective on", "After notice.")
