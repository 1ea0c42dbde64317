"""07, the relationship: both sides' view of it, threads instead of contacts, and power instead of friendliness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool
from kamkit.course.exercises.saying import claiming, lacks, name_of
from kamkit.course.kinds import Choice, Number, Option, Placing, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.method.relationship import (
    STAGES,
    place_coverage,
    place_stakeholders,
    rank_stage_ratings,
    rank_threads,
    review_stages,
)
from kamkit.method.relationship.stakeholders import INFORMED, KEY, MINIMAL, SATISFIED
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship import show_stakeholders
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OSTREVIA, KESTWICK = "1001", "1007"


def _stage(tables: Tables) -> pd.Series:
    return review_stages(tables, OSTREVIA, day_of(tables)).iloc[0]


def _people(tables: Tables, account_id: str = OSTREVIA) -> pd.DataFrame:
    people = place_stakeholders(tables, account_id, day_of(tables)).set_index("contact_id")
    return people[people["quadrant"].notna()]


def show_stages(tables: Tables) -> Shown:
    """The five stages, and what each side says of the relationship with Ostrevia."""
    said = rank_stage_ratings(tables, OSTREVIA, day_of(tables))
    scale = ", ".join(f"{at} {stage}" for at, stage in enumerate(STAGES, start=1))
    columns = [Column("side", "Side"), Column("rater", "Who"), Column("stage", "Stage"), Column("evidence_note", "In their words")]
    return parts.stack(parts.say(f"The stages in their order: {scale}."), parts.table(said, columns, caption=name_of(tables, OSTREVIA)))


def show_kestwick(tables: Tables) -> Shown:
    """Who at Kestwick is known to whom of ours."""
    known = place_coverage(tables, KESTWICK, day_of(tables))
    columns = [Column("contact", "Their people"), Column("function", "Function"), Column("member", "Known to"), Column("last_met_on", "Last met", "date")]
    leaving = _people(tables, KESTWICK).query("leaving")
    words = "; ".join(f"{row['name']} ({row['job']}) leaves on {day(row['leaves_on'])}" for _, row in leaving.iterrows())
    return parts.stack(parts.table(known, columns, caption=name_of(tables, KESTWICK)), parts.say(f"{words}."))


def show_people(tables: Tables) -> Shown:
    """Ostrevia's people with their power, interest and support."""
    people = _people(tables).sort_values("name")
    people = people.assign(supports=["unknown" if value != value else f"{value:+.0f}".replace("+0", "0") for value in people["support"]])
    columns = [
        Column("name", "Who"), Column("job", "Job"), Column("decision_role", "In the decision"), Column("power", "Power", "count"), Column("interest", "Interest", "count"),
        Column("supports", "Support, -2 to +2"), Column("last_met_on", "Last met", "date"),
    ]  # fmt: skip
    return parts.table(people, columns, caption=f"{name_of(tables, OSTREVIA)}: power and interest 1 to 5, high from 4 on")


_VIEWS = Pool("whose_view", {
    "both": Group(1, (
        ("both", "At two: one as we see it and one as they do, and the distance is the finding"),
        ("side by side", "Each side has its own; both are written down, with what each says about it"),
        ("apart", "There is no one stage: what we say stands beside what they say, and where the two part is what to talk about"),
    )),
    "ours": Group(1, (
        ("ours", "Where our account manager puts it: she knows it best"),
        ("often", "Where those of ours put it who meet them most often"),
    )),
    "mean": Group(1, (
        ("mean", "In the middle of all answers"),
        ("halfway", "Halfway between what we say and what they say"),
    )),
    "theirs": Group(1, (
        ("theirs", "Where their buyer puts it: he signs"),
        ("customer", "Where they put it: the customer is always right"),
    )),
})  # fmt: skip

WHOSE_VIEW = Question(
    id="whose_view",
    asks="At which stage the relationship is",
    level="recognise",
    text=lambda tables: f"At which stage is the relationship with {name_of(tables, OSTREVIA)}?",
    kind=_VIEWS.choice,
    expected=lambda tables: _VIEWS.one("both" if abs(float(_stage(tables)["gap"])) >= 1 else "mean")(tables),
    right="A relationship has two sides. Where we believe ourselves closer than they do, we are surprised later.",
    otherwise="One side alone, or the middle of both, hides how far apart the two are.",
    hint="Whom would it surprise if they left?",
    misconceptions=(
        Misconception(
            "our view is the stage", _VIEWS.one("ours"),
            "Our people know how close they feel. How close the others feel, they have said as well, and they are the ones who may leave.",
            "What does the head of supply chain say?",
        ),
        Misconception(
            "an average nobody holds", _VIEWS.one("mean"),
            "The middle of both is where nobody stands. It makes a gap look like an agreement.",
            "Keep the two sides apart.",
        ),
    ),
    hints=("Read what both sides said.",),
)  # fmt: skip

