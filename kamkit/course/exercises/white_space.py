"""08, white space: unknown is not nothing, a wallet is what they spend in our category, and not every gap is ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool
from kamkit.course.exercises.saying import accounts_of, claiming, currency_of, lacks, name_of
from kamkit.course.kinds import Answer, Matching, Number, Text, options
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.method.relationship import estimate_white_space, place_white_space, review_wallet
from kamkit.method.relationship.whitespace import IN_HOUSE, OURS, RIVAL, UNKNOWN
from kamkit.method.remembered import remembered
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship import show_white_space
from kamkit.show.words import money as amount
from kamkit.show.words import number

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ORBISAN = "ORBISAN"
THEIR_REVENUE = 940e6  # what Orbisan itself sells a year; invented for this exercise


@remembered
def _grid(tables: Tables) -> pd.DataFrame:
    return place_white_space(tables, ORBISAN, day_of(tables))


def _sums(tables: Tables) -> pd.Series:
    return estimate_white_space(_grid(tables)).iloc[0]


def _wallet(tables: Tables) -> float:
    return float(review_wallet(tables, ORBISAN, day_of(tables))["wallet"].iloc[0])


def _revenue(tables: Tables) -> float:
    return float(accounts_of(tables).loc[ORBISAN, "revenue"])


def _of(tables: Tables, *states: str) -> pd.DataFrame:
    grid = _grid(tables)
    return grid[grid["state"].isin(states)]


def show_states(tables: Tables) -> Shown:
    """The cells of the grid by state, with what is known of their size."""
    grid, currency = _grid(tables), currency_of(tables)
    rows = []
    for state in (OURS, RIVAL, IN_HOUSE, UNKNOWN, "not needed"):
        cells = grid[grid["state"] == state]
        sized = cells["high"].notna()
        least, most = cells["low"].sum(), cells.loc[sized, "high"].sum()
        size = "0" if state == "not needed" else number(least, 0) if most == least and sized.all() else f"{number(least, 0)} to {number(most, 0)}"
        rows.append({"state": state, "cells": len(cells), "size": size, "open": "" if sized.all() else f"and {(~sized).sum()} cells of which nobody knows the size"})
    columns = [Column("state", "Who supplies it"), Column("cells", "Cells", "count"), Column("size", f"A year, {currency}"), Column("open", "")]
    units = grid["unit"].nunique()
    return parts.table(pd.DataFrame(rows), columns, caption=f"{name_of(tables, ORBISAN)}: {units} plants x {grid['offering'].nunique()} offerings")


def show_wallet_figures(tables: Tables) -> Shown:
    """Three figures of which two belong to the share of wallet."""
    currency = currency_of(tables)
    return parts.say(
        f"{name_of(tables, ORBISAN)} sells machines for {amount(THEIR_REVENUE, currency)} a year (invented for this exercise). It spends "
        f"{amount(_wallet(tables), currency)} a year on packaging, crates and the services that go with them, by its own count. It buys {amount(_revenue(tables), currency)} a year from us."
    )


def show_cells(tables: Tables) -> Shown:
    """Six cells somebody has to decide about."""
    currency = currency_of(tables)
    columns = [Column("cell", "Plant and offering"), Column("what", "What is known")]
    known = {key: what for cells in _CELLS.values() for key, _, what in cells}
    rows = [{"cell": one.label, "what": known[one.key].replace("EUR", currency)} for one in _SIX.options(tables)]
    return parts.table(pd.DataFrame(rows), columns, caption="Six cells, as the account team describes them (invented for this exercise)")


# What may be known of a cell, by what there is in it for us: plant and offering, and what the account team says of it. Who
# supplies each is as in the grid.
_CELLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "asked": (
        ("a", "Augsburg, packing-line service", "A competitor's, EUR 1.1 m; their manager asked last month what we could do"),
        ("g", "Mielec, board boxes", "A competitor's; their buyer asked in March what ours would cost, delivered each week"),
        ("h", "Zwickau, board boxes", "A competitor's; their engineer sent a drawing and asked for a sample"),
    ),
    "unhappy": (
        ("d", "Graz, crate pool", "A competitor's; the contract ends in a year, and counts have been disputed twice"),
        ("i", "Kassel, crate pool", "A competitor's; crates came back dirty three times this winter, and the contract ends next spring"),
        ("j", "Opole, board boxes", "A competitor's; two deliveries came wet, and their buyer is looking around"),
    ),
    "unknown": (
        ("e", "Tychy, crate pool", "Unknown; nobody has asked"),
        ("k", "Graz, packing-line service", "Unknown; none of us has been in that hall"),
        ("l", "Augsburg, stock on site", "Unknown; whoever we knew there left two years ago"),
    ),
    "not needed": (
        ("b", "Zwickau, crates", "Not needed: castings leave on steel frames"),
        ("m", "Wels, stock on site", "Not needed: what comes is packed on the same day"),
        ("n", "Biel, packing-line service", "Not needed: all is packed by hand"),
    ),
    "proud": (
        ("c", "Biel, stock on site", "In-house; the store was built two years ago and is their pride"),
        ("o", "Tychy, packing-line service", "In-house; six fitters of their own do it, and do it well"),
        ("p", "Zwickau, stock on site", "In-house; every visitor is shown the new store"),
    ),
    "content": (
        ("f", "Wels, board boxes", "A competitor's, the cheapest board in the west, and boxes are all they want"),
        ("q", "Biel, board boxes", "A competitor's; a low price is all they ask of a box, and they have the lowest"),
        ("r", "Tychy, crates", "A competitor's used crates at half of our price; they want nothing better"),
    ),
}
_SIX = Pool("ours_to_win", {name: Group(1, tuple((key, cell) for key, cell, _ in cells)) for name, cells in _CELLS.items()})

_ONE_CELL = Pool("read_a_cell", {
    "value": Group(1, (
        ("rival", "A competitor's, EUR 508,000"), ("house", "Made in-house, EUR 340,000 by their own count"),
        ("tender", "A competitor's; EUR 1,120,000 in their last tender"),
    )),
    "open": Group(1, (
        ("unknown", "Unknown, nobody has asked"), ("hall", "Unknown; none of us has been there"),
        ("bought", "A plant they bought last year; nobody knows who supplies it, or how much"),
    )),
    "range": Group(1, (
        ("plant", "Unknown; by the size of the plant at most EUR 208,000"), ("lines", "Unknown; by the number of lines EUR 150,000 at most"),
        ("cannot", "Nobody knows who supplies; more than EUR 95,000 a year they cannot use"),
    )),
    "zero": Group(1, (
        ("none", "Not needed"), ("steel", "Not needed: everything leaves on steel frames"), ("closed", "Not needed since the line was closed"),
    )),
})  # fmt: skip


def _read(tables: Tables, **otherwise: str) -> dict[str, str]:
    return {key: otherwise.get(group, group) for key, group in _ONE_CELL.group_of(tables).items()}


def _any_is(group: str, choice: str) -> Callable[[Tables, Answer], bool]:
    return lambda tables, answer: any(answer[key] == choice for key in _ONE_CELL.keys(tables, group))


READ_CELL = Question(
    id="read_a_cell",
    asks="What a cell counts in a total",
    level="recognise",
    text="What goes into a total of what could be won, for each of these cells?",
    kind=lambda tables: Matching(
        _ONE_CELL.options(tables),
        options(("value", "its amount"), ("range", "from nothing up to its upper end"), ("open", "a range without an upper end"), ("zero", "nothing")),
    ),
    expected=_read,
    right="So a total with unknown cells is a range, and it says what to ask next.",
    otherwise="Ask of each: what is the least it could be, and what the most?",
    hint="Is nothing there, or does nobody know what is there?",
    misconceptions=(
        Misconception(
            "unknown taken for zero", lambda tables: _read(tables, open="zero"),
            "Nobody has asked, so nobody knows. Written down as nothing it will never be asked about.",
            "What is the difference between a cell nobody knows and one that is not needed?",
            _any_is("open", "zero"),
        ),
        Misconception(
            "an estimate for a fact", lambda tables: _read(tables, range="value"),
            "At most is not so much. A plant of that size could buy all of it, or none.",
            "What is the least it could be?",
            _any_is("range", "value"),
        ),
    ),
    hints=("Each of the four on the right is used once.",),
)  # fmt: skip

SHARE = Question(
    id="share_of_wallet",
    asks="Our share of the wallet",
    level="compute",
    text=lambda tables: f"What is our share of {name_of(tables, ORBISAN)}'s wallet, in per cent?",
    kind=Number("%", tolerance=0.6),
    expected=lambda tables: _revenue(tables) / _wallet(tables) * 100,
    right="Less than a third of what they spend on things that we could supply. It says how much room there is, and not that it is ours.",
    otherwise="Our sales to them, over what they spend in our category.",
    hint="Which of the three figures is about packaging, whoever supplies it?",
    misconceptions=(
        Misconception(
            "their revenue for the wallet", lambda tables: _revenue(tables) / THEIR_REVENUE * 100,
            "You divided by what they sell. A wallet is what they spend on what we could supply.",
            "How much do they spend on packaging and crates?",
        ),
        Misconception(
            "their share of us", lambda tables: _revenue(tables) / float(accounts_of(tables)["revenue"].sum()) * 100,
            "That is how large they are for us. Asked is how large we are for them.",
            "Whose spending stands below the line?",
        ),
        Misconception(
            "ratio upside down", lambda tables: _wallet(tables) / _revenue(tables) * 100,
            "The fraction is turned round; a share of wallet above 100 % would be a mistake in the data.",
            "Our sales stand above the line.",
        ),
    ),
    hints=("Two of the three figures are needed.",),
)  # fmt: skip

AT_LEAST = Question(
    id="at_least",
    asks="What can be won at least",
    level="compute",
    text="How much a year is there to be won at least: what is supplied by competitors or made in-house, as far as it is known?",
    kind=lambda tables: Number(currency_of(tables), relative=0.005),
    expected=lambda tables: float(_sums(tables)["open_low"]),
    right="At least that, and nobody can say how much at most: too many cells have no upper end. Ask before you size it.",
    otherwise="Two rows of the table are needed, each with its lower figure.",
    hint="Leave out what is ours, and what is not needed.",
    misconceptions=(
        Misconception(
            "the upper end for the lower", lambda tables: float(_of(tables, RIVAL, IN_HOUSE)["high"].sum()),
            "You took the upper ends. Asked is what there is at least.",
            "Take the first figure of each range.",
        ),
        Misconception(
            "unknown cells filled with a guess",
            lambda tables: float(_of(tables, RIVAL, IN_HOUSE)["low"].sum() + _of(tables, UNKNOWN)["high"].sum()),
            "You counted the unknown cells at their upper end. They could be that much, or nothing.",
            "What is the least that an unknown cell can be?",
        ),
        Misconception(
            "our own sales in it", lambda tables: float(_sums(tables)["total_low"]),
            "What is ours already is in it. It cannot be won again.",
            "Leave out the first row.",
        ),
    ),
    hints=("Competitors and in-house, lower figures.",),
)  # fmt: skip

WORTH_ASKING = Question(
    id="ours_to_win",
    asks="Which cells could be ours",
    level="decide",
    text="In which of these cells is there something for us to win within two years? Choose those you would put hours into.",
    kind=_SIX.several,
    expected=_SIX.all("asked", "unhappy", "unknown"),
    right="Somebody has asked, somebody is unhappy, or nobody knows: there an hour may find something. The others are well served, or need nothing.",
    otherwise="Ask of each: why should they change?",
    hint="Where is somebody unhappy, or has nobody asked?",
    misconceptions=(
        Misconception(
            "every gap is ours to win", _SIX.all(*_CELLS),
            "A gap in our grid is often no gap for them: it is filled well, made with pride, or not needed at all.",
            "What would they have to give up, and for what?",
            lambda _tables, answer: len(answer) >= 5,
        ),
        Misconception(
            "unknown taken for zero", _SIX.all("asked", "unhappy"),
            "You left out the cell of which nothing is known. One question to their buyer costs less than any offer.",
            "What is the cheapest thing that you could do there?",
        ),
        Misconception(
            "against what they are content with", _SIX.all("asked", "unhappy", "unknown", "content"),
            "In one of them they are content with the cheapest there is and want nothing else. We would win by price alone, and lose by it.",
            "Where do they want what we are good at?",
            _SIX.has("content"),
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip

_SAYING = Pool("how_to_say_it", {
    "range": Group(1, (
        ("range", "That figure as the least it is, how many cells nobody knows, and who asks by when"),
        ("floor", "\"At least this; how much more, three of us ask by the end of May at the plants nobody has seen\""),
        ("no end", "A range that begins with this figure and has no upper end yet, and which questions would give it one"),
    )),
    "point": Group(1, (
        ("point", "The figure you have just worked out"),
        ("rounded", "The figure you have just worked out, rounded, as our potential there"),
    )),
    "wallet": Group(1, (
        ("wallet", "The wallet, less what they buy from us"),
        ("all else", "Everything they spend in our category with others"),
    )),
    "later": Group(1, (
        ("later", "Nothing, until all cells are known"),
        ("before", "That nobody can say anything before every plant has answered"),
    )),
})  # fmt: skip

HOW_TO_SAY = Question(
    id="how_to_say_it",
    asks="How to say the size",
    level="decide",
    text=lambda tables: f"Tom Halloway asks how large the white space at {name_of(tables, ORBISAN)} is. What do you say?",
    kind=_SAYING.choice,
    expected=_SAYING.one("range"),
    right="A floor, what is not known, and who finds it out. He can plan with that, and nobody has to take it back.",
    otherwise="Waiting for all cells means never to say anything; a floor can be said today.",
    hint="What do you know for certain, and what not?",
    misconceptions=(
        Misconception(
            "unknown taken for zero", _SAYING.one("point"),
            "Said like this, all unknown cells are nothing. It will stand in the plan as the potential, and be too small or too certain.",
            "How many cells does this figure know nothing about?",
        ),
        Misconception(
            "every gap is ours to win", _SAYING.one("wallet"),
            "That is everything they buy elsewhere, whatever it is. Some of it they make themselves, some they are content with, some we do not have.",
            "Which cells are in it that nobody would change?",
        ),
    ),
    hints=("A range, and what would narrow it.",),
)  # fmt: skip

ASK_FIRST = Question(
    id="what_to_ask",
    asks="Write what to ask first",
    level="defend",
    text=lambda tables: (
        f"Write to Sofia Reinholt, who looks after {name_of(tables, ORBISAN)}: what should be asked, of whom, by when, and what will be decided with the answer? Two or three sentences."
    ),
    kind=Text(most=450, words=16),
    expected=lambda _tables: "Please ask the buyers of Tychy and Augsburg by the end of May who supplies crate pool and stock on site today, and until when. If one of them ends within a year, we put an offer into the plan; if not, the cell is closed and the hours go elsewhere.",
    right="A question, a person, a day, and a decision that hangs on it. Now the answer is worth having.",
    otherwise="",
    hint="What, whom, by when, and then?",
    misconceptions=(
        Misconception(
            "every gap is ours to win",
            lambda _tables: "Please make an offer for all open cells by the end of May and ask the buyers to sign, because we want to win everything that is not ours today.",
            "It offers before anybody has asked. An offer for everything says that we do not know what they need.",
            "Choose a few cells, and ask first.",
            claiming(r"all (open |unknown |the )?(cells|gaps)", r"everything", r"every (cell|gap)", r"whole wallet"),
        ),
        Misconception(
            "nobody is asked",
            lambda _tables: "Please find out by the end of May who supplies crate pool and stock on site in Tychy; if it ends within a year, we put an offer into the plan.",
            "It does not say who of theirs is to be asked. Then it will be looked up on the internet.",
            "Which person at the plant would know?",
            lacks(r"buyers?", r"managers?", r"purchas\w*", r"planners?", r"head of", r"director", r"engineers?", r"warehouse\w*", r"their people", r"plant manager\w*"),
        ),
        Misconception(
            "no day",
            lambda _tables: "Please ask the buyers of Tychy and Augsburg who supplies crate pool and stock on site today. If it ends soon, we put an offer into the plan.",
            "There is no day, so it will be asked at the next visit, whenever that is.",
            "By when do you need it for the plan?",
            lacks(r"january|february|march|april|may|june|july|august|september|october|november|december", r"weeks?", r"by (the )?end", r"20\d\d", r"friday|monday", r"before the", r"days?"),
        ),
        Misconception(
            "an answer without a decision",
            lambda _tables: "Please ask the buyers of Tychy and Augsburg by the end of May who supplies crate pool and stock on site today, and enter it into the grid.",
            "It fills the grid, and nothing happens with it. Forms are filled for ever like this.",
            "What will you do if they say yes, and what if they say no?",
            lacks(r"if", r"then", r"so that we", r"decid\w*", r"depend\w*", r"otherwise", r"when they", r"in order to"),
        ),
    ),
    hints=("A question is worth what is decided with its answer.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="08_white_space",
    title="White space",
    objective="Keep unknown apart from nothing, take the wallet for what they spend in our category, and choose the gaps that could be ours.",
    minutes=35,
    draws_on="the grid of plants and offerings of a customer in four countries, its own spend, and our sales",
    workbook="06_diagnose_the_relationship",
    step="Its step on white space draws the grid of your customer.",
    account_id=ORBISAN,
    questions=(READ_CELL, SHARE, AT_LEAST, HOW_TO_SAY, WORTH_ASKING, ASK_FIRST),
    exhibits={
        "wallet": show_wallet_figures, "states": show_states, "cells": show_cells,
        "grid": lambda tables: show_white_space(tables, ORBISAN, day_of(tables)),
    },
)  # fmt: skip
