"""What holds for the whole programme: its name, currency, review date and the kit's defaults, all editable."""

from __future__ import annotations

from datetime import date

from kamkit.model.field import count, day, money, number, own_id, percent, text
from kamkit.model.record import Record


class Settings(Record, table="settings", key=("settings_id",), title="Settings"):
    """The programme's own settings; one row."""

    settings_id: str = own_id("Settings", "Always 'programme'.", shareable=True)
    company: str | None = text("Company", "Whose programme this is.", shareable=True)
    supervisor: str | None = text("Programme supervisor", "Who answers for the programme.", person=True)
    reporting_currency: str | None = text("Reporting currency", "Three letters; every sum is in it.", shareable=True)
    review_date: date | None = day("Review date", "The day the figures are looked at, unless another is given.")
    candidates_per_place: float = number(
        "Candidates per place", "At most this many candidates for each account we can serve (default 2).",
        low=1, default=2,
    )  # fmt: skip
    places: int | None = count("Places", "How many key accounts we mean to serve; empty: as many as the hours allow.")
    list_low: int = count(
        "Usual list, from", "Warn below this number of key accounts (rule of thumb: 15 to 35).", default=15
    )
    list_high: int = count("Usual list, to", "Warn above this number of key accounts.", default=35)
    list_source: str | None = text("Source of the usual list", "Whose rule the usual length is; a warning, never a limit.")
    discount_rate: float = percent("Discount rate", "For lifetime value, a year (default 10).", default=10)
    retention: float = percent("Retention", "Where an account has none of its own (default 80).", default=80)
    moment_importance: float = number(
        "Moment of truth: importance", "At least this important (default 8).", unit="points", low=1, high=10, default=8
    )
    moment_shortfall: float = number(
        "Moment of truth: shortfall", "Importance minus performance at least this (default 2).",
        unit="points", low=0, high=9, default=2,
    )  # fmt: skip
    minimum_answers: int = count("Answers needed", "Per expectation, to derive importance (default 10).", default=10)
    minimum_accounts: int = count("Accounts needed", "To derive importance (default 10).", default=10)
    joint_factor: float = number(
        "Joint evidence", "Factor for benefits worked out jointly (default 0.7).", low=0, high=1, default=0.7
    )
    assumed_factor: float = number(
        "Assumed evidence", "Factor for benefits only assumed (default 0.4).", low=0, high=1, default=0.4
    )
    attractiveness_midline: float = number(
        "Attractiveness midline", "Where low becomes high (default 5 of 10).", low=0, high=10, default=5
    )
    strength_midline: float = number(
        "Strength midline", "Our score over the best competitor's (default 1).", low=0, default=1
    )
    hours_strategic: float = number("Hours: strategic", "A year, at least.", unit="hours a year", low=0, default=400)
    hours_star: float = number("Hours: star", "A year, at least.", unit="hours a year", low=0, default=300)
    hours_status: float = number("Hours: status", "A year, at least.", unit="hours a year", low=0, default=200)
    hours_streamline: float = number("Hours: streamline", "A year, at least.", unit="hours a year", low=0, default=60)
    kept_for_strategic: float | None = number(
        "Kept for strategic", "Hours a year for them in all, at least.", unit="hours a year", low=0
    )
    kept_for_star: float | None = number(
        "Kept for stars", "Hours a year for them in all, at least.", unit="hours a year", low=0
    )
    kept_for_status: float | None = number(
        "Kept for status", "Hours a year for them in all, at least.", unit="hours a year", low=0
    )
    kept_for_streamline: float | None = number(
        "Kept for streamline", "Hours a year for them in all, at least.", unit="hours a year", low=0
    )
    small_contribution: float | None = money(
        "Small account below", "Contribution a year under which an account is served at low cost.", low=0
    )
    cost_coverage: float = percent(
        "Costs needed", "Share of an account's revenue whose lines carry a cost, to speak of its margin (default 95).",
        default=95,
    )  # fmt: skip
    growing_from: float = percent(
        "Growing from", "Growth a year from which the first cut says grow (default 10).", high=None, default=10
    )
    room_to_grow: float = number(
        "Room to grow",
        "The first cut says grow if potential is this many times three years of today's contribution (default 1.5).",
        low=0, default=1.5,
    )  # fmt: skip
    action_to_accountable: int = count(
        "Action late: who answers for it", "Told this many days after the day (default 1).", unit="days", default=1
    )
    action_to_manager: int = count(
        "Action late: line manager", "Told this many days after the day (default 7).", unit="days", default=7
    )
    action_to_top: int = count(
        "Action late: the level above", "Told this many days after the day (default 21).", unit="days", default=21
    )
    promise_to_accountable: int = count(
        "Promise late or broken: who owes it", "Told this many days after the day (default 1).", unit="days", default=1
    )
    promise_to_manager: int = count(
        "Promise late or broken: line manager", "Told this many days after the day (default 3).", unit="days", default=3
    )
    promise_to_top: int = count(
        "Promise late or broken: the level above", "Told this many days after the day (default 10).", unit="days",
        default=10,
    )  # fmt: skip
    danger_fall: float = percent(
        "Danger: contribution down by", "Against the twelve months before, at least (default 10).", default=10
    )
    danger_months: int = count(
        "Danger: renewal within", "Near enough for a single thread to be a danger (default 12).", unit="months",
        low=1, default=12,
    )  # fmt: skip
    danger_from: int = count(
        "Danger: triggers", "This many triggers at once mean danger; a risk that was seen does alone (default 2).",
        low=1, default=2,
    )  # fmt: skip
    loss_years: float = number(
        "Years of a loss", "An expected loss counts this many years of contribution (default 3, as for potential).",
        unit="years", low=0, default=3,
    )  # fmt: skip
    question_1: str | None = text("Question 1", "Question 1 of nine about the selection, in your words; empty: the kit's.")
    question_2: str | None = text("Question 2", "Question 2 of nine about the selection, in your words; empty: the kit's.")
    question_3: str | None = text("Question 3", "Question 3 of nine about the selection, in your words; empty: the kit's.")
    question_4: str | None = text("Question 4", "Question 4 of nine about the selection, in your words; empty: the kit's.")
    question_5: str | None = text("Question 5", "Question 5 of nine about the selection, in your words; empty: the kit's.")
    question_6: str | None = text("Question 6", "Question 6 of nine about the selection, in your words; empty: the kit's.")
    question_7: str | None = text("Question 7", "Question 7 of nine about the selection, in your words; empty: the kit's.")
    question_8: str | None = text("Question 8", "Question 8 of nine about the selection, in your words; empty: the kit's.")
    question_9: str | None = text("Question 9", "Question 9 of nine about the selection, in your words; empty: the kit's.")
