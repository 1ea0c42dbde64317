"""A customer's edition says nothing internal: every internal field of every record carries a mark, and none may be found in any format."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_case import DAY, Remembering, rows
from pypdf import PdfReader
from pypdf.generic import StreamObject

from kamkit.documents.export import FORMATS, Source, bytes_of, count_left_out, source_of
from kamkit.documents.plan import Table
from kamkit.method.communication import tables_for_customer
from kamkit.model import RECORDS, FieldSpec
from kamkit.model.frame import DTYPES

FIELDS = [(table, spec) for table, found in RECORDS.items() for spec in found.specs()]
NUMBER = {(table, spec.name): at for at, (table, spec) in enumerate(FIELDS)}
INTERNAL = [(table, spec) for table, spec in FIELDS if not spec.shareable]
OURS, THEIRS = "A1", "B2"  # the account whose edition it is, and another
# Choices that decide whether a row is shown at all, and those whose words are told apart from ours.
CHOSEN = {"state": "open", "because": "promise", "evidence": "confirmed", "about": "outcome", "side": "customer"}
WORDS = {"accounts.status": "stepping down", "promises.charge": "given without charge", "touch_points.change_stage": "rolled out",
         "stage_ratings.stage": "interdependent", "contacts.decision_role": "keeps the gate", "phases.module": "re-appraise"}  # fmt: skip


def mark(table: str, name: str) -> str:
    return f"qz{NUMBER[table, name]:04}zq"


def value_of(table: str, spec: FieldSpec, account: str) -> Any:
    """What stands in a field: a mark that can be searched for if it is internal, or the other account's; else something plain."""
    hidden, at = not spec.shareable or account != OURS, NUMBER[table, spec.name]
    if spec.name in ("account_id", "parent_id"):
        return account if spec.name == "account_id" else None
    if spec.name == "months_valid":
        return None  # a month of the year 33,000 is no month
    match spec.kind:
        case "link":
            target = RECORDS[spec.links_to]
            return value_of(spec.links_to, target.spec(target.key[-1]), account)
        case "id" | "text":
            plain = f"{table} {spec.name}"
            return f"{mark(table, spec.name)}{'b' if account != OURS else ''}" if hidden else plain
        case "number" | "money" | "percent":
            return 399_999.0 - at if hidden else 1_000.0
        case "count":
            return 399_999 - at if hidden else 1
        case "date":
            return date(1971, 1, 1) + timedelta(days=at % 360) if hidden else date(2026, 4, 5)
        case "flag":
            return True
    chosen = WORDS.get(f"{table}.{spec.name}") or CHOSEN.get(spec.name)
    return chosen if chosen in spec.choices else spec.choices[-1]


