"""12, review and step down: a change that is more than chance, what worked, what a forecast was worth, and a farewell that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool
from kamkit.course.exercises.saying import claiming, lacks, mentions, name_of
from kamkit.course.kinds import Choice, Matching, Number, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.method.review import relationship_change, review_forecasts, review_promises, review_reappraisal
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.review import show_forecasts, show_reappraisal
from kamkit.show.words import percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

BELMARRA, FENNWICK, DUNMARSH = "1008", "1016", "0042"


@remembered
def _changes(tables: Tables) -> pd.DataFrame:
    asked = review_reappraisal(tables, "", day_of(tables))
    found = [relationship_change(asked, account_id) for account_id in (BELMARRA, FENNWICK)]
    if any(row is None for row in found):
        raise MethodError("relationship: one of the two accounts was not asked twice; expected both, as the questions say")
    return pd.DataFrame(found).set_index("account_id")


@remembered
def _promises(tables: Tables) -> pd.DataFrame:
    promises = review_promises(tables, BELMARRA, day_of(tables))
    stored = tables["promises"].set_index("promise_id")["state"]
    return promises.assign(stored=promises["promise_id"].map(stored))


@remembered
def _resolved(tables: Tables) -> pd.DataFrame:
    found = review_forecasts(tables, "", day_of(tables))
    return found[(found["state"] == "resolved") & (found["about"] == "loss")].reset_index(drop=True)


def show_changes(tables: Tables) -> Shown:
    """The relationship before and after at two accounts."""
    rows = _changes(tables)
    rows = rows.assign(interval=[f"{row.low:+.1f} to {row.high:+.1f}" for row in rows.itertuples()])
    columns = [
        Column("account", "Account"), Column("before", "Before", "number", 1), Column("after", "After", "number", 1), Column("interval", "95 % interval of the change"),
        Column("people_after", "The same people", "count"),
    ]  # fmt: skip
    return parts.table(rows, columns, caption="Trust, satisfaction and commitment taken together, 1 to 10, asked again after a year")


def show_promises_of(tables: Tables) -> Shown:
    """What was promised to Belmarra, and what became of it."""
    rows = _promises(tables)
    columns = [Column("what", "What was promised"), Column("owner", "By"), Column("due", "For", "date"), Column("stored", "What became of it")]
    return parts.table(rows, columns, caption=f"{name_of(tables, BELMARRA)}, since the last review")


def show_resolved(tables: Tables) -> Shown:
    """Forecasts of loss that are settled."""
    rows = _resolved(tables).assign(came=lambda found: ["yes" if one else "no" for one in found["happened"]])
    columns = [Column("account", "Account"), Column("probability", "Chance of loss, forecast", "percent"), Column("made_by", "By"), Column("came", "Came true")]
    return parts.table(rows, columns, caption="Forecasts of a year ago: half or more of the contribution gone")


_KINDS = Pool("done_or_worked", {
    "figure": Group(1, (
        ("told", "Shortages told five days ahead rose from 71 to 92 %"),
        ("stood", "Their line stood still for want of a crate twice, after nine times the year before"),
        ("damaged", "Crates that reached them damaged fell from 40 to 12 a month"),
    )),
    "said": Group(1, (
        ("again", "The same ten people rate early warning 2.9 points higher"),
        ("surprise", "Their planner tells somebody outside the team that no shortage has been a surprise since June"),
        ("named", "Asked why they stay, their plant manager names the warnings, and named the price last year"),
    )),
    "done": Group(3, (
        ("made", "The Monday call was made in 48 of 52 weeks"),
        ("trained", "All planners were trained"),
        ("sent", "The cause of every complaint was sent"),
        ("report", "The list of shortages went out every Monday"),
        ("engineer", "An engineer was in their packing hall eleven times"),
        ("met", "The account team met every second week"),
    )),
})  # fmt: skip

DONE_OR_WORKED = Question(
    id="done_or_worked",
    asks="Done, or worked",
    level="recognise",
    text="A year has passed. Which of these say that something worked?",
    kind=_KINDS.several,
    expected=_KINDS.all("figure", "said"),
    right="The others say that something was done. That is needed, and it is not what the customer pays for.",
    otherwise="Ask of each: could it be true, and the customer notice nothing?",
    hint="What differs for the customer?",
    misconceptions=(
        Misconception(
            "done for worked", _KINDS.all("figure", "said", "done"),
            "Calls can be made, people trained and lists sent, and the customer notices nothing. Done is the first half of it.",
            "Cover what we did; what is left that changed for them?",
            _KINDS.has("done"),
        ),
        Misconception(
            "only what they say counts", _KINDS.all("said"),
            "What they say is worth most, and a figure that changed at their dock counts as well: they can check it.",
            "Is there a figure of theirs that moved?",
        ),
    ),
    hints=("Two of the five.",),
)  # fmt: skip

ROSE = Question(
    id="who_rose",
    asks="Where the relationship has risen",
    level="compute",
    text="At which of the two accounts has the relationship risen by more than chance would make it?",
    kind=lambda tables: Choice(
        options(
            ("both", "At both: both figures are higher than before"), ("first", f"At {name_of(tables, BELMARRA)} alone"), ("second", f"At {name_of(tables, FENNWICK)} alone"), ("none", "At neither"),
        )
    ),
    expected=lambda tables: {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "none"}[
        (bool(_changes(tables).loc[BELMARRA, "verdict"] == "risen"), bool(_changes(tables).loc[FENNWICK, "verdict"] == "risen"))
    ],
    right="An interval that holds zero says that nothing may have changed at all. With three people it nearly always does.",
    otherwise="Look at each interval: does it hold zero?",
    hint="Could the true change be nothing, by the interval?",
    misconceptions=(
        Misconception(
            "noise for improvement", lambda _tables: "both",
            "Both figures are higher, and one of them rests on three people. Ask them on another day, and it may be lower.",
            "How wide are the two intervals?",
        ),
        Misconception(
            "no proof, no change", lambda _tables: "none",
            "One of the two intervals lies wholly above zero. More than that a survey of an account can hardly show.",
            "Which interval leaves zero out?",
        ),
    ),
    hints=("An interval that holds zero shows no change.",),
)  # fmt: skip


def _hours(tables: Tables) -> float:
    efforts = tables["efforts"]
    return float(efforts.loc[efforts["account_id"] == DUNMARSH, "hours_spent"].sum())


def _kept(tables: Tables) -> int:
    return int((_promises(tables)["stored"] == "kept").sum())


KEPT = Question(
    id="promises_kept",
    asks="The share of promises kept",
    level="compute",
    text=lambda tables: f"What share of the promises to {name_of(tables, BELMARRA)} was kept, in per cent?",
    kind=Number("%", tolerance=0.6),
    expected=lambda tables: _kept(tables) / len(_promises(tables)) * 100,
    right="And the relationship rose all the same: the ones that were kept mattered more. The broken ones are told and made good first.",
    otherwise="Those kept, over all that were promised.",
    hint="How many were there, and how many kept?",
    misconceptions=(
        Misconception(
            "broken for kept", lambda tables: (len(_promises(tables)) - _kept(tables)) / len(_promises(tables)) * 100,
            "That is the share that was broken.",
            "Count the other ones.",
        ),
        Misconception(
            "a count for a share", lambda tables: float(_kept(tables)),
            "That is how many. As a share of all it can be compared with next year.",
            "Of how many?",
        ),
    ),
    hints=("Kept over promised.",),
)  # fmt: skip


_OF_FORECAST = Pool("a_forecast_came_true", {
    "one": Group(1, (
        ("one", "Nothing by itself: of ten such forecasts three should come true; count again when there are ten"),
        ("may be", "That cannot be told from one: it may be one of the three in ten, and that shows once there are more"),
        ("list", "It goes on a list; from ten on it can be seen whether about three in ten of such cases come true"),
    )),
    "wrong": Group(1, (
        ("wrong", "It was wrong: he said that it would probably stay"),
        ("badly", "He judged badly: what he thought unlikely has happened"),
    )),
    "right": Group(1, (
        ("right", "It was right: he saw it coming"),
        ("eye", "He has an eye for it: he named the danger, and it came"),
    )),
    "more": Group(1, (
        ("more", "Next time he should say 100 or 0"),
        ("certain", "A forecast is of use only from somebody who is certain"),
    )),
})  # fmt: skip

FORECAST = Question(
    id="a_forecast_came_true",
    asks="A forecast that came true",
    level="decide",
    text=lambda tables: (
        f"Tom Halloway gave {percent(float(_resolved(tables).query('happened == True')['probability'].iloc[0]))} for losing "
        f"{_resolved(tables).query('happened == True')['account'].iloc[0]}, and it was lost. What does that say of his forecast?"
    ),
    kind=_OF_FORECAST.choice,
    expected=_OF_FORECAST.one("one"),
    right=lambda tables: f"There are {len(_resolved(tables))} settled ones of this kind so far. A score is given from ten on; before that it is a list to learn from.",
    otherwise="A chance cannot be right or wrong in one case. Many of them can be.",
    hint="How often should something happen that is given such a chance?",
    misconceptions=(
        Misconception(
            "one outcome proves a forecast wrong", _OF_FORECAST.one("wrong"),
            "What is given a chance of three in ten happens three times in ten. This may be one of the three.",
            "What would you have to see to call it wrong?",
        ),
        Misconception(
            "one outcome proves a forecast right", _OF_FORECAST.one("right"),
            "Had it stayed, the same people would say that he was right then. One case cannot tell.",
            "How many would you need?",
        ),
        Misconception(
            "certainty wanted", _OF_FORECAST.one("more"),
            "Then he would be certain and wrong more often. A chance is useful because it can be 30.",
            "What would you do with a 0 that comes true?",
        ),
    ),
    hints=("Ten settled forecasts make a score.",),
)  # fmt: skip

_PARTS = Pool("how_to_step_down", {
    "told": Group(1, (
        ("told", "We tell them before they notice, and keep the notice in the contract"),
        ("hear", "They hear it from us in May, for the first of July"),
    )),
    "who": Group(1, (
        ("who", "Somebody by name serves them from then on, and is introduced"),
        ("brought", "Whoever looks after them next comes along to the next visit"),
    )),
    "keep": Group(1, (
        ("keep", "What they keep is written down: delivery on the day, an answer within a day"),
        ("letter", "A letter says what stays: the delivery days, the washing of crates, the number they ring"),
    )),
    "price": Group(1, (
        ("price", "The extras that no contract names are offered at a price"),
        ("papers", "What was done for nothing, such as their pallet papers, is offered at a price they may decline"),
    )),
    "silence": Group(1, (
        ("less", "The account manager comes less often and answers later, until they have got used to it"),
        ("lapse", "Visits are no longer arranged; if they miss them, they will say so"),
        ("busy", "Whoever rings is told for a while that the account manager is busy elsewhere"),
    )),
    "end": Group(1, (
        ("end", "The contract is ended, so that nobody has to be disappointed twice"),
        ("other", "They are advised to look for another supplier in good time"),
        ("raise", "Prices are raised until they go by themselves"),
    )),
})  # fmt: skip

STEP_DOWN = Question(
    id="how_to_step_down",
    asks="What belongs into a step down",
    level="decide",
    text=lambda tables: f"{name_of(tables, DUNMARSH)} is no key account any more, and is to stay a customer. What belongs into the plan?",
    kind=_PARTS.several,
    expected=_PARTS.all("told", "who", "keep", "price"),
    right="Told, introduced, written down, and an honest price: most of the margin stays, and nobody has a bad story to tell.",
    otherwise="A step down is a plan with notice, somebody who takes over, and what they keep.",
    hint="How would you want to learn that you matter less?",
    misconceptions=(
        Misconception(
            "step down as silence", _PARTS.all("who", "keep", "price", "silence"),
            "They will notice, and draw their own conclusions. A customer who finds out by waiting was not stepped down but dropped, and tells others.",
            "Who should tell them, and before what?",
            _PARTS.has("silence"),
        ),
        Misconception(
            "stepping down for leaving", _PARTS.all("told", "who", "end"),
            "They bring money and are content. They need less of us, and not to be sent away.",
            "What do they still buy next year?",
            _PARTS.has("end"),
        ),
    ),
    hints=("Four of the six.",),
)  # fmt: skip

DECIDE = Question(
    id="keep_or_not",
    asks="Keep, ask or step down",
    level="decide",
    text="What do you decide on each, after the review?",
    kind=lambda tables: Matching(
        options(
            ("belmarra", f"{name_of(tables, BELMARRA)}: risen clear of zero, {len(_promises(tables)) - _kept(tables)} of {len(_promises(tables))} promises broken"), ("fennwick", f"{name_of(tables, FENNWICK)}: {int(_changes(tables).loc[FENNWICK, 'people_after'])} answers, nothing shown"),
            ("dunmarsh", f"{name_of(tables, DUNMARSH)}: content, little to come, {int(_hours(tables))} hours a year"),
        ),
        options(("keep", "keep, and make good what was broken"), ("ask", "decide nothing yet: ask more people"), ("down", "step down, with a plan"), ("up", "more hours: it worked")),
    ),
    expected=lambda tables: {
        "belmarra": "keep" if _changes(tables).loc[BELMARRA, "verdict"] == "risen" else "ask",
        "fennwick": "ask" if _changes(tables).loc[FENNWICK, "verdict"] != "risen" else "keep", "dunmarsh": "down",
    },
    right="Each has its reason in the record, and each can be looked at again in a year.",
    otherwise="Ask of each: what is known, what was promised, and what do the hours bring?",
    hint="Where is something shown, where nothing, and where do hours lie that others lack?",
    misconceptions=(
        Misconception(
            "noise for improvement", lambda _tables: {"belmarra": "keep", "fennwick": "up", "dunmarsh": "down"},
            "More hours went to a rise that three people make. Another three might have made a fall of it.",
            "What would you have to know first?",
            lambda _tables, answer: answer["fennwick"] in ("up", "keep"),
        ),
        Misconception(
            "broken promises overlooked", lambda _tables: {"belmarra": "up", "fennwick": "ask", "dunmarsh": "down"},
            "It rose, and promises were broken. More hours on top of broken promises buy the next ones.",
            "What do you owe them first?",
            lambda _tables, answer: answer["belmarra"] == "up",
        ),
        Misconception(
            "content, so all stays as it is", lambda _tables: {"belmarra": "keep", "fennwick": "ask", "dunmarsh": "keep"},
            "Content they are, at the cost of hours that others lack. Nobody has decided that; it has grown.",
            "What would the same hours bring elsewhere?",
            lambda _tables, answer: answer["dunmarsh"] == "keep",
        ),
    ),
    hints=("Three accounts, three decisions.",),
)  # fmt: skip

TELL_THEM = Question(
    id="tell_them",
    asks="Tell the customer",
    level="defend",
    text=lambda tables: (
        f"Write to {name_of(tables, DUNMARSH)}'s Stan Bickley in three or four sentences: what changes, from when, who is there for him, and what stays. They have been customers for over twenty years."
    ),
    kind=Text(most=550, words=24),
    expected=lambda _tables: (
        "Dear Stan, from 1 July Amira Haddad looks after you day to day; I will bring her with me in May. Deliveries on the day, the wash as in the contract and an answer within a working day stay as they are. "
        "I will come twice a year instead of twice a month. The pallet papers we have filled in for you we can go on doing, at a price that I bring along."
    ),
    right="He knows what changes, whom to ring, and what he can count on. He may not like it, and he will not have to guess.",
    otherwise="",
    hint="Who, from when, what stays, what has a price.",
    misconceptions=(
        Misconception(
            "blamed on him",
            lambda _tables: "Dear Stan, you are too small and not profitable for us, so from 1 July Amira Haddad looks after you. Deliveries on the day and an answer within a working day stay as they are.",
            "It makes him smaller in front of his people. Say what changes, and not what he is worth.",
            "Would you want to read that sentence about yourself?",
            claiming(r"too small", r"not (profitable|important|worth|key)", r"unprofitable", r"no longer (important|a key)", r"cost us too much", r"status account", r"stepp\w* down", r"downgrad\w*"),
        ),
        Misconception(
            "step down as silence",
            lambda _tables: "Dear Stan, thank you for more than twenty years of good work together, and for your trust. Amira Haddad is also there for you. Deliveries on the day and an answer within a working day stay as they are.",
            "It does not say what changes, or from when. He will find out by waiting for a visit that does not come.",
            "What will be different on which day?",
            lambda tables, text: not _says_when(text),
        ),
        Misconception(
            "nobody takes over",
            lambda _tables: "Dear Stan, from 1 July I will come twice a year instead of twice a month. Deliveries on the day and an answer within a working day stay as they are.",
            "He does not know whom to ring on Monday. It will be you, as before.",
            "Give him a name.",
            lambda _tables, text: not mentions(text, r"Amira", r"Haddad", r"Zofia", r"Walczyk", r"Piet", r"Hoekman", r"Nadja", r"Brandl", r"Greta", r"Marek", r"Claire", r"Henrik", r"Sofia", r"customer service"),
        ),
        Misconception(
            "nothing that stays",
            lambda _tables: "Dear Stan, from 1 July Amira Haddad looks after you, and I will come twice a year instead of twice a month. She will introduce herself to you in May.",
            "It says what he loses. Write down what he keeps, so that he can count on it.",
            "What will be as good in August as it is today?",
            lacks(r"stay\w*", r"keep\w*", r"kept", r"remain\w*", r"as (before|now|today|always)", r"still", r"unchanged", r"continue\w*", r"go on"),
        ),
    ),
    hints=("Think of his Monday.",),
)  # fmt: skip


def _says_when(text: str) -> bool:
    months = r"january|february|march|april|may|june|july|august|september|october|november|december"
    return mentions(text, rf"(from|on|by|in|as of) (\d+ )?({months})", rf"\d+ ({months})", r"from (now|next|the)", r"next (month|week|quarter)", r"\d{1,2}\.\d{1,2}")


EXERCISE = Exercise(
    name="12_review_and_step_down",
    title="Review and step down",
    objective="Tell a change from chance, done from worked, one outcome from a forecast, and a step down from silence.",
    minutes=40,
    draws_on="the last review: promises, the same questions asked again, forecasts that are settled (Brier 1950)",
    workbook="12_review_the_account",
    step="It goes through the review of your customer in the same order.",
    account_id=BELMARRA,
    questions=(DONE_OR_WORKED, ROSE, KEPT, FORECAST, DECIDE, STEP_DOWN, TELL_THEM),
    exhibits={
        "changes": show_changes, "promises": show_promises_of, "forecasts": show_resolved,
        "reappraisal": lambda tables: show_reappraisal(tables, BELMARRA, day_of(tables)),
        "all_forecasts": lambda tables: show_forecasts(tables, "", day_of(tables)),
    },
)  # fmt: skip
