"""04, the touchline: the customer's steps, importance beside performance, and a behaviour somebody can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.exercises.drawing import Group, Pool
from kamkit.course.exercises.saying import claiming, lacks, name_of
from kamkit.course.kinds import Choice, Number, Option, Placing, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.method.touchline import all_touchlines, check_behaviour, place_touch_points, rank_moments
from kamkit.method.touchline.behaviour import NO_TIME, people_in
from kamkit.method.values.position import CONCENTRATE, KEEP_UP, LOW_PRIORITY, OVERKILL, place_quadrants
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.touchline import show_touchline

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OSTREVIA = "1001"
WARNING = "early warning of shortages"
LINE = 7.0  # where the lines of the matrix stand, on both scales
PLACED = 6


def _line(tables: Tables, account_id: str = OSTREVIA) -> pd.DataFrame:
    every = all_touchlines(tables)  # once for all accounts: half a dozen of them are looked at
    line = every[every["account_id"] == account_id].set_index("touch_point_id")
    return line[line["performance"].notna() & line["importance"].notna()].assign(
        importance=lambda found: found["importance"].round(1), performance=lambda found: found["performance"].round(1)
    )


@remembered
def _others(tables: Tables) -> str:
    """An account whose worst mark is not its moment of truth: there the two are told apart."""
    moments = rank_moments(tables)
    worst_of = moments.drop_duplicates("account_id").set_index("account_id")["touch_point_id"]
    for account_id in moments.query("not suspected and answers >= 3")["account_id"].unique():
        line, worst = _line(tables, str(account_id)), worst_of[account_id]
        asked = line[line["answers"] >= 3]
        lowest, dearest = asked["performance"].idxmin(), asked["importance"].idxmax()
        if account_id != OSTREVIA and len({worst, lowest, dearest}) == 3 and asked["performance"].nsmallest(2).nunique() == 2:
            return str(account_id)
    raise MethodError("touch points: no account whose lowest mark, most important point and moment of truth are three points")


def _moment(tables: Tables, account_id: str) -> str:
    return str(rank_moments(tables, account_id)["touch_point_id"].iloc[0])


def _five(tables: Tables) -> list[str]:
    """Five points of that account to choose from, in the order a customer passes them."""
    account_id = _others(tables)
    asked = _line(tables, account_id).query("answers >= 3")
    keep = [_moment(tables, account_id), asked["performance"].idxmin(), asked["importance"].idxmax()]
    keep += [one for one in asked.sort_values("importance", ascending=False).index if one not in keep][:2]
    return [str(one) for one in asked.index if one in keep]


def _table(tables: Tables, account_id: str, caption: str) -> Shown:
    line = _line(tables, account_id).query("answers >= 3") if account_id != OSTREVIA else _line(tables)
    columns = [
        Column("name", "Touch point"), Column("importance", "Matters", "number", 1), Column("performance", "We get", "number", 1),
        Column("answers", "Answers", "count"),
    ]  # fmt: skip
    return parts.table(line, columns, caption=caption)


def show_line(tables: Tables) -> Shown:
    """Ostrevia's touch points with the customer's marks, and our own view of one of them."""
    own = place_touch_points(tables, OSTREVIA).set_index("touch_point_id").loc[WARNING]
    return parts.stack(
        _table(tables, OSTREVIA, f"{name_of(tables, OSTREVIA)}: means of the customer's answers, 1 to 10"),
        parts.say(
            f"Our own people, asked what {name_of(tables, OSTREVIA)} would say of \"{own['name']}\": matters "
            f"{own['our_importance']:.0f}, we get {own['our_performance']:.0f}."
        ),
    )


def show_other_line(tables: Tables) -> Shown:
    """The same of another account, the points that three or more people marked."""
    account_id = _others(tables)
    return _table(tables, account_id, f"{name_of(tables, account_id)}: means of the customer's answers, 1 to 10")


_STEPS = Pool("whose_steps", {
    "theirs": Group(3, (
        ("truck", "The truck arrives and one pallet is missing"),
        ("invoice", "An invoice arrives that does not match the order"),
        ("complaint", "The quality manager complains and waits for an answer"),
        ("night", "The night shift opens a box, and a tray is cracked"),
        ("portal", "Their planner looks up on our page when the order will come"),
        ("visit", "Our account manager sits with the buyer and asks how it is going"),
    )),
    "ours": Group(3, (
        ("credit", "We check the customer's credit before we release an order"),
        ("plan", "Dispatch and production agree the plan of the week"),
        ("forecast", "Sales enters the forecast into our system"),
        ("margin", "The controller works out the margin of an order"),
        ("stock", "The warehouse counts its stock at the end of the month"),
        ("freight", "The forwarder's bill is checked and booked"),
    )),
})  # fmt: skip

STEPS = Question(
    id="whose_steps",
    asks="Which steps are the customer's",
    level="recognise",
    text="The touchline is what the customer goes through. Which of these are touch points?",
    kind=_STEPS.several,
    expected=_STEPS.all("theirs"),
    right="At each of these three somebody of theirs meets something of ours and thinks something about us.",
    otherwise="A touch point is a moment the customer could tell you about.",
    hint="Would anybody at the customer notice if we left this step out and all else stayed the same?",
    misconceptions=(
        Misconception(
            "our process for the customer's steps", _STEPS.all("ours"),
            "These happen in our house. They may be why a touch point goes wrong, but no customer passes through them.",
            "Read each line as if you stood at the customer's dock.",
            lambda tables, answer: _STEPS.has("ours")(tables, answer) and len(answer) < len(_STEPS.options(tables)),
        ),
        Misconception(
            "everything is a touch point", _STEPS.all("theirs", "ours"),
            "Then the list becomes our own flow chart, and the points where customers are won or lost drown in it.",
            "Leave out what the customer never sees.",
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip

SHORTFALL = Question(
    id="shortfall",
    asks="The shortfall at early warning",
    level="compute",
    text=lambda tables: (
        f"How large is the shortfall at \"{_line(tables).loc[WARNING, 'name']}\", as {name_of(tables, OSTREVIA)}'s people see it? "
        "Shortfall is importance minus performance."
    ),
    kind=Number("points", tolerance=0.11, digits=1),
    expected=lambda tables: float(_line(tables).loc[WARNING, "importance"] - _line(tables).loc[WARNING, "performance"]),
    right="From 8 in importance and 2 in shortfall on it is called a moment of truth (the kit's defaults). This is more than twice that.",
    otherwise="Two figures of one row: what it matters, and what we get.",
    hint="Take the customer's two means in that row.",
    misconceptions=(
        Misconception(
            "sign of the gap",
            lambda tables: float(_line(tables).loc[WARNING, "performance"] - _line(tables).loc[WARNING, "importance"]),
            "The size is right and the sign is turned. A shortfall counts what is missing, so positive is bad; the gap of SERVQUAL counts the "
            "other way round, which is why the two never share a word here.",
            "Importance first, then performance.",
        ),
        Misconception(
            "our view for theirs",
            lambda tables: float(
                place_touch_points(tables, OSTREVIA).set_index("touch_point_id").loc[WARNING, "our_importance"]
                - place_touch_points(tables, OSTREVIA).set_index("touch_point_id").loc[WARNING, "our_performance"]
            ),
            "That is what our own people believe the customer would say. The customer has answered, and sees it otherwise.",
            "Use the table and not the sentence under it.",
        ),
        Misconception(
            "a mark for a shortfall", lambda tables: float(_line(tables).loc[WARNING, "performance"]),
            "That is our mark. A low mark is bad only where it matters; both figures are needed.",
            "How much does the point matter to them?",
        ),
    ),
    hints=("Both figures stand in one row of the table.",),
)  # fmt: skip

MOMENT = Question(
    id="where_lost",
    asks="Where another customer is lost",
    level="compute",
    text=lambda tables: f"Now {name_of(tables, _others(tables))}. Where do we lose this customer first: which point do you mend?",
    kind=lambda tables: Choice(
        tuple(Option(one, str(_line(tables, _others(tables)).loc[one, "name"])) for one in _five(tables))
    ),
    expected=lambda tables: _moment(tables, _others(tables)),
    right="It matters much and we fall short there by most. A low mark elsewhere can wait, and an important point where we are good is to be held.",
    otherwise="There the distance between what it matters and what we get is not the widest.",
    hint="Subtract for each of the five: what it matters, less what we get.",
    misconceptions=(
        Misconception(
            "lowest performance", lambda tables: str(_line(tables, _others(tables)).query("answers >= 3")["performance"].idxmin()),
            "That is our lowest mark. It matters less to them than other points, so mending it would be noticed by few.",
            "Look at both columns together.",
        ),
        Misconception(
            "highest importance", lambda tables: str(_line(tables, _others(tables)).query("answers >= 3")["importance"].idxmax()),
            "That matters most, and we do it nearly as well as it matters. There is little to mend.",
            "Where is most missing, among the points that matter?",
        ),
    ),
    hints=("A moment of truth needs both: that it matters, and that we fall short.",),
)  # fmt: skip


def _points(tables: Tables) -> pd.DataFrame:
    """Six of Ostrevia's points, from every field that has any, none of them on a line."""
    line = _line(tables)
    line = line[((line["importance"] - LINE).abs() > 0.15) & ((line["performance"] - LINE).abs() > 0.15)]
    field = pd.Series(place_quadrants(line["importance"].tolist(), line["performance"].tolist(), (LINE, LINE))[0], index=line.index)
    turn = field.groupby(field).cumcount().sort_values(kind="stable")  # the first of each field, then the second of each
    first = list(turn.index[:PLACED])
    return line.loc[[one for one in line.index if one in first]]


