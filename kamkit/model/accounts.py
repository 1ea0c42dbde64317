"""Who the customers are, what they buy and what serving them costs."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, day, flag, key_link, link, money, number, own_id, percent, score, text
from kamkit.model.record import Fact, Record

Day = date  # a field called date hides the type
Driver = Literal["order", "line", "small order", "rush order", "return", "visit", "delivery", "special"]


class Account(Fact, table="accounts", key=("account_id",), title="Accounts"):
    """A customer: a group, or one of its customer numbers."""

    account_id: str = own_id("Account", "The customer number, kept to the letter.", shareable=True)
    name: str = text("Name", "The company's name.", required=True, shareable=True)
    parent_id: str | None = link("accounts", "Group", "The account this customer number belongs to, if any.", shareable=True)
    country: str | None = text("Country", "Where this unit is.", shareable=True)
    city: str | None = text("City", "Where this unit is.", shareable=True)
    sector: str | None = text("Sector", "What the customer does.", shareable=True)
    business_line_id: str | None = link("business_lines", "Line of business", "The main line it buys from.")
    domain_id: str | None = link("domains", "Domain", "The country, region or business unit whose programme applies.")
    owner_id: str | None = link("team_members", "Key account manager", "Who owns the account.", shareable=True)
    customer_since: date | None = day("Customer since", "The first delivery.", shareable=True)
    wallet: float | None = money(
        "Wallet", "What the customer spends a year in the categories we offer, with everybody.", per="year", low=0
    )
    potential: float | None = money(
        "Potential", "Contribution the account could bring over the next three years, in all.", low=0
    )
    margin_estimate: float | None = percent(
        "Expected margin", "Margin to use where sales lines carry no cost.", low=-100
    )
    credit_standing: float | None = score("Credit standing", "10 is the safest; from the credit agency or our bank.")
    days_overdue: float | None = number("Days overdue", "Average days paid after the due date.", unit="days", low=0)
    renewal_on: date | None = day("Renewal", "When the main contract or frame order ends.")
    retention: float | None = percent("Retention", "Assumed chance of keeping the account for one more year.")
    candidate: bool | None = flag("Added by hand", "Yes: scored although the first cut leaves it out.")
    candidate_by: str | None = text("Added by", "Who added the candidate.", person=True)
    candidate_reason: str | None = text("Why added", "The reason to score it.", long=True)
    status: Literal["none", "candidate", "key account", "stepping down", "former"] = choice(
        "Status", "Where the account stands in the programme.", default="none"
    )


class SalesLine(Record, table="sales_lines", key=(), title="Sales lines", appended=True):
    """One line of an invoice or order, as booked."""

    account_id: str = link("accounts", "Account", "The customer number the line was booked on.", required=True)
    date: Day = day("Date", "Invoice date, else order date.", required=True)
    order_id: str | None = text("Order", "The order's number.")
    line_id: str | None = text("Line", "The line's number within the order.")
    offering_id: str | None = link("offerings", "Offering", "What was sold.")
    quantity: float | None = number("Quantity", "Units sold; negative for a return.", unit="units")
    revenue: float = money("Revenue", "Net of discounts, without tax.", required=True)
    cost: float | None = money("Cost of goods", "What the goods cost us.")
    currency: str | None = text("Currency", "Three letters; empty means the reporting currency.")
    rush: bool | None = flag("Rush order", "Yes if delivered faster than agreed.")
    returned: bool | None = flag("Return", "Yes if the line is a return or credit.")


class Activity(Record, table="activities", key=("account_id", "driver", "month"), title="Activities (cost to serve)"):
    """What serving an account took in a month, measured."""

    account_id: str = key_link("accounts", "Account", "The customer number served.")
    driver: Driver = choice("Activity", "What was done.", required=True)
    month: date = day("Month", "The first day of the month.", required=True)
    quantity: float = number("Quantity", "How often, or how many.", low=0, required=True)


class ActivityRate(Record, table="activity_rates", key=("driver",), title="Activity rates"):
    """What one activity costs, entered once by the controller."""

    driver: Driver = choice("Activity", "What is done.", required=True)
    rate: float = money("Rate", "Cost of one, in the reporting currency.", low=0, required=True)
    threshold: float | None = money("Small order below", "Order value under which an order counts as small.", low=0)
    source: str | None = text("Source", "Who worked the rate out, and when.")


class ExchangeRate(Record, table="exchange_rates", key=("currency", "starts_on"), title="Exchange rates"):
    """What one unit of a currency is worth in the reporting currency, for a period."""

    currency: str = own_id("Currency", "Three letters.")
    starts_on: date = day("From", "First day the rate holds.", required=True)
    ends_on: date = day("To", "Last day the rate holds.", required=True)
    rate: float = number("Rate", "Reporting currency for one unit.", low=0, required=True)


class Offering(Record, table="offerings", key=("offering_id",), title="Offerings"):
    """Something we sell."""

    offering_id: str = own_id("Offering", "Its number, kept to the letter.", shareable=True)
    name: str = text("Name", "What customers call it.", required=True, shareable=True)
    category: str | None = text("Category", "The group it is bought in.", shareable=True)
    business_line_id: str | None = link("business_lines", "Line of business", "The line it belongs to.")
    unit: str | None = text("Unit", "What one is.", shareable=True)
    list_price: float | None = money("List price", "For one unit.", low=0)


class Competitor(Record, table="competitors", key=("competitor_id",), title="Competitors"):
    """Somebody our customers could buy from instead."""

    competitor_id: str = own_id("Competitor", "A short name of ours for it.")
    name: str = text("Name", "The company's name.", required=True)
    note: str | None = text("Note", "What it is good at, and where it is weak.", long=True)


class Contract(Fact, table="contracts", key=("contract_id",), title="Contracts"):
    """What was agreed with an account, and until when."""

    contract_id: str = own_id("Contract", "Its number.", shareable=True)
    account_id: str = link("accounts", "Account", "Whom it binds.", required=True, shareable=True)
    name: str = text("Name", "What it is about.", required=True, shareable=True)
    starts_on: date | None = day("From", "First day.", shareable=True)
    ends_on: date | None = day("To", "Last day.", shareable=True)
    notice_months: float | None = number("Notice", "How long before the end notice is due.", unit="months", low=0)
    yearly_value: float | None = money("Yearly value", "Revenue a year under the contract.", per="year", low=0)
    currency: str | None = text("Currency", "Three letters; empty means the reporting currency.")
    scope: str | None = text("Scope", "What is included without extra charge.", long=True, shareable=True)
    service_levels: str | None = text("Service levels", "What was promised, in figures.", long=True, shareable=True)


class Effort(Record, table="efforts", key=("account_id", "role"), title="Hours per account"):
    """Hours a year an account needs of a role, and those it gets."""

    account_id: str = key_link("accounts", "Account", "Whom the hours go to.")
    role: str = own_id("Role", "The role that works, as in the team's list.")
    hours_needed: float | None = number("Hours needed", "To serve it as a key account.", unit="hours a year", low=0)
    hours_spent: float | None = number("Hours spent", "In the last twelve months.", unit="hours a year", low=0)
    note: str | None = text("Note", "What the hours are for.", long=True)
