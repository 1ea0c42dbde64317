"""Every record says all that tables, forms, imports and the glossary need to know of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from kamkit.errors import InputError
from kamkit.model import RECORDS, Record, record
from kamkit.model.frame import DTYPES, frame_of, settings_of, tables_of
from kamkit.model.glossary import glossary

FIELDS = [(found.table, spec) for found in RECORDS.values() for spec in found.specs()]


def test_the_house_has_all_its_records() -> None:
    assert len(RECORDS) >= 50 and len(FIELDS) >= 480
    assert all(name == found.table for name, found in RECORDS.items())


@pytest.mark.parametrize("found", RECORDS.values(), ids=lambda found: found.table)
def test_a_record_is_described(found: type[Record]) -> None:
    assert found.title and found.__doc__ and found.__doc__.strip().endswith(".")
    assert found.appended or found.key
    for name in found.key:
        spec = found.spec(name)
        assert spec.kind in ("id", "link", "choice", "date", "count"), f"{name} cannot be a key"


def test_every_field_has_a_label_a_help_sentence_and_a_column_type() -> None:
    for table, spec in FIELDS:
        assert spec.label and spec.label[0].isupper(), f"{table}.{spec.name}"
        assert spec.help.endswith("."), f"{table}.{spec.name}: {spec.help}"
        assert spec.kind in DTYPES
        assert (spec.kind == "choice") == bool(spec.choices), f"{table}.{spec.name}"
        assert (spec.kind == "link") == bool(spec.links_to), f"{table}.{spec.name}"


def test_links_lead_to_tables() -> None:
    links = [(table, spec) for table, spec in FIELDS if spec.links_to]
    assert len(links) > 70
    for table, spec in links:
        assert spec.links_to in RECORDS, f"{table}.{spec.name}"


def test_internal_is_the_default_and_what_is_private_is_internal() -> None:
    shareable = {(table, spec.name) for table, spec in FIELDS if spec.shareable}
    assert ("accounts", "name") in shareable and ("promises", "what") in shareable
    internal_tables = {"scores", "overrides", "contacts", "skills", "forecasts", "risks", "efforts", "decisions"}
    assert not {(table, name) for table, name in shareable if table in internal_tables and name != "evidence"}


def test_a_table_nobody_knows_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match="'acounts'.*accounts"):
        record("acounts")


@pytest.mark.parametrize(
    ("table", "values", "field"),
    [
        ("accounts", {"account_id": "", "name": "Nobody"}, "account_id"),
        ("accounts", {"account_id": "1", "name": "A", "credit_standing": 11}, "credit_standing"),
        ("accounts", {"account_id": "1", "name": "A", "wallet": float("inf")}, "wallet"),
        ("accounts", {"account_id": "1", "name": "A", "evidence": "sure"}, "evidence"),
        ("accounts", {"account_id": "1", "name": "A", "colour": "blue"}, "colour"),
        ("accounts", {"account_id": "1", "name": "A" * 201}, "name"),
        ("criteria", {"criterion_id": "c", "name": "C", "group": "other", "kind": "judged", "horizon": "current"}, "group"),
        ("exchange_rates", {"currency": "CHF", "starts_on": "2026-02-30", "ends_on": "2026-03-31", "rate": 1}, "starts_on"),
    ],
)  # fmt: skip
def test_a_value_outside_its_range_is_refused(table: str, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record(table).model_validate(values)
    assert refused.value.errors()[0]["loc"] == (field,)


def test_ids_are_kept_to_the_letter() -> None:
    frame = frame_of("accounts", [{"account_id": found, "name": found} for found in ("007", "NA", "1e5", "None")])
    assert list(frame["account_id"]) == ["007", "NA", "1e5", "None"]
    assert frame["account_id"].notna().all()


@pytest.mark.parametrize("table", RECORDS)
def test_an_empty_table_has_its_columns_and_types(table: str) -> None:
    frame = frame_of(table)
    assert list(frame.columns) == [spec.name for spec in record(table).specs()]
    for spec in record(table).specs():
        assert frame[spec.name].dtype == pd.Series([], dtype=DTYPES[spec.kind]).dtype


def test_settings_fall_back_to_the_kits_defaults() -> None:
    assert settings_of(tables_of({})).list_high == 35
    own = tables_of({"settings": [{"settings_id": "programme", "list_high": 20, "review_date": "2026-03-31"}]})
    assert settings_of(own).list_high == 20
    assert str(settings_of(own).review_date) == "2026-03-31"


def test_the_glossary_has_every_field_once() -> None:
    entries = glossary()
    assert {(entry["table"], entry["field"]) for entry in entries} == {(table, spec.name) for table, spec in FIELDS}
    assert len(entries) == len(FIELDS)
    assert set(entries[0]) == {"table", "field", "label", "unit", "range", "help", "shareable"}