def _fields(tables: Tables) -> dict[str, str]:
    points = _points(tables)
    found, _, _ = place_quadrants(points["importance"].tolist(), points["performance"].tolist(), (LINE, LINE))
    return {str(key): field for key, field in zip(points.index, found, strict=True)}


def _by_mark_alone(tables: Tables) -> dict[str, str]:
    return {str(key): CONCENTRATE if row["performance"] < LINE else KEEP_UP for key, row in _points(tables).iterrows()}


def _mirrored(tables: Tables) -> dict[str, str]:
    turned = {CONCENTRATE: OVERKILL, OVERKILL: CONCENTRATE, KEEP_UP: KEEP_UP, LOW_PRIORITY: LOW_PRIORITY}
    return {key: turned[field] for key, field in _fields(tables).items()}


PLACE = Question(
    id="place_them",
    asks="Ostrevia's points on the map",
    level="compute",
    text=lambda tables: (
        f"Back to {name_of(tables, OSTREVIA)}. Place these points by the customer's means. The lines stand at {LINE:.0f} on both scales; "
        f"above {LINE:.0f} counts as high."
    ),
    kind=lambda tables: Placing(
        tuple(Option(str(one), str(name)) for one, name in _points(tables)["name"].items()),
        options(
            (CONCENTRATE, "Concentrate here"), (KEEP_UP, "Keep up the good work"), (LOW_PRIORITY, "Low priority"),
            (OVERKILL, "Possible overkill"),
        ),
        across="how we do", up="how much it matters",
    ),
    expected=_fields,
    right="The map of Martilla and James (1977). What stands at the top left is mended, what stands at the bottom right may cost more than it brings.",
    otherwise="Each point needs two readings: is it above the line in what it matters, and in how we do?",
    hint="First sort the points into the two rows by what they matter, then into left and right.",
    misconceptions=(
        Misconception(
            "lowest performance", _by_mark_alone,
            "You went by our marks alone: every low mark became work, every high one a strength. Points that hardly matter got the same place "
            "as those that do.",
            'Sort by the column "Matters" first.',
        ),
        Misconception(
            "axes turned", _mirrored,
            "The two scales are exchanged: what matters grows upwards, how we do grows to the right.",
            "Take one point that matters much and where we are weak: it belongs to the top left.",
        ),
    ),
    hints=("Top row: it matters. Right column: we do well.",),
)  # fmt: skip

