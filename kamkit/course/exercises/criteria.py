"""05, criteria and weights: a scale that stays where it is, nothing counted twice, and what agreement does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool
from kamkit.course.exercises.saying import claiming, lacks, name_of
from kamkit.course.kinds import Choice, Number, Option, Text
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.method.selection import (
    check_counted_twice,
    estimate_scores,
    review_agreement,
    score_by_anchors,
    select_accounts,
)
from kamkit.method.selection.criteria import COUNTED_TWICE
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.selection import show_disagreement
from kamkit.show.words import number

if TYPE_CHECKING:
    from kamkit.method.selection import Agreement, Scores
    from kamkit.model.frame import Tables

KESTWICK, TINDRA = "1007", "1010"
FOUR = ("contribution", "potential", "growth", "culture", "security")


def _scores(tables: Tables) -> Scores:
    return estimate_scores(tables, day_of(tables))


@remembered
def _agreement(tables: Tables) -> Agreement:
    scores = _scores(tables)
    return review_agreement(scores.answers, scores.criteria, scores.accounts["name"])


def _w(tables: Tables) -> str:
    overall = _agreement(tables).overall
    if overall is None:
        raise MethodError("Kendall's W: cannot be said in this case; expected two scorers who scored the same accounts")
    return number(overall.w, 2)


@remembered
def _alike(tables: Tables) -> pd.DataFrame:
    """Rank correlations of the criteria offered, each pair once, the strongest first."""
    matrix = _scores(tables).matrix[list(FOUR)].rank().corr()
    pairs = [(one, two, float(matrix.loc[one, two])) for at, one in enumerate(FOUR) for two in FOUR[at + 1 :]]
    return pd.DataFrame(pairs, columns=["one", "two", "alike"]).sort_values("alike", ascending=False, ignore_index=True)


def _names(tables: Tables) -> pd.Series:
    return _scores(tables).criteria["name"]


def show_criteria(tables: Tables) -> Shown:
    """The criteria with their weights."""
    criteria = _scores(tables).criteria
    columns = [Column("name", "Criterion"), Column("group", "Group"), Column("horizon", "About"), Column("weight", "Weight", "number", 0)]
    return parts.table(criteria, columns, caption="The criteria, 100 points shared out")


def show_alike(tables: Tables) -> Shown:
    """How far pairs of criteria rank the candidates alike."""
    names, rows = _names(tables), _alike(tables)
    rows = rows.assign(one=rows["one"].map(names), two=rows["two"].map(names))
    columns = [Column("one", "Criterion"), Column("two", "and"), Column("alike", "Rank correlation", "number", 2)]
    return parts.stack(
        parts.table(rows, columns, caption="Do two criteria put the candidates in the same order? 1 is the same, 0 has nothing to do with it"),
        parts.say(f"Above {number(COUNTED_TWICE, 1)} the kit asks whether the same thing is counted twice (its default)."),
    )


def _anchor(tables: Tables) -> pd.Series:
    return _scores(tables).criteria.loc["potential"]


def _levels(tables: Tables) -> tuple[float, float, float]:
    row = _anchor(tables)
    return float(row["level_2"]), float(row["level_5"]), float(row["level_9"])


def _potential(tables: Tables) -> float:
    return float(_scores(tables).figures.loc[KESTWICK, "potential"])


def show_anchors(tables: Tables) -> Shown:
    """What a 2, a 5 and a 9 look like for one criterion, and the figures it is read from."""
    figures = _scores(tables).figures["potential"]
    two, five, nine = _levels(tables)
    return parts.say(
        f"{_anchor(tables)['name']}: EUR {number(two, 0)} is a 2, EUR {number(five, 0)} a 5, EUR {number(nine, 0)} a 9, with straight lines in between. "
        f"{name_of(tables, KESTWICK)} could bring EUR {number(_potential(tables), 0)}. Among the candidates it runs from EUR {number(figures.min(), 0)} to EUR {number(figures.max(), 0)}."
    )


def _rescaled(tables: Tables) -> float:
    figures = _scores(tables).figures["potential"]
    return float(1 + 9 * (_potential(tables) - figures.min()) / (figures.max() - figures.min()))


def show_tindra(tables: Tables) -> Shown:
    """How the departments scored one account on one criterion."""
    found = _agreement(tables)
    rows = found.departments[(found.departments["account_id"] == TINDRA) & (found.departments["criterion_id"] == "strategy")]
    columns = [Column("department", "Department"), Column("mean", "Score", "number", 1), Column("reasons", "Because")]
    words = f"Over all accounts the scorers' W is {_w(tables)}."
    return parts.stack(parts.table(rows, columns, caption=f"{name_of(tables, TINDRA)}: {_names(tables)['strategy']}"), parts.say(words))


_ANCHORS = Pool("two_kinds", {
    "anchor": Group(3, (
        ("anchor", "Contribution after cost to serve: EUR 0.1 m is a 2, EUR 0.3 m a 5, EUR 0.8 m a 9"),
        ("written", "Wants crates, service or stock on site, and says so in writing: 9"),
        ("claim", "Every question ends in a claim: 2"),
        ("late", "Pays more than 60 days late: 2; on the day: 9"),
        ("plants", "Plants within a day's drive of ours: one is a 2, three are a 5, six a 9"),
        ("drawing", "Asked us about none of last year's new products: 2; about three of four: 9"),
    )),
    "word": Group(2, (
        ("good", "Good strategic fit"), ("important", "An important customer"), ("promising", "A promising relationship"),
        ("culture", "Fits very well to how we work"),
    )),
    "list": Group(1, (
        ("above", "Above the average of the list"), ("best", "The best account on the list: 9"), ("third", "In the upper third of the candidates"),
    )),
})  # fmt: skip

MEASURED = Question(
    id="two_kinds",
    asks="Which scales two people score alike",
    level="recognise",
    text="Which of these say what an account is worth a score for, so that two people would score it alike?",
    kind=_ANCHORS.several,
    expected=_ANCHORS.all("anchor"),
    right="An anchor is a picture of a number. Agree on three for each criterion before anybody names a customer.",
    otherwise="Ask of each: could two people who do not talk to each other come to the same score?",
    hint="Which of them could be filmed or looked up?",
    misconceptions=(
        Misconception(
            "a word for an anchor", _ANCHORS.all("word", "anchor"),
            "Words such as good, important or promising mean something else to each who reads them. The scores will differ, and nobody will know why.",
            "What would a 2 of it look like?",
            _ANCHORS.has("word"),
        ),
        Misconception(
            "rescaled to the present list", _ANCHORS.all("anchor", "list"),
            "Such a scale moves with the list: when a large account comes in, all others fall without having changed.",
            "Would the score stay the same if ten other accounts were added?",
            _ANCHORS.has("list"),
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip


def _pair_key(row: pd.Series) -> str:
    return f"{row['one']}+{row['two']}"


def _pairs(tables: Tables) -> Choice:
    rows, names = _alike(tables), _names(tables)
    offered = pd.concat([rows.head(1), rows.iloc[len(rows) // 2 : len(rows) // 2 + 1], rows.tail(1)])
    own = tuple(Option(_pair_key(row), f"{names[row['one']]}, and {names[row['two']]}") for _, row in offered.iterrows())
    return Choice((*sorted(own, key=lambda one: one.label), Option("none", "None: each has a name of its own")))


def _twice(tables: Tables) -> str:
    if not check_counted_twice(_scores(tables).matrix[list(FOUR)], _names(tables)):
        raise MethodError("criteria: no two rank the accounts nearly alike in this case; expected one pair, as the question says")
    return _pair_key(_alike(tables).iloc[0])


TWICE = Question(
    id="counted_twice",
    asks="What is counted twice",
    level="compute",
    text="Which two criteria would you look at first, because the same thing may be counted twice?",
    kind=_pairs,
    expected=_twice,
    right="Two names, one order: whoever earns much today is also expected to earn much. Together they weigh more than anybody meant to give to either.",
    otherwise="These two order the candidates differently, so each adds something.",
    hint="Look for the largest figure in the table.",
    misconceptions=(
        Misconception(
            "the same thing counted twice", lambda _tables: "none",
            "Two names are not two things. When they put all accounts in nearly the same order, their weights add up without anybody having said so.",
            "What does a rank correlation near 1 mean?",
        ),
        Misconception(
            "the least alike", lambda tables: _pair_key(_alike(tables).iloc[-1]),
            "These two have least to do with each other. That is what you would want of two criteria.",
            "Read the table from the other end.",
        ),
    ),
    hints=("The table is in order.",),
)  # fmt: skip

SCORE = Question(
    id="by_anchors",
    asks="Kestwick's potential by the anchors",
    level="compute",
    text=lambda tables: f"What does {name_of(tables, KESTWICK)} score on potential, by the anchors? One decimal.",
    kind=Number("points", tolerance=0.11, digits=1),
    expected=lambda tables: float(score_by_anchors([_potential(tables)], *_levels(tables))[0]),
    right="The score stays what it is, whoever else is on the list. Next year's scores can be read beside this year's.",
    otherwise="Find the two anchors it lies between, and how far it has come from the lower to the upper one.",
    hint="From a 5 to a 9 it is four points. Which part of that way has it come?",
    misconceptions=(
        Misconception(
            "rescaled to the present list", _rescaled,
            "You stretched the scale from the least to the most on this list. Let one large account go, and everybody's score jumps.",
            "Leave the other candidates out; use the three anchors.",
        ),
        Misconception(
            "a share of the top anchor", lambda tables: float(9 * _potential(tables) / _levels(tables)[2]),
            "That is a share of the highest anchor. The line between two anchors does not begin at zero.",
            "What is a 5, and how much more than that is it?",
        ),
    ),
    hints=("It lies between the 5 and the 9.",),
)  # fmt: skip

_APART = Pool("nobodys_opinion", {
    "talk": Group(1, (
        ("talk", "Nothing yet: both ends say what they know that the other does not, then all score once more"),
        ("hear", "No figure before the two who are furthest apart have told each other what they saw; then it is scored again"),
        ("reasons", "For now the distance with both reasons; it is scored once more when each side has heard the other"),
    )),
    "mean": Group(1, (
        ("mean", "5.5: the mean balances both sides"),
        ("even", "5.5: with several scorers, the errors even out"),
    )),
    "boss": Group(1, (
        ("boss", "The score of sales, who know the customer"),
        ("answers", "The score of sales, who answer for the list"),
    )),
    "low": Group(1, (
        ("low", "The lower one, to be careful"),
        ("high", "The higher one, so that no chance is missed"),
    )),
})  # fmt: skip

MEAN = Question(
    id="nobodys_opinion",
    asks="What to do with a mean of 5.5",
    level="decide",
    text=lambda tables: f"The mean for {name_of(tables, TINDRA)} on strategy is 5.5. What goes into the list?",
    kind=_APART.choice,
    expected=lambda tables: _APART.one("talk" if bool(_agreement(tables).differences.iloc[0]["nobodys"]) else "mean")(tables),
    right="Nobody in the room holds 5.5. The distance between the two is the most useful thing that the scoring has found.",
    otherwise="Each of the two departments knows something that the other should hear first.",
    hint="Who in the table gave a score near the mean?",
    misconceptions=(
        Misconception(
            "an average nobody holds", _APART.one("mean"),
            "It is in the middle of two opinions, and nobody's. It hides that one side sees a name and the other forty variants.",
            "What would happen in the first month if it came on the list with this score?",
        ),
        Misconception(
            "agreement by rank of office", _APART.one("boss"),
            "Sales know the buyer, operations know the work. A score of one of them is a score of half of the customer.",
            "Whose knowledge is missing in it?",
        ),
    ),
    hints=("The reasons stand beside the scores.",),
)  # fmt: skip

_TWO_FIGURES = Pool("agreed_and_consistent", {
    "order": Group(1, (
        ("order", "That scorers put the accounts in much the same order, and that whoever compared did not contradict themselves; neither says that they are right"),
        ("people", "Something about those who answered: they see much alike and compare without contradiction; of the accounts themselves nothing"),
        ("wrong together", "That people see the accounts alike and the weights fit together; all of them could still be wrong together"),
    )),
    "right": Group(1, (
        ("right", "That the list is right: people agree, and the weights do not contradict each other"),
        ("sign", "That the list can be trusted: so many who agree, and so few contradictions, are not wrong"),
    )),
    "agree": Group(1, (
        ("agree", "That scorers agree on every account: a W this high leaves no dispute"),
        ("no dispute", "That the departments are close together at each account, or W would be lower"),
    )),
    "consistent": Group(1, (
        ("consistent", "That the weights are right, because the ratio is under 0.10"),
        ("weigh", "That each criterion weighs what it should, or the ratio would be higher"),
    )),
})  # fmt: skip

SURE = Question(
    id="agreed_and_consistent",
    asks="What agreement and consistency say",
    level="decide",
    text=lambda tables: (
        f"W is {_w(tables)}, and the weights, compared in pairs, have a consistency ratio of 0.03. Tom Halloway: \"Then the list is right.\" "
        "What do the two figures say?"
    ),
    kind=_TWO_FIGURES.choice,
    expected=_TWO_FIGURES.one("order"),
    right="People can agree and be wrong together, and be consistent about something unimportant. Both figures are worth having, for what they say.",
    otherwise="Both figures are about the people who answered, and not about the accounts.",
    hint="Could a group be of one mind, free of contradictions, and still wrong?",
    misconceptions=(
        Misconception(
            "agreement taken for being right", _TWO_FIGURES.one("right"),
            "Last year's list was agreed on by everybody, in an afternoon. Agreement says that people see alike, and not that they see well.",
            "What has not been asked of anybody outside the room?",
        ),
        Misconception(
            "agreement on order for agreement on all", _TWO_FIGURES.one("agree"),
            "W looks at the order over all accounts. Two departments can be five points apart on one of them, and W hardly moves.",
            "Look at the table above once more.",
        ),
        Misconception(
            "consistency taken for being right", _TWO_FIGURES.one("consistent"),
            "A small ratio says that the comparisons fit together. One can consistently prefer the wrong thing.",
            "What is compared with what, and by whom?",
        ),
    ),
    hints=("Each of the two measures answers a smaller question than Tom's.",),
)  # fmt: skip

WRITE = Question(
    id="write_a_criterion",
    asks="Write a criterion",
    level="defend",
    text="Write one criterion about what may come, so that it can be scored: what is looked at, and what a 2 and a 9 look like.",
    kind=Text(most=350, words=14),
    expected=lambda _tables: "Share of their new products that we are asked about before the drawing is done. A 2: none in the last year. A 9: three of four, with a date in their plan.",
    right="Two people could score it alike, and in a year somebody can see whether it held.",
    otherwise="",
    hint="A thing, and a picture of a 2 and of a 9.",
    misconceptions=(
        Misconception(
            "rescaled to the present list",
            lambda _tables: "Growth of the customer in the next three years. A 2 is below the average of our list, a 9 is the best account on the list.",
            "The ends move with the list: each account that comes or goes changes everybody's score.",
            "Describe a 2 and a 9 without the other accounts.",
            claiming(r"average", r"on (the|our) list(?! of)", r"of our list", r"compared with (the )?other\w*", r"than (the )?others?", r"top (ten|five|three|\d+)", r"best account"),
        ),
        Misconception(
            "no anchors",
            lambda _tables: "How many of their new products we are asked about before the drawing is done, because that is where growth begins.",
            "It says what is looked at, and not what a low and a high score look like. Everybody will have a picture of their own.",
            "What would you see at an account with a 2, and at one with a 9?",
            lambda _tables, text: not ("2" in text and "9" in text),
        ),
        Misconception(
            "a word for an anchor",
            lambda _tables: "Strategic importance for our future. A 2 is low importance or a poor fit, and a 9 is high importance and a very good fit.",
            "Low, high, good and poor are the scores in other words. They do not say what anybody would see.",
            "Replace each of them by something that can be counted, read or filmed.",
            claiming(r"(low|high|medium|good|poor|strong|weak|very|great) (importance|fit|potential|interest|value|relationship)", r"strategic importance"),
        ),
        Misconception(
            "only today's business",
            lambda _tables: "Revenue of the last twelve months. A 2 is EUR 0.5 m of invoices in the year, a 9 is EUR 5 m of invoices in the year.",
            "That is today's business, which has weight enough already. The list would be last year's list again.",
            "What may come, and how would you see it coming?",
            lacks(r"new", r"next", r"plan\w*", r"will", r"could", r"future", r"grow\w*", r"projects?", r"years?,? (ahead|to come)", r"three years", r"coming", r"before", r"potential", r"expect\w*"),
        ),
    ),
    hints=("Begin with what is looked at; then a 2 is, a 9 is.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="05_criteria_and_weights",
    title="Criteria and weights",
    objective="Write criteria that two people score alike, find what is counted twice, and say what agreement and consistency do not tell.",
    minutes=35,
    draws_on="criteria with anchors, scores of several departments (Kendall and Babington Smith 1939; Saaty 1980)",
    workbook="05_select_key_accounts",
    step="Steps 1 and 2 do it for your programme.",
    account_id="",
    questions=(MEASURED, TWICE, SCORE, MEAN, SURE, WRITE),
    exhibits={
        "criteria": show_criteria, "alike": show_alike, "anchors": show_anchors, "tindra": show_tindra,
        "disagreement": lambda tables: show_disagreement(select_accounts(tables, day_of(tables))),
    },
)  # fmt: skip