def planted(without: frozenset[tuple[str, str]] = frozenset()) -> dict[str, list[dict[str, Any]]]:
    """A row in every table for either account, each field filled but those of ``without``."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, record in RECORDS.items():
        found[table] = [
            {spec.name: value_of(table, spec, account) for spec in record.specs() if (table, spec.name) not in without}
            for account in (OURS, THEIRS)
        ]
    found["settings"] = [_within_range(found["settings"][0]) | {"settings_id": "programme", "reporting_currency": "EUR"}]
    found["exchange_rates"] = []  # all amounts are in the reporting currency
    for table in ("sales_lines", "contracts"):
        for row in found[table]:
            row["currency"] = None
    found["ratings"] = [row | {"supplier_id": "us", "item_id": "trust"} for row in found["ratings"]]
    # The opportunity has to be worth proposing, or nothing of it would be there to be found.
    found["opportunities"][0] |= {"units": 1_000.0, "effect": 1_000.0, "evidence": "confirmed", "switching_cost": 1_000.0}
    found["measures"][0] |= {"agreed_with_customer": True}
    return found


def _within_range(row: dict[str, Any]) -> dict[str, Any]:
    """The settings are checked when they are read: what is out of range stays out."""
    specs = {spec.name: spec for spec in RECORDS["settings"].specs()}
    return {
        name: value for name, value in row.items()
        if not isinstance(value, int | float) or (specs[name].kind in ("money", "number") and specs[name].high is None)
    }  # fmt: skip


def everything_in(suffix: str, data: bytes) -> str:
    """All that is in a file: its parts unpacked and those in them, as they are and without markup, names of parts included."""
    found = [data.decode("utf-8", "replace")] if suffix in (".html", ".ics") else []
    if suffix == ".ics":
        found.append(data.decode().replace("\r\n ", ""))
    if suffix in (".docx", ".pptx", ".xlsx"):
        found += _unpacked(data)
    if suffix == ".pdf":
        read = PdfReader(io.BytesIO(data))
        found += [page.extract_text() for page in read.pages]
        found += [str(read.metadata), str(read.xmp_metadata.stream.get_data() if read.xmp_metadata else "")]
        for number in range(1, read.trailer["/Size"]):
            thing = read.get_object(number)
            raw = str(thing) + (thing.get_data().decode("latin-1") if isinstance(thing, StreamObject) else "")
            found += re.findall(r"qz\d{4}zqb?", raw)  # figures in there are places on the page
    return re.sub(r"[\s\u200b\u00ad\u00a0]+", "", " ".join(found))


def _unpacked(data: bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            found.append(name)
            if content[:2] == b"PK":
                found += _unpacked(content)
                book = openpyxl.load_workbook(io.BytesIO(content))
                found += [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
            text = content.decode("utf-8", "replace")
            found += [text, re.sub("<[^>]*>", "", text)]
    if "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist():
        book = openpyxl.load_workbook(io.BytesIO(data))
        found += [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    return found


def leaks(said: str) -> list[str]:
    """The marks that can be found."""
    found = re.findall(r"qz\d{4}zqb?", said)
    found += re.findall(r"39[89],?\d{3}(?!\d)", said)
    found += re.findall(r"(?<!\d)1971(?!\d)", said)
    found += [word for word in WORDS.values() if re.sub(r"\s", "", word) in said]
    return sorted(set(found))


@pytest.fixture(scope="module")
def full() -> dict[str, pd.DataFrame]:
    return Remembering(planted())


def test_the_marks_can_be_found_where_they_are(full: dict[str, pd.DataFrame]) -> None:
    """Without this the tests below could not fail."""
    source = source_of(full, OURS, DAY, "ours")
    for suffix, least in ((".docx", 10), (".html", 10), (".xlsx", 120), (".pptx", 6), (".pdf", 3)):
        found = leaks(everything_in(suffix, bytes_of(source, FORMATS[suffix])))
        assert len(found) >= least, (suffix, found)
    said = everything_in(".xlsx", bytes_of(source, FORMATS[".xlsx"]))
    assert mark("risks", "response") in said and mark("objectives", "statement") in said and "1971" in said


@pytest.fixture(scope="module")
def theirs(full: dict[str, pd.DataFrame]) -> Source:
    return source_of(full, OURS, DAY, "customer")


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_internal_is_in_any_format(theirs: Source, suffix: str) -> None:
    data = bytes_of(theirs, FORMATS[suffix])
    said = everything_in(suffix, data)
    assert not leaks(said), leaks(said)
    seen = ["actionswhat"] if suffix == ".ics" else ["actionswhat", "accountsname", "customer_goalsgoal"]
    assert all(word in said for word in seen), "what they may see is there"


def test_a_leak_in_any_format_would_be_found() -> None:
    """What would be internal stands in a field that customers read: the search above has to see it there."""
    found, slipped = planted(), mark("risks", "response")
    found["actions"][0] |= {"what": f"Ring {slipped} at once"}
    source = source_of(Remembering(found), OURS, DAY, "customer")
    for suffix in FORMATS:
        assert leaks(everything_in(suffix, bytes_of(source, FORMATS[suffix]))) == [slipped], suffix


@settings(max_examples=2, deadline=None, derandomize=True)
@given(st.data())
def test_whatever_else_is_missing_nothing_internal_comes_in_its_place(data: st.DataObject) -> None:
    """Where a shareable field is empty, no internal one stands in for it."""
    optional = [(table, spec.name) for table, spec in FIELDS if not spec.required and spec.name not in RECORDS[table].key]
    without = frozenset(data.draw(st.lists(st.sampled_from(optional), max_size=80)))
    source = source_of(Remembering(planted(without)), OURS, DAY, "customer")
    for suffix, found in FORMATS.items():
        assert not leaks(everything_in(suffix, bytes_of(source, found))), suffix


def test_every_kind_of_record_is_planted() -> None:
    assert len(INTERNAL) > 300
    for table, some in planted().items():
        assert some or table == "exchange_rates", table


# The tables a customer's edition is made of


def test_the_tables_have_all_columns_and_nothing_internal_in_them(full: dict[str, pd.DataFrame]) -> None:
    kept = tables_for_customer(full, OURS, DAY)
    assert list(kept) == list(RECORDS)
    for table, frame in kept.items():
        specs = RECORDS[table].specs()
        assert list(frame.columns) == [spec.name for spec in specs]
        assert [str(dtype) for dtype in frame.dtypes] == [DTYPES[spec.kind] for spec in specs], table
        for spec in specs:
            assert spec.shareable or frame[spec.name].isna().all(), f"{table}.{spec.name}"
    assert set(kept["accounts"]["account_id"]) == {OURS} and kept["risks"].empty and kept["objectives"].empty


def test_rows_that_rest_on_what_is_ours_are_not_there() -> None:
    tables = Remembering(rows(actions=6))
    kept = tables_for_customer(tables, "007", DAY)
    assert list(kept["actions"]["action_id"]) == ["a01", "a04", "a05", "a06"], "not the one that answers a risk, nor a proposal"
    assert set(kept["opportunities"]["opportunity_id"]) == {"x1", "x3"}, "no price cut that nobody should propose"
    assert set(kept["measures"]["measure_id"]) == set(kept["readings"]["measure_id"]) == {"m1", "m2"}
    assert set(kept["team_members"]["member_id"]) == {"paul", "maren"} and list(kept["customer_goals"]["goal_id"]) == ["g1", "g2"]
    assert count_left_out(tables, source_of(tables, "007", DAY, "customer")) == {"actions": 2, "opportunities": 1, "measures": 1}


def test_an_action_for_an_opportunity_goes_with_it() -> None:
    found = rows()
    found["actions"][0] |= {"because": "opportunity", "because_id": "x2"}
    found["actions"][3] |= {"because": "opportunity", "because_id": "x1"}
    assert list(tables_for_customer(Remembering(found), "007", DAY)["actions"]["action_id"]) == ["a04"]


def test_the_customers_plan_reads_like_one() -> None:
    plan = source_of(Remembering(rows()), "007", DAY, "customer").plan
    assert plan.title == "Our plan with Quillon Glass" and "internal" not in plan.foot
    assert plan.about == "Varnholt Packaging, as of 31 Mar 2026, Paul Adeyemi answers for all of it"
    titles = [section.title for section in plan.sections]
    assert titles == ["What you get", "Your goals", "What it would be worth to you", "Who does what by when", "What you can count on",
                      "What we both look at", "What you asked", "What is agreed", "Your team", "Confirmed"]  # fmt: skip
    assert not plan.behind
    found = {section.title: section.blocks for section in plan.sections}
    worth = found["What it would be worth to you"][0]
    assert isinstance(worth, Table) and worth.rows[0] == ("A call before every shortage", "12", "9,000", "108,000", "1,500", "800", "● confirmed")
    counted = found["What you can count on"][0]
    assert isinstance(counted, Table) and counted.rows[0][1] == "Before nine, with a call if not"


def test_an_account_nobody_has_written_anything_of_still_has_a_page() -> None:
    plan = source_of(Remembering(rows()), "8", DAY, "customer").plan
    assert [section.title for section in plan.sections] == ["What you can count on", "Your team", "Confirmed"]
