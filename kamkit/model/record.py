"""A record is a pydantic class; everything else about it is read off that class."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from kamkit.model.field import FieldSpec, choice, day, text

Evidence = Literal["confirmed", "joint", "assumed"]


class Record(BaseModel):
    """One row of one table; subclasses name the table, the key and the question they belong to."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    title: ClassVar[str]
    appended: ClassVar[bool]

    def __init_subclass__(
        cls, *, table: str = "", key: tuple[str, ...] = (), title: str = "", appended: bool = False
    ) -> None:
        """Take table, key and title from the class line; ``appended`` tables are loaded in batches, without a key."""
        super().__init_subclass__()
        # pydantic keeps a `title` on the class line for its own configuration and does not pass it on.
        title = title or cls.model_config.get("title") or ""
        cls.table, cls.key, cls.title, cls.appended = table, key, title, appended

    @classmethod
    def specs(cls) -> tuple[FieldSpec, ...]:
        """The fields in the order they are written down."""
        return _specs(cls)

    @classmethod
    def spec(cls, name: str) -> FieldSpec:
        """The field called ``name``; KeyError names the table and its fields if there is none."""
        for spec in cls.specs():
            if spec.name == name:
                return spec
        raise KeyError(f"{cls.table} has no field {name!r}; its fields are {', '.join(cls.model_fields)}")


class Fact(Record):
    """A record that says something about a customer: it knows its source, its date and how sure it is."""

    source: str | None = text("Source", "Where this was learned: a document, a person, a system.")
    known_on: date | None = day("Known on", "The day this was true or was told.")
    evidence: Evidence | None = choice(
        "Evidence", "Confirmed by the customer, worked out jointly, or assumed by us.", shareable=True
    )


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if get_origin(annotation) in (UnionType, Union):
        return next((found for part in get_args(annotation) if part is not NoneType and (found := _choices(part))), ())
    return ()


def _bound(metadata: list[Any], name: str) -> Any:
    return next((getattr(item, name) for item in metadata if getattr(item, name, None) is not None), None)


@cache
def _specs(record: type[Record]) -> tuple[FieldSpec, ...]:
    specs = []
    own_first = sorted(record.model_fields.items(), key=lambda item: item[0] in Fact.model_fields)
    for name, info in own_first:
        extra = info.json_schema_extra
        assert isinstance(extra, dict) and isinstance(extra["kamkit"], dict), f"{record.__name__}.{name} has no label"
        specs.append(
            FieldSpec(
                name=name,
                low=_bound(info.metadata, "ge"),
                high=_bound(info.metadata, "le"),
                max_length=_bound(info.metadata, "max_length"),
                choices=_choices(info.annotation),
                required=info.is_required(),
                default=None if info.is_required() else info.default,
                **extra["kamkit"],  # type: ignore[arg-type]
            )
        )
    return tuple(specs)