GAP = Question(
    id="stages_apart",
    asks="How far the two views are apart",
    level="compute",
    text="By how many stages do we see ourselves closer than they do? Take the middle of each side's answers, ours minus theirs.",
    kind=Number("stages", tolerance=0.01, digits=1),
    expected=lambda tables: float(_stage(tables)["gap"]),
    right="Enough to be surprised by. The sentence about the dock says why they see it so.",
    otherwise="Turn each answer into its number, take the middle of each side, then the difference.",
    hint="Of two answers the middle lies halfway between them.",
    misconceptions=(
        Misconception(
            "sign turned", lambda tables: -float(_stage(tables)["gap"]),
            "The size is right and the sign is turned: this would mean that they feel closer to us than we to them.",
            "Ours minus theirs.",
        ),
        Misconception(
            "our view is the stage", lambda tables: float(_stage(tables)["ours"]),
            "That is where we see it. Asked is how far that is from where they do.",
            "Their side has answered too.",
        ),
        Misconception(
            "the two ends for the two sides", lambda tables: _widest(tables),
            "That is the distance between the two people furthest apart. Take the middle of each side first.",
            "Two answers of ours, two of theirs.",
        ),
    ),
    hints=("Two middles and a difference.",),
)  # fmt: skip


def _widest(tables: Tables) -> float:
    said = rank_stage_ratings(tables, OSTREVIA, day_of(tables))
    place = said["stage"].map({stage: at for at, stage in enumerate(STAGES, start=1)})
    return float(place[said["side"] == "ours"].max() - place[said["side"] == "customer"].min())


def _thread(tables: Tables) -> pd.Series:
    return rank_threads(tables, KESTWICK, day_of(tables)).iloc[0]


THREADS = Question(
    id="how_many_threads",
    asks="On how many of ours Kestwick hangs",
    level="compute",
    text=lambda tables: f"Six people at {name_of(tables, KESTWICK)} are in the file. On how many of our people does the account hang?",
    kind=Number("people", tolerance=0.01),
    expected=lambda tables: float(place_coverage(tables, KESTWICK, day_of(tables))["member_id"].nunique()),
    right="Six names and one thread. When he is ill, on holiday or gone, nobody of ours knows anybody there.",
    otherwise="Count in the column of our people, each once.",
    hint='How many different names stand under "Known to"?',
    misconceptions=(
        Misconception(
            "many contacts for many threads", lambda tables: float(place_coverage(tables, KESTWICK, day_of(tables))["contact_id"].nunique()),
            "That is how many of theirs are in the file. A thread needs two ends, and on our side they all run to the same place.",
            "Look at the third column.",
        ),
        Misconception(
            "departments for threads", lambda tables: float(place_coverage(tables, KESTWICK, day_of(tables))["function"].nunique()),
            "That is how many of their departments are in the file. It looks broad, and it is broad on their side only.",
            "Who of ours would they ring?",
        ),
    ),
    hints=("Our side, not theirs.",),
)  # fmt: skip

_FIELDS = ((SATISFIED, "Keep satisfied"), (KEY, "Key player"), (MINIMAL, "Minimal effort"), (INFORMED, "Keep informed"))


def _by_support(tables: Tables) -> dict[str, str]:
    """Somebody who takes friendliness for power: friends are key players, the others are not."""
    return {str(key): KEY if row["support"] >= 0 else INFORMED for key, row in _people(tables).iterrows()}


def _transposed(tables: Tables) -> dict[str, str]:
    turned = {SATISFIED: INFORMED, INFORMED: SATISFIED, KEY: KEY, MINIMAL: MINIMAL}
    return {str(key): turned[str(field)] for key, field in _people(tables)["quadrant"].items()}


MAP = Question(
    id="power_and_interest",
    asks="Ostrevia's people by power and interest",
    level="compute",
    text=lambda tables: f"Place {name_of(tables, OSTREVIA)}'s people by power and interest; high is 4 and more.",
    kind=lambda tables: Placing(
        tuple(Option(str(key), f"{row['name']}, {row['job']}") for key, row in _people(tables).sort_values("name").iterrows()), options(*_FIELDS), across="interest", up="power"
    ),
    expected=lambda tables: {str(key): str(field) for key, field in _people(tables)["quadrant"].items()},
    right="Now look at support: the most powerful of them is against us, and one with power is known to nobody of ours.",
    otherwise="Each needs two readings: power, then interest.",
    hint="Sort by power first: 4 and 5 go into the upper row.",
    misconceptions=(
        Misconception(
            "friendly for powerful", _by_support,
            "You placed them by how they stand to us. Support is a third thing: a friend may decide nothing, and an opponent everything.",
            "Cover the column of support.",
        ),
        Misconception(
            "axes turned", _transposed,
            "The two scales are exchanged: power grows upwards, interest to the right.",
            "Who has much power and little interest belongs to the top left.",
        ),
    ),
    hints=("Mendelow's map: power upwards, interest to the right.",),
)  # fmt: skip


def _first(tables: Tables) -> str:
    people = _people(tables)
    return str(people[people["support"] < 0].sort_values(["power", "interest"], ascending=False).index[0])


def _friend(tables: Tables) -> str:
    people = _people(tables)
    return str(people[people["decision_role"] != "decides"].sort_values(["support", "power"], ascending=False).index[0])


