"""Rows, saves and batches: what is stored is what was meant, and what does not fit is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import hypothesis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import ConflictError, InputError
from kamkit.model import RECORDS
from kamkit.model.frame import frame_of
from kamkit.programme import Import, Programme, create_programme, expected, open_programme
from kamkit.programme.checking import checked


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    with create_programme(tmp_path / "prog", who="Ines") as made:
        yield made


QUILLON = {"account_id": "007", "name": "Quillon Glass", "wallet": 2.5e6, "customer_since": date(2019, 4, 1)}
LINES = [
    {"account_id": "007", "date": date(2026, 1, 31), "order_id": "0815", "revenue": 10.25, "rush": True},
    {"account_id": "NA", "date": date(2026, 2, 1), "revenue": -3.0, "quantity": -1.0, "cost": 2.0, "currency": "CHF"},
    {"account_id": "007", "date": date(2026, 1, 31), "order_id": "0815", "revenue": 10.25, "rush": True},
]


def test_every_table_has_the_dtypes_of_the_house_when_empty(programme: Programme) -> None:
    for name in RECORDS.keys() - {"settings"}:
        pd.testing.assert_frame_equal(programme.table(name), frame_of(name))


def example(record: type, number: int) -> dict[str, object]:
    values: dict[str, object] = {"id": f"0{number}", "link": f"0{number}", "text": "NA", "number": 1.0, "money": 1.0}
    values |= {"percent": 1.0, "count": number, "date": date(2026, 1, number), "flag": number > 1}
    return {s.name: s.choices[number - 1] if s.kind == "choice" else values[s.kind] for s in record.specs()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(RECORDS.keys() - {"sales_lines"}))
def test_every_table_gives_back_what_was_saved(programme: Programme, name: str) -> None:
    rows = [example(RECORDS[name], number) for number in (1, 2)]
    if name == "settings":
        programme.delete("settings", "programme")
    least = {
        spec.name: rows[1][spec.name]
        for spec in RECORDS[name].specs()
        if spec.required or spec.name in RECORDS[name].key
    }
    programme.save_rows(name, [rows[0], least])
    by_key = sorted([rows[0], least], key=lambda row: [row[part] for part in RECORDS[name].key])
    pd.testing.assert_frame_equal(programme.table(name), frame_of(name, by_key))


def test_a_table_is_sorted_by_its_key_whatever_the_order_of_saving(programme: Programme) -> None:
    for one in ("b", "A", "007", "NA"):
        programme.save("accounts", {"account_id": one, "name": one})
    assert programme.table("accounts")["account_id"].tolist() == ["007", "A", "NA", "b"]


def test_an_unknown_table_or_field_is_named(programme: Programme) -> None:
    with pytest.raises(InputError, match="not one of the kit's"):
        programme.table("acounts")
    with pytest.raises(InputError, match="not one of the kit's"):
        programme.save("acounts", {})
    with pytest.raises(InputError, match="turnover: not a field of accounts"):
        programme.save("accounts", {"account_id": "1", "name": "A", "turnover": 1})
    with pytest.raises(InputError, match="no field 'turnover'"):
        programme.rows("accounts", turnover=1)
    with pytest.raises(InputError, match="come in batches"):
        programme.save("sales_lines", LINES[0])


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"wallet": "9 mio"}, "accounts 007, wallet: found '9 mio'; expected an amount, 0 or more"),
        ({"wallet": -1}, "wallet: found -1; expected an amount, 0 or more"),
        ({"wallet": float("inf")}, "wallet: found inf"),
        ({"wallet": True}, "wallet: found True"),
        ({"status": "great"}, "status: found 'great'; expected one of none, candidate, key account"),
        ({"name": ""}, "name: found nothing; expected text, up to 200 characters, not empty"),
        ({"name": 7}, "name: found 7; expected text"),
        ({"renewal_on": "31.03.2026"}, "renewal_on: found '31.03.2026'; expected a date such as 2026-03-31"),
        ({"renewal_on": 5}, "renewal_on: found 5; expected a date"),
        ({"renewal_on": datetime(2026, 3, 31, 12)}, "renewal_on: found datetime"),
        ({"credit_standing": 11}, "credit_standing: found 11; expected a number, 1 to 10"),
        ({"candidate": "perhaps"}, "candidate: found 'perhaps'; expected yes or no"),
        ({"retention": 101}, "retention: found 101; expected a number in per cent, 0 to 100"),
        ({"candidate_reason": "x" * 4001}, "candidate_reason: found "),
        ({"city": "\ud800"}, "city: found "),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(
    programme: Programme, values: dict[str, object], says: str
) -> None:
    before = programme.change_counter
    with pytest.raises(InputError) as error:
        programme.save("accounts", {**QUILLON, **values})
    assert says in str(error.value) and "\n" not in str(error.value)
    assert programme.change_counter == before and programme.rows("accounts") == []


def test_the_words_cover_every_field_of_the_model() -> None:
    said = {expected(spec) for record in RECORDS.values() for spec in record.specs()}
    assert len(said) > 20 and all(said)


@pytest.mark.parametrize(
    "key",
    [{}, {"account_id": None}, {"account_id": float("nan")}, ["1", "2"], ""],
    ids=["none", "None", "NaN", "two", "empty"],
)
def test_a_key_that_does_not_fit_is_refused(programme: Programme, key: object) -> None:
    with pytest.raises(InputError):
        programme.delete("accounts", key)


def test_a_key_may_have_dates_and_the_programmes_standard(programme: Programme) -> None:
    programme.save("expectations", {"account_id": "", "expectation_id": "early", "name": "Tells us early"})
    assert programme.rows("expectations", account_id="")[0].key == ("", "early")
    again = programme.save(
        "expectations", {"account_id": float("nan"), "expectation_id": "early", "name": "Tells us early"}
    )
    assert again.change_id is None
    reading = {"measure_id": "m", "read_on": date(2026, 1, 31), "value": 3.0}
    assert programme.save("readings", reading).key == ("m", "2026-01-31")
    with pytest.raises(InputError, match="read_on: found 'soon'; expected a date"):
        programme.delete("readings", ("m", "soon"))
    programme.delete("readings", ("m", "2026-01-31"))
    assert programme.rows("readings") == []


def test_values_from_pandas_and_numpy_are_taken(programme: Programme) -> None:
    row = {"account_id": np.str_("1"), "name": "A", "wallet": np.float64(2), "days_overdue": np.int64(3),
           "renewal_on": pd.Timestamp("2026-03-31"), "candidate": np.bool_(True), "city": pd.NA,
           "customer_since": pd.NaT, "retention": float("nan"), "sector": " "}  # fmt: skip
    programme.save("accounts", row)
    values = programme.rows("accounts")[0].values
    assert (values["wallet"], values["days_overdue"], values["renewal_on"]) == (2.0, 3.0, date(2026, 3, 31))
    assert values["candidate"] is True
    assert [values[name] for name in ("city", "customer_since", "retention", "sector")] == [None] * 4


def test_a_frame_can_be_saved_as_it_was_read(programme: Programme) -> None:
    programme.save_rows("accounts", [QUILLON, {"account_id": "NA", "name": "NA"}])
    frame = programme.table("accounts")
    assert programme.save_rows("accounts", frame).unchanged == 2
    frame.loc[frame["account_id"] == "NA", "city"] = "Oslo"
    counts = programme.save_rows("accounts", frame)
    assert (counts.added, counts.changed, counts.unchanged) == (0, 1, 1)


# Merging


def test_two_people_changing_different_fields_are_merged(programme: Programme) -> None:
    start = programme.save("accounts", QUILLON)
    with open_programme(programme.folder, who="Tom") as other:
        theirs = other.save("accounts", {"account_id": "007", "city": "Bonn", "sector": "glass"}, version=start.version)
    mine = programme.save("accounts", {**QUILLON, "country": "DE"}, version=start.version)
    assert mine.merged == ("city", "sector") and mine.version > theirs.version
    values = programme.rows("accounts")[0].values
    assert (values["city"], values["country"]) == ("Bonn", "DE")


@pytest.mark.parametrize("by", ["version", "seen"])
def test_the_same_field_is_a_conflict_with_both_values(programme: Programme, by: str) -> None:
    start = programme.save("accounts", {**QUILLON, "city": "Ulm"})
    seen = programme.rows("accounts")[0]
    with open_programme(programme.folder, who="Tom") as other:
        other.save("accounts", {"account_id": "007", "city": "Bonn", "country": "DE"})
    basis = {"version": start.version} if by == "version" else {"seen": seen.values}
    with pytest.raises(ConflictError) as error:
        programme.save("accounts", {"account_id": "007", "city": "Köln", "sector": "glass"}, **basis)  # type: ignore[arg-type]
    (found,) = error.value.conflicts
    assert (found.table, found.key, found.field) == ("accounts", ("007",), "city")
    assert (found.before, found.theirs, found.yours, found.changed_by) == ("Ulm", "Bonn", "Köln", "Tom")
    assert "Tom has 'Bonn', you have 'Köln'" in str(error.value)
    assert programme.rows("accounts")[0].values["sector"] is None, "a refused save writes nothing"


def test_both_meaning_the_same_value_is_no_conflict(programme: Programme) -> None:
    start = programme.save("accounts", QUILLON)
    programme.save("accounts", {"account_id": "007", "city": "Bonn"})
    saved = programme.save("accounts", {"account_id": "007", "city": "Bonn"}, version=start.version)
    assert saved.change_id is None and len(programme.changes()) == 3


def test_a_new_row_that_somebody_else_made_too(programme: Programme) -> None:
    programme.save("accounts", {"account_id": "007", "name": "Quillon"}, version=0)
    with pytest.raises(ConflictError) as error:
        programme.save("accounts", {"account_id": "007", "name": "Somebody else", "city": "Ulm"}, version=0)
    assert [one.field for one in error.value.conflicts] == ["name"]


def test_saving_a_row_that_was_deleted_meanwhile(programme: Programme) -> None:
    start = programme.save("accounts", QUILLON)
    programme.delete("accounts", "007")
    with pytest.raises(ConflictError) as error:
        programme.save("accounts", {**QUILLON, "city": "Bonn"}, version=start.version)
    assert [(one.field, one.theirs, one.yours) for one in error.value.conflicts] == [("city", None, "Bonn")]
    assert programme.save("accounts", QUILLON, version=start.version).version == 0, "nothing to save, nothing made"
    with pytest.raises(ConflictError):
        programme.save("accounts", {"account_id": "007", "name": "Q", "sector": "glass"}, seen={"name": "Q"})
    assert (
        programme.save("accounts", {"account_id": "007", "name": "Quillon Glass"}, version=start.version).version == 0
    )
    assert programme.rows("accounts") == []


def test_deleting_what_changed_meanwhile_is_a_conflict(programme: Programme) -> None:
    start = programme.save("accounts", QUILLON)
    programme.save("accounts", {"account_id": "007", "city": "Bonn"})
    with pytest.raises(ConflictError):
        programme.delete("accounts", "007", version=start.version)
    programme.save("accounts", {"account_id": "007", "city": None})
    assert programme.delete("accounts", "007", version=start.version).change_id, "changed and changed back is no loss"
    with pytest.raises(InputError, match="not there"):
        programme.delete("accounts", "007")


def test_a_version_never_repeats(programme: Programme) -> None:
    first = programme.save("accounts", QUILLON)
    programme.delete("accounts", "007")
    again = programme.save("accounts", {**QUILLON, "name": "Another company"})
    assert again.version > first.version
    with pytest.raises(ConflictError):
        programme.save("accounts", {"account_id": "007", "name": "Quillon"}, version=first.version)


def test_a_version_the_row_never_had_is_refused(programme: Programme) -> None:
    programme.save("accounts", QUILLON)
    with pytest.raises(InputError, match="found version 1"):
        programme.save("accounts", {"account_id": "007", "city": "Bonn"}, version=1)


def test_clearing_a_field_with_a_default_gives_the_default(programme: Programme) -> None:
    programme.save("accounts", {**QUILLON, "status": "candidate"})
    programme.save("accounts", {"account_id": "007", "status": None})
    assert programme.rows("accounts", status="none")[0].values["status"] == "none"


# Many rows, several tables


def test_many_rows_are_one_change_and_the_same_again_is_none(programme: Programme) -> None:
    rows = [{"account_id": f"{number:03}", "name": f"Customer {number}"} for number in range(120)]
    before = programme.change_counter
    counts = programme.save_rows("accounts", rows)
    assert (counts.added, counts.changed, counts.unchanged) == (120, 0, 0)
    assert programme.change_counter == before + 1
    rows[3]["city"] = "Bonn"
    counts = programme.save_rows("accounts", [*rows, {"account_id": "x", "name": "X"}])
    assert (counts.added, counts.changed, counts.unchanged) == (1, 1, 119)
    counter = programme.change_counter
    programme.save_rows("accounts", rows)
    assert programme.change_counter == counter


def test_a_key_twice_with_different_values_is_refused(programme: Programme) -> None:
    with pytest.raises(InputError, match="accounts 1: found twice"):
        programme.save_rows("accounts", [{"account_id": "1", "name": "A"}, {"account_id": "1", "name": "B"}])


def test_several_tables_all_or_nothing(programme: Programme) -> None:
    good = {"accounts": [QUILLON], "offerings": [{"offering_id": "o", "name": "Crate"}]}
    bad = {**good, "contacts": [{"contact_id": "c", "name": "Ann"}]}
    with pytest.raises(InputError, match="contacts c, account_id: found nothing"):
        programme.save_all(bad)
    assert programme.table("accounts").empty and programme.change_counter == 1
    assert {name: one.added for name, one in programme.save_all(good).items()} == {"accounts": 1, "offerings": 1}
    assert programme.change_counter == 2


def test_rows_are_found_by_values_of_any_kind(programme: Programme) -> None:
    programme.save("accounts", QUILLON)
    programme.save("accounts", {"account_id": "NA", "name": "NA", "candidate": True})
    assert [row.key for row in programme.rows("accounts", candidate=True)] == [("NA",)]
    assert [row.key for row in programme.rows("accounts", candidate=None)] == [("007",)]
    assert [row.key for row in programme.rows("accounts", customer_since="2019-04-01", wallet=2.5e6)] == [("007",)]
    assert [row.key for row in programme.rows("accounts", status="none")] == [("007",), ("NA",)]
    assert programme.rows("accounts", city="'; DROP TABLE accounts; --") == []
    with pytest.raises(AttributeError):
        programme.rows("accounts")[0].version = 3  # type: ignore[misc]


def test_new_ids_are_short_and_free(programme: Programme) -> None:
    made = {programme.new_id("actions", "act") for _ in range(50)}
    assert len(made) == 50
    assert all(one.startswith("act-") and len(one) == 10 for one in made)
    assert len(programme.new_id("actions")) == 6


# Sales lines


def test_sales_lines_are_replaced_by_batch(programme: Programme) -> None:
    report = programme.replace_batch("2026.csv", LINES)
    assert (report.added, report.removed, report.unchanged) == (3, 0, 0)
    pd.testing.assert_frame_equal(programme.table("sales_lines"), frame_of("sales_lines", LINES))
    counter = programme.change_counter
    again = programme.replace_batch("2026.csv", programme.table("sales_lines"))
    assert (again.added, again.removed, again.unchanged) == (0, 0, 3)
    assert programme.change_counter == counter
    corrected = [*LINES[:2], {**LINES[2], "revenue": 11.0}]
    changed = programme.replace_batch("2026.csv", corrected)
    assert (changed.added, changed.removed, changed.unchanged) == (1, 1, 2)
    assert programme.table("sales_lines")["revenue"].tolist() == [10.25, -3.0, 11.0]


def test_batches_stand_side_by_side_and_can_be_removed(programme: Programme) -> None:
    programme.replace_batch("b.csv", LINES[:1])
    assert programme.replace_batch("a.csv", LINES[:1]).also_in == ("b.csv",)
    programme.replace_batch("a.csv", LINES[1:2])
    assert programme.table("sales_lines")["account_id"].tolist() == ["NA", "007"]
    listed = programme.batches()
    assert listed["name"].tolist() == ["a.csv", "b.csv"] and listed["lines"].tolist() == [1, 1]
    assert listed["first_day"].dt.date.tolist() == [date(2026, 2, 1), date(2026, 1, 31)]
    programme.remove_batch("a.csv")
    assert programme.table("sales_lines")["account_id"].tolist() == ["007"]
    with pytest.raises(InputError, match="not there"):
        programme.remove_batch("a.csv")


def test_an_empty_batch_is_a_batch(programme: Programme) -> None:
    programme.replace_batch("a.csv", LINES)
    assert programme.replace_batch("a.csv", []).removed == 3
    assert programme.table("sales_lines").empty
    pd.testing.assert_frame_equal(programme.table("sales_lines"), frame_of("sales_lines"))


def test_a_bad_line_refuses_the_whole_batch_and_names_the_line(programme: Programme) -> None:
    with pytest.raises(InputError, match="a.csv, line 2, revenue: found 'x'; expected an amount"):
        programme.replace_batch("a.csv", [LINES[0], {**LINES[1], "revenue": "x"}])
    assert programme.table("sales_lines").empty and len(programme.batches()) == 0


def test_an_import_is_one_change_over_tables_and_batches(programme: Programme) -> None:
    before = programme.change_counter
    wanted = Import(rows={"accounts": [QUILLON]}, batches={"a.csv": LINES, "b.csv": LINES[:1]}, note="march")
    done = programme.apply(wanted)
    assert done.change_id == programme.change_counter == before + 1
    assert done.rows["accounts"].added == 1 and done.batches["b.csv"].added == 1
    assert programme.apply(wanted).change_id is None


# Links


def test_links_that_lead_nowhere_are_listed(programme: Programme) -> None:
    assert programme.check_links() == ()
    programme.save("accounts", {**QUILLON, "owner_id": "ines"})
    programme.save("touch_points", {"touch_point_id": "t", "name": "Call", "expectation_id": "early"})
    programme.replace_batch("a.csv", LINES)
    found = {(one.table, one.field, one.found, one.links_to, one.rows) for one in programme.check_links()}
    assert found == {
        ("accounts", "owner_id", "ines", "team_members", 1),
        ("touch_points", "expectation_id", "early", "expectations", 1),
        ("sales_lines", "account_id", "NA", "accounts", 1),
    }
    assert "sales_lines, account_id: found 'NA' in 1 row; expected an id from accounts" in map(
        str, programme.check_links()
    )
    programme.save("team_members", {"member_id": "ines", "name": "Ines Carrow"})
    programme.save("expectations", {"expectation_id": "early", "name": "Tells us early"})
    programme.remove_batch("a.csv")
    assert programme.check_links() == ()


# Snapshots in memory


def test_tables_stay_as_they_were_while_others_write(programme: Programme) -> None:
    programme.save_rows("accounts", [QUILLON, {"account_id": "b", "name": "B"}])
    programme.replace_batch("a.csv", LINES)
    accounts, lines = programme.table("accounts"), programme.table("sales_lines")
    tables = programme.tables()
    with open_programme(programme.folder, who="Tom") as other:
        other.save("accounts", {"account_id": "007", "city": "Bonn", "wallet": 1.0})
        other.save("accounts", {"account_id": "007", "city": "Ulm"})
        other.delete("accounts", "b")
        other.save("accounts", {"account_id": "c", "name": "C"})
        other.replace_batch("a.csv", LINES[:1])
        other.replace_batch("b.csv", LINES)
    pd.testing.assert_frame_equal(tables["accounts"], accounts)
    pd.testing.assert_frame_equal(tables["sales_lines"], lines)
    fresh = programme.tables()
    assert fresh["accounts"]["account_id"].tolist() == ["007", "c"] and len(fresh["sales_lines"]) == 4
    pd.testing.assert_frame_equal(programme.tables_at(tables.change_id)["accounts"], accounts)


def test_tables_are_read_again_only_where_something_changed(programme: Programme) -> None:
    programme.replace_batch("a.csv", LINES)
    first = programme.tables()
    assert programme.tables() is first
    kept = first["sales_lines"]
    assert first["accounts"].empty
    programme.save("accounts", QUILLON)
    later = programme.tables()
    assert len(later["accounts"]) == 1
    assert np.shares_memory(later["sales_lines"]["revenue"].to_numpy(), kept["revenue"].to_numpy())


def test_what_a_reader_does_to_a_table_stays_with_the_reader(programme: Programme) -> None:
    programme.save("accounts", QUILLON)
    tables = programme.tables()
    mine = tables["accounts"]
    mine["name"] = "scribbled over"
    mine.loc[0, "city"] = "Atlantis"
    assert tables["accounts"]["name"].tolist() == ["Quillon Glass"]
    assert tables["accounts"]["city"].isna().all()
    with pytest.raises(KeyError):
        tables["acounts"]


# Whatever comes in, it is either stored to the letter or refused


texts = st.text(max_size=30)
anything = st.one_of(st.none(), texts, st.floats(), st.integers(), st.booleans(), st.dates(), st.binary(max_size=5))


@settings(max_examples=300, deadline=None)
@given(values=st.fixed_dictionaries({}, optional={name: anything for name in RECORDS["accounts"].model_fields}))
def test_a_row_is_checked_or_refused_but_nothing_else(values: dict[str, object]) -> None:
    record = RECORDS["accounts"]
    try:
        row = checked(record, values)
    except InputError as error:
        assert str(error).startswith("accounts, ")
    else:
        assert checked(record, row) == row
        assert row.keys() == record.model_fields.keys()


@settings(max_examples=15, deadline=None)
@given(name=texts.filter(str.strip), note=texts, wallet=st.floats(0, 1e300), days=st.dates())
@hypothesis.example(name="A\0B", note="", wallet=0.0, days=date(2026, 3, 31))
def test_what_is_stored_comes_back_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, name: str, note: str, wallet: float, days: date
) -> None:
    row = {"account_id": "007", "name": name, "candidate_reason": note, "wallet": wallet, "renewal_on": days}
    with create_programme(tmp_path_factory.mktemp("any") / "prog") as programme:
        if "\0" in name + note:
            with pytest.raises(InputError, match="NUL"):
                programme.save("accounts", row)
            assert not programme.rows("accounts")
            return
        meant = checked(RECORDS["accounts"], row)
        programme.save("accounts", row)
        stored = programme.rows("accounts")[0]
        assert stored.values == meant
        programme.delete("accounts", "007")
        programme.undo(programme.change_counter)
        assert programme.rows("accounts")[0].values == meant, "the history holds it to the letter too"
