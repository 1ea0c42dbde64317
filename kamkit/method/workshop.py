"""The agendas of a workshop: what is done in how many minutes, where, and which questions the facilitator asks.

The minutes stand here and nowhere else: the page with the timer reads them, and the facilitator's guide is held to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class AgendaStep:
    """One step: its title, minutes, where in the workbooks, what is asked, and what is scored together (``reveals``)."""

    title: str
    minutes: int
    where: tuple[tuple[str, int], ...] = ()
    asks: tuple[str, ...] = ()
    reveals: str = ""

    @property
    def place(self) -> str:
        """Where it is done, in words: ``07 step 2, 06 step 1``; empty for a break."""
        return ", ".join(f"{workbook[:2]} step {step}" if step else f"{workbook[:2]}, all of it" for workbook, step in self.where)


@dataclass(frozen=True)
class Agenda:
    """A workshop: ``name`` for addresses, ``title`` for people, its steps; ``needs`` says what it leads to."""

    name: str
    title: str
    leads_to: str
    steps: tuple[AgendaStep, ...]

    @property
    def minutes(self) -> int:
        """How long it takes, breaks included."""
        return sum(step.minutes for step in self.steps)

    @property
    def first_reveal_by(self) -> int | None:
        """The minute by which the first scores are revealed: the end of the first step that reveals any."""
        ends = accumulate(step.minutes for step in self.steps)
        return next((end for end, step in zip(ends, self.steps, strict=True) if step.reveals), None)


WORTH, VALUES, TOUCH, SELECT, RELATION = (
    "02_know_what_accounts_are_worth", "03_define_account_values", "04_map_touch_points", "05_select_key_accounts",
    "06_diagnose_the_relationship",
)  # fmt: skip
PLAN, ACT, TEAM, TELL, RUN, START = (
    "07_write_the_account_plan", "08_draft_the_action_plan", "09_equip_the_team", "10_communicate_the_plan",
    "11_run_the_account", "00_start_here",
)  # fmt: skip

HALF_DAY = Agenda(
    "half-day",
    "Half a day for one account",
    "an account plan and an action plan on one page, agreed in the room",
    (
        AgendaStep("Aim", 10, ((PLAN, 1),), (
            "What will be different for this customer a year from now?",
            "Who outside this room has to say yes to it?",
        )),
        AgendaStep("Facts", 20, ((WORTH, 2), (RELATION, 1)), (
            "What do they bring us after the cost of serving them?",
            "When does the contract end, and what did they complain of last?",
            "How close are we, as you see it? Score alone; then we look.",
        ), reveals="relationship stage"),
        AgendaStep("Customer's goals and our objective", 35, ((PLAN, 2), (PLAN, 3)), (
            "What do their own customers and competitors force on them?",
            "Who at the customer told us so, and when?",
            "What do we want by when, in money: to grow, or to keep what we have?",
        )),
        AgendaStep("Touch points", 45, ((TOUCH, 1), (TOUCH, 2), (TOUCH, 4)), (
            "Where did they last meet us, and what happened?",
            "How much does it matter to them, and what would they say of us? Score alone; then we look.",
            "What do we promise there, and who does what by when?",
        ), reveals="touch points"),
        AgendaStep("Break", 15),
        AgendaStep("What they would pay for", 20, ((PLAN, 4),), (
            "What is it worth to them a year, in their money, and who worked that out?",
            "What would they pay, and what does it cost us?",
        )),
        AgendaStep("Actions", 40, ((ACT, 1), (ACT, 2)), (
            "Which gap does this close, and which cause does it remove?",
            "Who alone answers for it, and on which day is it done?",
            "What will be different in figures?",
        )),
        AgendaStep("Danger and escalation", 10, ((ACT, 5),), (
            "What would we see first if we were losing them?",
            "Who is told on that day, and what do we do in the first week?",
        )),
        AgendaStep("Who must know", 10, ((TELL, 1),), (
            "Who keeps a promise of ours and is not in this room?",
            "Who tells them, by when, and how do we know that they know?",
        )),
        AgendaStep("Read the page aloud", 15, ((PLAN, 1),), (
            "Would the customer recognise it as theirs?",
            "What would you not sign? Score the plan alone; then we look.",
        ), reveals="plan review"),
    ),
)  # fmt: skip

SELECTION = Agenda(
    "selection",
    "Choosing key accounts",
    "a list that the hours can serve, with every override signed and a memo that defends it",
    (
        AgendaStep("Aim and hours", 10, ((SELECT, 4),), (
            "How many accounts can the hours serve well?",
            "Who decides today, and who has to be able to live with it?",
        )),
        AgendaStep("Criteria and what a 2, a 5 and a 9 look like", 20, ((SELECT, 1),), (
            "Would two departments give the same account the same mark?",
            "Do two criteria ask the same thing twice?",
        )),
        AgendaStep("The candidates, a minute each for the doubtful ones", 10, ((WORTH, 5),), (
            "Who is missing from the first cut, and why does it belong there?",
        )),
        AgendaStep("Score alone, and the reveal", 20, ((SELECT, 2),), (
            "One criterion at a time over all accounts. Don't know is an answer.",
        ), reveals="criteria"),
        AgendaStep("Where we disagree, and the second round", 30, ((SELECT, 2),), (
            "What do the two at the ends know that the others do not?",
            "What would you have to see to move by two points?",
        ), reveals="criteria"),
        AgendaStep("Break", 10),
        AgendaStep("Weights, and how sure the list is", 15, ((SELECT, 1), (SELECT, 3)), (
            "Which places hang on the weights?",
        )),
        AgendaStep("Whom we can serve, and who is put on or off by hand", 20, ((SELECT, 4),), (
            "Whom does this one push out, and who signs for that?",
        )),
        AgendaStep("Objectives, and stepping down", 10, ((SELECT, 5),), (
            "What do we want with each, in money and by when?",
            "Who tells those who leave the list, and what do they keep?",
        )),
        AgendaStep("Read the memo aloud", 5, (), (
            "Could you defend this list to somebody who is not on it?",
        )),
    ),
)  # fmt: skip

_DAY_ONE = (
    AgendaStep("Aim of the two days", 15, ((START, 1),), (
        "What will be decided when we leave, and by whom?",
    )),
    AgendaStep("How close are we to our largest account?", 15, ((RELATION, 1),), (
        "Score alone; then we look. This is how we work for two days.",
    ), reveals="relationship stage"),
    AgendaStep("What accounts are worth", 45, ((WORTH, 2), (WORTH, 3), (WORTH, 5)), (
        "Who earns it, and who takes it back?",
    )),
    AgendaStep("Break", 15),
    AgendaStep("What they value, from their answers", 45, ((VALUES, 3), (VALUES, 4)), (
        "Which of our beliefs do their answers not bear out?",
        "Where are there too few answers to conclude anything?",
    )),
    AgendaStep("Lunch", 60),
)  # fmt: skip
_DAY_TWO_END = (
    AgendaStep("Lunch", 60),
    AgendaStep("A second account, in two groups", 90, ((PLAN, 2), (TOUCH, 2), (ACT, 2)), (
        "What can be taken over from this morning, and what is different here?",
    )),
    AgendaStep("Hours, skills and who does what on Monday", 30, ((TEAM, 1), (RUN, 1)), (
        "Do the hours suffice for what we have promised?",
        "On which day do we look at it again?",
    )),
)  # fmt: skip

TWO_DAYS = (
    Agenda("day-1", "Two days, day one: worth, values, selection", SELECTION.leads_to, (*_DAY_ONE, *SELECTION.steps)),
    Agenda("day-2", "Two days, day two: two accounts", "two plans, and the day of the first review", (*HALF_DAY.steps, *_DAY_TWO_END)),
)
AGENDAS = {agenda.name: agenda for agenda in (HALF_DAY, SELECTION, *TWO_DAYS)}
"""Every agenda by its name."""
SECONDS_A_SCORE = 8
"""How long a person takes for one score, reasons of a few words included (default): tells how long a card takes."""


def minutes_for(items: int) -> int:
    """How many minutes to give people for a card of so many items; one at least."""
    return max(1, -(-items * SECONDS_A_SCORE // 60))
