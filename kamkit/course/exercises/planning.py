"""10, the action plan: something to do, one person who answers for it, the gap it answers, and how anybody will tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool, mixed
from kamkit.course.exercises.saying import lacks, mentions, name_of
from kamkit.course.kinds import Answer, Choice, Matching, Option, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.errors import MethodError
from kamkit.method.planning import check_actions, check_wording, place_actions, propose_actions
from kamkit.method.planning.people import People
from kamkit.method.values import estimate_derived_importance
from kamkit.method.values.derived import NOT_VISIBLE
from kamkit.model.frame import frame_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.planning import show_proposals
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OSTREVIA = "1001"
WARNING = "early warning of shortages"
GRETA, TOM, ZOFIA, NADJA, AMIRA = "greta.solberg", "tom.halloway", "zofia.walczyk", "nadja.brandl", "amira.haddad"
FINE = "fine"

# Rows of a draft of a plan, invented for this exercise, by what is wrong with each: every one is whole but for that.
_ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "a result": {
        "revenue": {"what": "Increase revenue at plant 2 by ten per cent", "measure_text": "Revenue of plant 2"},
        "complaints": {"what": "Reduce complaints of both plants by a third", "measure_text": "Complaints in a quarter"},
        "share": {"what": "Increase our share at plant 1 to one half", "measure_text": "Our share of what plant 1 buys"},
    },
    "nobody": {
        "monday": {"what": "Telephone Beatrix Noll every Monday by 12:00 with the orders that will be short", "responsible_id": "the planning team", "accountable_id": "the team"},
        "count": {"what": "Count the crates at plant 1 with their dispatch every Friday", "responsible_id": "everybody on site", "accountable_id": "the account team"},
        "trucks": {"what": "Mail both plants by 7:00 what is on the day's trucks", "responsible_id": "the dispatchers", "accountable_id": "operations"},
    },
    "no gap": {
        "football": {"what": "Invite both plant managers to the football in June", "because": None, "because_id": None, "measure_text": "Both came"},
        "lunch": {"what": "Have lunch with Urs Kellerhorn on the first Tuesday of the month", "because": None, "because_id": None, "measure_text": "He came"},
        "calendar": {"what": "Bring both plants our calendar in December", "because": None, "because_id": None, "measure_text": "It hangs on their wall"},
    },
    "whole": {
        "cause": {"what": "Send Dr Brandis the cause of the November shortage in writing", "because": "promise", "because_id": "P-1001-1", "responsible_id": NADJA,
                  "measure_text": "Dr Brandis says that it is the right cause"},
        "walk": {"what": "Walk plant 2 with Beatrix Noll and write down the last five shortages", "because": "risk", "because_id": "K-1001-1",
                 "measure_text": "Beatrix Noll says that none is missing"},
        "friday": {"what": "Telephone plant 2 every Friday by 10:00 with the orders at risk", "responsible_id": ZOFIA},
    },
    "no success": {
        "check": {"what": "Go through every open order for plant 2 each Monday at 8:00", "measure_text": None, "responsible_id": ZOFIA},
        "aside": {"what": "Set forty trays aside for plant 2 each Monday", "measure_text": None, "responsible_id": ZOFIA},
        "show": {"what": "Show the dispatchers in April how a shortage is told to plant 2", "measure_text": None, "responsible_id": NADJA},
    },
    "an attitude": {
        "proactive": {"what": "Be proactive towards the head of supply chain", "measure_text": "She says so in the next survey"},
        "flexible": {"what": "Be flexible towards both plants", "measure_text": "Their next marks for us"},
        "trust": {"what": "Build trust with the planners of plant 2", "measure_text": "They say so when asked"},
    },
}  # fmt: skip
_DRAFT = Pool("fault_of_each", {fault: Group(1, tuple((key, row["what"]) for key, row in rows.items())) for fault, rows in _ROWS.items()})


def _draft(tables: Tables) -> dict[str, dict[str, Any]]:
    return {option.key: _ROWS[fault][option.key] for fault, option in _DRAFT.drawn(tables)}


_WHOLE = {
    "account_id": OSTREVIA, "responsible_id": GRETA, "accountable_id": GRETA, "because": "touch point", "because_id": WARNING,
    "kind": "process", "cause": "Nobody is told in time.", "measure_text": "Shortages told five working days ahead", "informed": "Both plants, by mail",
    "state": "open",
}  # fmt: skip
_FAULTS = {"wording": "wording", "accountable": "who", "responsible": "who", "gap": "gap", "success": "success"}


class _Draft(Mapping[str, pd.DataFrame]):
    """The case with other actions in it."""

    def __init__(self, tables: Tables, rows: Mapping[str, Mapping[str, Any]]) -> None:
        due = pd.Timestamp(day_of(tables) + timedelta(days=30))
        filled = [{"action_id": key, "due": due, "review_on": due, **_WHOLE, **row} for key, row in rows.items()]
        self._tables, self._actions = tables, frame_of("actions", filled)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self._actions if table == "actions" else self._tables[table]

    def __iter__(self) -> Any:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _faults(tables: Tables, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The first fault of each action, by the kit's own check; *fine* where it finds none."""
    found = check_actions(_Draft(tables, rows), OSTREVIA, day_of(tables))
    found = found[found["check"].isin(_FAULTS)].drop_duplicates("action_id").set_index("action_id")["check"]
    return {key: _FAULTS[str(found[key])] if key in found.index else FINE for key in rows}


