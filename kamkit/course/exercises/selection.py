"""06, choosing under politics and limited hours: the best list that fits, what a signature costs, what robust means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.exercises.drawing import Group, Pool
from kamkit.course.exercises.saying import account_options, by_name, claiming, lacks, mentions, name_of
from kamkit.course.kinds import Choice, Number, Option, Several, Text
from kamkit.course.question import Exercise, Misconception, Question
from kamkit.errors import MethodError
from kamkit.method.selection import Capacity, Selection, place_otherwise, select_accounts
from kamkit.method.selection.matrix import default_hours
from kamkit.model.frame import settings_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.selection import show_hours, show_list
from kamkit.show.words import number, percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ALDERMOOR, DUNMARSH, HELIORA = "0113", "0042", "1058"
ROUND_THE_LINE = 7
NOBODY = "nobody"


def _selection(tables: Tables) -> Selection:
    return select_accounts(tables, day_of(tables))


def _capacity(tables: Tables) -> Capacity:
    capacity = _selection(tables).capacity
    if capacity is None:
        raise MethodError("hours: none are known in this case; expected the hours of the account managers")
    return capacity


def _available(tables: Tables) -> float:
    return float(_capacity(tables).hours["available"].sum())


def _free(tables: Tables) -> pd.DataFrame:
    """The candidates nobody has put on or taken off by hand, by rank, with the hours if one goes down by rank."""
    ranking = _selection(tables).ranking
    found = ranking[ranking["override"].isna() & ranking["scored"]].set_index("account_id")
    return found.assign(together=found["hours"].cumsum())


def _fits_by_rank(tables: Tables) -> list[str]:
    free = _free(tables)
    return [str(one) for one in free.index[free["together"] <= _available(tables)]]


def _round_the_line(tables: Tables) -> list[str]:
    free = [str(one) for one in _free(tables).index]
    start = max(0, len(_fits_by_rank(tables)) - 2)
    return free[start : start + ROUND_THE_LINE]


def _of_these(tables: Tables, chosen: list[str]) -> list[str]:
    return [one for one in _round_the_line(tables) if one in chosen]


def _top(tables: Tables) -> list[str]:
    return [str(one) for one in _free(tables).index[: len(_capacity(tables).chosen)]]


def show_scores(tables: Tables) -> Shown:
    """The candidates by score, with the hours each needs and what they come to on the way down."""
    free = _free(tables)
    columns = [
        Column("rank", "Rank", "count"), Column("name", "Candidate"), Column("score", "Score", "number", 1),
        Column("hours", "Hours a year", "count"), Column("together", "Hours down to here", "count"),
    ]  # fmt: skip
    hours = number(_available(tables), 0)
    out = _selection(tables).ranking.query("override == 'out'")["name"]
    taken = f" Off by a signature, and not in the table: {', '.join(out)}." if len(out) else ""
    return parts.stack(
        parts.say(f"The account managers have {hours} hours a year.{taken}"),
        parts.table(free.reset_index(), columns, caption="Candidates by score, 1 to 10"),
    )


def show_hours_of_two(tables: Tables) -> Shown:
    """What Dunmarsh and Heliora need and what was spent on them, and what an account of their kind gets."""
    efforts = _efforts(tables)
    rows = efforts.loc[[DUNMARSH, HELIORA]].assign(name=[name_of(tables, one) for one in (DUNMARSH, HELIORA)])
    columns = [Column("name", "Account"), Column("hours_spent", "Hours spent last year", "count"), Column("hours_needed", "Hours asked for", "count")]
    status = number(default_hours(settings_of(tables))["status"], 0)
    return parts.stack(
        parts.table(rows, columns, caption="Two accounts"),
        parts.say(f"{name_of(tables, DUNMARSH)} is a status account: we are strong there and little is to come. Such an account gets {status} hours a year."),
    )


def _efforts(tables: Tables) -> pd.DataFrame:
    return tables["efforts"].groupby("account_id")[["hours_needed", "hours_spent"]].sum()


_REASONS = Pool("reasons_that_hold", {
    "checked": Group(3, (
        ("earns", "Brings EUR 340,000 a year after cost to serve, and more each year"),
        ("writes", "Wants stock on site, and has said so in writing"),
        ("pays", "Pays four days after the due date, contract until 2028"),
        ("builds", "Builds a second plant; the permit has been published"),
        ("tender", "Buys crates for EUR 0.9 m a year elsewhere, by its own tender"),
        ("asked us", "Its engineers asked us about three of last year's four new products"),
    )),
    "favourite": Group(2, (
        ("loyal", "Loyal."), ("asked", "Paul asked for it."), ("school", "Konrad and the owner go back a long way."), ("pleasant", "Pleasant people to work with."),
    )),
    "fame": Group(1, (
        ("known", "Everybody knows the name"), ("proud", "A customer to be proud of"), ("great", "One of the great names of its trade"),
    )),
})  # fmt: skip

REASONS = Question(
    id="reasons_that_hold",
    asks="Which reasons can be checked",
    level="recognise",
    text="Reasons why a customer should be a key account, some of them from last year's list. Which could somebody check who does not know the customer?",
    kind=_REASONS.several,
    expected=_REASONS.all("checked"),
    right="A reason that can be checked can also be wrong, and that is what makes it one.",
    otherwise="Ask of each: where would I look to see whether it is true?",
    hint="Is there a figure, a letter or a date behind it?",
    misconceptions=(
        Misconception(
            "a favourite for a reason", lambda tables: [*_REASONS.keys(tables, "favourite"), _REASONS.keys(tables, "checked")[0]],
            "It says who likes whom. Nobody could show that it is wrong, and each customer has somebody who says it.",
            "What would have to be the case for the sentence to be false?",
            _REASONS.has("favourite"),
        ),
        Misconception(
            "fame for value", _REASONS.all("checked", "fame"),
            "A known name may help with others, and then somebody has to say with whom. By itself it is a feeling about the customer.",
            "Which sector would the name open, and who has asked there?",
            _REASONS.has("fame"),
        ),
    ),
    hints=("Three of the six.",),
)  # fmt: skip

HOURS_SHORT = Question(
    id="hours_short",
    asks="How many hours are missing",
    level="compute",
    text="How many hours a year are missing if every candidate in the table is to be served?",
    kind=Number("hours", tolerance=1),
    expected=lambda tables: float(_free(tables)["hours"].sum() - _available(tables)),
    right="A list is a decision about hours. Whoever puts all of them on it serves each of them with less than it needs, and tells nobody.",
    otherwise="Two figures are needed: the hours all of them ask for, and the hours there are.",
    hint="The last row of the right column is what all of them need.",
    misconceptions=(
        Misconception(
            "the need for the lack", lambda tables: float(_free(tables)["hours"].sum()),
            "That is what all of them need. Part of it is there already.",
            "Take off the hours of the account managers.",
        ),
        Misconception(
            "sign turned", lambda tables: float(_available(tables) - _free(tables)["hours"].sum()),
            "The size is right; with a minus it says that hours are left over.",
            "How many are missing? That is a positive number.",
        ),
    ),
    hints=("What is needed less what is there.",),
)  # fmt: skip

ON_THE_LIST = Question(
    id="on_the_list",
    asks="Who is on the list the hours can serve",
    level="compute",
    text=lambda tables: (
        f"Tom Halloway wants the first ones by score. Ines Carrow wants the list with the highest sum of scores that {number(_available(tables), 0)} "
        "hours can serve. Which of these are on hers?"
    ),
    kind=lambda tables: Several(account_options(tables, _round_the_line(tables))),
    expected=lambda tables: _of_these(tables, list(_capacity(tables).chosen)),
    right="An account with few hours can stand on the list above a higher score with many: it fits where the other does not.",
    otherwise="Go down the table while the hours last, then ask who still fits into what is left.",
    hint="How many hours are left when the next one no longer fits?",
    misconceptions=(
        Misconception(
            "top N by score without hours", lambda tables: _of_these(tables, _top(tables)),
            "These are the first by score, as many as there are places. Together they need more hours than there are.",
            "Compare the right column with the hours there are, at the last one you took.",
        ),
        Misconception(
            "stopped at the first that does not fit", lambda tables: _of_these(tables, _fits_by_rank(tables)),
            "You stopped where the next one did not fit. Hours are left over, and somebody further down needs no more than these.",
            "Who fits into what is left?",
        ),
        Misconception(
            "all of them", _round_the_line,
            "All of them would be served with hours that nobody has. That was last year's list.",
            "Add up what these need.",
        ),
    ),
    hints=("The column on the right says where the hours end.",),
)  # fmt: skip


def _pushed(tables: Tables) -> str:
    found = place_otherwise(_capacity(tables), ALDERMOOR)
    if not found.fits or len(found.pushes_out) != 1 or found.lets_in:
        raise MethodError(f"{ALDERMOOR}: putting it on pushes out {len(found.pushes_out)} accounts; expected one, as the question says")
    return found.pushes_out[0]


def _last_on(tables: Tables) -> str:
    return _capacity(tables).chosen[-1]


def _pushed_kind(tables: Tables) -> Choice:
    chosen = list(_capacity(tables).chosen)
    some = {_pushed(tables), _last_on(tables), chosen[-2], chosen[0]}
    return Choice((*account_options(tables, by_name(tables, some)), Option(NOBODY, "Nobody: it is one more account")))


PUSHED_OUT = Question(
    id="pushed_out",
    asks="Who makes room",
    level="compute",
    text=lambda tables: (
        f"Konrad Varnholt puts {name_of(tables, ALDERMOOR)} on by hand; it needs {number(_efforts(tables).loc[ALDERMOOR, 'hours_needed'], 0)} hours. One "
        "account has to make room. Whose hours are enough, at the smallest loss of score?"
    ),
    kind=_pushed_kind,
    expected=_pushed,
    right="An override is a decision about two customers. The one that loses its place has an account manager who should hear it from you.",
    otherwise="With this one gone the hours are not enough, or another frees them at a smaller loss of score.",
    hint="Among those on the list that need at least as many hours: who has the lowest score?",
    misconceptions=(
        Misconception(
            "the last on the list goes", _last_on,
            "The last one by score frees too few hours, so it would not be the only one to go.",
            "How many hours does it need, and how many are asked for?",
        ),
        Misconception(
            "an override without a loser", lambda _tables: NOBODY,
            "The hours are given away already. One more account means that somebody else gets fewer, whether it is said or not.",
            "How many hours are left beside the list?",
        ),
    ),
    hints=("Leave out everybody who needs fewer hours.",),
)  # fmt: skip

_OFFERS = Pool("politics", {
    "sign": Group(1, (
        ("sign", "The list as it is; or his signature, with the reason, the dissent and the name of the account that loses its place"),
        ("memo", "A line in the memo that anybody may read: that he decides it, why, who is against it, and who makes room"),
        ("page", "That he may decide it under his own name, and that the same page says whose hours it takes and who advised otherwise"),
    )),
    "weights": Group(1, (
        ("weights", "To give more points to the years with us, so that it comes up by itself"),
        ("first", "To count tradition double from now on, which brings it up far enough"),
    )),
    "quiet": Group(1, (
        ("quiet", "To put it on as one more and say no more about it"),
        ("beside", "To serve it beside the list, without an entry"),
    )),
    "again": Group(1, (
        ("again", "To have it scored again by people who know it well"),
        ("longest", "To let those score it who have worked with it longest"),
    )),
})  # fmt: skip

POLITICS = Question(
    id="politics",
    asks="What to offer the managing director",
    level="decide",
    text=lambda tables: (
        f"\"{name_of(tables, ALDERMOOR)} was our first customer,\" says Konrad Varnholt. By score it is number "
        f"{int(_selection(tables).place_of(ALDERMOOR)['rank'])}. What do you offer him?"  # type: ignore[index]
    ),
    kind=_OFFERS.choice,
    expected=_OFFERS.one("sign"),
    right="He may decide it, and everybody can see that he did and what it cost. In a year you can read whether it was worth it.",
    otherwise="Scoring again until it fits is bending the weights by other means.",
    hint="In which of these can somebody who reads the list in a year see what happened?",
    misconceptions=(
        Misconception(
            "bending the weights", _OFFERS.one("weights"),
            "The weights are for all accounts. Changed for one, they move others as well, and the list looks objective while it is not.",
            "Who else would rise with the same points?",
        ),
        Misconception(
            "an override without a loser", _OFFERS.one("quiet"),
            "Nobody decides it and nobody signs it, and still an account is served with fewer hours from tomorrow on.",
            "Who will notice first?",
        ),
    ),
    hints=("Power is not the trouble; hidden power is.",),
)  # fmt: skip


def _share(tables: Tables) -> str:
    row = _selection(tables).place_of(HELIORA)
    assert row is not None
    return percent(float(row["acceptability"]) * 100)


_ROBUST = Pool("what_robust_means", {
    "weights": Group(1, (
        ("weights", lambda tables: f"Whoever weighs the criteria otherwise would still choose it, in {_share(tables)} of the ways to weigh them"),
        ("hangs", lambda tables: f"How far its place hangs on the weights: in {_share(tables)} of the ways to share out the points it stays among the first"),
        ("as scored", lambda tables: f"With the scores as they are, {_share(tables)} of all ways to weigh the criteria put it among the first; of its future nothing"),
    )),
    "success": Group(1, (
        ("success", lambda tables: f"With {_share(tables)} probability it will be a successful account"),
        ("turns out", lambda tables: f"The chance that it turns out well is {_share(tables)}"),
    )),
    "scorers": Group(1, (
        ("scorers", lambda tables: f"{_share(tables)} of the scorers agree about it"),
        ("votes", lambda tables: f"{_share(tables)} of those who scored it would choose it"),
    )),
    "sure": Group(1, (
        ("sure", "Its score is nearly certain"),
        ("error", "Its score can hardly be wrong"),
    )),
})  # fmt: skip

ROBUST = Question(
    id="what_robust_means",
    asks="What a share of weightings says",
    level="decide",
    text=lambda tables: (
        f"{name_of(tables, HELIORA)} is among the first {_selection(tables).places} in {_share(tables)} of all weightings. What does that say?"
    ),
    kind=_ROBUST.choice,
    expected=_ROBUST.one("weights"),
    right="So the meeting need not quarrel about the weights because of it. Whether the account succeeds is another question, and so is a criterion nobody thought of.",
    otherwise="The share is about weights; what people scored is taken as they scored it.",
    hint="What was changed many times, to count this share?",
    misconceptions=(
        Misconception(
            "robustness read as chance of success", _ROBUST.one("success"),
            "Nothing in it looks into the future. It asks how far the choice hangs on the weights, with the scores of today.",
            "What would have to be known for a chance of success?",
        ),
        Misconception(
            "robustness read as agreement", _ROBUST.one("scorers"),
            "How far scorers agree is another measure (Kendall's W). Here the weights were drawn again and again.",
            "Who or what was varied?",
        ),
    ),
    hints=("SMAA: a share of weightings (Lahdelma and Salminen 2001).",),
)  # fmt: skip


def _freed(tables: Tables) -> float:
    return float(_efforts(tables).loc[DUNMARSH, "hours_spent"] - default_hours(settings_of(tables))["status"])


FREED = Question(
    id="hours_freed",
    asks="Hours that come free at Dunmarsh",
    level="compute",
    text=lambda tables: (
        f"{name_of(tables, DUNMARSH)} stays a customer and gets what a status account gets. How many hours a year come free for "
        f"{name_of(tables, HELIORA)} and others?"
    ),
    kind=Number("hours", tolerance=1),
    expected=_freed,
    right=lambda tables: (
        f"Nearly what {name_of(tables, HELIORA)} needs, found without hiring anybody. It takes a talk with {name_of(tables, DUNMARSH)}: notice, who serves it "
        "from then on, and what it keeps."
    ),
    otherwise="What comes free is the difference between what is spent there today and what it will get.",
    hint="Which hours are really worked there today?",
    misconceptions=(
        Misconception(
            "asked for, instead of spent",
            lambda tables: float(_efforts(tables).loc[DUNMARSH, "hours_needed"] - default_hours(settings_of(tables))["status"]),
            "You began from the hours asked for. What comes free is what people work there today, and that is more.",
            "Use the column of last year.",
        ),
        Misconception(
            "step down as silence", lambda tables: float(_efforts(tables).loc[DUNMARSH, "hours_spent"]),
            "Then nobody would serve it at all from tomorrow. A customer stepped down keeps some service, and somebody's name.",
            "What does a status account get?",
        ),
        Misconception(
            "the lack for the gain",
            lambda tables: float(_efforts(tables).loc[HELIORA, "hours_needed"] - _efforts(tables).loc[HELIORA, "hours_spent"]),
            "That is what the other account lacks. Asked is what comes free at this one.",
            "Stay in the first row of the table.",
        ),
    ),
    hints=("Spent today, less what it will get.",),
)  # fmt: skip

SIGNED = Question(
    id="write_the_override",
    asks="Write the override",
    level="defend",
    text=lambda tables: (
        f"Suppose Konrad Varnholt insists on {name_of(tables, ALDERMOOR)}. Write the entry for the memo in two or three sentences: who decides, why, "
        "who loses the place, and when it is looked at again."
    ),
    kind=Text(most=450, words=12),
    expected=lambda tables: (
        f"Konrad Varnholt puts {name_of(tables, ALDERMOOR)} on the list, because he wants to keep our first customer. {name_of(tables, _pushed(tables))} loses its place; "
        "its account manager was told. It is looked at again at the next selection in March."
    ),
    right="Whoever reads it in a year knows who decided what at whose cost. That is all an honest list can do about politics.",
    otherwise="",
    hint="Four parts: the name, the reason, the loser, the day.",
    misconceptions=(
        Misconception(
            "bending the weights",
            lambda tables: f"Konrad Varnholt raises the weight of loyalty because {name_of(tables, ALDERMOOR)} deserves it; {name_of(tables, _pushed(tables))} loses its place until March.",
            "It changes the weights for the sake of one account. Then the list looks like a calculation, and nobody has signed anything.",
            "Leave the weights alone and write down a decision.",
            claiming(r"(chang|rais|increas|adjust|bend|lower|mov|shift)\w* [^.;]{0,30}weight\w*", r"more (points|weight)", r"re-?scor\w*",
                     r"scor\w* (it |them )?again"),
        ),
        Misconception(
            "nobody signs",
            lambda tables: f"{name_of(tables, ALDERMOOR)} is put on the list because it was our first customer; {name_of(tables, _pushed(tables))} loses its place until the next selection in March.",
            "It happens in the passive: nobody decides. An override stands or falls with the name under it.",
            "Who takes the decision?",
            lacks(r"Konrad", r"Varnholt", r"managing director"),
        ),
        Misconception(
            "an override without a loser",
            lambda tables: f"Konrad Varnholt puts {name_of(tables, ALDERMOOR)} on the list, because he wants to keep our first customer. It is looked at again in March.",
            "It names who comes on and not who goes off. The hours come from somebody.",
            "Who was it, two questions ago?",
            lambda tables, text: not mentions(text, name_of(tables, _pushed(tables)), name_of(tables, _pushed(tables)).split()[0]),
        ),
        Misconception(
            "no reason",
            lambda tables: f"Konrad Varnholt puts {name_of(tables, ALDERMOOR)} on the list. {name_of(tables, _pushed(tables))} loses its place. It is looked at again in March.",
            "There is no reason in it. In a year nobody can tell whether the reason still holds.",
            "What does he hope for from this account?",
            lacks(r"because", r"since", r"reason\w*", r"as he", r"so that", r"in order to", r"to (keep|hold|win|save|protect|show|honour|thank)", r"for the sake", r"due to"),
        ),
        Misconception(
            "no day to look again",
            lambda tables: f"Konrad Varnholt puts {name_of(tables, ALDERMOOR)} on the list, because he wants to keep our first customer. {name_of(tables, _pushed(tables))} loses its place.",
            "Without a day it stays on the list for ever, which is how last year's list came to its length.",
            "When is the next selection?",
            lacks(r"again", r"review\w*", r"until", r"january|february|march|april|may|june|july|august|september|october|november|december", r"months?", r"year",
                  r"next selection", r"20\d\d", r"quarter\w*"),
        ),
    ),
    hints=("Write it so that the manager of the account that loses its place could read it.",),
)  # fmt: skip

EXERCISE = Exercise(
    name="06_choosing_under_politics",
    title="Choosing under politics and limited hours",
    objective="Choose the list that the hours can serve, say what each decision by hand costs and whom, and read robustness for what it is.",
    minutes=45,
    draws_on="scores of several departments, hours, and signed overrides (an integer programme; Lahdelma and Salminen 2001)",
    workbook="05_select_key_accounts",
    step="Steps 3 and 4 do it for your candidates.",
    account_id="",
    questions=(REASONS, HOURS_SHORT, ON_THE_LIST, ROBUST, POLITICS, PUSHED_OUT, FREED, SIGNED),
    exhibits={
        "scores": show_scores,
        "two": show_hours_of_two,
        "list": lambda tables: show_list(_selection(tables)),
        "hours": lambda tables: show_hours(_selection(tables)),
    },
)