def _buyer(tables: Tables) -> str:
    people = _people(tables)
    return str(people[people["decision_role"] == "buys"].index[0])


TALK_TO = Question(
    id="whom_to_see_first",
    asks="Whom to see first",
    level="decide",
    text="There is time for one visit this week. Whom do you see?",
    kind=lambda tables: Choice(
        tuple(Option(one, f"{_people(tables).loc[one, 'name']}, {_people(tables).loc[one, 'job']}") for one in sorted({_first(tables), _friend(tables), _buyer(tables)}, key=lambda one: str(_people(tables).loc[one, "name"])))
    ),
    expected=_first,
    right="Uncomfortable, and the only conversation in which the decision can change. Bring the answer to the complaint, and no offer.",
    otherwise="Who decides, and is not for us?",
    hint="Look at power and support together.",
    misconceptions=(
        Misconception(
            "friendly for powerful", _friend,
            "A pleasant visit with somebody who is for us already. It changes nothing where the decision is taken.",
            "Who has the power, and what does that person think of us?",
        ),
        Misconception(
            "only to the buyer", _buyer,
            "The buyer puts on paper what others have decided. With him it becomes a talk about the price.",
            "Whom will he ask before he signs?",
        ),
    ),
    hints=("One of them decides.",),
)  # fmt: skip

SECOND = Question(
    id="a_second_thread",
    asks="Write down a second thread",
    level="defend",
    text=lambda tables: (
        f"Paul Adeyemi says: \"They ring me, why should anybody else go?\" Write in two or three sentences what you would agree with him for {name_of(tables, KESTWICK)}: who of ours meets whom of theirs, by when, and why now."
    ),
    kind=Text(most=450, words=16),
    expected=lambda _tables: "Gordon Pascombe retires in October and the contract ends in December, and today all six people know only you, Paul. By the end of May Piet Hoekman meets the production director with you, and Zofia Walczyk the cold store manager, so that each has a reason of their own to ring us.",
    right="Two of ours, two of theirs, a day, and a reason that is not against Paul. He will bring them in himself.",
    otherwise="",
    hint="Who goes, to whom, until when, and what happens in October?",
    misconceptions=(
        Misconception(
            "taken away from him",
            lambda _tables: "Paul has to hand over Kestwick, because the buyer retires in October. By May Piet Hoekman replaces Paul and meets the production director.",
            "He will defend what is being taken away, and he holds every thread. He has to be the one who opens the doors.",
            "Write it so that Paul brings somebody in.",
            claiming(r"replaces? (paul|him)", r"hand(s|ed)? over", r"take\w* (it|the account|kestwick) (away|from)", r"remove\w*"),
        ),
        Misconception(
            "many contacts for many threads",
            lambda _tables: "Paul, you should meet more of their people: the buyer retires in October, so by May please visit the finance director and his successor too.",
            "Then there are eight names and still one thread, because all of them know only Paul.",
            "Name somebody else of ours.",
            lacks(r"Piet", r"Hoekman", r"Zofia", r"Walczyk", r"Amira", r"Haddad", r"Nadja", r"Brandl", r"Maren", r"Voss", r"Anselm", r"Torvik", r"Tom", r"Halloway", r"Ines", r"Carrow",
                  r"packing engineer", r"supply planner", r"quality manager", r"controller", r"operations director", r"sales director", r"customer service"),
        ),
        Misconception(
            "no day",
            lambda _tables: "Their buyer retires and only you know them, Paul. Piet Hoekman meets the production director with you, and Zofia Walczyk the cold store manager.",
            "Without a day it will be done after the holidays, and then the buyer is gone.",
            "By when, seen from October?",
            lacks(r"january|february|march|april|may|june|july|august|september|october|november|december", r"weeks?", r"within", r"20\d\d", r"days?", r"before the"),
        ),
        Misconception(
            "no reason now",
            lambda _tables: "By the end of May Piet Hoekman meets the production director together with Paul, and Zofia Walczyk meets the cold store manager.",
            "He asked why. Without a reason it sounds as if somebody does not trust him.",
            "What happens in October, and what in December?",
            lacks(r"retir\w*", r"leav\w*", r"october", r"because", r"renewal", r"contract", r"december", r"gone", r"only (you|paul|one)", r"holiday", r"ill"),
        ),
    ),
    hints=("Somebody there retires.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="07_the_relationship",
    title="The relationship",
    objective="See a relationship from both sides, count threads instead of contacts, and go where the power is instead of where it is pleasant.",
    minutes=35,
    draws_on="stages rated by both sides (McDonald, Millman and Rogers 1997), contacts and coverage, power and interest (Mendelow 1991)",
    workbook="06_diagnose_the_relationship",
    step="Steps 1 to 3 do it for your customer.",
    account_id=KESTWICK,
    questions=(WHOSE_VIEW, GAP, THREADS, MAP, TALK_TO, SECOND),
    exhibits={
        "stages": show_stages, "kestwick": show_kestwick, "people": show_people,
        "map": lambda tables: show_stakeholders(tables, OSTREVIA, day_of(tables)),
    },
)  # fmt: skip
