"""One account's plan into one file; what the file is called says which format it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.documents.fixed import place_for
from kamkit.documents.plan import Edition, PlanDocument, compose_plan
from kamkit.errors import InputError
from kamkit.method.communication import tables_for_customer
from kamkit.method.worth.own_rows import own_rows
from kamkit.programme.importing.report import write_bytes

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
    from kamkit.programme import Programme


@dataclass(frozen=True)
class Format:
    """A format: its suffix, what people call it, which function of which module writes it, and with which library."""

    suffix: str
    name: str
    module: str
    function: str
    needs: str = ""
    takes_tables: bool = False


FORMATS = {
    found.suffix: found
    for found in (
        Format(".docx", "Word", "word", "write_word", "docx"),
        Format(".pptx", "PowerPoint", "powerpoint", "write_powerpoint", "pptx"),
        Format(".pdf", "one page", "onepage", "write_onepage", "typst"),
        Format(".xlsx", "Excel", "excel", "write_excel", "xlsxwriter", takes_tables=True),
        Format(".html", "HTML", "page", "write_page"),
        Format(".ics", "calendar", "calendar", "write_calendar", "icalendar", takes_tables=True),
    )
}


@dataclass(frozen=True)
class Source:
    """What the documents of one account are made of: the plan, and the tables that its edition may know."""

    plan: PlanDocument
    tables: Tables


@dataclass(frozen=True)
class Exported:
    """What was written where: ``place`` is beside the file asked for if somebody had worked on that one.

    ``left_out``: how many rows of tables that customers see parts of stay out of their edition, by the table's name.
    """

    plan: PlanDocument
    place: Path
    left_out: Mapping[str, int] = field(default_factory=dict)


def source_of(
    tables: Tables, account_id: str, as_of: date, edition: Edition, moment: str = "", *, sections: bool = True
) -> Source:
    """The plan of an account for an edition; for a customer nothing internal is left in either part.

    ``moment``: what ``Programme.moment`` says of the tables, for the edition that is imported back; without ``sections``
    for formats that are made of the rows. MethodError if there is no such account or a rate of exchange is missing.
    """
    if edition == "customer":
        tables = tables_for_customer(tables, account_id, as_of)
    return Source(replace(compose_plan(tables, account_id, as_of, edition, sections=sections), moment=moment), tables)


def format_of(path: Path) -> Format:
    """The format that a file's name asks for; InputError if there is none, or its library is not installed."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(f"--to: found {path.name!r}; expected a name that ends in {', '.join(FORMATS)}")
    return found


def bytes_of(source: Source, found: Format) -> bytes:
    """The document in one format; InputError if its library is not installed."""
    try:
        if found.needs:
            import_module(found.needs)
    except ImportError:
        raise InputError(f"{found.suffix}: needs the library {found.needs}; install it with: pip install 'kamkit[documents]'") from None
    write: Any = getattr(import_module(f"kamkit.documents.formats.{found.module}"), found.function)
    written: bytes = write(source.plan, source.tables) if found.takes_tables else write(source.plan)
    return written


def export_plan(programme: Programme, account_id: str, as_of: date, to: Path, edition: Edition = "ours") -> Exported:
    """Write the plan to ``to``, in the format of its suffix; the programme remembers where its documents lie.

    An older document is replaced, but one that somebody has worked on stays, and the new one lies beside it. InputError
    if the suffix is none of ours, a library is missing or the place cannot be written; MethodError if there is no such
    account.
    """
    found, tables = format_of(to), programme.tables()
    moment = programme.moment(tables.change_id)
    source = source_of(tables, account_id, as_of, edition, moment, sections=not found.takes_tables)
    place = place_for(to)
    write_bytes(place, bytes_of(source, found))
    programme.remember_place("documents", place)
    return Exported(source.plan, place, count_left_out(tables, source) if edition == "customer" else {})


def count_left_out(tables: Tables, shown: Source) -> dict[str, int]:
    """How many rows of the tables that customers may see parts of stay out of their edition, by the table's name."""
    own = own_rows(tables, shown.plan.account_id)
    counts = {name: len(own[name]) - len(shown.tables[name]) for name in ("actions", "opportunities", "measures")}
    return {name: count for name, count in counts.items() if count}
