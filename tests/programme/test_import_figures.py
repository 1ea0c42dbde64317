"""Figures, dates and encodings: every way of writing that is read, and every one that would be a guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.errors import InputError
from kamkit.model import RECORDS
from kamkit.programme.importing.dates import read_dates
from kamkit.programme.importing.encoding import decode
from kamkit.programme.importing.numbers import read_figures
from kamkit.programme.importing.raw import Exact
from kamkit.programme.importing.values import CLEAR, read_column

REVENUE = RECORDS["sales_lines"].spec("revenue")
CENTS = st.integers(min_value=-(10**11), max_value=10**11)


def _written(cents: int, group: str, point: str) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' * (cents < 0)}{whole:,}".replace(",", group) + f"{point}{rest:02d}"


@pytest.mark.parametrize(
    ("group", "point"), [(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ","), ("", ".")]
)
@given(cents=st.lists(CENTS, min_size=1, max_size=8))
def test_amounts_with_two_decimals_come_back_whatever_their_marks(group: str, point: str, cents: list[int]) -> None:
    texts = [_written(one, group, point) for one in cents]
    read = read_figures(texts)
    assert not read.wrong
    assert [read.number[text] for text in texts] == [one / 100 for one in cents]


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    read = read_figures([text])
    assert (text in read.number) != (text in read.wrong)
    dates = read_dates([text])
    assert (text in dates.day) != (text in dates.wrong)


@pytest.mark.parametrize("text", ["1,234", "1.234", "999.000", "-1,234", "€ 12.345"])
def test_a_thousands_mark_that_could_be_a_decimal_mark_is_refused_alone(text: str) -> None:
    assert "decimal mark" in read_figures([text]).wrong[text]


@pytest.mark.parametrize(
    ("other", "value"),
    [("5.50", 1234.0), ("1,234,567", 1234.0), ("5,50", 1.234), ("1.234.567", 1.234), ("1.000,5", 1.234)],
)
def test_another_value_of_the_column_settles_it(other: str, value: float) -> None:
    assert read_figures(["1,234", other]).number["1,234"] == value


@pytest.mark.parametrize(("mark", "value"), [("point", 1234.0), ("comma", 1.234)])
def test_or_the_user_does(mark: str, value: float) -> None:
    assert read_column(["1,234"], REVENUE, mark).values == [value]


def test_damaged_marks_are_refused_because_the_column_contradicts_itself() -> None:
    # 2024.994 opened with a decimal comma and saved again: the kit cannot know where the point was.
    read = read_figures(["2,024,994", "6,074,982", "34,20", "5,7"])
    assert not read.number
    assert all("contradict" in text or "damaged" in text for text in read.wrong.values())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1,234.50)", -1234.5), ("1,234.50-", -1234.5), ("€ -5.25", -5.25), ("-€5.25", -5.25), ("5.25 EUR", 5.25),
        ("USD 5.25", 5.25), ("\u22125.25", -5.25), ("+5.25", 5.25), ("0.125", 0.125), ("1.5E+03", 1500.0), ("007", 7.0),
    ],
)  # fmt: skip
def test_signs_and_currencies(text: str, value: float) -> None:
    assert read_figures([text]).number == {text: value}


@pytest.mark.parametrize("text", ["1,23,456", "1.2.3", "12,34.5", "--5", "5 6", "1 23", "abc", "#REF!", "1/2", "٣"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    assert text in read_figures([text, "1.5"]).wrong


def test_numbers_a_spreadsheet_stores_need_no_convention() -> None:
    assert read_column([Exact("1.234"), Exact("1234")], REVENUE).values == [1.234, 1234.0]


def test_per_cent_counts_as_hundredths_except_in_a_field_of_per_cent() -> None:
    margin = RECORDS["accounts"].spec("margin_estimate")
    assert read_column(["25 %", Exact("25%")], margin).values == [25.0, 25.0]
    assert read_column(["25%"], RECORDS["exchange_rates"].spec("rate")).values == [0.25]


@given(st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=6))
def test_dates_come_back_in_every_form_that_can_be_read_one_way(days: list[date]) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d.%m.%y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d 00:00:00.000"):
        texts = [f"{day:{form}}" for day in days]
        assert [read_dates(texts).day[text] for text in texts] == days


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=6), st.sampled_from(["dmy", "mdy"])
)
def test_slashed_dates_are_never_read_wrongly(days: list[date], order: str) -> None:
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    read = read_dates([f"{day:{form}}" for day in days])
    for day in days:
        assert read.day.get(f"{day:{form}}", day) == day
    if any(day.day > 12 for day in days):
        assert not read.wrong


def test_a_date_that_can_be_read_two_ways_is_asked_about() -> None:
    day = RECORDS["sales_lines"].spec("date")
    assert "--map date:dmy" in read_column(["03/04/2026"], day).wrong[0]
    assert read_column(["03/04/2026"], day, "dmy").values == [date(2026, 4, 3)]
    assert read_column(["03/04/2026"], day, "mdy").values == [date(2026, 3, 4)]
    assert read_dates(["05/05/2026"]).day == {"05/05/2026": date(2026, 5, 5)}


def test_dates_of_both_orders_in_one_column_are_refused() -> None:
    read = read_dates(["13/04/2026", "04/13/2026", "03/04/2026"])
    assert not read.day
    assert len(read.wrong) == 3


def test_excel_day_numbers_are_read_only_when_told() -> None:
    day = RECORDS["sales_lines"].spec("date")
    assert "date:excel" in read_column(["46112"], day).wrong[0]
    assert read_column(["46112"], day, "excel").values == [date(2026, 3, 31)]  # Excel's own day number


def test_ids_are_kept_to_the_letter_and_words_for_nothing_only_count_elsewhere() -> None:
    account = RECORDS["accounts"]
    ids = ["007", "NA", "1e5", "NULL", "1,234", " 12 "]
    assert read_column(ids, account.spec("account_id")).values == ["007", "NA", "1e5", "NULL", "1,234", "12"]
    assert read_column(["NA", "n/a"], account.spec("name")).values == ["NA", "n/a"]
    assert read_column(["NULL", "#N/A", "n/a", " ", "Retail"], account.spec("sector")).values == [None] * 4 + ["Retail"]
    assert read_column(["(empty)"], account.spec("sector")).values == [CLEAR]


def test_flags_and_choices_in_english_and_german() -> None:
    line, account = RECORDS["sales_lines"], RECORDS["accounts"]
    assert read_column(["ja", "NEIN", "Yes", "0"], line.spec("rush")).values == [True, False, True, False]
    assert read_column(["Key Account"], account.spec("status")).values == ["key account"]
    assert "one of" in read_column(["best friend"], account.spec("status")).wrong[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_that_are_told_apart(encoding: str) -> None:
    text = "Kundennummer;Name\n007;Müller & Söhne – Köln\n"
    assert decode(text.encode(encoding), "f.csv")[0] == text


@given(st.text(st.characters(codec="cp1252", categories=["L", "N", "P", "Zs"]), min_size=1))
def test_utf8_is_never_mistaken(text: str) -> None:
    assert decode(text.encode("utf-8-sig"), "f.csv")[0] == text
    assert decode(text.encode("utf-16"), "f.csv")[0] == text


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp1251", "Клиент;Общество с ограниченной"), ("cp1253", "Πελάτης;Εταιρεία Περιορισμένης")]
)
def test_another_alphabet_is_refused_with_a_way_out(encoding: str, text: str) -> None:
    data = (text + "\n").encode(encoding) * 4
    with pytest.raises(InputError, match="--map encoding:="):
        decode(data, "f.csv")
    assert text in decode(data, "f.csv", encoding)[0]


@pytest.mark.parametrize("data", [b"\x00", b"\x01\x02\x03,\x04", b"MZ\x90\x00\x03\x00\x00\x00", bytes(range(256))])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="binary"):
        decode(data, "f.csv")
