"""09, value in the customer's money: units times effect, how sure anybody is, and what changing costs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import mixed
from kamkit.course.exercises.saying import claiming, currency_of, lacks, money, name_of, no_figure
from kamkit.course.kinds import Choice, Number, Option, Several, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.method.plan import rank_benefits
from kamkit.method.plan.benefit import YEARS, evidence_factors
from kamkit.method.remembered import remembered
from kamkit.model.frame import settings_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.plan import show_benefits
from kamkit.show.words import money as amount
from kamkit.show.words import number, percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OSTREVIA, KESTWICK = "1001", "1007"
CALL, CRATES = "X-1001-1", "X-1007-1"
SEVEN = ("X-NA-1", "X-1001-3", "X-1013-1", "X-1021-1", "X-1058-3", "X-1011-1", "X-ORBISAN-1")
GIFT = "X-1001-3"


@remembered
def _benefits(tables: Tables) -> pd.DataFrame:
    found = rank_benefits(tables, "", day_of(tables)).set_index("opportunity_id")
    given = tables["opportunities"].set_index("opportunity_id")[["units", "effect"]]
    return found.join(given)


def _one(tables: Tables, opportunity_id: str) -> pd.Series:
    return _benefits(tables).loc[opportunity_id]


def _over_years(row: pd.Series) -> float:
    return float(YEARS * row["theirs"] + row["one_off"] - row["switching_cost"])


def _proposed(tables: Tables) -> list[str]:
    found = _benefits(tables).loc[list(SEVEN), "proposed"]
    return [str(one) for one in found.index[found.fillna(False).astype(bool)]]


def _kept(tables: Tables, full: bool, switching: bool, theirs: bool) -> list[str]:
    """Who would be proposed by somebody who leaves a part of the test out."""
    rows = _benefits(tables).loc[list(SEVEN)]
    gain = rows["full"] if full else rows["benefit"]
    fits = rows["price"] > rows["our_cost"]
    if theirs:
        fits &= gain > rows["price"]
    if switching:
        fits &= ~(YEARS * (gain - rows["price"]) + rows["one_off"] - rows["switching_cost"] <= 0)
    return [str(one) for one in rows.index[fits]]


def _factors(tables: Tables) -> str:
    factors = evidence_factors(settings_of(tables))
    return ", ".join(f"{name} x {number(value, 1)}" for name, value in factors.items())


def _card(tables: Tables, opportunity_id: str) -> Shown:
    row, currency = _one(tables, opportunity_id), currency_of(tables)
    effect = f"{number(row['units'], 0)} a year, each worth {amount(row['effect'], currency)} to them"
    changing = f" Changing costs them {amount(row['switching_cost'], currency)}, once." if row["switching_cost"] == row["switching_cost"] else ""
    return parts.say(
        f"{row['account']}: {row['name']}. {effect}; evidence: {row['evidence']}. They would pay {amount(row['price'], currency)} a year; "
        f"it costs us {amount(row['our_cost'], currency)} a year.{changing}"
    )


def show_call(tables: Tables) -> Shown:
    """The call before a shortage, with its figures."""
    return parts.stack(
        _card(tables, CALL),
        parts.say("The units are shortages a year of which nobody warns them today; the effect is what one of them costs their plants."),
        parts.say(f"How sure it is: {_factors(tables)}. Confirmed: they have said so; joint: worked out with them; assumed: we think so."),
    )


def show_crates(tables: Tables) -> Shown:
    """The crates for the chilled hall, with their figures."""
    return _card(tables, CRATES)


def show_seven(tables: Tables) -> Shown:
    """Seven opportunities to choose from, before anything is worked out."""
    rows = _benefits(tables).loc[sorted(SEVEN, key=lambda one: str(_one(tables, one)["account"]))]
    rows = rows.assign(full=rows["units"] * rows["effect"])
    columns = [
        Column("account", "Account"), Column("name", "What"), Column("full", "Units x effect", "money"), Column("evidence", "Evidence"),
        Column("price", "They would pay", "money"), Column("our_cost", "Costs us", "money"),
        Column("switching_cost", "Changing costs them, once", "money"),
    ]  # fmt: skip
    return parts.stack(
        parts.table(rows, columns, caption=f"Seven opportunities, a year, amounts in {currency_of(tables)}"),
        parts.say(f"How sure: {_factors(tables)}. Worth proposing: benefit above price, price above our cost, changing earned back in {YEARS} years."),
    )


WHOSE = Question(
    id="whose_money",
    asks="What the call is worth, in which words",
    level="recognise",
    text=lambda tables: (
        f"What is the call before a shortage worth to {name_of(tables, OSTREVIA)} a year, before anybody asks how sure that is?"
    ),
    kind=lambda tables: Choice(
        mixed(tables, "whose_money", options(
            ("price", f"What they would pay for it: {money(tables, float(_one(tables, CALL)['price']))}"),
            ("cost", f"What it costs us: {money(tables, float(_one(tables, CALL)['our_cost']))}"),
            ("effect", "How often it helps in a year, times what it saves them each time"),
            ("revenue", "A share of what they buy from us"),
        ))
    ),
    expected=lambda _tables: "effect",
    right="Benefit is counted where it happens: on their line, in their money.",
    otherwise="What they buy from us says how large we are there, not what this would do for them.",
    hint="Whose line stops when a tray is missing, and who pays for that?",
    misconceptions=(
        Misconception(
            "our feature's price for their effect", lambda _tables: "price",
            "The price is what goes from them to us. They pay it because the benefit is larger; it does not say how large.",
            "What happens at their plant when the call comes, and what when it does not?",
        ),
        Misconception(
            "our cost for their effect", lambda _tables: "cost",
            "Our cost is what it takes us. They would get the same benefit if it cost us nothing.",
            "Stand in their plant and not in ours.",
        ),
    ),
    hints=("Units times effect.",),
)  # fmt: skip

FULL = Question(
    id="in_full",
    asks="The benefit in full",
    level="compute",
    text="Work it out: what is the call worth to them a year, in full?",
    kind=lambda tables: Number(currency_of(tables), relative=0.005),
    expected=lambda tables: float(_one(tables, CALL)["full"]),
    right="That is the figure before the question that every buyer asks next: who says so?",
    otherwise="Two figures are multiplied: how often in a year, and what each time is worth.",
    hint="Both stand in the first sentences about the call.",
    misconceptions=(
        Misconception(
            "our feature's price for their effect", lambda tables: float(_one(tables, CALL)["price"]),
            "That is the price they would pay, which goes from them to us.",
            "Multiply units and effect.",
        ),
        Misconception(
            "one time for a year", lambda tables: float(_one(tables, CALL)["effect"]),
            "That is what it saves them once. It happens more than once a year.",
            "How many shortages are there in a year?",
        ),
        Misconception(
            "the price taken off already", lambda tables: float(_one(tables, CALL)["full"] - _one(tables, CALL)["price"]),
            "You have taken the price off. That comes later; first the benefit by itself.",
            "Leave the price out for now.",
        ),
    ),
    hints=("Units x effect.",),
)  # fmt: skip

SURE = Question(
    id="how_sure",
    asks="How much of it counts today",
    level="compute",
    text="And how much of it counts in the plan, as sure as it is today?",
    kind=lambda tables: Number(currency_of(tables), relative=0.005),
    expected=lambda tables: float(_one(tables, CALL)["benefit"]),
    right="The difference is the price of not having asked. One conversation in which they confirm the figure is worth that much in the plan.",
    otherwise="The mark of its evidence has a factor; the full benefit is multiplied by it.",
    hint="Confirmed, joint or assumed: which is it, and which factor belongs to it?",
    misconceptions=(
        Misconception(
            "assumed counted like confirmed", lambda tables: float(_one(tables, CALL)["full"]),
            "This counts it as if they had confirmed every figure. They have not said so yet.",
            "Look up the evidence and its factor.",
        ),
        Misconception(
            "worked out together taken for assumed",
            lambda tables: float(_one(tables, CALL)["full"] * evidence_factors(settings_of(tables))["assumed"]),
            "That is the factor for what only we believe. These figures were worked out with their people.",
            "Read the evidence once more.",
        ),
    ),
    hints=("The full benefit times one factor.",),
)  # fmt: skip

FIRST_YEAR = Question(
    id="first_year",
    asks="What the first year leaves them",
    level="compute",
    text=lambda tables: (
        f"Now {name_of(tables, KESTWICK)} and the crates for the chilled hall. What is left to the customer in the first year: benefit as sure as it "
        "is, less the price, less what changing costs them?"
    ),
    kind=lambda tables: Number(currency_of(tables), tolerance=250),
    expected=lambda tables: float(_one(tables, CRATES)["first_year"]),
    right="Next to nothing, or less. Whoever promises them a saving in the first year is caught by their controller in March.",
    otherwise="Three steps: units times effect times the factor; less the price; less changing.",
    hint="Work out the benefit with its factor first, and write it down.",
    misconceptions=(
        Misconception(
            "their switching cost forgotten", lambda tables: float(_one(tables, CRATES)["theirs"]),
            "It is right for a later year. In the first one they also pay for changing over.",
            "One more figure stands at the end of the card.",
        ),
        Misconception(
            "assumed counted like confirmed",
            lambda tables: float(_one(tables, CRATES)["full"] - _one(tables, CRATES)["price"] - _one(tables, CRATES)["switching_cost"]),
            "You counted the benefit in full. It was worked out together and is not confirmed.",
            "Which factor belongs to its evidence?",
        ),
        Misconception(
            "our gain for theirs", lambda tables: float(_one(tables, CRATES)["ours"]),
            "That is what is left for us: price less our cost. Asked is what is left for them.",
            "Begin with their benefit and not with our price.",
        ),
        Misconception(
            "both at once", lambda tables: float(_one(tables, CRATES)["full"] - _one(tables, CRATES)["price"]),
            "Two things are missing: the benefit counts in full although it is not confirmed, and changing is not paid.",
            "Take the factor first, then the cost of changing.",
        ),
    ),
    hints=("Benefit with factor, less price, less changing.",),
)  # fmt: skip

THREE_YEARS = Question(
    id="three_years",
    asks="What three years leave them",
    level="compute",
    text=lambda tables: f"And over {YEARS} years together, with changing paid once?",
    kind=lambda tables: Number(currency_of(tables), tolerance=500),
    expected=lambda tables: _over_years(_one(tables, CRATES)),
    right="Changing is earned back, and it takes more than a year. Say both, and the offer stands even after a careful reading.",
    otherwise="What repeats is counted each year, what happens once is counted once.",
    hint="Which of the amounts come again every year, and which does not?",
    misconceptions=(
        Misconception(
            "one-off added to yearly", lambda tables: float(YEARS * _one(tables, CRATES)["first_year"]),
            "You took the first year three times, so changing is paid three times. It happens once.",
            "Take the years without changing first, then take it off once.",
        ),
        Misconception(
            "their switching cost forgotten", lambda tables: float(YEARS * _one(tables, CRATES)["theirs"]),
            "The years are right, and changing is missing. They pay it once, at the beginning.",
            "Which amount of the card is not in your figure?",
        ),
        Misconception(
            "one later year alone", lambda tables: float(_one(tables, CRATES)["theirs"]),
            "That is one year without changing. Asked are all of them together.",
            "How many years are there?",
        ),
    ),
    hints=("Three times what is left in a year, less changing once.",),
)  # fmt: skip

WORTH_IT = Question(
    id="worth_proposing",
    asks="Which ideas are worth proposing",
    level="decide",
    text="Which of the seven are worth proposing today, as sure as they are?",
    kind=lambda tables: Several(
        tuple(
            Option(one, f"{_one(tables, one)['account']}: {_one(tables, one)['name']}")
            for one in sorted(SEVEN, key=lambda one: str(_one(tables, one)["account"]))
        )
    ),
    expected=_proposed,
    right="Each leaves something to both sides. The others are not bad ideas: one lacks a conversation, one a cheaper start, one a lower price, and one is a gift.",
    otherwise="Test each in turn: benefit with its factor above the price, price above our cost, changing earned back.",
    hint="Write the benefit with its factor beside each row first.",
    misconceptions=(
        Misconception(
            "assumed counted like confirmed", lambda tables: _kept(tables, full=True, switching=True, theirs=True),
            "You took every benefit in full. One of them rests on our own guess, and falls below its price when that is counted.",
            "Which rows are not confirmed, and what do they become with their factor?",
        ),
        Misconception(
            "their switching cost forgotten", lambda tables: _kept(tables, full=False, switching=False, theirs=True),
            "One of them leaves so little a year that changing is not earned back in time. They will find that out, if you do not.",
            "Compare what is left to them in three years with what changing costs.",
        ),
        Misconception(
            "only our side counted", lambda tables: _kept(tables, full=False, switching=False, theirs=False),
            "These all bring us money. Some take more from the customer than they give: bought once, and never again.",
            "Which of them leave less to the customer than they pay?",
        ),
        Misconception(
            "a gift taken for value", lambda tables: [*_proposed(tables), GIFT],
            "A lower price is worth to them exactly what it costs us. Nothing is made by it, and it is there for good.",
            "Is the price above our cost in every row you chose?",
            lambda _tables, answer: GIFT in answer,
        ),
    ),
    hints=("Not all seven, and not the one that costs us most.",),
)  # fmt: skip

TO_BRANDIS = Question(
    id="say_it_to_her",
    asks="Say it in her money",
    level="defend",
    text=lambda tables: (
        f"Dr Selma Brandis, head of supply chain at {name_of(tables, OSTREVIA)}, gives you one minute. Say in two or three sentences what the call "
        "would do for her, in her money, and how sure that is."
    ),
    kind=Text(most=450, words=15),
    expected=lambda tables: (
        f"When a tray runs short, your planner knows five working days before. Your people and ours counted {number(_one(tables, CALL)['units'], 0)} stops a year at "
        f"{amount(_one(tables, CALL)['effect'], currency_of(tables))} each; about {percent(evidence_factors(settings_of(tables))['joint'] * 100)} of that is what I would put in a plan until you have confirmed it."
    ),
    right="Her plant, her money, and an open word about what is not sure. She can correct a figure, and then it is hers.",
    otherwise="",
    hint="Her plant first, then the figure, then who counted it.",
    misconceptions=(
        Misconception(
            "about ourselves",
            lambda _tables: "We are the leading supplier and our service is the best on the market; together we counted 396,000 a year for your plants.",
            "It speaks of us. She has a minute, and wants to know what happens on her line.",
            "Begin with her planner and not with us.",
            claiming(r"leading", r"the best", r"market leader", r"world[- ]class", r"years of experience", r"innovative", r"unique", r"number one"),
        ),
        Misconception(
            "no figure",
            lambda _tables: "When a tray runs short, your planner will know it five working days before. Together with your people we counted what a stop costs you.",
            "A benefit without money is a nice thing to hear. She cannot carry it to anybody.",
            "What did units times effect come to?",
            lambda _tables, text: no_figure(_tables, text.replace("five working days", "")) or not _says_money(text),
        ),
        Misconception(
            "our feature's price for their effect",
            lambda tables: f"When a tray runs short, your planner knows it before. Together we worked it out: it costs only {number(_one(tables, CALL)['price'], 0)} EUR a year, a fair price.",
            "The only amount in it is our price. What she gets for it stays open.",
            "Name what it saves her before you name what it costs.",
            lambda tables, text: _only_price(tables, text),
        ),
        Misconception(
            "assumed counted like confirmed",
            lambda _tables: "When a tray runs short, your planner knows five working days before. That saves you EUR 396,000 every year at both plants.",
            "It says the figure as if it were certain. She knows where the guess is, and will doubt the rest as well.",
            "Who counted it, and what has she still to confirm?",
            lacks(r"together", r"joint\w*", r"your (people|team|planner|count|figures|own)( and ours)? (counted|worked|said|figures)", r"your people", r"confirm\w*",
                  r"assum\w*", r"estimat\w*", r"about", r"roughly", r"sure", r"check\w*", r"by your (own )?count", r"worked out with", r"until you"),
        ),
    ),
    hints=("She cares about a line that does not stop.",),
)  # fmt: skip


def _figures(text: str) -> list[float]:
    import re

    found = re.findall(r"\d[\d., ']*\d|\d", text)
    return [float(re.sub(r"[^\d]", "", one)) for one in found]


def _says_money(text: str) -> bool:
    return any(figure >= 1000 for figure in _figures(text))


def _only_price(tables: Tables, text: str) -> bool:
    large = {figure for figure in _figures(text) if figure >= 1000}
    return bool(large) and large <= {float(_one(tables, CALL)["price"]), float(_one(tables, CALL)["our_cost"])}


EXERCISE = Exercise(
    name="09_value_in_their_money",
    title="Value in the customer's money",
    objective="Size a benefit where it happens, count it as sure as it is, and tell what repeats from what happens once.",
    minutes=40,
    draws_on="opportunities with units, effect and evidence (Anderson, Narus and van Rossum 2006)",
    workbook="07_write_the_account_plan",
    step="Step 4 does it for your customer's opportunities.",
    account_id=OSTREVIA,
    questions=(WHOSE, FULL, SURE, FIRST_YEAR, THREE_YEARS, WORTH_IT, TO_BRANDIS),
    exhibits={
        "call": show_call,
        "crates": show_crates,
        "seven": show_seven,
        "benefits": lambda tables: show_benefits(tables, OSTREVIA, day_of(tables)),
    },
)
