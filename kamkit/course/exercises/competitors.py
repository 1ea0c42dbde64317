"""03, against competitors: a ratio instead of our own mark, one real competitor, and the price as it is felt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.exercises.drawing import luck_of, some_of, turned
from kamkit.course.exercises.saying import account_options, by_name, claiming, lacks, name_of
from kamkit.course.kinds import Choice, Number, Option, Placing, Ranking, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.method.remembered import remembered
from kamkit.method.values import estimate_customer_value, rank_competitors
from kamkit.method.values.answers import US, answers_of, expectations_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values import show_value_map
from kamkit.show.words import number

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OSTREVIA, HELIORA = "1001", "1058"
OTHERS = ("1015", "1002", "0042", "1008", "1005", "1009", "1013", "1014")  # three of them stand beside Heliora
FIVE = (HELIORA, "1001", "1007", "1005", "1016")
BEST_OF_EACH = "best of each"
STRENGTH_APART, SCORE_APART = 0.012, 0.02


def _value(tables: Tables) -> pd.DataFrame:
    return estimate_customer_value(tables).set_index("account_id")


def _rivals(tables: Tables) -> pd.DataFrame:
    return rank_competitors(tables, OSTREVIA)


def _best(tables: Tables) -> pd.Series:
    found = _rivals(tables)
    return found[found["best"]].iloc[0]


def _marks(tables: Tables) -> pd.DataFrame:
    """Ostrevia's marks, a column for each supplier, with what each expectation matters to it."""
    answers = answers_of(tables, "expectation", account_id=OSTREVIA)
    marks = answers.groupby(["item_id", "supplier_id"])["performance"].mean().unstack()
    weight = answers[answers["supplier_id"] == US].groupby("item_id")["importance"].mean()
    names = expectations_of(tables, OSTREVIA).set_index("expectation_id")["name"]
    return marks.assign(weight=weight, name=names).sort_values("weight", ascending=False)


def _best_of_each(tables: Tables) -> float:
    """The strength against a supplier that does not exist: the best mark of every row put together."""
    marks = _marks(tables)
    best = marks[[str(one) for one in _rivals(tables)["competitor_id"]]].max(axis=1)
    ours = (marks["weight"] * marks[US]).sum() / marks["weight"].sum()
    return float(ours / ((marks["weight"] * best).sum() / marks["weight"].sum()))


@remembered
def four(tables: Tables) -> tuple[str, ...]:
    """Heliora and three more, no two nearly alike, of which our own score has one pair the wrong way round."""
    found = _value(tables)
    strength = found["our_score"].round(2) / found["their_score"].round(2)

    def told_apart(three: tuple[str, ...]) -> bool:
        rows = [HELIORA, *three]
        shown, own = strength[rows].sort_values(ascending=False), found.loc[rows, "our_score"].round(2).sort_values(ascending=False)
        near = -shown.diff().max() < STRENGTH_APART or -own.diff().max() < SCORE_APART
        return not near and turned(list(shown.index), list(own.index)) == 1

    return (HELIORA, *some_of(tables, "where_strongest", OTHERS, 3, told_apart))


def _ordered(tables: Tables, column: str) -> list[str]:
    found = _value(tables).loc[list(four(tables)), column]
    return [str(one) for one in found.sort_values(ascending=False, kind="stable").index]


def show_four(tables: Tables) -> Shown:
    """Four accounts: our weighted score, and that of the competitor they rate best."""
    rows = _value(tables).loc[by_name(tables, four(tables))]
    columns = [
        Column("account", "Account"), Column("our_score", "We", "number", 2), Column("name", "Best competitor there"),
        Column("their_score", "They", "number", 2),
    ]  # fmt: skip
    return parts.table(rows, columns, caption="Marks 1 to 10, weighted by what the account calls important")


def show_marks(tables: Tables) -> Shown:
    """Ostrevia's marks for us and two competitors."""
    rivals = _rivals(tables)
    marks = _marks(tables)
    columns = [Column("name", "Expectation"), Column("weight", "Matters", "number", 1), Column(US, "We", "number", 1)]
    columns += [Column(str(row.competitor_id), str(row.name_), "number", 1) for row in rivals.rename(columns={"name": "name_"}).itertuples()]
    sums = "; ".join(f"{row.name_} {number(row.their_score, 2)}" for row in rivals.rename(columns={"name": "name_"}).itertuples())
    return parts.stack(
        parts.table(marks, columns, caption=f"{name_of(tables, OSTREVIA)}: means, 1 to 10"),
        parts.say(f"Weighted by what matters, over all rows: we {number(_best(tables)['our_score'], 2)}; {sums}."),
    )


