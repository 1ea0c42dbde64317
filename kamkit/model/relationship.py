"""How good the relationship is: stages, people, coverage, white space and risks."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, day, flag, key_link, link, money, number, own_id, score, text
from kamkit.model.record import Fact, Record

Stage = Literal["exploratory", "basic", "cooperative", "interdependent", "integrated"]


class StageRating(
    Record, table="stage_ratings", key=("account_id", "side", "rater", "rated_on"), title="Stage ratings"
):
    """How far one person says the relationship is, with the evidence."""

    account_id: str = key_link("accounts", "Account", "Whose relationship.")
    side: Literal["customer", "ours"] = choice("Side", "Who says so.", required=True)
    rater: str = own_id("Rater", "The person who says so.", person=True)
    rated_on: date = day("On", "The day it was said.", required=True)
    stage: Stage = choice("Stage", "McDonald, Millman & Rogers (1997).", required=True)
    evidence_note: str | None = text("Evidence", "What shows it.", long=True)
    agreed: bool = flag("Agreed together", "Yes: what that side settled on as a group; no: one person's own.", default=False)


class Contact(Fact, table="contacts", key=("contact_id",), title="Contacts"):
    """A person at the customer who matters to our business there."""

    contact_id: str = own_id("Contact", "A short name or number.")
    account_id: str = link("accounts", "Account", "Where the person works.", required=True)
    name: str = text("Name", "First name and surname.", required=True, person=True)
    job: str | None = text("Job", "The title on the card.")
    department: str | None = text("Department", "Such as purchasing, production, quality.")
    decision_role: Literal["decides", "approves", "buys", "uses", "influences", "keeps the gate"] | None = choice(
        "Decision role", "In decisions about us."
    )
    power: float | None = score("Power", "Over decisions about us.", high=5)
    interest: float | None = score("Interest", "In what we do.", high=5)
    support: float | None = score("Support", "-2 against us, 2 for us.", low=-2, high=2)
    leaves_on: date | None = day("Leaves on", "If a move or retirement is known.")


class Coverage(Record, table="coverages", key=("contact_id", "member_id"), title="Coverage"):
    """Which of our people knows a contact, and how well."""

    contact_id: str = key_link("contacts", "Contact", "Their person.")
    member_id: str = key_link("team_members", "Our person", "Ours.")
    depth: float | None = score("Depth", "1 has met, 2 talks at work, 3 is called first.", high=3)
    last_met_on: date | None = day("Last met", "The last real conversation.")


class WhiteSpaceCell(Fact, table="white_space_cells", key=("account_id", "offering_id"), title="White space"):
    """What one unit of a customer does about one of our offerings."""

    account_id: str = key_link("accounts", "Unit", "The customer number.")
    offering_id: str = key_link("offerings", "Offering", "What could be bought.")
    state: Literal["ours", "competitor's", "in-house", "not needed", "unknown"] = choice(
        "State", "Who supplies it; unknown is never zero.", default="unknown"
    )
    yearly_value: float | None = money("Value", "What it is worth a year, ours or not.", per="year", low=0)
    yearly_value_high: float | None = money("Value, at most", "Where only a range is known.", per="year", low=0)
    competitor_id: str | None = link("competitors", "Competitor", "Who has it.")


class Note(Record, table="notes", key=("note_id",), title="Notes"):
    """A meeting, a piece of research or a wound worth remembering, in four fields."""

    note_id: str = own_id("Note", "A short name or number.")
    account_id: str = link("accounts", "Account", "Whom it is about.", required=True)
    kind: Literal["meeting", "research inside", "research outside", "history"] = choice(
        "Kind", "What it is.", required=True
    )
    noted_on: date = day("On", "The day.", required=True)
    noted_by: str | None = text("By", "Who wrote it.", person=True)
    learned: str | None = text("Learned", "What we know now.", long=True)
    promised: str | None = text("Promised", "By them or us.", long=True)
    opportunity: str | None = text("Opportunity", "What it may open.", long=True)
    next_step: str | None = text("Next", "What follows.", long=True)
    source: str | None = text("Source", "Who said it or where it stands.")


class Risk(Fact, table="risks", key=("risk_id",), title="Risks"):
    """What could cost us the account, what shows it, and what we do then."""

    risk_id: str = own_id("Risk", "A short name or number.")
    account_id: str = link("accounts", "Account", "Which account.", required=True)
    what: str = text("Risk", "What could happen.", required=True)
    cause: str | None = text("Cause", "Why it could.", long=True)
    trigger: str | None = text("Trigger", "What we would see first.", long=True)
    triggered_on: date | None = day("Seen on", "The day the trigger was seen; then the account is in danger.")
    response: str | None = text("Response", "What we do, in which order.", long=True)
    escalate_to: str | None = text("Escalate to", "Up which ladder, by when.", long=True, person=True)
    owner_id: str | None = link("team_members", "Owner", "Who watches it.")
    touch_point_id: str | None = link("touch_points", "Touch point", "Where it shows.")
    closed_on: date | None = day("Closed on", "When it was over.")


class Forecast(Record, table="forecasts", key=("forecast_id",), title="Forecasts"):
    """A probability given before the fact, to be scored after it."""

    forecast_id: str = own_id("Forecast", "A short name or number.")
    account_id: str = link("accounts", "Account", "Which account.", required=True)
    about: Literal["loss", "objective", "opportunity", "promise"] = choice("About", "What is forecast.", required=True)
    item_id: str | None = text("Item", "The objective, opportunity or promise.")
    event: str = text("Event", "What counts as having happened, by when.", required=True)
    probability: float = number("Probability", "In per cent.", unit="%", low=0, high=100, required=True)
    made_on: date = day("Made on", "The day it was given.", required=True)
    made_by: str | None = text("By", "Who gave it.", person=True)
    resolves_on: date | None = day("Resolves on", "The day it can be seen.")
    happened: bool | None = flag("Happened", "Empty while open.")
    resolved_on: date | None = day("Resolved on", "The day it was seen.")
