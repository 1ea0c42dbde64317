"""The accounts of the index as columns: what stands in each place, what it sorts by, and the ways to the pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import pandas as pd

from kamkit.bulk import Outcome
from kamkit.packs.contents import missing_words
from kamkit.packs.documents import STEMS, Made
from kamkit.packs.jobs import Place
from kamkit.packs.library import Workbook
from kamkit.show import words
from kamkit.show.plan import HEALTH

if TYPE_CHECKING:
    from kamkit.documents.plan import Edition

NAMES_OF = {"docx": "Word", "pptx": "PowerPoint", "pdf": "one page", "xlsx": "Excel", "html": "HTML", "ics": "calendar"}
# What stands before the documents of each edition, and in the title of each link.
HEADS: dict[Edition, tuple[str, str]] = {"ours": ("Plan", "The plan"), "customer": ("For the customer", "The customer's edition")}
NO_PACK, COMPLETE, NOT_COMPLETE = "no pack yet", "complete", "not complete"


@dataclass(frozen=True)
class Column:
    """A column of the index: its heading, a text per account, and where there is one a note and a figure to sort by."""

    label: str
    texts: Sequence[str]
    notes: Sequence[str] | None = None
    keys: Sequence[float | None] | None = None
    help: str = ""
    sort: Literal["figure", "text"] = "text"


@dataclass(frozen=True)
class Choice:
    """A way to narrow the list: what each account is, in words."""

    label: str
    values: Sequence[str]

    @property
    def offered(self) -> list[str]:
        """What can be chosen."""
        return sorted(set(self.values) - {""}, key=str.casefold)


@dataclass(frozen=True)
class Packs:
    """Per account: the folder, the numbers of its workbooks in ``books`` (``3!`` is not complete), and what to know.

    ``documents``: the names of the plan's documents that lie in the folder.
    """

    folders: Sequence[str]
    links: Sequence[str]
    documents: Sequence[str]
    notes: Sequence[str]
    reasons: Sequence[str]
    states: Sequence[str]
    books: Sequence[Workbook]


@dataclass(frozen=True)
class Link:
    """A way to a page."""

    label: str
    href: str
    question: str
    failed: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in one place of one account."""

    label: str
    text: str
    note: str
    right: bool


@dataclass(frozen=True)
class Row:
    """One account, for the part of the list that is there without scripts."""

    cells: Sequence[Cell]
    links: Sequence[Link]
    documents: Sequence[tuple[str, Sequence[Link]]]
    note: str
    reason: str


@dataclass(frozen=True)
class Listing:
    """All accounts in their order."""

    columns: Sequence[Column]
    packs: Packs
    choices: Sequence[Choice] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.packs.folders)

    def row(self, at: int) -> Row:
        """The account in place ``at``, counted from 0."""
        cells = [
            Cell(column.label, column.texts[at], column.notes[at] if column.notes else "", column.sort == "figure")
            for column in self.columns
        ]
        return Row(cells, list(self._links(at)), list(self._documents(at)), self.packs.notes[at], self.packs.reasons[at])

    def _documents(self, at: int) -> Iterator[tuple[str, list[Link]]]:
        names, folder = self.packs.documents[at].split(), quote(self.packs.folders[at])
        for edition, (head, title) in HEADS.items():
            called = {f"{STEMS[edition]}.{suffix}": name for suffix, name in NAMES_OF.items()}
            if some := [Link(called[name], f"{folder}/{name}", f"{title} as {called[name]}") for name in names if name in called]:
                yield head, some

    def _links(self, at: int) -> Iterator[Link]:
        for found in self.packs.links[at].split():
            book = self.packs.books[int(found.rstrip("!"))]
            href = f"{quote(self.packs.folders[at])}/{page_name(book)}"
            yield Link(book.number, href, book.question, found.endswith("!"))

    def packed(self) -> dict[str, Any]:
        """The same for the page's script: columns of texts, each distinct text once."""
        packs = self.packs
        return {
            "columns": [
                {"text": pack(column.texts), "right": column.sort == "figure"}
                | ({"note": pack(column.notes)} if column.notes else {})
                | ({"key": pack(column.keys)} if column.keys else {})
                for column in self.columns
            ],
            "folders": pack([quote(folder) for folder in packs.folders]),
            "links": pack(packs.links),
            "documents": pack(packs.documents),
            "formats": NAMES_OF,
            "editions": [[STEMS[edition], *heads] for edition, heads in HEADS.items()],
            "notes": pack(packs.notes),
            "reasons": pack(packs.reasons),
            "books": [{"label": book.number, "page": page_name(book), "question": book.question} for book in packs.books],
            "choices": [pack(choice.values) for choice in self.choices],
        }