def show_price(tables: Tables) -> Shown:
    """What Heliora thinks of our price and of the competitor's."""
    row = _value(tables).loc[HELIORA]
    answers = answers_of(tables, "expectation", account_id=HELIORA)
    kinds = expectations_of(tables).set_index("expectation_id")["kind"]
    price = answers[answers["item_id"].map(kinds) == "price"].groupby("supplier_id")["performance"].mean()
    ours, theirs = round(float(price[US]), 2), round(float(price[str(row["competitor_id"])]), 2)
    return parts.say(
        f"{name_of(tables, HELIORA)}, on \"lowest unit price\", 1 (dear) to 10 (cheap): us {number(ours, 2)}, {row['name']} {number(theirs, 2)}."
    )


def show_five(tables: Tables) -> Shown:
    """Five accounts on the two measures of the value map."""
    rows = _value(tables).loc[by_name(tables, FIVE)]
    columns = [Column("account", "Account"), Column("relative_quality", "Relative quality", "number", 2), Column("relative_price", "Relative price, as felt", "number", 2)]
    return parts.stack(
        parts.table(rows, columns, caption="Against the best competitor at each account"),
        parts.say("1.00 is level. Quality above 1: they rate us higher. Price above 1: they feel that we are dearer."),
    )


_RIGHT, _OWN, _AVERAGE, _RISEN = "right", "own", "average", "risen"


def _news(tables: Tables) -> dict[str, Option]:
    """What four customers gave us, by what is to be seen in it; the marks are invented for this question."""
    luck = luck_of(tables, "good_news")
    low, high, risen = (int(luck.integers(*span)) for span in ((5, 7), (8, 10), (5, 7)))
    said = {
        _RIGHT: f"us {low}, and {low - int(luck.integers(1, 3))} to the supplier they compare us with",
        _OWN: f"us {high}, and {high + 1} to the supplier they compare us with",
        _AVERAGE: f"us {high - 1}, above our average; nobody asked about another supplier",
        _RISEN: f"us {risen} after {risen - 2} last year, and {risen + int(luck.integers(2, 4))} to the supplier they compare us with",
    }
    letters = [str(one) for one in luck.permutation(list("ABCD"))]
    return {what: Option(letter.lower(), f"Customer {letter} gives {text}") for letter, (what, text) in zip(letters, said.items(), strict=True)}


GOOD_NEWS = Question(
    id="good_news",
    asks="Whose mark is good news",
    level="recognise",
    text="Four customers marked our technical answers, 1 to 10; all customers together give us a 6. Whose mark is good news?",
    kind=lambda tables: Choice(tuple(sorted(_news(tables).values(), key=lambda one: one.key))),
    expected=lambda tables: _news(tables)[_RIGHT].key,
    right="A customer chooses between suppliers and not between marks. 7 against 6 is a reason to stay, 7 against 9 one to leave.",
    otherwise="Last year's mark tells about us. The customer compares with what it could have today, and somebody else does better.",
    hint="Between what does the customer choose?",
    misconceptions=(
        Misconception(
            "own score instead of the ratio", lambda tables: _news(tables)[_OWN].key,
            "It is the highest of our marks. The other supplier has an even higher one there, and that is the one they will call.",
            "What would you have to know about somebody else?",
        ),
        Misconception(
            "compared with ourselves", lambda tables: _news(tables)[_AVERAGE].key,
            "Our other customers are not what this one can choose. It looks at the next supplier.",
            "Who else delivers to this customer?",
        ),
    ),
    hints=("A mark alone is half of a comparison.",),
)  # fmt: skip

STRONGEST = Question(
    id="where_strongest",
    asks="Four accounts by our strength",
    level="compute",
    text="Put the four accounts in the order of our strength there: our score over the best competitor's.",
    kind=lambda tables: Ranking(account_options(tables, by_name(tables, four(tables))), "is where we are strongest", "where we are weakest"),
    expected=lambda tables: _ordered(tables, "strength"),
    right="Above 1.00 the account sees us ahead. Below it, somebody else has a reason to call.",
    otherwise="Divide the two figures of each row, ours by theirs, and order the results.",
    hint="Four divisions, two decimals.",
    misconceptions=(
        Misconception(
            "own score instead of the ratio", lambda tables: _ordered(tables, "our_score"),
            "This is the order of our own score. It says where marks are given freely, and not where we are ahead.",
            "Put the other supplier's figure under ours in each row.",
        ),
        Misconception(
            "ratio upside down", lambda tables: _ordered(tables, "strength")[::-1],
            "The order is turned round: the competitor over us.",
            "Ours stands above the line of the fraction.",
        ),
    ),
    hints=("We divided by They.",),
)  # fmt: skip

