"""Where the programme is going: lines of business, domains, people, starting point and phases."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, count, day, flag, key_link, link, money, number, own_id, percent, score, text
from kamkit.model.record import Fact, Record


class BusinessLine(Record, table="business_lines", key=("business_line_id",), title="Lines of business"):
    """A line of business or sector we are in, and why."""

    business_line_id: str = own_id("Line of business", "A short name.")
    name: str = text("Name", "What we call it.", required=True)
    reason: str | None = text("Why we are in it", "In one or two sentences.", long=True)
    market_growth: float | None = percent("Market growth", "A year.", low=-100, high=None)
    outlook: Literal["grow", "hold", "leave"] | None = choice("Outlook", "What we want with it.")


class Domain(Record, table="domains", key=("domain_id",), title="Domains"):
    """A country, region or business unit with a tactical programme of its own."""

    domain_id: str = own_id("Domain", "A short name.")
    name: str = text("Name", "What it is called.", required=True)
    parent_id: str | None = link("domains", "Part of", "The domain whose programme it inherits.")
    kind: Literal["country", "region", "business unit"] | None = choice("Kind", "What sort of domain it is.")
    supervisor: str | None = text("Supervisor", "Who answers for its programme.", person=True)
    differs: str | None = text("Where it differs", "From the programme it inherits, and why.", long=True)


class Difference(Record, table="differences", key=("domain_id", "about", "item", "part"), title="Differences of domains"):
    """One thing that holds in a domain instead of what its programme inherits; all the rest is inherited."""

    domain_id: str = key_link("domains", "Domain", "Where it holds, and in the domains that are part of it.")
    about: Literal["statement", "setting", "criterion", "touch point", "expectation"] = choice(
        "About", "What differs.", required=True
    )
    item: str = own_id("Which", "The setting, or the id of the criterion, touch point, expectation or statement; a new id adds one.")
    part: str = own_id("Part", "Such as weight, anchor_9, promise; empty: the statement, the setting, the name.", optional=True)
    value: str = text("Holds here", "What holds instead; 'not here': it does not hold in this domain.", required=True, long=True)
    reason: str | None = text("Why", "Why it has to differ.", long=True)


class TeamMember(Record, table="team_members", key=("member_id",), title="Our people"):
    """One of our people: who owns accounts, scores, promises or delivers."""

    member_id: str = own_id("Person", "A short name or staff number.", shareable=True)
    name: str = text("Name", "First name and surname.", required=True, shareable=True, person=True)
    role: str | None = text("Role", "Such as key account manager; hours are counted per role.", shareable=True)
    department: str | None = text("Department", "Such as sales, operations, finance.", shareable=True)
    hours_per_year: float | None = number("Hours a year", "Available for key accounts.", unit="hours a year", low=0)
    hourly_cost: float | None = money("Cost an hour", "Full cost.", per="hour", low=0)
    email: str | None = text("E-mail", "Where actions and reviews are sent.", shareable=True, person=True)
    line_manager_id: str | None = link("team_members", "Line manager", "Who sees the person's skills.")


class Skill(Record, table="skills", key=("member_id", "skill"), title="Skills"):
    """What a person can do; seen by that person and the line manager only."""

    member_id: str = key_link("team_members", "Person", "Whose skill it is.")
    skill: str = own_id("Skill", "What is known or can be done.")
    level: float | None = score("Level", "0 none, 1 aware, 2 with help, 3 alone, 4 teaches it.", low=0, high=4)
    recall_on: date | None = day("Refresh on", "When it is practised again.")
    development: str | None = text("Training or coaching", "What closes the gap.", long=True)


class SkillNeed(Record, table="skill_needs", key=("account_id", "skill"), title="Skills needed"):
    """What an account needs of our team; without an account, what every key account needs."""

    account_id: str = key_link("accounts", "Account", "Empty: every key account.", optional=True)
    skill: str = own_id("Skill", "As in the list of skills.")
    level: float = number("Level needed", "0 to 4, as for skills.", unit="points", low=0, high=4, required=True)
    reason: str | None = text("Why", "What it is needed for.")


class Assessment(Record, table="assessments", key=("area", "item", "assessor", "assessed_on"), title="Assessments"):
    """One rating of where we stand: a building block, a pair of blocks, a basic, or one of the nine questions."""

    area: Literal["building block", "congruence", "basics", "nine questions", "manager's check"] = choice(
        "Area", "What is assessed.", required=True
    )
    item: str = own_id("Item", "The block, the pair, the basic or the number of the question.")
    assessor: str = own_id("Assessor", "Who rates.", person=True)
    assessed_on: date = day("On", "The day of the rating.", required=True)
    rating: float | None = score("Rating", "1 not at all, 5 fully; empty: don't know.", high=5)
    account_id: str | None = link("accounts", "Account", "If it is about one account.")
    evidence_note: str | None = text("Evidence", "What the rating rests on.", long=True)


class Commitment(Record, table="commitments", key=("commitment_id",), title="Sponsor's commitments"):
    """What the programme needs of senior management, and what was promised."""

    commitment_id: str = own_id("Commitment", "A short name.")
    kind: Literal["organisation", "technology", "money", "people"] = choice("Kind", "What is needed.", required=True)
    needed: str = text("Needed", "In one sentence.", required=True)
    promised: str | None = text("Promised", "What was promised instead or in full.")
    amount: float | None = money("Amount", "Where it is money.", low=0)
    promised_by: str | None = text("By", "Who promised.", person=True)
    due: date | None = day("Until", "The day it is there.")
    signed_on: date | None = day("Signed on", "The day it was signed.")
    there_since: date | None = day("There since", "The day on which it really was there.")


class Phase(Record, table="phases", key=("phase", "module"), title="Phases of the programme"):
    """A module of the development programme in its phase, with a result that can be measured."""

    phase: int = count("Phase", "1 comes first.", low=1, required=True)
    module: Literal[
        "choose customers", "appraise performance", "improve performance", "improve process",
        "improve skills", "plan accounts", "add value", "re-appraise",
    ] = choice("Module", "Three at most in a phase.", required=True)  # fmt: skip
    starts_on: date | None = day("From", "First day.")
    ends_on: date | None = day("To", "Last day.")
    result: str | None = text("Result", "What will be measured, and the value aimed at.")
    owner_id: str | None = link("team_members", "Owner", "Who answers for it.")
    exchanged_for: str | None = text("Instead of", "The module recommended, if this one replaces it.")
    exchange_reason: str | None = text("Why", "The reason for the exchange.", long=True)
    reached: bool | None = flag("Reached", "Whether the result was measured and reached.")


class Ambition(Fact, table="ambitions", key=("ambition_id",), title="Vision and commitment"):
    """A statement the programme stands on: vision, commitment, the relationships it wants, the account manager's job."""

    ambition_id: str = own_id("Statement", "A short name.")
    kind: Literal["vision", "commitment", "relationship type", "aim", "manager's job"] = choice(
        "Kind", "What it settles.", required=True
    )
    statement: str = text("Statement", "In one or two sentences.", required=True, long=True)
    agreed_by: str | None = text("Agreed by", "Who agreed.", person=True)