def page_name(book: Workbook) -> str:
    """A workbook's page within its folder, as it stands in a link."""
    return quote(f"{book.name}.html")


def pack(values: Sequence[Any]) -> Any:
    """The values themselves, or the distinct ones and where each stands, whichever is shorter."""
    distinct = list(dict.fromkeys(values))
    if 2 * len(distinct) > len(values):
        return list(values)
    place = {value: at for at, value in enumerate(distinct)}
    return {"of": distinct, "at": [place[value] for value in values]}


def list_accounts(
    portfolio: pd.DataFrame,
    places: Sequence[Place],
    outcomes: Mapping[Place, Outcome],
    not_started: Mapping[str, Sequence[Workbook]],
    currency: str,
    as_of: date,
    documents: Mapping[str, Made],
) -> Listing:
    """The portfolio, as ``rank_portfolio`` makes it, with the packs and documents of its accounts."""
    packs = _packs(list(portfolio["account_id"]), places, outcomes, not_started, as_of, documents)
    choices = (
        Choice("Segment", _texts(portfolio["segment"])),
        Choice("List", _texts(portfolio["standing"])),
        Choice("Health", _texts(portfolio["health"].map(HEALTH))),
        Choice("Manager", _texts(portfolio["manager"])),
        Choice("Pack", packs.states),
    )
    columns = tuple(_columns(portfolio, currency))
    return Listing(columns, packs, tuple(choice for choice in choices if len(set(choice.values)) > 1))


def worth_of(portfolio: pd.DataFrame) -> str:
    """What the accounts are ranked by as far as costs are known; *contribution* where they differ in that."""
    kinds = portfolio["contribution_is"].unique()
    return str(kinds[0]) if len(kinds) == 1 else "contribution"


def _columns(portfolio: pd.DataFrame, currency: str) -> Iterator[Column]:
    unit = f", {currency}" if currency else ""
    names = _texts(portfolio["name"])
    ids, managers = _texts(portfolio["account_id"]), _texts(portfolio["manager"])
    whose = [" · ".join(filter(None, pair)) for pair in zip(ids, managers, strict=True)]
    yield _figures(
        "Rank", portfolio["position"], str, "By selection score; accounts not yet scored follow in the order of their worth."
    )
    yield Column("Account", names, whose)
    yield _text_column("Segment", portfolio, "segment", "standing", "Its place in the matrix, else the first cut.")
    yield _figures(
        "How sure",
        portfolio["acceptability"],
        lambda value: words.percent(value) if pd.notna(value) else "not yet scored",
        "In what share of weightings it is among the accounts we can serve. No chance of success.",
    )
    yield _figures(f"Revenue{unit}", portfolio["revenue"], words.amount, "Net, the last twelve months.")
    worth = worth_of(portfolio)
    if worth != "revenue":
        told = "The last twelve months, as far as costs are known."
        yield _figures(f"{worth.capitalize()}{unit}", portfolio["contribution"], words.amount, told)
    yield _health(portfolio)
    yield _figures(
        "Data quality",
        portfolio["data_quality"],
        lambda value: words.percent(value) if pd.notna(value) else "no facts",
        "How much of what is known of the customer is confirmed and under twelve months old. It is no part of the health.",
    )
    told = "The moment of truth with the largest shortfall: importance minus performance."
    yield _text_column("Biggest gap", portfolio, "gap", "gap_note", told)
    yield _text_column("Next action", portfolio, "next_action", "next_action_note")