STRENGTH = Question(
    id="strength_there",
    asks="Our strength at Ostrevia",
    level="compute",
    text=lambda tables: f"{name_of(tables, OSTREVIA)} was asked about two competitors. How strong are we there, against the best one? Two decimals.",
    kind=Number("", tolerance=0.006, digits=2),
    expected=lambda tables: float(_best(tables)["strength"]),
    right="The best competitor is one that exists and could be called tomorrow: the one with the highest score as a whole.",
    otherwise="Two of the figures under the table are needed: ours, and that of one competitor.",
    hint="Which of the two competitors has the higher score as a whole?",
    misconceptions=(
        Misconception(
            "best of each competitor", _best_of_each,
            "You compared us with the best mark of every row. No supplier has all of them; the customer cannot buy from that one.",
            "Choose one competitor and stay with it.",
        ),
        Misconception(
            "own score instead of the ratio", lambda tables: float(_best(tables)["our_score"]),
            "That is our own score, not yet compared with anybody's.",
            "Divide it by the competitor's.",
        ),
        Misconception(
            "ratio upside down", lambda tables: float(1 / _best(tables)["strength"]),
            "That is the competitor over us. Ours stands above the line.",
            "Are they ahead of us, or are we ahead of them? Below 1 means that they are.",
        ),
        Misconception(
            "the weaker competitor", lambda tables: float(_rivals(tables).query("not best")["strength"].iloc[0]),
            "That is against the weaker one of the two. They will not be tempted by that one.",
            "Take the one with the higher score.",
        ),
    ),
    hints=("Our score divided by the higher of the two others.",),
)  # fmt: skip

PRICE = Question(
    id="price_as_felt",
    asks="The price as Heliora feels it",
    level="compute",
    text=lambda tables: (
        f"By how much does {name_of(tables, HELIORA)} feel us to be dearer? Give the relative price, two decimals: 1.00 is level, above it we are dearer. It "
        "is the competitor's mark for price over ours, because a high mark means cheap."
    ),
    kind=Number("", tolerance=0.012, digits=2),
    expected=lambda tables: float(_value(tables).loc[HELIORA, "relative_price"]),
    right="It is the price as felt: hours lost with a crate that does not fit count in it. On paper the distance may be small.",
    otherwise="Divide the two marks for price.",
    hint="The competitor's mark stands above the line here.",
    misconceptions=(
        Misconception(
            "price ratio upside down", lambda tables: float(1 / _value(tables).loc[HELIORA, "relative_price"]),
            "This would mean that they feel us to be cheaper. A high mark for price means a good price, so the fraction is turned round.",
            "Who has the better mark for price, and who is therefore felt to be dearer?",
        ),
        Misconception(
            "quality for price", lambda tables: float(_value(tables).loc[HELIORA, "relative_quality"]),
            "That is about everything but the price.",
            "Use the two marks in the sentence.",
        ),
    ),
    hints=("Theirs over ours, for this one expectation.",),
)  # fmt: skip

_FIELDS = (
    ("worse dearer", "Worse and dearer"), ("better dearer", "Better and dearer"), ("worse cheaper", "Worse and cheaper"),
    ("better cheaper", "Better and cheaper"),
)  # fmt: skip


def _fields(tables: Tables) -> dict[str, str]:
    found = _value(tables)
    return {
        one: f"{'better' if found.loc[one, 'relative_quality'] >= 1 else 'worse'} {'dearer' if found.loc[one, 'relative_price'] >= 1 else 'cheaper'}"
        for one in by_name(tables, FIVE)
    }


def _turned(tables: Tables) -> dict[str, str]:
    other = {"dearer": "cheaper", "cheaper": "dearer"}
    return {one: f"{field.split()[0]} {other[field.split()[1]]}" for one, field in _fields(tables).items()}


