"""The plan: the customer's goals, our objectives, opportunities, actions and what tells whether they worked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, count, day, flag, key_link, link, money, number, own_id, percent, text
from kamkit.model.record import Fact, Record

Because = Literal["expectation", "touch point", "risk", "opportunity", "promise", "complaint", "account"]


class CustomerGoal(Fact, table="customer_goals", key=("goal_id",), title="Customer's goals"):
    """What the customer wants or is forced to do, and how we help it win."""

    goal_id: str = own_id("Goal", "A short name or number.", shareable=True)
    account_id: str = link("accounts", "Account", "Whose goal.", required=True, shareable=True)
    goal: str = text("Goal", "In the customer's words.", required=True, shareable=True)
    forced_by: Literal["its own plans", "its customers", "its competitors", "the law"] | None = choice(
        "Comes from", "Who or what makes it a goal.", shareable=True
    )
    our_help: str | None = text("How we help", "What we can do towards it.", long=True, shareable=True)
    position: int | None = count("Position", "Order on the page.")


class Objective(Record, table="objectives", key=("objective_id",), title="Objectives"):
    """What we want to achieve with an account, in money, by a date."""

    objective_id: str = own_id("Objective", "A short name or number.")
    account_id: str = link("accounts", "Account", "With whom.", required=True)
    kind: Literal["growth", "retention"] = choice("Kind", "Win more, or keep what we have.", required=True)
    statement: str = text("Objective", "In one sentence.", required=True)
    amount: float | None = money("Amount", "Contribution a year gained or kept.", per="year")
    due: date | None = day("By", "The day it is reached.")
    strategy: str | None = text("Strategy", "How, in two sentences.", long=True)
    measure_id: str | None = link("measures", "Measure", "What tells whether it is reached.")
    state: Literal["open", "reached", "missed", "dropped"] = choice("State", "What became of it.", default="open")
    position: int | None = count("Position", "Order on the page.")


class Opportunity(Fact, table="opportunities", key=("opportunity_id",), title="Opportunities"):
    """Something we could do for a customer, sized in the customer's money."""

    opportunity_id: str = own_id("Opportunity", "A short name or number.", shareable=True)
    account_id: str = link("accounts", "Account", "For whom.", required=True, shareable=True)
    kind: Literal["offering", "preference"] = choice(
        "Kind", "Something we sell, or a preference we could supply.", default="offering"
    )
    name: str = text("Opportunity", "What we would do.", required=True, shareable=True)
    offering_id: str | None = link("offerings", "Offering", "What is sold, if it is one.", shareable=True)
    expectation_id: str | None = link("expectations", "Expectation", "The one it serves.")
    units: float | None = number(
        "Units", "How many a year the effect touches.", unit="units a year", low=0, shareable=True
    )
    effect: float | None = money("Effect", "Benefit to the customer for one unit.", shareable=True)
    one_off_benefit: float | None = money("One-off benefit", "To the customer, once.", shareable=True)
    switching_cost: float | None = money(
        "Switching cost", "What changing costs the customer, once.", low=0, shareable=True
    )
    price: float | None = money("Price accepted", "What they would pay a year, and told us.", per="year", low=0)
    our_cost: float | None = money("Our cost", "What supplying it costs us a year.", per="year", low=0)
    can_supply_from: date | None = day("We can supply from", "The first day; empty: not yet known.")
    contribution: float | None = money("Contribution", "What it would bring us a year.", per="year")
    probability: float | None = percent("Probability", "That we win it.")
    expected_on: date | None = day("Expected on", "The day it is decided.")
    state: Literal["open", "won", "lost", "dropped"] = choice("State", "What became of it.", default="open")
    won_contribution: float | None = money("Contribution won", "What it really brought a year.", per="year")


class Proposition(Fact, table="propositions", key=("account_id",), title="Value propositions"):
    """What the customer gets from us, in one sentence, as we would say it to them."""

    account_id: str = key_link("accounts", "Account", "To whom.", shareable=True)
    sentence: str = text(
        "Value proposition", "Which of their goals we serve, with what, and what it is worth to them.",
        required=True, long=True, shareable=True,
    )  # fmt: skip
    better_than_id: str | None = link("competitors", "Better than", "The supplier they would take instead.")


