"""11, the account in danger: the cause before the price, more people than the buyer, and what really stands at risk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool, mixed, one_of
from kamkit.course.exercises.saying import accounts_of, claiming, currency_of, lacks, money, name_of
from kamkit.course.kinds import Matching, Number, Ranking, Several, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.method.planning import place_triggers
from kamkit.method.planning.triggers import FALL, HOLDS, PROMISE, RELATIONSHIP, RISK, THREAD
from kamkit.method.relationship import estimate_expected_loss, rank_losses
from kamkit.model.frame import settings_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.planning import show_danger_plan, show_triggers
from kamkit.show.words import day, number, percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OSTREVIA = "1001"
_TRIGGERS = (
    (RISK, "A risk whose sign was seen"), (PROMISE, "A promise to them past its day"), (FALL, "Their contribution down by a tenth or more"),
    (THREAD, "One single thread, and a renewal near"), (RELATIONSHIP, "Their answers about us down, by more than chance"),
)  # fmt: skip


def _loss(tables: Tables) -> pd.Series:
    return rank_losses(tables, OSTREVIA, day_of(tables)).iloc[0]


def _years(tables: Tables) -> float:
    return float(settings_of(tables).loss_years)


def _triggers(tables: Tables) -> list[str]:
    found = place_triggers(tables, OSTREVIA, day_of(tables))
    return [str(one) for one in found.loc[found["state"] == HOLDS, "trigger"]]


def show_record(tables: Tables) -> Shown:
    """What the record says of Ostrevia, in the order in which it happened."""
    notes = tables["notes"]
    notes = notes[notes["account_id"] == OSTREVIA][["noted_on", "learned"]].rename(columns={"noted_on": "on", "learned": "what"})
    queries = tables["queries"]
    asked = queries[(queries["account_id"] == OSTREVIA) & (queries["kind"] == "complaint")][["asked_on", "what", "closed_on"]]
    asked = asked.assign(on=asked["asked_on"], what=["Complaint: " + str(what) + (" Not answered." if closed != closed else "") for what, closed in zip(asked["what"], asked["closed_on"], strict=True)])
    promises = tables["promises"]
    made = promises[(promises["account_id"] == OSTREVIA)]
    made = made.assign(on=made["made_on"], what=[f"Promised: {row.what}, for {day(row.due)}. {str(row.state).capitalize()}." for row in made.itertuples()])
    account = tables["accounts"].set_index("account_id").loc[OSTREVIA]
    revenue = accounts_of(tables).loc[OSTREVIA]
    rows = pd.concat([notes, asked[["on", "what"]], made[["on", "what"]]]).sort_values("on")
    return parts.stack(
        parts.table(rows, [Column("on", "On", "date"), Column("what", "What")], caption=f"{name_of(tables, OSTREVIA)}, from the record"),
        parts.say(
            f"The contract ends on {day(account['renewal_on'])}. Contribution: {money(tables, float(revenue['contribution']))} in the last twelve months, "
            f"{money(tables, float(revenue['contribution_before']))} in the twelve before. Several of ours know several of theirs. Nobody there was asked the same questions twice."
        ),
    )


def show_figures(tables: Tables) -> Shown:
    """What is needed for the expected loss."""
    row, account = _loss(tables), accounts_of(tables).loc[OSTREVIA]
    currency = currency_of(tables)
    return parts.say(
        f"{row['made_by']} puts the chance of losing {row['name']} within a year at {percent(row['probability'])}. It buys {currency} {number(account['revenue'], 0)} a year; "
        f"contribution after cost to serve {currency} {number(account['contribution'], 0)}. A loss is counted over {number(_years(tables), 0)} years (the kit's default)."
    )


SIGNS = Question(
    id="which_signs",
    asks="Which signs of danger hold",
    level="recognise",
    text="Five signs are read from the record and from nobody's opinion. Which of them hold at Ostrevia today?",
    kind=lambda tables: Several(mixed(tables, "which_signs", options(*_TRIGGERS))),
    expected=_triggers,
    right="A risk that was seen is enough to call it danger. Revenue still rises: contracts end before figures fall.",
    otherwise="Go through the five one by one, with the record beside you; what nobody knows does not hold.",
    hint="Look for a sign that was seen, and for a day that has passed.",
    misconceptions=(
        Misconception(
            "not known taken for bad", lambda tables: [*_triggers(tables), RELATIONSHIP],
            "Nobody there was asked twice, so nobody knows whether their view fell. Not known is a reason to ask, and no sign.",
            "Which of the signs can be read from this record at all?",
            lambda tables, answer: RELATIONSHIP in answer and RELATIONSHIP not in _triggers(tables),
        ),
        Misconception(
            "the figures must fall first", lambda tables: [FALL],
            "The figures have not fallen. They fall when the contract is lost, and by then it is too late to do anything about it.",
            "What does the record say that the figures do not?",
            lambda tables, answer: FALL in answer and FALL not in _triggers(tables),
        ),
    ),
    hints=("Two of the five.",),
)  # fmt: skip

EXPECTED = Question(
    id="what_is_at_risk",
    asks="The expected loss",
    level="compute",
    text="What is the expected loss: chance, times what would be missing a year, times the years?",
    kind=lambda tables: Number(currency_of(tables), relative=0.01),
    expected=lambda tables: estimate_expected_loss(float(_loss(tables)["probability"]), float(_loss(tables)["yearly"]), _years(tables)),
    right="It is a mean over many such accounts and will happen to none. It says how much an effort to keep it may cost.",
    otherwise="Three figures are multiplied; the chance as a share.",
    hint="What would really be missing: what they buy, or what is left of it?",
    misconceptions=(
        Misconception(
            "revenue for contribution",
            lambda tables: float(_loss(tables)["probability"]) / 100 * float(accounts_of(tables).loc[OSTREVIA, "revenue"]) * _years(tables),
            "You took revenue. With the customer, the goods and the work go as well; what is missing is what was left of it.",
            "Which figure stays when goods and serving are paid?",
        ),
        Misconception(
            "one year for all", lambda tables: estimate_expected_loss(float(_loss(tables)["probability"]), float(_loss(tables)["yearly"]), 1),
            "That is one year. A customer who leaves is missing the year after as well.",
            "Over how many years is a loss counted?",
        ),
        Misconception(
            "the chance left out", lambda tables: float(_loss(tables)["yearly"]) * _years(tables),
            "That is the loss if it happens. How likely that is, is not in it yet.",
            "Multiply by the chance.",
        ),
    ),
    hints=("Contribution, not revenue.",),
)  # fmt: skip

_CAUSES = Pool("what_is_the_cause", {
    "warning": Group(1, (
        ("warning", "They hear of shortages from the dock, complained, and got no answer"),
        ("november", "Nobody rang before the November shortage, and both complaints about it wait for an answer"),
        ("again", "A pallet was short again without a call, after they had asked in writing why nobody rings"),
    )),
    "price": Group(1, (
        ("price", "They want a lower price: the buyer said that four per cent would help him"),
        ("four", "The price: four per cent less, and the trial would end"),
    )),
    "quality": Group(1, (
        ("quality", "The trays are not good enough"),
        ("design", "Our trays no longer suit their line"),
    )),
    "rule": Group(1, (
        ("rule", "They must have a second source for every part by law"),
        ("policy", "Their group wants two suppliers for everything"),
    )),
})  # fmt: skip

CAUSE = Question(
    id="what_is_the_cause",
    asks="Why they try somebody else",
    level="decide",
    text="Why is plant 2 trying somebody else's trays, by the record?",
    kind=_CAUSES.choice,
    expected=lambda tables: _CAUSES.one("warning" if str(tables["risks"].set_index("risk_id").loc["K-1001-1", "touch_point_id"]) == "early warning of shortages" else "price")(tables),
    right="Two people have said it in writing, and it is what goes with renewal at all customers. The price was named by the one whose job it is.",
    otherwise="Nothing in the record says so; their own people say something else.",
    hint="Who complained, about what, and who spoke of the price?",
    misconceptions=(
        Misconception(
            "price first", _CAUSES.one("price"),
            "A buyer asks for a lower price at every renewal. Plant 2 did not, and it is plant 2 that tries somebody else.",
            "What do the people at the plant say?",
        ),
        Misconception(
            "a cause nobody named", _CAUSES.one("quality"),
            "One tray was redesigned, and since then nobody has complained about trays. What they complain about is something else.",
            "Read the two complaints.",
        ),
    ),
    hints=("The complaints have no answer yet.",),
)  # fmt: skip

# In the order in which they make each other possible; a case shows the last three and two of the others.
_STEPS = {
    "ring": "Ring Dr Brandis and name the day on which she will have the cause",
    "answer": "Visit Dr Brandis with the cause of the November shortage",
    "walk": "Walk plant 2 with the planner: the last shortages, with dates",
    "start": "Start the Monday call at plant 2, and let it run",
    "show": "Go through six weeks of calls with the planner: what was told in time",
    "contract": "Talk about the next contract, with the record of calls",
    "price": "Talk about the price",
}
_FIRST = (("answer", "walk"), ("ring", "answer"), ("answer", "show"), ("ring", "walk"), ("ring", "show"))


def _steps(tables: Tables) -> list[str]:
    """The five of this case in their order."""
    shown = {*one_of(tables, "in_which_order", _FIRST), "start", "contract", "price"}
    return [step for step in _STEPS if step in shown]


def _ahead(step: str) -> Callable[[Tables], list[str]]:
    """The order of somebody who begins with a step."""
    return lambda tables: [step, *(one for one in _steps(tables) if one != step)]


ORDER = Question(
    id="in_which_order",
    asks="Five steps in their order",
    level="decide",
    text="Five months are left. In which order?",
    kind=lambda tables: Ranking(options(*sorted(((step, _STEPS[step]) for step in _steps(tables)), key=lambda step: step[1])), "comes first", "comes last"),
    expected=_steps,
    right="Listen, find the cause, mend it, show that it is mended, and only then talk about money, if anybody still does.",
    otherwise="Each step makes the next one believable. What would she ask you at the second one?",
    hint="What has been waiting longest for an answer? Begin there.",
    misconceptions=(
        Misconception(
            "price first", _ahead("price"),
            "A price offered before the cause is known pays for the wrong thing, and teaches them where the money comes from.",
            "What would a lower price change at the dock of plant 2?",
            lambda _tables, answer: answer.index("price") < answer.index("start"),
        ),
        Misconception(
            "the contract before the cause", _ahead("contract"),
            "Then you ask for a signature from somebody whose complaint is not answered. Her answer will be the one you fear.",
            "What does she need to have seen before she signs?",
            lambda _tables, answer: answer.index("contract") < answer.index("start"),
        ),
    ),
    hints=("Price last.",),
)  # fmt: skip

# Whom to talk to, and about what; the fourth is another one from case to case.
_TALKS = {
    "brandis": ("Dr Selma Brandis, head of supply chain", "cause", "why it happened, and what has changed"),
    "kellerhorn": ("Urs Kellerhorn, buyer", "terms", "the terms, once the other talks were had"),
    "inside": ("Zofia Walczyk, our supply planner", "work", "what keeps us from telling in time"),
    "noll": ("Beatrix Noll, planner at plant 2", "dates", "which shortages there were, and how she would want to hear"),
    "vasseur": ("Corinne Vasseur, plant manager of plant 2, known to nobody of ours", "trial", "who we are, and what the trial should show by August"),
    "amira": ("Amira Haddad, our customer service", "letters", "which letters wait for an answer, and who answers them today"),
}


def _talks(tables: Tables) -> dict[str, str]:
    """Whom of this case about what."""
    people = ["brandis", "kellerhorn", "inside", one_of(tables, "with_whom", ("noll", "vasseur", "amira"))]
    return {one: _TALKS[one][1] for one in mixed(tables, "with_whom", people)}


def _talking(tables: Tables) -> Matching:
    topics = {topic: words for _, topic, words in _TALKS.values()}
    found = _talks(tables)
    return Matching(options(*((one, _TALKS[one][0]) for one in found)), options(*((one, topics[one]) for one in sorted(found.values()))))


WHO = Question(
    id="with_whom_about_what",
    asks="With whom to talk about what",
    level="decide",
    text="Four conversations in the next two weeks. With whom about what?",
    kind=_talking,
    expected=_talks,
    right="At the customer and at home, with those who can change it. Whoever speaks only to the buyer hears only of the price.",
    otherwise="Who decides, who lives with it every day, who signs, and who of ours has it in hand?",
    hint="Whose question has been open since January?",
    misconceptions=(
        Misconception(
            "only to the buyer", lambda tables: {**_talks(tables), "brandis": "terms", "kellerhorn": "cause"},
            "The cause is owed to the one who asked for it and who decides. Told to the buyer, it arrives as an argument about the price.",
            "Who was promised an answer?",
            lambda _tables, answer: answer["kellerhorn"] == "cause",
        ),
        Misconception(
            "only upwards at home", lambda tables: {**_talks(tables), "inside": "terms"},
            "At home somebody plans the trays and sees shortages coming. What is decided above, without asking there, changes nothing on Monday.",
            "What can only our planner tell you?",
            lambda _tables, answer: answer["inside"] != "work",
        ),
    ),
    hints=("Each of the four topics is used once.",),
)  # fmt: skip

TO_TOM = Question(
    id="to_the_director",
    asks="Answer the director's discount",
    level="defend",
    text=lambda tables: (
        f"Tom Halloway wants to fly to Basel tomorrow with three per cent. Write him what happens within 24 hours and within a week at {name_of(tables, OSTREVIA)}, who leads, and why not the price. Three or four sentences."
    ),
    kind=Text(most=600, words=24),
    expected=lambda _tables: (
        "Greta leads. Within 24 hours Nadja rings Dr Brandis and says when she will have the cause of the November shortage; within a week Greta and Zofia walk plant 2 with Beatrix Noll. "
        "They try Stavenport because nobody warns them, so a lower price would cost EUR 200,000 a year and change nothing. Please come with us when the cause is mended."
    ),
    right="Somebody leads, something happens tomorrow, and Tom has a part in it that helps. That is easier to agree to than a no.",
    otherwise="",
    hint="Who leads, what tomorrow, what this week, why not the price, and what he can do.",
    misconceptions=(
        Misconception(
            "price first",
            lambda _tables: "Greta leads. Within 24 hours we offer the three per cent to Dr Brandis, and within a week Greta and Zofia walk plant 2, because nobody warned them.",
            "The price goes first, and cannot be taken back. Whatever is found at plant 2 afterwards costs extra.",
            "What would she still be missing with the lower price?",
            claiming(r"offer (the |them |her )?(three|3)", r"offer a lower price", r"give (them |her )?(the )?(three|3)", r"with the three per cent"),
        ),
        Misconception(
            "nobody leads",
            lambda _tables: "Within 24 hours we ring Dr Brandis about the November shortage, and within a week we walk plant 2, because they are not warned; a price does not change that.",
            "\"We\" is five people who each wait for another. In danger one person leads, and has a name.",
            "Who looks after this account?",
            lacks(r"(greta|solberg|nadja|brandl|zofia|walczyk|tom|halloway|maren|voss|amira|haddad|ines|carrow)( \w+)? (leads?|is in charge|takes the lead|answers for)", r"led by \w+", r"leads? it"),
        ),
        Misconception(
            "only to the buyer",
            lambda _tables: "Greta leads. Within 24 hours she rings Urs Kellerhorn, and within a week she meets him in Basel, because they are not warned of shortages; a price does not change that.",
            "Only the buyer is spoken to. He did not mention plant 2 until he was asked.",
            "Who complained, and who decides?",
            lacks(r"brandis", r"selma", r"noll", r"beatrix", r"head of supply chain", r"plant 2", r"planner at"),
        ),
        Misconception(
            "no cause",
            lambda _tables: "Greta leads. Within 24 hours she rings Dr Brandis, and within a week she walks plant 2 with Beatrix Noll. A lower price is not needed now.",
            "It does not say why they are leaving. Without the cause, the price is the only idea on the table.",
            "What do both complaints say?",
            lacks(r"because", r"cause", r"shortages?", r"warn\w*", r"dock", r"rang", r"not told", r"too late"),
        ),
        Misconception(
            "no day",
            lambda _tables: "Greta leads. She rings Dr Brandis and walks plant 2 with Beatrix Noll, because nobody warned them of shortages; a lower price would not change that.",
            "There is no day in it. He flies tomorrow; what happens before that?",
            "What within 24 hours, and what within a week?",
            lacks(r"24 hours", r"tomorrow", r"today", r"within", r"week", r"by (monday|tuesday|wednesday|thursday|friday)", r"by \d+"),
        ),
    ),
    hints=("Give him something to do.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="11_the_account_in_danger",
    title="The account in danger",
    objective="Read danger from the record, size what is at risk by what would be missing, and go to the cause and to the right people before the price.",
    minutes=40,
    draws_on="risks, promises, complaints, a recorded forecast, and what the account brings after cost to serve",
    workbook="08_draft_the_action_plan",
    step="Step 5 reads the five signs at your customer, and step 4 the ladder.",
    account_id=OSTREVIA,
    questions=(SIGNS, EXPECTED, CAUSE, ORDER, WHO, TO_TOM),
    exhibits={
        "record": show_record, "figures": show_figures,
        "triggers": lambda tables: show_triggers(tables, OSTREVIA, day_of(tables)),
        "plan": lambda tables: show_danger_plan(tables, OSTREVIA, day_of(tables)),
    },
)  # fmt: skip