MAP = Question(
    id="value_map",
    asks="Five accounts on the value map",
    level="decide",
    text="Where do the five accounts stand on the customer value map, as they see us?",
    kind=lambda tables: Placing(account_options(tables, by_name(tables, FIVE)), options(*_FIELDS), across="quality against the best competitor", up="price as felt"),
    expected=_fields,
    right="Better and dearer can last as long as they feel the difference. Worse and dearer lasts until the contract ends.",
    otherwise="Two readings for each account: quality above or below 1.00, price above or below 1.00.",
    hint="First sort by quality into left and right, then by price.",
    misconceptions=(
        Misconception(
            "price ratio upside down", _turned,
            "Quality is right, and the price is turned round: above 1.00 means that they feel us to be dearer.",
            "Read the sentence under the table once more.",
        ),
        Misconception(
            "all in one field", lambda tables: dict.fromkeys(_fields(tables), "worse dearer"),
            "Accounts see us differently, because each compares us with another supplier.",
            "Take each account by itself.",
            lambda _tables, answer: len(set(answer.values())) == 1,
        ),
    ),
    hints=("Right of the middle: quality above 1.00. Above the middle: price above 1.00.",),
)  # fmt: skip

SAY = Question(
    id="what_to_do_there",
    asks="Answer the discount for Heliora",
    level="defend",
    text=lambda tables: (
        f"Marek Dudzik wants to give {name_of(tables, HELIORA)} eight per cent off. Answer in two or three sentences: how they see us against whom, in "
        "figures, and what you would mend before the price."
    ),
    kind=Text(most=450, words=14),
    expected=lambda tables: (
        f"{name_of(tables, HELIORA)} sees us at {number(float(_value(tables).loc[HELIORA, 'strength']), 2)} of Rundbox Pool, in quality as well as in price. A discount makes a weak offer "
        "cheaper and shows them what they could have paid. I would first mend the crate that does not fit and the calls that do not come."
    ),
    right="A real competitor, a ratio, and something to mend. Price can still be talked about, afterwards.",
    otherwise="",
    hint="Against whom, how far behind, in what?",
    misconceptions=(
        Misconception(
            "price first",
            lambda _tables: "They see us at 0.80 of Rundbox Pool, so I agree to the eight per cent off first, and then we mend the crates.",
            "It gives the price away before anybody knows whether that is what is missing. It stays given.",
            "What would they still miss at the lower price?",
            claiming(r"i agree to", r"agree to the", r"give (them )?(the )?(eight|8)", r"lower (the|our) price", r"discount first", r"off first"),
        ),
        Misconception(
            "own score instead of the ratio",
            lambda _tables: "They are not content with us at all. I would first mend the crates that do not fit before we talk about the price.",
            "There is no figure in it that compares us with anybody. How far behind are we?",
            "Our score over theirs.",
            lambda _tables, text: not any(sign.isdigit() for sign in text),
        ),
        Misconception(
            "nobody to compare with",
            lambda _tables: "They see us at 0.80, in quality as well as in price. I would first mend the crates that do not fit before any discount.",
            "Of whom? A customer leaves to somebody.",
            "Name the supplier they rate best.",
            lambda tables, text: str(_value(tables).loc[HELIORA, "name"]).split()[0].lower() not in text.lower(),
        ),
        Misconception(
            "nothing is mended",
            lambda _tables: "They see us at 0.80 of Rundbox Pool, in quality as well as in price. I am against eight per cent off, it is too much.",
            "It says no, and offers nothing. The discount will come back in a month.",
            "What do they miss that is not the price?",
            lacks(r"mend\w*", r"fix\w*", r"repair\w*", r"improv\w*", r"first (make|get|solve|find|ask|call|visit|look)", r"crates?", r"calls?", r"warn\w*", r"service", r"engineer",
                  r"visit\w*", r"quality first"),
        ),
    ),
    hints=("They compare us with one supplier.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="03_against_competitors",
    title="Against competitors",
    objective="Read a mark beside the competitor's, choose one real competitor to compare with, and tell the price on paper from the price as felt.",
    minutes=35,
    draws_on="marks for us and for competitors from the same people (Gale 1994, Managing Customer Value)",
    workbook="03_define_account_values",
    step="Step 4 draws the value map of your customers.",
    account_id=OSTREVIA,
    questions=(GOOD_NEWS, STRONGEST, STRENGTH, PRICE, MAP, SAY),
    exhibits={
        "four": show_four, "marks": show_marks, "price": show_price, "five": show_five,
        "map": lambda tables: show_value_map(tables),
    },
)  # fmt: skip
