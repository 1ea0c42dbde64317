"""01, what accounts are worth: from what a customer buys to what is left of it, and what to do right of the peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import mixed, some_of, turned
from kamkit.course.exercises.saying import (
    account_options,
    accounts_of,
    by_name,
    claiming,
    currency_of,
    lacks,
    money,
    name_of,
    no_figure,
)
from kamkit.course.kinds import Choice, Number, Ranking, Several, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.method.remembered import remembered
from kamkit.method.worth import estimate_whale_curve, rank_accounts, review_cost_to_serve
from kamkit.method.worth.wording import ACTIVITIES
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import number, percent
from kamkit.show.worth import show_whale_curve

if TYPE_CHECKING:
    from kamkit.method.worth.whale import WhaleCurve
    from kamkit.model.frame import Tables

HYPRA = "1002"
TWO, OTHERS = ("1001", HYPRA), ("ORBISAN", "1010", "1005", "1007", "1008", "1009", "0042", "1013", "1011", "1014", "1015")
APART = 0.012  # of the largest of five: what they bring is no nearer to each other than that
TURNED = (4, 2)  # pairs of five that the order by revenue, and that by margin, have the wrong way round
OPEN_ROWS = 3  # activities whose cost the participant works out


def _spent(tables: Tables) -> pd.DataFrame:
    return review_cost_to_serve(tables, day_of(tables), HYPRA)


def _curve(tables: Tables) -> WhaleCurve:
    return estimate_whale_curve(rank_accounts(tables, day_of(tables)))


@remembered
def five(tables: Tables) -> tuple[str, ...]:
    """The two largest and three more, so that the orders by revenue and by margin are as far from the right one for everybody."""
    found = accounts_of(tables)

    def told_apart(three: tuple[str, ...]) -> bool:
        rows = found.loc[[*TWO, *three]]
        revenue, margin, left = (list(rows[column].sort_values(ascending=False).index) for column in ("revenue", "gross_margin", "contribution"))
        near = rows["contribution"].sort_values().diff().min() < APART * rows["contribution"].abs().max()
        return (turned(left, revenue), turned(left, margin)) == TURNED and not near

    return (*TWO, *some_of(tables, "profit_order", OTHERS, 3, told_apart))


def _ranked(column: str, tables: Tables) -> list[str]:
    found = accounts_of(tables).loc[list(five(tables)), column]
    return [str(one) for one in found.sort_values(ascending=False, kind="stable").index]


def show_serving(tables: Tables) -> Shown:
    """What Hypra's year took: how often, at which rate; the three dearest are left to work out."""
    spent = _spent(tables)
    first, rest = spent.head(OPEN_ROWS), spent.iloc[OPEN_ROWS:]
    rows = pd.DataFrame(
        {
            "activity": [ACTIVITIES[one] for one in first["driver"]],
            "quantity": [number(one, 0) for one in first["quantity"]],
            "rate": [number(one, 0) for one in first["rate"]],
            "cost": ["to work out"] * len(first),
        }
    )
    others = ", ".join(ACTIVITIES[one] for one in rest["driver"])
    rows.loc[len(rows)] = [f"all others ({others})", "", "", number(rest["cost"].sum(), 0)]
    columns = [Column("activity", "Activity"), Column("quantity", "How often"), Column("rate", "Rate"), Column("cost", "Cost")]
    account = accounts_of(tables).loc[HYPRA]
    currency = currency_of(tables)
    return parts.stack(
        parts.say(
            f"{name_of(tables, HYPRA)}, twelve months: revenue {currency} {number(account['revenue'], 0)}, "
            f"cost of goods {currency} {number(account['cost_of_goods'], 0)}."
        ),
        parts.table(rows, columns, caption=f"What serving it took, amounts in {currency}"),
    )


def show_five(tables: Tables) -> Shown:
    """Five customers with what they buy, what the goods cost, and what serving them costs."""
    rows = accounts_of(tables).loc[by_name(tables, five(tables))]
    columns = [
        Column("name", "Customer"), Column("revenue", "Revenue", "money"), Column("cost_of_goods", "Cost of goods", "money"),
        Column("cost_to_serve", "Cost to serve", "money"),
    ]  # fmt: skip
    return parts.table(rows, columns, caption=f"Five customers, twelve months, amounts in {currency_of(tables)}")