_SAID = Pool("can_be_seen", {
    "seen": Group(3, (
        ("planner", "The supply planner telephones Ostrevia's planner every Monday by 12:00 with what will be short"),
        ("driver", "The driver scans every pallet at the dock and reports a missing one before 10:00"),
        ("engineer", "The packing engineer is on site within two working days and leaves a signed note"),
        ("quality", "The quality manager rings whoever complained within one working day and says who looks for the cause"),
        ("dispatch", "Customer service mails the number of the truck and its hour by 16:00 on the day before"),
        ("confirmed", "Customer service confirms every order in writing by 17:00 of the same day"),
    )),
    "attitude": Group(2, (
        ("proactive", "Be proactive about shortages"),
        ("culture", "Build a culture of openness and trust"),
        ("friendly", "Be open and friendly towards the planners"),
        ("focus", "Show more customer focus at the dock"),
    )),
    "time": Group(1, (
        ("asap", "We inform the customer as soon as possible"),
        ("quickly", "We answer complaints as quickly as we can"),
        ("in time", "We warn in good time"),
    )),
})  # fmt: skip


def _seen(tables: Tables) -> list[str]:
    people = people_in(tables, place_touch_points(tables, OSTREVIA))
    return [option.key for option in _SAID.options(tables) if not check_behaviour(option.label, people)]