def show_draft(tables: Tables) -> Shown:
    """The draft to be judged."""
    people = People(tables)
    rows = pd.DataFrame(
        [
            {
                "what": row["what"], "who": people.name(row.get("responsible_id", GRETA)), "answers": people.name(row.get("accountable_id", GRETA)),
                "because": _because(tables, {**_WHOLE, **row}["because"], {**_WHOLE, **row}["because_id"]), "success": {**_WHOLE, **row}["measure_text"] or "",
            }
            for row in _draft(tables).values()
        ]
    )  # fmt: skip
    columns = [
        Column("what", "What"), Column("who", "Who does it"), Column("answers", "Answers for it"), Column("because", "Because of"),
        Column("success", "Success means"),
    ]  # fmt: skip
    return parts.table(rows, columns, caption=f"A draft for {name_of(tables, OSTREVIA)}, as it was left on the flip chart (invented for this exercise)")


_WHERE = {"promise": ("promises", "promise_id"), "risk": ("risks", "risk_id")}


def _because(tables: Tables, because: Any, because_id: Any) -> str:
    """What an action answers, in words."""
    if not isinstance(because, str) or not because:
        return ""
    if because in _WHERE:
        table, key = _WHERE[because]
        return f"{because}: {tables[table].set_index(key)['what'].get(because_id, because_id)}"
    return f"{because}: {because_id}"


def show_record(tables: Tables) -> Shown:
    """What the record says is open at Ostrevia, and who works there for us."""
    gaps = pd.DataFrame([{"gap": label, "since": day(since)} for label, since, _ in _gaps(tables).values()])
    people = tables["team_members"].set_index("member_id").loc[[GRETA, ZOFIA, NADJA, AMIRA, TOM], ["name", "role"]]
    return parts.stack(
        parts.table(gaps, [Column("gap", "What is open"), Column("since", "Since, or due")], caption=f"{name_of(tables, OSTREVIA)}, by the record"),
        parts.table(people, [Column("name", "Our people"), Column("role", "Role")]),
    )


def show_open(tables: Tables) -> Shown:
    """Ostrevia's open actions as they stand."""
    placed = place_actions(tables, OSTREVIA, day_of(tables)).assign(
        because=lambda found: [_because(tables, one, two) for one, two in zip(found["because"], found["because_id"], strict=True)]
    )
    columns = [
        Column("what", "What"), Column("due", "By", "date"), Column("responsible", "Who does it"), Column("accountable", "Answers for it"),
        Column("because", "Because of"),
    ]  # fmt: skip
    return parts.table(placed, columns, caption="Open actions")


def _gaps(tables: Tables) -> dict[str, tuple[str, Any, str]]:
    """What is open: in words, since when, and whose it is by the record."""
    promise = tables["promises"].set_index("promise_id").loc["P-1001-1"]
    complaint = tables["queries"].set_index("query_id").loc["Q-1001-2"]
    risk = tables["risks"].set_index("risk_id").loc["K-1001-1"]
    points = tables["touch_points"]
    point = points[(points["account_id"] == OSTREVIA) & (points["touch_point_id"] == WARNING)].iloc[0]
    return {
        "promise": (f"A promise past its day: {promise['what']}", promise["due"], str(promise["owner_id"])),
        "complaint": (f"A complaint without an answer: {complaint['what']}", complaint["asked_on"], str(complaint["owner_id"])),
        "point": (f"A touch point where we lose them: {point['name']}", point["known_on"], str(point["owner_id"])),
        "risk": (f"A risk whose trigger was seen: {risk['trigger']}", risk["triggered_on"], str(risk["owner_id"])),
    }