def show_steps(tables: Tables) -> Shown:
    """The whale curve as a few of its points."""
    curve = _curve(tables)
    points, last = curve.points.set_index("place"), len(curve.points)
    places = sorted({1, curve.peak_at // 10, curve.peak_at // 2, curve.peak_at, (curve.peak_at + last) // 2, last})
    rows = points.loc[places, ["cumulative"]].reset_index()
    rows["place"] = [f"the best {place}" if place > 1 else "the best one" for place in rows["place"]]
    columns = [Column("place", "Customers"), Column("cumulative", "Together they bring", "money")]
    return parts.table(rows, columns, caption=f"{last} customers from the best to the worst, added up, amounts in {curve.currency}")


WHICH = Question(
    id="which_figure",
    asks="Which figure says what a customer is worth",
    level="recognise",
    text="Ines Carrow wants to line all customers up by what they are worth to Varnholt a year. Which figure says that?",
    kind=Choice(
        options(
            ("revenue", "What they buy: revenue"),
            ("margin", "What is left after the goods: gross margin"),
            ("contribution", "What is left after goods, orders, rush deliveries, returns and visits: contribution after cost to serve"),
            ("growth", "How fast they grow"),
        )
    ),
    expected=lambda _tables: "contribution",
    right="What a customer costs after the goods are paid for differs most between customers, and no price list shows it.",
    otherwise="Growth says where a customer is going, not what it brings today.",
    hint="Think of two customers who pay the same price: one orders a full truck, the other calls at four for a box tomorrow.",
    misconceptions=(
        Misconception(
            "revenue for profit", lambda _tables: "revenue",
            "Revenue says how much a customer buys. Two that buy the same can bring and cost very different amounts.",
            "What has to be paid out of the revenue before anything is ours?",
        ),
        Misconception(
            "cost to serve left out", lambda _tables: "margin",
            "Gross margin stops at the factory gate. What orders, rush deliveries, returns and visits cost comes after it.",
            "Follow one order of a difficult customer through the house: who works on it, and who pays them?",
        ),
    ),
    hints=("The right figure leaves out nothing that this customer causes.",),
)  # fmt: skip

SERVING = Question(
    id="serving_hypra",
    asks="What serving Hypra cost",
    level="compute",
    text=lambda tables: f"What did serving {name_of(tables, HYPRA)} cost in these twelve months, all activities together?",
    kind=lambda tables: Number(currency_of(tables), relative=0.01),
    expected=lambda tables: float(_spent(tables)["cost"].sum()),
    right=lambda tables: (
        f"{money(tables, float(_spent(tables)['cost'].sum()))}, and the three activities you worked out are "
        f"{percent(_spent(tables)['share'].head(OPEN_ROWS).sum())} of it."
    ),
    otherwise="Each activity costs how often it was done, times its rate; then all rows are added up.",
    hint="Work out the three rows one by one and note each result before you add them up.",
    misconceptions=(
        Misconception(
            "only the largest row", lambda tables: float(_spent(tables)["cost"].iloc[0]),
            "That is the largest activity alone. It is where to begin mending, but the others were paid as well.",
            "How many rows does the table have?",
        ),
        Misconception(
            "the rest forgotten", lambda tables: float(_spent(tables)["cost"].head(OPEN_ROWS).sum()),
            "The three products are right, and the last row is missing: orders, visits and the rest cost money too.",
            "Look at the bottom row of the table.",
        ),
        Misconception(
            "a rate for a cost",
            lambda tables: float(_spent(tables)["rate"].head(OPEN_ROWS).sum() + _spent(tables)["cost"].iloc[OPEN_ROWS:].sum()),
            "A rate is what it costs to do it once. The three activities were done thousands of times.",
            "Multiply each rate by how often before you add.",
        ),
    ),
    hints=("Three products and the last row: four amounts to add.",),
)  # fmt: skip

LEFT = Question(
    id="left_at_hypra",
    asks="What is left of Hypra",
    level="compute",
    text=lambda tables: (
        f"And what is left of {name_of(tables, HYPRA)} for us: revenue, less cost of goods, less what serving it cost? "
        "Write a loss with a minus."
    ),
    kind=lambda tables: Number(currency_of(tables), tolerance=float(_spent(tables)["cost"].sum()) * 0.015),
    expected=lambda tables: float(accounts_of(tables).loc[HYPRA, "contribution"]),
    right=lambda tables: (
        f"{money(tables, float(accounts_of(tables).loc[HYPRA, 'contribution']))}. The second largest customer by revenue "
        "takes money out of the house, and the sales report does not show it."
    ),
    otherwise="Take the two costs off one after the other: first the goods, then serving.",
    hint="Revenue and cost of goods stand above the table; serving is the answer before.",
    misconceptions=(
        Misconception(
            "cost to serve left out", lambda tables: float(accounts_of(tables).loc[HYPRA, "gross_margin"]),
            "That is the gross margin: only the goods are paid so far. Nobody has paid for the rush orders yet.",
            "One more amount has to come off; you have worked it out already.",
        ),
        Misconception(
            "goods left out",
            lambda tables: float(accounts_of(tables).loc[HYPRA, "revenue"] - accounts_of(tables).loc[HYPRA, "cost_to_serve"]),
            "The goods themselves are not paid for in this figure: only serving was taken off the revenue.",
            "What did the goods cost that Hypra got for this revenue?",
        ),
        Misconception(
            "sign turned", lambda tables: -float(accounts_of(tables).loc[HYPRA, "contribution"]),
            "The amount is right and the sign is turned: it says that Hypra brings what in fact it takes.",
            "Which is larger: the gross margin, or what serving cost?",
        ),
    ),
    hints=("Revenue less cost of goods is the gross margin; start there.",),
)  # fmt: skip

ORDER = Question(
    id="profit_order",
    asks="Five customers by what they bring",
    level="compute",
    text="Put these five in the order of what they bring after cost to serve.",
    kind=lambda tables: Ranking(account_options(tables, by_name(tables, five(tables))), "brings most", "brings least"),
    expected=lambda tables: _ranked("contribution", tables),
    right="Compare it with the order by revenue: whoever fell is where the money goes, whoever rose is easily overlooked.",
    otherwise="Take cost of goods and cost to serve off the revenue, customer by customer, before you compare.",
    hint="Write the five results beside the table, then sort them.",
    misconceptions=(
        Misconception(
            "revenue rank for profit rank", lambda tables: _ranked("revenue", tables),
            "This is the order by revenue: who buys most. The two costs beside it change the order.",
            "Begin with the second largest: what is left of it?",
        ),
        Misconception(
            "cost to serve left out", lambda tables: _ranked("gross_margin", tables),
            "This is the order by gross margin. The last column is not in it, and it differs most of all columns.",
            "Whose cost to serve is larger than what the goods left?",
        ),
    ),
    hints=("One of the five is below zero.",),
)  # fmt: skip

TAKEN_BACK = Question(
    id="taken_back",
    asks="What is lost right of the peak",
    level="compute",
    text=lambda tables: (
        f"The sum is highest after the best {_curve(tables).peak_at} customers; that is the peak of the whale curve. How much "
        "do all customers right of the peak take back together?"
    ),
    kind=lambda tables: Number(currency_of(tables), relative=0.01),
    expected=lambda tables: _curve(tables).lost,
    right=lambda tables: (
        f"{money(tables, _curve(tables).lost)}: {percent(_curve(tables).lost / _curve(tables).total * 100)} of the whole "
        "year's profit is earned first and given back afterwards."
    ),
    otherwise="The amount is the distance between two rows of the table: the highest one and the last one.",
    hint="How much is there at the peak, and how much at the very end?",
    misconceptions=(
        Misconception(
            "the end for the loss", lambda tables: _curve(tables).total,
            "That is what remains at the end, all customers together. Asked is what was lost on the way there from the peak.",
            "Compare the last row with the highest one.",
        ),
        Misconception(
            "the peak for the loss", lambda tables: _curve(tables).peak,
            "That is the peak itself: what the best customers bring. What is taken back comes after it.",
            "How far does the sum fall from there to the last row?",
        ),
        Misconception(
            "one loser for all", lambda tables: -float(_curve(tables).points["contribution"].iloc[-1]),
            "That is the worst customer alone. Everybody right of the peak loses money, most of them quietly.",
            "Use the sums in the table; they hold all of them.",
        ),
    ),
    hints=("A difference of two rows of the table.",),
)  # fmt: skip

RIGHT_OF_PEAK = Question(
    id="right_of_the_peak",
    asks="What to do right of the peak",
    level="decide",
    text="What does Varnholt do first about the customers right of the peak?",
    kind=lambda tables: Choice(
        mixed(tables, "right_of_the_peak", options(
            ("leave", "Give them notice: without them the year would end at the peak"),
            ("keep", "Nothing: they bring revenue, and revenue fills the plant"),
            ("terms", "Mend the terms, customer by customer: what is ordered how, in which size, at which price; then look again"),
            ("prices", "Raise all prices until nobody loses money"),
        ))
    ),
    expected=lambda _tables: "terms",
    right="Most of them order in a way that nobody ever put a price on. Tell them the price, and many will order otherwise.",
    otherwise="A general price rise is paid by those who cause no cost, and they are the first to notice.",
    hint="Whose behaviour has to change, and does that customer know today what it costs?",
    misconceptions=(
        Misconception(
            "right of the peak, throw them out", lambda _tables: "leave",
            "The year would not end at the peak: much of what they cost is people and trucks that stay when they go. And some "
            "would earn money next month on other terms.",
            "What could a customer do differently if somebody told it what its orders cost?",
        ),
        Misconception(
            "revenue for profit", lambda _tables: "keep",
            "Each of them costs more than it leaves. More of this revenue makes the year worse, not better.",
            "Look at what is left, not at what is bought.",
        ),
    ),
    hints=("Leaving comes last, doing nothing costs every day.",),
)  # fmt: skip

_REMEDIES = {
    "rush order": "A fee for rush orders, or a later cut-off that makes them rare",
    "delivery": "Whole pallets on fixed delivery days",
    "return": "A talk about packaging and picking, so that less comes back",
    "visit": "Fewer visits of the account manager",
    "order": "Orders by portal instead of by telephone",
    "line": "Fewer lines in an order",
    "small order": "A minimum order",
    "special": "Special work written down and charged",
}

DEAR = "visit"  # has the highest rate, and is among the cheapest in the year


def _remedies(tables: Tables) -> Several:
    first = [str(one) for one in _spent(tables)["driver"] if one in _REMEDIES and one != DEAR][:5] + [DEAR]
    return Several(options(*sorted(((one, _REMEDIES[one]) for one in first), key=lambda pair: pair[1])), most=2)


def _dearest_each(tables: Tables) -> list[str]:
    offered = {option.key for option in _remedies(tables).options}
    spent = _spent(tables)
    spent = spent[spent["driver"].isin(offered)]
    return [str(one) for one in spent.sort_values("rate", ascending=False, kind="stable")["driver"].head(2)]


def _cheapest(tables: Tables) -> list[str]:
    offered = {option.key for option in _remedies(tables).options}
    return [str(one) for one in _spent(tables)["driver"] if one in offered][-2:]


_MANY = {"rush order": "rush orders", "delivery": "split deliveries", "return": "returns"}


def _two_dearest(tables: Tables) -> str:
    return " and ".join(_MANY.get(str(one), ACTIVITIES[one]) for one in _spent(tables)["driver"].head(2))


FIRST_TWO = Question(
    id="first_two_terms",
    asks="Which two terms to mend first",
    level="decide",
    text=lambda tables: f"Which two terms do you mend first at {name_of(tables, HYPRA)}? Go by where the money goes.",
    kind=_remedies,
    expected=lambda tables: [str(one) for one in _spent(tables)["driver"].head(2)],
    right=lambda tables: (
        f"These two are {percent(_spent(tables)['share'].head(2).sum())} of what serving it costs. Ask the plant first why it "
        "happens: a customer may order in a rush because our stock is short."
    ),
    otherwise="What is mended first is what costs most in the year: how often, times the rate.",
    hint="Take the results of your own multiplication, not the rates.",
    misconceptions=(
        Misconception(
            "dear each time for dear in all", _dearest_each,
            "These have the highest rate. What counts is the rate times how often: a dear thing done rarely costs little.",
            "Order the rows by what they cost in the year.",
        ),
        Misconception(
            "what is easy first", _cheapest,
            "These are easy to change and hardly cost anything. The loss would stay almost as it is.",
            "Which two of the rows cost most in the year?",
        ),
    ),
    hints=("The table of activities is in the order of cost.",),
)  # fmt: skip

ANSWER_TOM = Question(
    id="answer_tom",
    asks="Answer Tom's \"hands off\"",
    level="defend",
    text=lambda tables: (
        f"Tom Halloway says: \"{name_of(tables, HYPRA)} is our number two. Hands off.\" Answer him in two or three sentences: what it "
        "brings in figures, why, and what you would change first."
    ),
    kind=Text(most=450, words=12),
    expected=lambda tables: (
        f"Hypra is number two in revenue, and after serving it {money(tables, float(accounts_of(tables).loc[HYPRA, 'contribution']))} is left. "
        f"Serving costs more than the margin, {_two_dearest(tables)} first of all. I would agree a fee for rush orders and whole pallets with them "
        "before anything else."
    ),
    right="A figure, a cause and a first step: he can disagree with each of them, and that is a conversation.",
    otherwise="",
    hint="One sentence for what it brings, one for why, one for what changes first.",
    misconceptions=(
        Misconception(
            "right of the peak, throw them out",
            lambda _tables: "Hypra loses 138,060 a year because of rush orders and the terms are bad, so we should drop them at once.",
            "Leaving is offered before anything was mended. Tom will defend the customer, and the terms will stay as they are.",
            "Begin with what Hypra could do differently next month.",
            claiming(r"drop", r"give (them|it|hypra) notice", r"end the contract", r"stop (serving|supplying|selling)", r"get rid of",
                     r"walk away", r"throw", r"part ways", r"terminate"),
        ),
        Misconception(
            "an opinion without a figure",
            lambda _tables: "Hypra is a bad customer for us because of all the rush orders, so let us agree a fee with them first.",
            "There is no figure in it, so it is your word against his. The figures are on this page.",
            "What is left of Hypra after serving it?",
            no_figure,
        ),
        Misconception(
            "no cause",
            lambda _tables: "Hypra brings us a loss of 138,060 a year. Let us agree better terms and a minimum price with them next month.",
            "It says what, and not why. Without the cause Tom hears that you want a higher price.",
            "Which activities take the margin?",
            lacks(r"rush\w*", r"returns?", r"returned", r"pallets?", r"small orders?", r"deliver\w*", r"serv\w+", r"orders?"),
        ),
        Misconception(
            "no first step",
            lambda _tables: "Hypra brings a loss of 138,060 a year. Its rush orders take more than the whole margin, which is a pity.",
            "He knows now that it is bad, and not what you want to do on Monday.",
            "Name one term that you would change with them first.",
            lacks(r"fees?", r"minimum", r"charge\w*", r"surcharge", r"cut-?off", r"terms", r"fixed days?", r"whole pallets?",
                  r"agree\w*", r"negotiat\w*", r"mend\w*", r"price\w*", r"order sizes?"),
        ),
    ),
    hints=("He cares about the customer. Show that you do as well, and put a figure beside it.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="01_what_accounts_are_worth",
    title="What accounts are worth",
    objective="Tell what a customer brings from what it buys, find where the margin goes, and decide what to do right of the peak.",
    minutes=40,
    draws_on="sales lines with costs, activities and the controller's rates (Kaplan and Narayanan 2001)",
    workbook="02_know_what_accounts_are_worth",
    step="Steps 2 and 4 do for your customer what you did here for Hypra.",
    account_id=HYPRA,
    questions=(WHICH, SERVING, LEFT, ORDER, TAKEN_BACK, RIGHT_OF_PEAK, FIRST_TWO, ANSWER_TOM),
    exhibits={
        "serving": show_serving,
        "five": show_five,
        "steps": show_steps,
        "curve": lambda tables: show_whale_curve(tables, day_of(tables)),
    },
)
