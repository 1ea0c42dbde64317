"""10, the action plan: something to do, one person who answers for it, the gap it answers, and how anybody will tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.saying import lacks, mentions, name_of
from kamkit.course.kinds import Choice, Matching, Option, Several, Text, options
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

# A draft of a plan, invented for this exercise: every row is whole but for the one thing that is wrong with it.
_DRAFT: dict[str, dict[str, Any]] = {
    "revenue": {"what": "Increase revenue at plant 2 by ten per cent", "measure_text": "Revenue of plant 2"},
    "monday": {"what": "Telephone Beatrix Noll every Monday by 12:00 with the orders that will be short", "responsible_id": "the planning team", "accountable_id": "the team"},
    "football": {"what": "Invite both plant managers to the football in June", "because": None, "because_id": None, "measure_text": "Both came"},
    "cause": {"what": "Send Dr Brandis the cause of the November shortage in writing", "because": "promise", "because_id": "P-1001-1", "responsible_id": NADJA,
              "measure_text": "Dr Brandis says that it is the right cause"},
    "check": {"what": "Go through every open order for plant 2 each Monday at 8:00", "measure_text": None, "responsible_id": ZOFIA},
    "proactive": {"what": "Be proactive towards the head of supply chain", "measure_text": "She says so in the next survey"},
}  # fmt: skip
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
            for row in _DRAFT.values()
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


_PHRASES = (
    ("call", "Call the planner of plant 2 every Friday by 10:00 with the orders at risk"),
    ("increase", "Increase our share at plant 2 by five points"),
    ("proactive", "Be proactive about complaints"),
    ("walk", "Walk plant 2 with the planner and write down the last five shortages"),
    ("deepen", "Deepen the relationship with the head of supply chain"),
    ("send", "Send the cause of the November shortage to Dr Brandis by 10 April"),
)

TO_DO = Question(
    id="something_to_do",
    level="recognise",
    text="Which of these are something to do, so that somebody could see it done?",
    kind=Several(options(*_PHRASES)),
    expected=lambda _tables: [key for key, phrase in _PHRASES if not check_wording(phrase)],
    right="The others are what you hope will follow. Write them down as what success means, and ask what is done to get there.",
    otherwise="Could you film it? Then it is something to do.",
    hint="Try to put a day beside each: on which afternoon would it be done?",
    misconceptions=(
        Misconception(
            "activity for result", lambda _tables: ["call", "increase", "walk", "send"],
            "A share of plant 2 is a result: nobody can do it on a Tuesday. It is what should come of the things that are done.",
            "What would somebody do so that it happens?",
            lambda _tables, answer: "increase" in answer,
        ),
        Misconception(
            "attitude for an action", lambda _tables: ["call", "proactive", "walk", "deepen", "send"],
            "An attitude or a relationship cannot be ticked off. It shows in things that people do, and those can be written down.",
            "Replace it by what happens on a day.",
            lambda _tables, answer: bool({"proactive", "deepen"} & set(answer)),
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip

_RACI: dict[str, dict[str, Any]] = {
    "two": {"accountable_id": "Greta Solberg and Tom Halloway", "responsible_id": ZOFIA},
    "team": {"accountable_id": GRETA, "responsible_id": "the account team"},
    "one": {"accountable_id": GRETA, "responsible_id": ZOFIA},
    "none": {"accountable_id": None, "responsible_id": ZOFIA},
}

WHO = Question(
    id="who_answers",
    level="recognise",
    text="The Monday call to plant 2 needs names. Which line would you accept?",
    kind=Choice(
        options(
            ("two", "Zofia Walczyk does it; Greta Solberg and Tom Halloway answer for it together"),
            ("team", "The account team does it; Greta Solberg answers for it"),
            ("one", "Zofia Walczyk does it; Greta Solberg answers for it"),
            ("none", "Zofia Walczyk does it; it is clear to all who answers for it"),
        )
    ),
    expected=lambda tables: next(
        key for key, fault in _faults(tables, {key: {"what": "Call plant 2 every Monday by 12:00", **row} for key, row in _RACI.items()}).items() if fault == FINE
    ),
    right="Exactly one answers for it, at least one does it, and both have a name.",
    otherwise="What is clear to all is written down by nobody, and then remembered in four ways.",
    hint="If it was not done last Monday: whom do you ring, and is that one person?",
    misconceptions=(
        Misconception(
            "two who answer for it", lambda _tables: "two",
            "Two who answer for it can each believe that the other does. If both must act, write two actions.",
            "Which of the two would be asked first?",
        ),
        Misconception(
            "the team does it", lambda _tables: "team",
            "A team has no telephone and no Monday. What everybody should do, nobody does first.",
            "Who has the list of shortages?",
        ),
    ),
    hints=("RACI: one A, at least one R.",),
)  # fmt: skip


def _but(tables: Tables, key: str, fault: str) -> dict[str, str]:
    return {**_faults(tables, _DRAFT), key: fault}


FAULT_OF_EACH = Question(
    id="fault_of_each",
    level="decide",
    text="Go through the draft. What is wrong with each action?",
    kind=Matching(
        tuple(Option(key, str(row["what"])) for key, row in _DRAFT.items()),
        options(
            ("wording", "a result or an attitude, not something to do"), ("who", "no one person stands for it"), ("gap", "it answers no gap"),
            ("success", "nobody could tell whether it worked"), (FINE, "nothing: keep it"),
        ),
    ),
    expected=lambda tables: _faults(tables, _DRAFT),
    right="One in six was ready to be carried out. That is about what a flip chart holds after a good meeting.",
    otherwise="Read each row from left to right, and stop at the first field that would keep you from starting.",
    hint="Is it something to do? Who? Because of what? How will we tell?",
    misconceptions=(
        Misconception(
            "activity for result", lambda tables: _but(tables, "revenue", FINE),
            "You kept an action that is a result: more revenue is what should follow. On Tuesday nobody knows what to do for it.",
            "Which row has a percentage in its first column?",
            lambda tables, answer: answer["revenue"] == FINE,
        ),
        Misconception(
            "the team does it", lambda tables: _but(tables, "monday", FINE),
            "It is well said, and nobody is named: a team cannot be asked on Tuesday why it did not telephone on Monday.",
            "Look at the two columns of names.",
            lambda tables, answer: answer["monday"] == FINE,
        ),
        Misconception(
            "an action that answers no gap", lambda tables: _but(tables, "football", FINE),
            "It can be done and seen, and it answers nothing that is open at this customer. Pleasant things may be done; they are not the plan.",
            "In which row is the fourth column empty?",
            lambda tables, answer: answer["football"] == FINE,
        ),
        Misconception(
            "done for worked", lambda tables: _but(tables, "check", FINE),
            "It will be done every Monday, and nobody can say whether it helped: what success means is empty.",
            "Look at the last column.",
            lambda tables, answer: answer["check"] == FINE,
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
    level="decide",
    text=lambda tables: f"Who begins with each of the four things that are open at {name_of(tables, OSTREVIA)}? Go by the roles.",
    kind=lambda tables: Matching(tuple(Option(key, label) for key, (label, _, _) in _gaps(tables).items()), _people(tables)),
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

TELL = Question(
    id="how_to_tell",
    level="decide",
    text="By August you want to know whether the Monday call works. What do you measure?",
    kind=Choice(
        options(
            ("calls", "How many calls were made"),
            ("told", "Of the shortages there were, the share that was told five working days ahead"),
            ("revenue", "Revenue of plant 2"),
            ("feeling", "How the account manager feels about it"),
        )
    ),
    expected=lambda tables: "told" if (tables["measures"]["account_id"] == OSTREVIA).any() else "calls",
    right="It moves if the call does what it is for, and it can be read by both sides.",
    otherwise="A feeling is worth a question to the planner of plant 2, who can tell.",
    hint="What differs for the customer when the call works?",
    misconceptions=(
        Misconception(
            "activity for result", lambda _tables: "calls",
            "That counts what we do. Forty calls can be made, and every shortage still be heard of at the dock.",
            "What are the calls for?",
        ),
        Misconception(
            "too far away to tell", lambda _tables: "revenue",
            "Revenue moves for a hundred reasons, and late. When it falls you will not know whether the call failed or the market.",
            "What would change first if the call works?",
        ),
    ),
    hints=("A result, near enough to be caused by the call.",),
)  # fmt: skip

_MEMBERS = ("greta", "solberg", "zofia", "walczyk", "nadja", "brandl", "amira", "haddad", "piet", "hoekman", "tom", "halloway", "maren", "voss")
_ROLES = (r"supply planner", r"planner", r"quality manager", r"account manager", r"customer service", r"packing engineer", r"sales director", r"operations director")

WRITE = Question(
    id="write_an_action",
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