SEEN = Question(
    id="can_be_seen",
    asks="Which behaviours can be seen",
    level="recognise",
    text="Which of these are behaviours owed: somebody standing there could see whether it happened?",
    kind=_SAID.several,
    expected=_seen,
    right="Who, what, by when: these can be seen, counted and praised.",
    otherwise="For each line ask: who does it, what would I see, and until when?",
    hint="Imagine that you stand there with a list and a pen. What could you tick?",
    misconceptions=(
        Misconception(
            "attitude for behaviour", _SAID.all("seen", "attitude"),
            "An attitude cannot be seen. Two people who have it may do opposite things, and both will say that they had it.",
            "Replace the word by what the person does on Monday morning.",
            _SAID.has("attitude"),
        ),
        Misconception(
            "a time that is none", _SAID.all("seen", "time"),
            "As soon as possible, or in good time, is a time that nobody can miss, and \"we\" is nobody in particular.",
            "Could the customer say on Tuesday that it was broken?",
            _SAID.has("time"),
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip

_OUR_VIEW = Pool("our_view_alone", {
    "suspected": Group(1, (
        ("suspected", "A suspected one: ask the customer before anything is changed"),
        ("two people", "Where to ask first: two people there say what complaints matter to them and what they get"),
        ("question", "A question for the plan: who asks whom there by when; what is changed comes after the answer"),
    )),
    "moment": Group(1, (
        ("moment", "A moment of truth: put it into the plan"),
        ("mend", "A moment of truth: change how complaints are answered there, before it is too late"),
    )),
    "nothing": Group(1, (
        ("nothing", "Nothing: our own view is worth nothing"),
        ("wait", "Nothing, until they complain of it by themselves"),
    )),
    "average": Group(1, (
        ("average", "Take the mean of our view and that of the other customers"),
        ("halfway", "Meet halfway: between what we believe and what the other customers say"),
    )),
})  # fmt: skip

SUSPECTED = Question(
    id="our_view_alone",
    asks="What our own view is good for",
    level="decide",
    text=lambda tables: (
        f"At a new account nobody of the customer has answered. Our people believe that complaints matter 9 there and that we get 5. What is "
        f"it, and what do you do? (At {name_of(tables, OSTREVIA)} our own people were some points off.)"
    ),
    kind=_OUR_VIEW.choice,
    expected=_OUR_VIEW.one("suspected"),
    right="Our view says where to ask first. It is drawn hollow and never mixed with what customers said.",
    otherwise="A mean of two groups who speak of different things is nobody's view.",
    hint="What would you need to defend it in front of operations?",
    misconceptions=(
        Misconception(
            "our view for theirs", _OUR_VIEW.one("moment"),
            "The figures would do, if they were the customer's. So far they say what we believe.",
            "Who gave the 9 and the 5?",
        ),
        Misconception(
            "what is not proven is nothing", _OUR_VIEW.one("nothing"),
            "Our people meet this customer every week. What they believe is the best list of questions we have, and no answer.",
            "What does it cost to ask two people there?",
        ),
    ),
    hints=("There is a word for what only we see.",),
)  # fmt: skip


def _reasons(text: str) -> tuple[str, ...]:
    return check_behaviour(text)


OWED = Question(
    id="behaviour_owed",
    asks="Write a behaviour owed",
    level="defend",
    text=lambda tables: (
        f"Write the behaviour owed to {name_of(tables, OSTREVIA)} at \"{_line(tables).loc[WARNING, 'name']}\": one sentence, who does what by "
        "when, so that the planner at plant 2 would notice."
    ),
    kind=Text(most=300, words=8),
    expected=lambda _tables: "The supply planner telephones Beatrix Noll at plant 2 every Monday by 12:00 and names each order that will be short and when it comes.",
    right="Somebody at plant 2 can say on Monday afternoon whether it happened. Now ask the supply planner what keeps them from it today.",
    otherwise="",
    hint="Begin with a role, such as \"The supply planner\"; end with a day or an hour.",
    misconceptions=(
        Misconception(
            "attitude for behaviour", lambda _tables: "The supply planner is proactive about shortages and calls the planner at plant 2 every Monday by 12:00.",
            "There is an attitude or an open word in it: nobody can see whether it happened. What would somebody see?",
            "Strike out the word; does the sentence still say what is done?",
            lambda _tables, text: any("attitude" in one or "leaves open" in one for one in _reasons(text)),
        ),
        Misconception(
            "nobody in particular", lambda _tables: "We telephone the planner at plant 2 every Monday by 12:00 and name each order that will be short.",
            "Nobody is named who does it, so everybody will think that somebody else did.",
            "Which role has the list of shortages in its hands?",
            lambda _tables, text: any("nobody is named" in one for one in _reasons(text)),
        ),
        Misconception(
            "no time", lambda _tables: "The supply planner telephones Beatrix Noll at plant 2 and names the orders that will be short.",
            "No time is given. A warning after the truck is an apology.",
            "By which day and hour does plant 2 need to know?",
            lambda _tables, text: any(one.startswith(NO_TIME) for one in _reasons(text)),
        ),
        Misconception(
            "our process for the customer's steps",
            lambda _tables: "The supply planner updates the list of shortages in our system every Monday by 12:00 and closes the old entries.",
            "That happens in our house. Plant 2 would not notice it, and would hear of the shortage from the dock as before.",
            "What reaches somebody at the customer: a call, a mail, a visit?",
            lacks(r"customer\w*", r"plant 2", r"plant", r"Ostrevia\w*", r"Beatrix", r"Noll", r"their", r"them"),
        ),
        Misconception(
            "a promise that cannot be kept",
            lambda _tables: "The supply planner telephones plant 2 every Monday by 12:00 and guarantees that there will never be a shortage again.",
            "It promises what the planner cannot keep: shortages will happen. What is owed is that the customer hears of them in time.",
            "Promise the warning and not the weather.",
            claiming(r"never", r"no more shortages", r"always in stock", r"guarantee\w*"),
        ),
    ),
    hints=("Role, verb, who hears it, what they hear, by when.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="04_the_touchline",
    title="The touchline",
    objective="See the customer's steps instead of our process, find the moment of truth by importance and shortfall, and write a behaviour that can be seen.",
    minutes=35,
    draws_on="touch points marked by customers (Normann 1984; Martilla and James 1977; Parasuraman, Zeithaml and Berry 1988)",
    workbook="04_map_touch_points",
    step="Steps 2 and 4 draw the line of your customer and check the behaviours you write.",
    account_id=OSTREVIA,
    questions=(STEPS, SHORTFALL, PLACE, MOMENT, SUSPECTED, SEEN, OWED),
    exhibits={
        "line": show_line,
        "other_line": show_other_line,
        "picture": lambda tables: show_touchline(tables, OSTREVIA),
    },
)