_PHRASES = Pool("something_to_do", {
    "to do": Group(3, (
        ("call", "Call the planner of plant 2 every Friday by 10:00 with the orders at risk"),
        ("walk", "Walk plant 2 with the planner and write down the last five shortages"),
        ("send", "Send the cause of the November shortage to Dr Brandis by 10 April"),
        ("count", "Count the crates at plant 1 together with their dispatch on 21 April"),
        ("list", "List every open order of plant 2 each Monday at 8:00"),
        ("bring", "Bring Dr Brandis the dates of the last shortages on 9 April"),
    )),
    "result": Group(1, (
        ("increase", "Increase our share at plant 2 by five points"),
        ("reduce", "Reduce the complaints of plant 2 by a third"),
        ("grow", "Grow revenue with both plants by a tenth"),
    )),
    "attitude": Group(2, (
        ("proactive", "Be proactive about complaints"),
        ("deepen", "Deepen the relationship with the head of supply chain"),
        ("flexible", "Be flexible towards plant 2"),
        ("trust", "Build trust with the planners"),
    )),
})  # fmt: skip

TO_DO = Question(
    id="something_to_do",
    asks="What is something to do",
    level="recognise",
    text="Which of these are something to do, so that somebody could see it done?",
    kind=_PHRASES.several,
    expected=lambda tables: [one.key for one in _PHRASES.options(tables) if not check_wording(one.label)],
    right="The others are what you hope will follow. Write them down as what success means, and ask what is done to get there.",
    otherwise="Could you film it? Then it is something to do.",
    hint="Try to put a day beside each: on which afternoon would it be done?",
    misconceptions=(
        Misconception(
            "activity for result", _PHRASES.all("to do", "result"),
            "One of them is a result: nobody can do it on a Tuesday. It is what should come of the things that are done.",
            "What would somebody do so that it happens?",
            _PHRASES.has("result"),
        ),
        Misconception(
            "attitude for an action", _PHRASES.all("to do", "attitude"),
            "An attitude or a relationship cannot be ticked off. It shows in things that people do, and those can be written down.",
            "Replace it by what happens on a day.",
            _PHRASES.has("attitude"),
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip

# Who does it and who answers for it, as the line says it.
_RACI: dict[str, dict[str, tuple[str, str, str | None]]] = {
    "two": {
        "two": ("Zofia Walczyk does it; Greta Solberg and Tom Halloway answer for it together", ZOFIA, "Greta Solberg and Tom Halloway"),
        "either": ("Amira Haddad does it; Zofia Walczyk and Nadja Brandl answer for it in turn", AMIRA, "Zofia Walczyk and Nadja Brandl"),
    },
    "team": {
        "team": ("The account team does it; Greta Solberg answers for it", "the account team", GRETA),
        "planners": ("The planners do it; Zofia Walczyk answers for it", "the planners", ZOFIA),
    },
    "one": {
        "one": ("Zofia Walczyk does it; Greta Solberg answers for it", ZOFIA, GRETA),
        "amira": ("Amira Haddad does it; Zofia Walczyk answers for it", AMIRA, ZOFIA),
        "zofia": ("Zofia Walczyk does it; Nadja Brandl answers for it", ZOFIA, NADJA),
    },
    "none": {
        "none": ("Zofia Walczyk does it; it is clear to all who answers for it", ZOFIA, None),
        "settled": ("Amira Haddad does it; who answers for it will be settled when needed", AMIRA, None),
    },
}
_LINES = Pool("who_answers", {name: Group(1, tuple((key, line[0]) for key, line in lines.items())) for name, lines in _RACI.items()})


def _accepted(tables: Tables) -> str:
    lines = {option.key: _RACI[name][option.key] for name, option in _LINES.drawn(tables)}
    rows = {key: {"what": "Call plant 2 every Monday by 12:00", "responsible_id": does, "accountable_id": answers} for key, (_, does, answers) in lines.items()}
    return next(key for key, fault in _faults(tables, rows).items() if fault == FINE)


WHO = Question(
    id="who_answers",
    asks="Who does it, and who answers for it",
    level="recognise",
    text="The Monday call to plant 2 needs names. Which line would you accept?",
    kind=_LINES.choice,
    expected=_accepted,
    right="Exactly one answers for it, at least one does it, and both have a name.",
    otherwise="What nobody has written down is remembered in four ways, and on that Monday by no one.",
    hint="If it was not done last Monday: whom do you ring, and is that one person?",
    misconceptions=(
        Misconception(
            "two who answer for it", _LINES.one("two"),
            "Two who answer for it can each believe that the other does. If both must act, write two actions.",
            "Which of the two would be asked first?",
        ),
        Misconception(
            "the team does it", _LINES.one("team"),
            "A team has no telephone and no Monday. What everybody should do, nobody does first.",
            "Who has the list of shortages?",
        ),
    ),
    hints=("RACI: one A, at least one R.",),
)  # fmt: skip


def _of_each(tables: Tables) -> dict[str, str]:
    return _faults(tables, _draft(tables))


def _kept_in(fault: str) -> Callable[[Tables], dict[str, str]]:
    """The answer of somebody who keeps a row that has this fault."""
    return lambda tables: {**_of_each(tables), _DRAFT.one(fault)(tables): FINE}


def _keeps(fault: str) -> Callable[[Tables, Answer], bool]:
    return lambda tables, answer: bool(answer[_DRAFT.one(fault)(tables)] == FINE)


FAULT_OF_EACH = Question(
    id="fault_of_each",
    asks="What is wrong with each action",
    level="decide",
    text="Go through the draft. What is wrong with each action?",
    kind=lambda tables: Matching(
        _DRAFT.options(tables),
        options(
            ("wording", "a result or an attitude, not something to do"), ("who", "no one person stands for it"), ("gap", "it answers no gap"),
            ("success", "nobody could tell whether it worked"), (FINE, "nothing: keep it"),
        ),
    ),
    expected=_of_each,
    right="One in six was ready to be carried out. That is about what a flip chart holds after a good meeting.",
    otherwise="Read each row from left to right, and stop at the first field that would keep you from starting.",
    hint="Is it something to do? Who? Because of what? How will we tell?",
    misconceptions=(
        Misconception(
            "activity for result", _kept_in("a result"),
            "You kept an action that is a result: it is what should follow. On Tuesday nobody knows what to do for it.",
            "Which row says what is hoped for, and not what is done?",
            _keeps("a result"),
        ),
        Misconception(
            "the team does it", _kept_in("nobody"),
            "It is well said, and nobody is named: a team or a department cannot be asked the day after why it was not done.",
            "Look at the two columns of names.",
            _keeps("nobody"),
        ),
        Misconception(
            "an action that answers no gap", _kept_in("no gap"),
            "It can be done and seen, and it answers nothing that is open at this customer. Pleasant things may be done; they are not the plan.",
            "In which row is the fourth column empty?",
            _keeps("no gap"),
        ),
        Misconception(
            "done for worked", _kept_in("no success"),
            "It will be done, and nobody can say whether it helped: what success means is empty.",
            "Look at the last column.",
            _keeps("no success"),
        ),
    ),
    hints=("Each fault occurs, and one row has none.",),
)  # fmt: skip


def _owners(tables: Tables) -> dict[str, str]:
    return {key: owner for key, (_, _, owner) in _gaps(tables).items()}


def _people(tables: Tables) -> tuple[Option, ...]:
    people = People(tables)
    return tuple(Option(one, people.name(one)) for one in sorted((GRETA, ZOFIA, NADJA, AMIRA, TOM), key=people.name))


WHO_DOES = Question(
    id="who_does_it",
    asks="Who begins with what is open",
    level="decide",
    text=lambda tables: f"Who begins with each of the four things that are open at {name_of(tables, OSTREVIA)}? Go by the roles.",
    kind=lambda tables: Matching(mixed(tables, "who_does_it", [Option(key, label) for key, (label, _, _) in _gaps(tables).items()]), _people(tables)),
    expected=_owners,
    right="Four people, each at what they have in their own hands. The account manager holds the threads and does not pull all of them.",
    otherwise="Ask for each: in whose hands is the thing that has to change?",
    hint="Who knows why it happened, who has the list of shortages, who talks to people who complain, and who leads the account?",
    misconceptions=(
        Misconception(
            "all on one person", lambda tables: dict.fromkeys(_owners(tables), GRETA),
            "All of it hangs on the account manager. What hangs on one person stops with that person, and most of this is not hers to do.",
            "Who in operations could begin tomorrow?",
            lambda _tables, answer: len(set(answer.values())) == 1,
        ),
        Misconception(
            "upwards first", lambda tables: {**_owners(tables), "complaint": TOM, "risk": TOM},
            "The sales director hears of what is late. Begun by him, it waits until he has time, and the people who know more are not asked.",
            "Who stands nearer to it?",
            lambda _tables, answer: TOM in answer.values(),
        ),
    ),
    hints=("Each of the four goes to somebody else.",),
)  # fmt: skip


def _dropped(tables: Tables) -> str:
    verdicts = estimate_derived_importance(tables).table.set_index("expectation_id")["verdict"]
    placed = place_actions(tables, OSTREVIA, day_of(tables))
    placed = placed[placed["because"] == "expectation"]
    found = [row.action_id for row in placed.itertuples() if verdicts.get(row.because_id) == NOT_VISIBLE]
    if len(found) != 1:
        raise MethodError(f"{OSTREVIA}: {len(found)} open actions answer an expectation without a visible effect; expected one")
    return str(found[0])


def _open_options(tables: Tables) -> Choice:
    placed = place_actions(tables, OSTREVIA, day_of(tables))
    own = tuple(Option(str(row.action_id), str(row.what)) for row in placed.itertuples())
    return Choice((*own, Option("neither", "Neither: the more is done, the better")))


def _kept(tables: Tables) -> str:
    placed = place_actions(tables, OSTREVIA, day_of(tables))
    return str(next(one for one in placed["action_id"] if one != _dropped(tables)))


DROP = Question(
    id="which_to_drop",
    asks="Which action to take out",
    level="decide",
    text="Two actions stand in the real plan. Which of them do you take out, by what the survey and the record say?",
    kind=_open_options,
    expected=_dropped,
    right="It answers what purchasing says and not what they are leaving for. Offered before the cause is known, it pays for the wrong thing, and stays.",
    otherwise="Look at what each action is because of.",
    hint="Which of the two removes the reason why plant 2 tries somebody else?",
    misconceptions=(
        Misconception(
            "overdue, so out of the plan", _kept,
            "It is late, and it is the only one that looks for the cause. Late is a reason to do it, or to name a new day.",
            "What would be left in the plan without it?",
        ),
        Misconception(
            "the more the better", lambda _tables: "neither",
            "An action costs more than hours: this one is seen by the customer, and cannot be taken back.",
            "Which of the two would you not want to have done, if the other one works?",
        ),
    ),
    hints=("Read the last column of the table of open actions.",),
)  # fmt: skip

_MEASURED = Pool("how_to_tell", {
    "told": Group(1, (
        ("told", "Of the shortages there were, the share that was told five working days ahead"),
        ("dock", "How many shortages plant 2 first heard of at its own dock"),
        ("days", "How many working days before the truck plant 2 knew of each shortage"),
    )),
    "calls": Group(1, (
        ("calls", "How many calls were made"),
        ("mondays", "On how many Mondays somebody rang in time"),
    )),
    "far": Group(1, (
        ("revenue", "Revenue of plant 2"),
        ("renewal", "Whether the contract is renewed"),
    )),
    "feeling": Group(1, (
        ("feeling", "How the account manager feels about it"),
        ("meeting", "What our own meeting thinks of it"),
    )),
})  # fmt: skip

TELL = Question(
    id="how_to_tell",
    asks="How to tell whether the call works",
    level="decide",
    text="By August you want to know whether the Monday call works. What do you measure?",
    kind=_MEASURED.choice,
    expected=lambda tables: _MEASURED.one("told" if (tables["measures"]["account_id"] == OSTREVIA).any() else "calls")(tables),
    right="It moves if the call does what it is for, and it can be read by both sides.",
    otherwise="A feeling is worth a question to the planner of plant 2, who can tell.",
    hint="What differs for the customer when the call works?",
    misconceptions=(
        Misconception(
            "activity for result", _MEASURED.one("calls"),
            "That counts what we do. Forty calls can be made, and every shortage still be heard of at the dock.",
            "What are the calls for?",
        ),
        Misconception(
            "too far away to tell", _MEASURED.one("far"),
            "It hangs on a hundred things, and shows late. You will not know whether the call failed or something else did.",
            "What would change first if the call works?",
        ),
    ),
    hints=("A result, near enough to be caused by the call.",),
)  # fmt: skip

_MEMBERS = ("greta", "solberg", "zofia", "walczyk", "nadja", "brandl", "amira", "haddad", "piet", "hoekman", "tom", "halloway", "maren", "voss")
_ROLES = (r"supply planner", r"planner", r"quality manager", r"account manager", r"customer service", r"packing engineer", r"sales director", r"operations director")

WRITE = Question(
    id="write_an_action",
    asks="Write an action",
    level="defend",
    text=lambda tables: (
        f"Write one action for {name_of(tables, OSTREVIA)} that starts this week: what is done, by whom, by which day, because of what, and how you "
        "will tell."
    ),
    kind=Text(most=450, words=14),
    expected=lambda _tables: (
        "Nadja Brandl writes the cause of the November shortage to Dr Brandis by 10 April, because the promise of December is past its day. "
        "It worked if Dr Brandis says that the cause is the right one and the complaint is closed."
    ),
    right="Somebody who was not in the room could carry it out, and somebody else could tell whether it worked. Now ask the person you named.",
    otherwise="",
    hint="Write it in the order: who, what, by when, because of, success means.",
    misconceptions=(
        Misconception(
            "activity for result",
            lambda _tables: "Increase trust at plant 2 by July, Greta Solberg, because of the shortages, measured by the next survey of the planners.",
            "It begins with a result or an attitude. Say what somebody does; the result belongs into the sentence on success.",
            "What does the person do on the first day?",
            lambda _tables, text: bool(check_wording(text)),
        ),
        Misconception(
            "the team does it",
            lambda _tables: "The team telephones the planner of plant 2 every Monday by 12:00 because of the shortages; it worked if nine in ten are told in time.",
            "No one person stands for it. A team, \"we\" or two names together can each wait for the other.",
            "Put one name, and let the other one be told.",
            lambda _tables, text: not _one_person(text),
        ),
        Misconception(
            "no day",
            lambda _tables: "Nadja Brandl writes the cause of the November shortage to Dr Brandis, because the promise is overdue; it worked if the complaint is closed.",
            "It has no day of its own, so it will never be late, and never be done either.",
            "By when, so that the person you named can keep it?",
            lacks(r"by \w+ ?\d*", r"on \d+", r"until", r"before \w+", r"within", r"every", r"each", r"monday|tuesday|wednesday|thursday|friday", r"next week",
                  r"this week", r"tomorrow", r"(january|february|march|april|may|june|july|august|september|october|december)"),
        ),
        Misconception(
            "an action that answers no gap",
            lambda _tables: "Greta Solberg invites both plant managers to dinner by 24 April; it worked if both of them come and stay until the end.",
            "It does not say which of the open things it answers. At this customer there are four, and they wait.",
            "Which promise, complaint, risk or touch point does it answer?",
            lacks(r"because", r"shortages?", r"warn\w*", r"complain\w*", r"promise\w*", r"trial", r"risk", r"stavenport", r"late", r"answer\w*", r"cause"),
        ),
        Misconception(
            "done for worked",
            lambda _tables: "Nadja Brandl writes the cause of the November shortage to Dr Brandis by 10 April, because the promise is past its day.",
            "When it is done, it is done; nobody can tell whether it helped.",
            "What differs at the customer afterwards, and who says so?",
            lacks(r"worked", r"works if", r"success\w*", r"measur\w*", r"if (she|he|they|dr|the|nine|at least)", r"so that", r"tell by", r"we (will )?see", r"shows?",
                  r"confirm\w*", r"share of", r"per cent", r"%"),
        ),
    ),
    hints=("Take one of the four open things, and the person who has it in hand.",),
)  # fmt: skip


def _one_person(text: str) -> bool:
    first = text.split(".")[0]
    if mentions(first, r"the (\w+ )?team", r"everybody", r"all of us", r"together"):
        return False
    names = [rf"{one}" for one in _MEMBERS]
    pairs = rf"({'|'.join(names)})( \w+)? and (dr )?({'|'.join(names)})"
    return mentions(first, *names, *_ROLES) and not mentions(first, pairs)


EXERCISE = Exercise(
    name="10_the_action_plan",
    title="The action plan",
    objective="Write actions that somebody can do, one person answers for, that close a gap, and of which anybody can tell whether they worked.",
    minutes=40,
    draws_on="the record of an account in danger: promises, complaints, risks, touch points; RACI",
    workbook="08_draft_the_action_plan",
    step="Steps 1 to 3 do it for your customer.",
    account_id=OSTREVIA,
    questions=(TO_DO, WHO, FAULT_OF_EACH, WHO_DOES, DROP, TELL, WRITE),
    exhibits={
        "draft": show_draft,
        "record": show_record,
        "open": show_open,
        "proposals": lambda tables: show_proposals(tables, OSTREVIA, propose_actions(tables, OSTREVIA, day_of(tables))),
    },
)
