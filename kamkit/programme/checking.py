"""A row at the door: values made plain, checked by their record, and refused in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kamkit.errors import InputError
from kamkit.model import FieldSpec, Record

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd

    Rows: TypeAlias = pd.DataFrame | Iterable[Mapping[str, Any]]

Row = dict[str, Any]

_PLAIN = (bool, int, date)
_NOUNS = {
    "id": "an id as text",
    "link": "an id as text",
    "text": "text",
    "number": "a number",
    "money": "an amount",
    "percent": "a number in per cent",
    "count": "a whole number",
    "date": "a date such as 2026-03-31",
    "flag": "yes or no",
}


def expected(spec: FieldSpec) -> str:
    """What the field takes, in words: ``a number, 1 to 10``; ``one of grow, hold, leave``."""
    if spec.kind == "choice":
        return f"one of {spec.range}"
    noun = _NOUNS[spec.kind]
    words = f"{noun}, {spec.range}" if spec.range else noun
    return f"{words}, not empty" if spec.required else words


def plain(value: Any) -> Any:
    """The value without pandas or NumPy around it, text without space around it; empty and missing become None."""
    kind = type(value)
    if kind is str:
        return value.strip() or None
    if kind is float:
        return value if value == value else None
    if value is None or kind in _PLAIN:
        return value
    if kind.__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, datetime):
        return value.date() if value.tzinfo is None and value.time() == time.min else value
    return plain(value.item()) if hasattr(value, "item") else value


@cache
def _guarded(found: type[Record]) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    # pydantic takes 5 for a date (seconds since 1970) and True for a number; a person never means that.
    guards = {"date": _no_date, **dict.fromkeys(("number", "money", "percent", "count"), _no_number)}
    return tuple((spec.name, guards[spec.kind]) for spec in found.specs() if spec.kind in guards)


def _no_number(value: Any) -> bool:
    return type(value) is bool


def _no_date(value: Any) -> bool:
    return isinstance(value, (int, float)) or (type(value) is str and value.strip()[4:5] != "-")


def checked(found: type[Record], values: Mapping[str, Any], *, where: Callable[[], str] | None = None) -> Row:
    """The whole row with every field, typed and with defaults; InputError names field, value and what was expected.

    ``where`` says where the row stands, and is asked only if the row is refused.
    """
    given = {name: value for name, raw in values.items() if (value := plain(raw)) is not None}
    for name, value in given.items():
        if type(value) is str and "\0" in value:
            refuse_nul(value, f"{where() if where else found.table}, {name}")
    for name, misread in _guarded(found):
        if name in given and misread(given[name]):
            raise _refusal(found, name, given[name], where)
    try:
        return found.model_validate(given).__dict__.copy()
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise _refusal(found, field, given.get(field), where) from None


def refuse_nul(value: str | None, where: str) -> None:
    """InputError if the text holds a NUL: a server cannot store it, and a programme can move to one any day."""
    if value is not None and "\0" in value:
        raise InputError(f"{where}: found {value[:60]!r}, a text with the sign NUL (\\x00) in it; expected it without that sign")


def _refusal(found: type[Record], field: str, value: Any, where: Callable[[], str] | None) -> InputError:
    place = f"{where() if where else found.table}, {field}"
    if field not in found.model_fields:
        return InputError(f"{place}: not a field of {found.table}; expected one of {', '.join(found.model_fields)}")
    shown = "nothing" if value is None else repr(value)
    return InputError(f"{place}: found {shown}; expected {expected(found.spec(field))}")


def loose(found: type[Record], values: Mapping[str, Any]) -> Row:
    """Values as somebody saw them, made comparable with stored ones; nothing is refused."""
    return {
        name: _typed(found.spec(name), plain(value)) for name, value in values.items() if name in found.model_fields
    }


def _typed(spec: FieldSpec, value: Any) -> Any:
    if value is None:
        return spec.default
    try:
        match spec.kind:
            case "date":
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            case "number" | "money" | "percent":
                return float(value)
            case "count":
                return int(value)
            case "flag":
                return bool(value)
            case _:
                return str(value)
    except (TypeError, ValueError):
        return value


def key_of(found: type[Record], key: object) -> tuple[Any, ...]:
    """The row's key, typed, from text, a sequence or a mapping; InputError if it does not fit the table."""
    if isinstance(key, Mapping):
        parts = [key.get(name) for name in found.key]
    elif isinstance(key, Sequence) and not isinstance(key, str):
        parts = list(key)
    else:
        parts = [key]
    if len(parts) != len(found.key):
        raise InputError(f"{found.table}: found the key {key!r}; expected {', '.join(found.key)}")
    return tuple([_key_part(found, spec, part) for spec, part in zip(_key_specs(found), parts, strict=True)])


@cache
def _key_specs(found: type[Record]) -> tuple[FieldSpec, ...]:
    return tuple(found.spec(name) for name in found.key)


def _key_part(found: type[Record], spec: FieldSpec, part: object) -> Any:
    value = _typed(spec, plain(part))
    if isinstance(value, str):
        refuse_nul(value, f"{found.table}, {spec.name}")
    kind = {"date": date, "count": int}.get(spec.kind, str)
    if type(value) is not kind:
        raise _refusal(found, spec.name, plain(part), None)
    return value


def each_row(rows: Rows) -> Iterable[Mapping[str, Any]]:
    """The rows one by one, also those of a DataFrame."""
    if not hasattr(rows, "columns"):
        return rows
    frame: Any = rows
    names = [str(column) for column in frame.columns]
    columns = [_plain_column(frame[column]) for column in frame.columns]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _plain_column(column: pd.Series[Any]) -> list[Any]:
    if column.dtype.kind == "M" and (column.dropna() == column.dropna().dt.normalize()).all():
        return column.dt.date.tolist()
    return column.astype("object").tolist()


def key_text(key: Sequence[Any]) -> tuple[str, ...]:
    """The key as people see it: text, dates as 2026-03-31."""
    return tuple(str(part) for part in key)
