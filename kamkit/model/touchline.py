"""Where customers meet us, and what they were promised there."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, count, day, flag, key_link, link, money, own_id, score, text
from kamkit.model.record import Fact, Record

ChangeStage = Literal["not started", "prepared", "tried", "rolled out", "normal"]


class TouchPoint(Fact, table="touch_points", key=("account_id", "touch_point_id"), title="Touch points"):
    """A point of the touchline; without an account the programme's standard, with one that account's own."""

    account_id: str = key_link("accounts", "Account", "Empty: the standard touchline.", optional=True, shareable=True)
    touch_point_id: str = own_id("Touch point", "A short name; an account's row refines the standard.", shareable=True)
    name: str = text("Touch point", "What happens, seen by the customer.", required=True, shareable=True)
    position: int | None = count("Position", "Order on the touchline.")
    stage: Literal["before buying", "buying", "delivery", "use", "support", "renewal"] | None = choice(
        "Stage", "Where in the customer's dealings with us.", shareable=True
    )
    customer_role: str | None = text("Customer's role", "Who meets us there.", shareable=True)
    our_role: str | None = text("Our role", "Who is on duty there.", shareable=True)
    channel: str | None = text("Channel", "Such as phone, portal, dock, visit.", shareable=True)
    frequency: str | None = text("Frequency", "How often.", shareable=True)
    expectation_id: str | None = link("expectations", "Expectation", "The one it serves.", shareable=True)
    importance: float | None = score("Importance, our view", "What we think it matters to them.")
    performance: float | None = score("Performance, our view", "What we think they would say of us.")
    competitor_performance: float | None = score("Competitor, our view", "What we think they would say of the best.")
    current_experience: str | None = text("Experience now", "What the customer goes through.", long=True)
    new_experience: str | None = text("New experience", "What it shall be.", long=True, shareable=True)
    consistent_with: str | None = text("Same promise elsewhere", "Where else the customer is promised this.", long=True)
    better_than_id: str | None = link("competitors", "Better than", "Which competitor it beats.")
    promise: str | None = text("Promise", "What the customer can count on.", long=True, shareable=True)
    behaviour: str | None = text("Behaviour owed", "Who does what by when; observable.", long=True, shareable=True)
    owner_id: str | None = link("team_members", "Owner", "Who answers for the point.", shareable=True)
    change_stage: ChangeStage | None = choice("Change", "How far the new experience is.")


class ChangeStep(Record, table="change_steps", key=("account_id", "change_step_id"), title="Change steps"):
    """A step towards a new experience: who has to do what differently, by when, and how far that is."""

    account_id: str = key_link("accounts", "Account", "Empty: a step for all accounts.", optional=True)
    change_step_id: str = own_id("Step", "A short name or number.")
    touch_point_id: str | None = link("touch_points", "Touch point", "Where the customer will notice it.")
    who: str = text("Who changes", "A role or a person of ours.", required=True, person=True)
    what: str = text("What changes", "What they will do and do not do today.", required=True)
    due: date | None = day("By", "The day from which it is done every time.")
    stage: ChangeStage = choice("Stage reached", "How far this step is.", default="not started")
    stage_on: date | None = day("Reached on", "The day it got there.")
    needs: str | None = text("What they need", "Time, a tool, training, somebody's consent.", long=True)
    owner_id: str | None = link("team_members", "Owner", "Who sees to it.")


class Promise(Fact, table="promises", key=("promise_id",), title="Promises"):
    """Something we promised a customer."""

    promise_id: str = own_id("Promise", "A short name or number.", shareable=True)
    account_id: str = link("accounts", "Account", "To whom.", required=True, shareable=True)
    what: str = text("Promise", "What was promised.", required=True, shareable=True)
    touch_point_id: str | None = link("touch_points", "Touch point", "Where it is kept or broken.", shareable=True)
    promised_to: str | None = text("To", "The person it was given to.", shareable=True, person=True)
    owner_id: str | None = link("team_members", "Owner", "Who keeps it.", shareable=True)
    made_on: date | None = day("Made on", "The day it was given.", shareable=True)
    due: date | None = day("Due", "The day it has to be kept.", shareable=True)
    charge: Literal["in the contract", "charged", "given without charge"] | None = choice(
        "Charge", "Whether anybody pays for it."
    )
    yearly_cost: float | None = money("Cost", "What keeping it costs us.", per="year", low=0)
    on_purpose: bool | None = flag("On purpose", "If given without charge: decided, not slipped in.")
    purpose: str | None = text("Why given", "The reason it was given without charge.", long=True)
    state: Literal["open", "kept", "broken"] = choice("State", "What became of it.", default="open", shareable=True)
    settled_on: date | None = day("Settled on", "The day it was kept or broken.", shareable=True)