def _health(portfolio: pd.DataFrame) -> Column:
    """The health, sorted from the worst; what is not known is neither good nor bad."""
    places = {state: float(at) for at, state in enumerate(HEALTH)}
    found = portfolio["health"]
    told = "The worst of five signs: what happened, never how much was filled in. Unknown is never fine."
    keys = [places.get(state) for state in found]
    return Column("Health", _texts(found.map(HEALTH)), _texts(portfolio["health_note"]), keys, told)


def _figures(label: str, values: pd.Series[Any], say: Any, help: str) -> Column:
    found = values.astype(object).tolist()
    # Seven digits are more than a reader sees, and sort amounts that look the same in their first order.
    keys = [float(f"{value:.7g}") if pd.notna(value) else None for value in found]
    whole = [int(key) if key is not None and key == int(key) else key for key in keys]
    return Column(label, [say(value) for value in found], keys=whole, help=help, sort="figure")


def _text_column(label: str, portfolio: pd.DataFrame, text: str, note: str, help: str = "") -> Column:
    return Column(label, _texts(portfolio[text]), _texts(portfolio[note]), help=help)


def _texts(values: pd.Series[Any]) -> list[str]:
    return ["" if missing else str(value) for value, missing in zip(values.tolist(), values.isna(), strict=True)]


def _packs(
    ids: Sequence[str],
    places: Iterable[Place],
    outcomes: Mapping[Place, Outcome],
    not_started: Mapping[str, Sequence[Workbook]],
    as_of: date,
    documents: Mapping[str, Made],
) -> Packs:
    own: dict[str, list[Place]] = {account: [] for account in ids}
    for place in sorted(places, key=lambda place: place.workbook.name):
        if place.account_id in own:
            own[place.account_id].append(place)
    books = {place.workbook.name: place.workbook for found in own.values() for place in found}
    numbers = {name: at for at, name in enumerate(sorted(books))}

    def linked(place: Place) -> str:
        return f"{numbers[place.workbook.name]}{'!' if outcomes[place].failed else ''}"

    missing = {account: _missing(own[account], not_started.get(account, ())) for account in ids}
    return Packs(
        folders=[_folder(own[account], documents.get(account)) for account in ids],
        links=[" ".join(map(linked, own[account])) for account in ids],
        documents=[_names(documents.get(account)) for account in ids],
        notes=[_note(own[account], outcomes, missing[account], as_of) for account in ids],
        reasons=["; ".join(f"{book.number}: {missing_words(book)}" for book in missing[account]) for account in ids],
        states=[_state(own[account], outcomes) for account in ids],
        books=[books[name] for name in sorted(books)],
    )


def _folder(found: Sequence[Place], made: Made | None) -> str:
    return posixpath.dirname(found[0].page) if found else made.folder if made else ""


def _names(made: Made | None) -> str:
    known = [f"{stem}.{suffix}" for stem in STEMS.values() for suffix in NAMES_OF]
    return " ".join(name for name in known if made and name in made.names)


def _missing(found: Sequence[Place], not_started: Sequence[Workbook]) -> list[Workbook]:
    # An earlier run, asked for a workbook by name, may have made what this one would not.
    made = {place.workbook.name for place in found}
    return [book for book in not_started if book.name not in made]


def _note(
    found: Sequence[Place], outcomes: Mapping[Place, Outcome], missing: Sequence[Workbook], as_of: date
) -> str:
    days: dict[str, list[str]] = {}
    for place in found:
        day = str(outcomes[place].job.parameters.get("as_of") or as_of.isoformat())
        if day != as_of.isoformat():
            days.setdefault(day, []).append(place.workbook.number)
    parts = [f"{', '.join(numbers)} as of {words.day(day)}" for day, numbers in sorted(days.items())]
    if missing:
        parts.append(f"not started: {', '.join(book.number for book in missing)}")
    return "; ".join(parts) or ("" if found else NO_PACK)


def _state(found: Sequence[Place], outcomes: Mapping[Place, Outcome]) -> str:
    if not found:
        return NO_PACK
    return NOT_COMPLETE if any(outcomes[place].failed for place in found) else COMPLETE