class Action(Record, table="actions", key=("action_id",), title="Actions"):
    """Who does what by when, and the gap it closes."""

    action_id: str = own_id("Action", "A short name or number.", shareable=True)
    account_id: str = link("accounts", "Account", "For whom.", required=True, shareable=True)
    what: str = text("What", "Something that can be seen to be done.", required=True, shareable=True)
    due: date | None = day("By", "The day it is done.", shareable=True)
    responsible_id: str | None = link("team_members", "Responsible", "Who does it.", shareable=True)
    accountable_id: str | None = link(
        "team_members", "Accountable", "The one person who answers for it.", shareable=True
    )
    because: Because | None = choice("Because of", "The kind of thing it answers.")
    because_id: str | None = text("Which", "The id of what it answers; for the account itself its gap: renewal, terms, white space, answers or extras.")
    kind: Literal["performance", "process", "service", "skill", "people"] | None = choice("Kind", "What it changes.")
    cause: str | None = text("Cause removed", "Why the gap is there.", long=True)
    objective_id: str | None = link("objectives", "Objective", "The one it serves.")
    measure_id: str | None = link("measures", "Measure", "What tells whether it worked.")
    measure_text: str | None = text("Success means", "What will be different, in figures.", shareable=True)
    consulted: str | None = text("Consulted", "Who is asked before.", person=True)
    informed: str | None = text("Told to", "Who is told, and how.", person=True)
    review_on: date | None = day("Reviewed on", "The day it is looked at.", shareable=True)
    hours: float | None = number("Hours", "What it takes.", unit="hours", low=0)
    cost: float | None = money("Cost", "Besides the hours.", low=0)
    state: Literal["proposed", "open", "done", "dropped"] = choice(
        "State", "How far it is.", default="open", shareable=True
    )
    done_on: date | None = day("Done on", "The day it was done.", shareable=True)
    worked: bool | None = flag("Worked", "Whether the measure moved; done is not worked.")
    position: int | None = count("Position", "Order on the page.")


class Measure(Record, table="measures", key=("measure_id",), title="Measures"):
    """What we look at to see whether it works, with its target."""

    measure_id: str = own_id("Measure", "A short name or number.", shareable=True)
    account_id: str | None = link("accounts", "Account", "Empty: the programme's own.", shareable=True)
    name: str = text("Measure", "What is measured.", required=True, shareable=True)
    perspective: Literal["financial", "customer", "process", "learning"] | None = choice(
        "Perspective", "Kaplan & Norton's four."
    )
    unit: str | None = text("Unit", "Such as %, days, points.", shareable=True)
    better: Literal["higher", "lower"] | None = choice("Better is", "The direction wanted.", shareable=True)
    baseline: float | None = number("Baseline", "The value before.", shareable=True)
    target: float | None = number("Target", "The value wanted.", shareable=True)
    due: date | None = day("By", "The day the target is reached.", shareable=True)
    agreed_with_customer: bool | None = flag("Agreed with the customer", "Both sides look at it.", shareable=True)
    expectation_id: str | None = link("expectations", "Expectation", "The one it stands for.", shareable=True)


class Reading(Record, table="readings", key=("measure_id", "read_on"), title="Readings"):
    """The value of a measure on a day."""

    measure_id: str = key_link("measures", "Measure", "What was read.", shareable=True)
    read_on: date = day("On", "The day.", required=True, shareable=True)
    value: float = number("Value", "In the measure's unit.", required=True, shareable=True)
    source: str | None = text("Source", "Where the value comes from.")


class Message(Record, table="messages", key=("message_id",), title="Messages"):
    """Who is told what, and whether they confirmed it."""

    message_id: str = own_id("Message", "A short name or number.")
    account_id: str | None = link("accounts", "Account", "About whom; empty: the programme.")
    side: Literal["inside", "outside"] = choice("Side", "Our people, or the customer's.", required=True)
    audience: str = text("Audience", "Who has to know.", required=True, person=True)
    member_id: str | None = link("team_members", "Person", "The one of ours who is told; empty: all of the audience.")
    topic: Literal["account and promise", "account", "promise", "limit", "role", "other"] | None = choice(
        "Topic", "That the account is key, what it is promised, what we will not do, or somebody's role."
    )
    what: str = text("Message", "What they have to know.", required=True, long=True)
    touch_point_id: str | None = link("touch_points", "Touch point", "Where the audience is on duty.")
    sender_id: str | None = link("team_members", "Sender", "Who tells them.")
    channel: str | None = text("Channel", "How.")
    due: date | None = day("By", "The day they know.")
    confirmed_on: date | None = day("Confirmed on", "The day they said they know.")
    undertaken: str | None = text("Undertaken", "What they said they will do about it.", long=True)


class DataSource(Record, table="data_sources", key=("data_source_id",), title="Data sources"):
    """Which data matter, what for, where they are and who keeps them current."""

    data_source_id: str = own_id("Data source", "A short name.")
    account_id: str | None = link("accounts", "Account", "Empty: for all.")
    what: str = text("Data", "What it says.", required=True)
    used_for: str | None = text("Used for", "Which decision rests on it.")
    comes_from: str | None = text("Comes from", "System, person or survey.")
    kept_in: str | None = text("Kept in", "Where it lies.")
    keeper_id: str | None = link("team_members", "Keeper", "Who keeps it current.")
    refreshed_on: date | None = day("Refreshed on", "The last time.")
    months_valid: float | None = number("Good for", "How long it can be used.", unit="months", low=0)
