"""02, what they value: what customers say, what goes with renewal, and what so few answers can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.exercises.drawing import Group, Pool, mixed
from kamkit.course.exercises.saying import claiming, lacks, name_of
from kamkit.course.kinds import Choice, Matching, Number, Option, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.method.values import (
    DerivedImportance,
    estimate_derived_importance,
    rank_stated_importance,
    review_answers,
)
from kamkit.method.values.answers import US, answers_of
from kamkit.method.values.derived import NOT_VISIBLE, TABLE_STAKES
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values import show_importance
from kamkit.show.words import number, percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

PRICE = "lowest unit price"
EARLY = "tells us early when something goes wrong"
DELIVERY = "delivery on the promised day"
QUILLON = "007"


def _derived(tables: Tables) -> DerivedImportance:
    return estimate_derived_importance(tables)


@remembered
def _split(tables: Tables) -> pd.DataFrame:
    """Our mean mark from the half that most means to renew and from the other half, by expectation."""
    outcomes = answers_of(tables, "outcome")
    wish = outcomes[(outcomes["item_id"] == _derived(tables).outcome) & (outcomes["supplier_id"] == US)]
    wish = wish.set_index("respondent_id")["performance"].dropna()
    answers = answers_of(tables, "expectation")
    answers = answers[(answers["supplier_id"] == US) & answers["respondent_id"].isin(wish.index)]
    stays = answers["respondent_id"].map(wish) > wish.median()
    means = answers.groupby(["item_id", stays])["performance"].mean().unstack()
    stated = rank_stated_importance(tables).set_index("expectation_id")[["name", "importance"]]
    found = stated.join(pd.DataFrame({"stays": means[True].round(1), "unsure": means[False].round(1)}), how="inner")
    return found.assign(difference=found["stays"] - found["unsure"])


def _verdict(tables: Tables, expectation_id: str) -> str:
    return str(_derived(tables).table.set_index("expectation_id").loc[expectation_id, "verdict"])


def show_stated(tables: Tables) -> Shown:
    """What customers call important, and our marks from those who mean to renew and from the others."""
    split = _split(tables)
    columns = [
        Column("name", "Expectation"), Column("importance", "Called important", "number", 1),
        Column("stays", "Our mark: more likely to renew", "number", 1), Column("unsure", "Our mark: the other half", "number", 1),
    ]  # fmt: skip
    answers = _derived(tables).answers
    return parts.stack(
        parts.say(f"{answers} people of the candidates answered, 1 to 10. The half that most means to renew stands apart from the other half."),
        parts.table(split.sort_values("importance", ascending=False), columns, caption="Means, in the order of what customers name first"),
    )


def show_quillon(tables: Tables) -> Shown:
    """Who answered at Quillon Glass, and what they said."""
    row = review_answers(tables, QUILLON).iloc[0]
    answers = answers_of(tables, "expectation", account_id=QUILLON)
    marks = answers[(answers["supplier_id"] == US) & (answers["item_id"] == EARLY)]["performance"].dropna()
    listed = ", ".join(number(mark, 0) for mark in marks)
    return parts.say(
        f"{row['name']}: {row['respondents']} people answered, all from {row['departments']}. "
        f"On \"{EARLY}\" they give us {listed}: a mean of {number(marks.mean(), 1)}."
    )


_STATED, _DERIVED, _STAKES, _THIN = "stated", "derived", "stakes", "thin"

_FOUR = Pool("tell_apart", {
    _STATED: Group(1, (
        ("asked", "Customers give it the highest mark when asked how much it matters"),
        ("named", "Eight of ten name it when they are asked what they want of a supplier"),
        ("list", "It stands first on the list that their buyers hand to suppliers"),
    )),
    _DERIVED: Group(1, (
        ("stay", "Those who rate us high on it mean to renew, those who rate us low do not"),
        ("parts", "Our mark for it parts those who would recommend us from those who would not"),
        ("rises", "The better they rate us on it, the more of them mean to stay"),
    )),
    _STAKES: Group(1, (
        ("alike", "Everybody rates us the same on it, whether they mean to renew or not"),
        ("eight", "All of them give us an 8 on it, those who stay and those who may leave"),
        ("never", "Nobody was ever let down on it, and all marks for it are alike"),
    )),
    _THIN: Group(1, (
        ("three", "Three people of one department rate us low on it"),
        ("two", "Two buyers of one plant praise us for it"),
        ("four", "Four people of one department marked us on it, on the day of a late truck"),
    )),
})  # fmt: skip


def _told(tables: Tables, **otherwise: str) -> dict[str, str]:
    return {key: otherwise.get(group, group) for key, group in _FOUR.group_of(tables).items()}


TELL_APART = Question(
    id="tell_apart",
    asks="What is said of an expectation",
    level="recognise",
    text="Four things somebody may say about an expectation. What is each of them?",
    kind=lambda tables: Matching(
        _FOUR.options(tables),
        options(
            (_STATED, "stated importance"), (_DERIVED, "derived importance"),
            (_STAKES, "table stakes: cannot be judged"), (_THIN, "too few to conclude"),
        ),
    ),
    expected=_told,
    right="Two kinds of importance, and two cases in which the answers carry neither.",
    otherwise="Stated is what people say; derived is what goes with what they mean to do.",
    hint="Ask of each sentence: did somebody say it, or does it show in the answers?",
    misconceptions=(
        Misconception(
            "stated for derived", lambda tables: _told(tables, stated=_DERIVED, derived=_STATED),
            "The two are the other way round: what people are asked for is stated, what goes with their renewal is derived.",
            "Nobody says a derived importance aloud; it is found by comparing answers.",
        ),
        Misconception(
            "a point estimate from three answers",
            lambda tables: _told(tables, thin=_DERIVED),
            "A few people of one department are a few people. As many others could say the opposite tomorrow.",
            "How many answers, from how many departments, would you want before you act on them?",
        ),
        Misconception(
            "rated alike taken for unimportant",
            lambda tables: _told(tables, stakes=_DERIVED),
            "Where all marks are the same, there is nothing to compare: nobody can see whether it matters, because nobody was let down.",
            "What would happen to renewals if it were missed at half of the customers?",
        ),
    ),
    hints=("Each of the four on the right is used once.",),
)  # fmt: skip


def _five(tables: Tables) -> list[str]:
    split = _split(tables)
    best = split["stays"].idxmax()
    others = [one for one in split.sort_values("importance", ascending=False).index if one not in (PRICE, EARLY, best)]
    return [one for one in split.index if one in {PRICE, EARLY, best, *others[:3]}][:6]


GOES_WITH = Question(
    id="goes_with_renewal",
    asks="What goes with renewal most",
    level="compute",
    text="By the table: which expectation goes with renewal most?",
    kind=lambda tables: Choice(mixed(tables, "goes_with_renewal", [Option(one, str(_split(tables).loc[one, "name"])) for one in _five(tables)])),
    expected=lambda tables: str(_derived(tables).table.set_index("expectation_id")["share"].idxmax()),
    right=lambda tables: (
        "Nobody puts it among the first three when asked, and it goes with renewal more than all the others. Taken together with "
        f"them it has {percent(_derived(tables).table['share'].max() * 100)} of what the marks explain."
    ),
    otherwise="What goes with renewal shows in the difference between the two halves, not in how high either mark is.",
    hint="Subtract the last column from the one before, row by row.",
    misconceptions=(
        Misconception(
            "stated for derived", lambda tables: str(rank_stated_importance(tables)["expectation_id"].iloc[0]),
            "That is what customers name first when asked. The two halves rate us almost alike on it, so it does not part them.",
            "Which row parts those who stay from those who may not?",
        ),
        Misconception(
            "a high mark for an effect", lambda tables: str(_split(tables)["stays"].idxmax()),
            "That is where our mark is best. Both halves give a good mark, so it tells nothing about who stays.",
            "Look for the row in which the two marks are furthest apart.",
        ),
    ),
    hints=("The two columns on the right, and the distance between them.",),
)  # fmt: skip

APART = Question(
    id="points_apart",
    asks="How far the two halves are apart",
    level="compute",
    text=lambda tables: (
        f"How many points apart are the two halves on \"{_split(tables).loc[EARLY, 'name']}\"? Take those who mean to renew minus the others."
    ),
    kind=Number("points", tolerance=0.06, digits=1),
    expected=lambda tables: float(_split(tables).loc[EARLY, "difference"]),
    right="On a scale of ten that is a wide gap. An interval belongs to it, and the picture below draws one.",
    otherwise="Two marks of one row are needed, and nothing else.",
    hint="Find the row; take the second mark from the first.",
    misconceptions=(
        Misconception(
            "sign turned", lambda tables: -float(_split(tables).loc[EARLY, "difference"]),
            "The distance is right and the sign is turned: those who mean to renew give the higher mark.",
            "Which of the two comes first in the sentence above?",
        ),
        Misconception(
            "importance for a mark",
            lambda tables: round(float(_split(tables).loc[EARLY, "importance"] - _split(tables).loc[EARLY, "unsure"]), 1),
            "You compared what they call important with a mark. Asked is how two groups of people rate us.",
            "Leave the first column of figures out.",
        ),
    ),
    hints=("Both figures stand in one row, in the last two columns.",),
)  # fmt: skip


_OF_PRICE = Pool("what_of_price", {
    "right": Group(1, (
        ("as often", "Those who rate our price low mean to renew about as often as the others, in these answers; renewals are not bought with it"),
        ("two things", "What they name first and what goes with renewal are two things here; a price cut has nothing in these answers to rest on"),
        ("not parted", "At the prices of today, a good or bad mark for price does not part those who stay from those who may not; more was not asked"),
    )),
    "stated": Group(1, (
        ("cheaper", "They say it matters most, so a lower price is the surest way to renewals"),
        ("waver", "They name it before everything else, so three per cent off would keep those who waver"),
    )),
    "raise": Group(1, (
        ("raise", "The price does not matter to them, so it can be raised"),
        ("dearer", "Renewals do not hang on the price, so a rise of ten per cent would cost us nobody"),
    )),
    "liars": Group(1, (
        ("liars", "People do not know what they want; asking them is a waste of time"),
        ("gut", "What people say in a survey means nothing; our account managers know better"),
    )),
})  # fmt: skip


def _price_expected(tables: Tables) -> str:
    if _verdict(tables, PRICE) != NOT_VISIBLE:
        raise MethodError(f"{PRICE}: an effect is visible in this case; expected none, as the question says")
    return _OF_PRICE.one("right")(tables)


WHAT_OF_PRICE = Question(
    id="what_of_price",
    asks="What may be said of the price",
    level="decide",
    text="The unit price is named first, and in these answers no effect of it on renewal is visible. What may you conclude?",
    kind=_OF_PRICE.choice,
    expected=_price_expected,
    right="It says what these answers show and no more. People name what they bargain about; what they stay for shows in what they do.",
    otherwise="Asking is worth a lot: it tells what a talk will be about. It does not tell what people stay for.",
    hint="Which sentence claims only what was compared?",
    misconceptions=(
        Misconception(
            "stated for derived", _OF_PRICE.one("stated"),
            "They say so, and those who are unhappy with our price mean to renew as often as the others. A lower price would be paid for by "
            "us and decide nothing, as far as these answers go.",
            "What would you see in the table if price decided renewals?",
        ),
        Misconception(
            "no visible effect, so it may go", _OF_PRICE.one("raise"),
            "No visible effect is not no effect. Nobody tried another price; all of them answered at the prices of today.",
            "Would the answers have been the same after a rise of ten per cent? Do these answers know?",
        ),
    ),
    hints=("Beware of every sentence that says more than the table.",),
)  # fmt: skip


_TRUCK = Pool("save_a_truck", {
    "hold": Group(1, (
        ("hold", "Hold it: because nobody was let down, nobody can see what it is worth; as table stakes it is kept"),
        ("unseen", "Keep it: nobody had to do without it, so these answers cannot say what a late day would cost us"),
        ("granted", "Leave it as it is and look for the saving elsewhere: what all take for granted is noticed once it is gone"),
    )),
    "cut": Group(1, (
        ("cut", "Do it: it has no influence on renewals"),
        ("save", "Do it: the saving is certain, and no renewal goes with this mark"),
    )),
    "more": Group(1, (
        ("more", "Put more money in: customers call it the second most important thing"),
        ("trucks", "Add a truck: what they call so important has to be made better still"),
    )),
    "ask": Group(1, (
        ("ask", "Let the customers vote on it"),
        ("most", "Ask the customers whether they want it kept, and do what most of them say"),
    )),
})  # fmt: skip


def _delivery_expected(tables: Tables) -> str:
    if _verdict(tables, DELIVERY) != TABLE_STAKES:
        raise MethodError(f"{DELIVERY}: not rated alike in this case; expected table stakes, as the question says")
    return _TRUCK.one("hold")(tables)


HOLD = Question(
    id="save_a_truck",
    asks="Whether to save a truck a week",
    level="decide",
    text=(
        "Delivery on the promised day is rated alike everywhere and has no share in what goes with renewal. Dr Maren Voss could "
        "save a truck a week if one delivery in ten came a day late. What do you answer?"
    ),
    kind=_TRUCK.choice,
    expected=_delivery_expected,
    right="You see the worth of table stakes on the day they are missing. Until then they are held, at the lowest cost that holds them.",
    otherwise="Customers will vote for keeping everything; that is not where the decision comes from.",
    hint="Why is there no difference to see in this row?",
    misconceptions=(
        Misconception(
            "low derived, may be cut", _TRUCK.one("cut"),
            "It shows no share because everybody gets it. Late trucks would make the difference that is missing today, and show what it was worth.",
            "What did all these customers have in common when they were asked?",
        ),
        Misconception(
            "stated for derived", _TRUCK.one("more"),
            "They call it important and they are content with it already. More money would buy a mark that cannot rise much.",
            "Compare our mark there with our other marks.",
        ),
    ),
    hints=("Table stakes: what you need to sit at the table at all.",),
)  # fmt: skip


_QUILLON = Pool("too_thin", {
    "ask": Group(1, (
        ("ask", "Nothing about how they see us yet; first ask people of two more departments"),
        ("unknown", "\"Not known yet\", and who from outside the team asks at their plant and in quality, by which day"),
        ("few", "That one department is all we have heard so far, and who asks the others by when"),
    )),
    "mean": Group(1, (
        ("mean", "The mean, to one decimal, as how they see us"),
        ("marks", "The three marks with their mean, as the customer's view of us"),
    )),
    "pool": Group(1, (
        ("pool", "The mean of all customers, as theirs: that rests on many answers"),
        ("like them", "What the other customers say of us: those are many, and this one will be like them"),
    )),
    "skip": Group(1, (
        ("skip", "That they are unhappy with us"),
        ("leaving", "That they will leave us if nothing happens"),
    )),
})  # fmt: skip


def _quillon_expected(tables: Tables) -> str:
    if not review_answers(tables, QUILLON)["thin"].iloc[0]:
        raise MethodError("Quillon Glass: enough answers in this case; expected too few, as the question says")
    return _QUILLON.one("ask")(tables)


THIN = Question(
    id="too_thin",
    asks="What goes into the plan for Quillon",
    level="decide",
    text=lambda tables: f"What goes into the plan for {name_of(tables, QUILLON)}?",
    kind=_QUILLON.choice,
    expected=_quillon_expected,
    right="And somebody outside the account team asks them. What is written down now is that we do not know, and who finds out.",
    otherwise="Three buyers in the middle of a price round are not the customer.",
    hint="What would change if the next three answers came from the plant?",
    misconceptions=(
        Misconception(
            "a point estimate from three answers", _QUILLON.one("mean"),
            "A mean of three has a decimal and no ground. All three sit in one department, so it is not even three views of us.",
            "How far would the mean move if one of the three had been on holiday?",
        ),
        Misconception(
            "the others' answers for theirs", _QUILLON.one("pool"),
            "The mean of all is well founded and is about somebody else. It says what to ask here, not what they think.",
            "Whose answers are in it?",
        ),
    ),
    hints=("Unknown is an answer that can be written down.",),
)  # fmt: skip

_SHOWN = Pool("cause_or_company", {
    "with": Group(1, (
        ("with", "Customers who rate us high on it mean to renew more often; whether warning earlier makes them stay has to be tried"),
        ("look", "Where to look first: it parts those who stay from the others; that it keeps anybody nobody has seen yet"),
        ("together", "That the two go together in these answers; which of them brings the other, a trial with a date would tell"),
    )),
    "cause": Group(1, (
        ("cause", "If we warn earlier, customers will renew"),
        ("keeps", "Warning in time is what makes customers stay"),
    )),
    "share": Group(1, (
        ("share", "That share of all customers renews because of it"),
        ("many", "Its share says how many of the customers stay for this reason"),
    )),
    "nothing": Group(1, (
        ("nothing", "Nothing, because it is only statistics"),
        ("anything", "Nothing: with a survey one can show anything"),
    )),
})  # fmt: skip

CAUSE = Question(
    id="cause_or_company",
    asks="Going together, or making happen",
    level="decide",
    text=lambda tables: f"\"{_split(tables).loc[EARLY, 'name']}\" goes with renewal most. What is shown by that?",
    kind=_SHOWN.choice,
    expected=lambda tables: _SHOWN.one("with" if _derived(tables).concluded else "nothing")(tables),
    right="So it is tried on a few customers, with a date on which renewals and marks are compared. That is how an association earns its money.",
    otherwise="It is much: it says where to look first.",
    hint="Could content customers be rating everything of ours high?",
    misconceptions=(
        Misconception(
            "association read as cause", _SHOWN.one("cause"),
            "The two go together in one survey. That warning earlier makes anybody stay is the most plausible reading, and nobody has seen it yet.",
            "What would you have to do, and wait for, to see it?",
        ),
        Misconception(
            "a share of the explanation for a share of customers", _SHOWN.one("share"),
            "The share is one of differences between answers. It does not count customers, and it does not say why any of them renews.",
            "What is the share a share of?",
        ),
    ),
    hints=("Going together, and making happen, are two things.",),
)  # fmt: skip

TO_TOM = Question(
    id="answer_tom",
    asks="Answer Tom's price cut",
    level="defend",
    text=(
        "Tom Halloway wants to cut the price by three per cent to save renewals. Write him two or three sentences: what the answers show, what "
        "they do not show, and what you would try instead, until when."
    ),
    kind=Text(most=450, words=15),
    expected=lambda _tables: (
        "In these answers the price does not part those who renew from those who may not; early warning of trouble does. It is not proven that a "
        "warning keeps a customer, so let us try the Monday call at three customers and compare their marks in September."
    ),
    right="It names what was found, admits what was not, and puts a trial with a date in place of an argument.",
    otherwise="",
    hint="Three parts: shown, not shown, tried until.",
    misconceptions=(
        Misconception(
            "association read as cause",
            lambda _tables: "The answers show that early warning causes renewals. It will make customers stay, so we should try the Monday call until September.",
            "It promises more than the answers hold: they show what goes together, not what makes anybody stay.",
            "Say what you would have to see before you could write that.",
            claiming(r"causes?", r"caused by", r"will (make|keep|bring|lead|increase|raise|renew)", r"guarantees?", r"proves?", r"proven", r"leads? to"),
        ),
        Misconception(
            "what was found is missing",
            lambda _tables: "Price does not decide, as the answers show; that is all we know. Let us try something else at three customers until September.",
            "It argues against the price and does not say what goes with renewal instead. Then the price cut is the only idea on the table.",
            "Which expectation parts the two halves?",
            lacks(r"warn\w*", r"early", r"earlier", r"tells? us", r"shortages?", r"in time", r"ahead"),
        ),
        Misconception(
            "nothing is tried",
            lambda _tables: "In the answers price does not part those who stay from the others; early warning does. I am therefore against your idea.",
            "It ends with an opinion. A trial that costs little would let both of you be right or wrong by facts.",
            "At which customers could it be tried first?",
            lacks(r"try", r"tries", r"tried", r"trial", r"pilot\w*", r"test\w*", r"start\w*", r"begin\w*", r"experiment"),
        ),
        Misconception(
            "no day",
            lambda _tables: "In the answers price does not part those who stay from the others; early warning does. Let us try a call at three customers.",
            "Without a day nobody will look, and the price comes back at the next renewal.",
            "By when would you see a difference, and in what?",
            lacks(r"january|february|march|april|may|june|july|august|september|october|november|december", r"weeks?", r"months?", r"quarters?",
                  r"\d{1,2}\.\d{1,2}", r"20\d\d", r"days?", r"until \w+", r"by (the )?\w+ of"),
        ),
    ),
    hints=("He will ask: how do you know? Answer that first.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="02_what_they_value",
    title="What they value",
    objective="Tell what customers say matters from what goes with renewal, and say what answers cannot carry.",
    minutes=40,
    draws_on="the pooled survey of the candidates (Lindeman, Merenda and Gold 1980, for the shares of R squared)",
    workbook="03_define_account_values",
    step="Step 3 draws both kinds of importance for your customers.",
    account_id=QUILLON,
    questions=(TELL_APART, GOES_WITH, APART, WHAT_OF_PRICE, HOLD, CAUSE, THIN, TO_TOM),
    exhibits={"stated": show_stated, "quillon": show_quillon, "importance": lambda tables: show_importance(tables)},
)
