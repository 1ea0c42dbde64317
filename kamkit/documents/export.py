"""One account's plan into one file; what the file is called says which format it gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.documents.plan import Edition, PlanDocument, compose_plan
from kamkit.errors import InputError
from kamkit.method.communication import tables_for_customer
from kamkit.method.worth.own_rows import own_rows
from kamkit.programme.importing.report import write_bytes

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Writer = Callable[[PlanDocument, "Tables"], bytes]


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


def source_of(tables: Tables, account_id: str, as_of: date, edition: Edition) -> Source:
    """The plan of an account for an edition; for a customer nothing internal is left in either part.

    MethodError if there is no such account or a rate of exchange is missing.
    """
    if edition == "customer":
        tables = tables_for_customer(tables, account_id, as_of)
    return Source(compose_plan(tables, account_id, as_of, edition), tables)


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


def export_plan(tables: Tables, account_id: str, as_of: date, to: Path, edition: Edition = "ours") -> PlanDocument:
    """Write the plan to ``to``, in the format of its suffix, and give what was written; an older file is replaced.

    InputError if the suffix is none of ours, a library is missing or the place cannot be written; MethodError if
    there is no such account.
    """
    found = format_of(to)
    source = source_of(tables, account_id, as_of, edition)
    write_bytes(to, bytes_of(source, found))
    return source.plan


def count_left_out(tables: Tables, account_id: str, as_of: date) -> dict[str, int]:
    """How many rows of the tables that customers may see parts of stay out of their edition, by the table's name."""
    own, shown = own_rows(tables, account_id), tables_for_customer(tables, account_id, as_of)
    found = {}
    for name in ("actions", "opportunities", "measures"):
        if missing := len(own[name]) - len(shown[name]):
            found[name] = missing
    return found
