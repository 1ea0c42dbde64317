"""Import as a user meets it: files in, a report out, and the programme as it should be."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kamkit.errors import InputError, RowErrors
from kamkit.programme import Programme, create_programme
from kamkit.programme.importing import ImportRefused, import_files
from kamkit.programme.importing.groups import bare_name, propose_groups


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return create_programme(tmp_path / "programme", who="Tester")


@pytest.fixture
def put(tmp_path: Path):
    def write(name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


ACCOUNTS = "account_id,name,country\n007,Quillon Glass,UK\nNA,NA,NL\n1e5,Hypra Retail,DE\n"
SALES = (
    "account_id,date,order_id,line_id,revenue,cost\n"
    "007,2026-01-05,A1,1,100.50,60\nNA,2026-01-06,A2,1,200,150.25\n007,2026-02-01,A3,1,-10,\n"
)


def _book(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _refusal(programme: Programme, *paths: Path, **more: object) -> ImportRefused:
    before = programme.change_counter
    with pytest.raises(ImportRefused) as caught:
        import_files(programme, paths, **more)  # type: ignore[arg-type]
    assert programme.change_counter == before, "a refused import must not change anything"
    assert not caught.value.report.loaded
    return caught.value


# What goes in


def test_ids_stay_to_the_letter_and_files_come_in_any_order(programme: Programme, put) -> None:
    report = import_files(programme, [put("sales.csv", SALES), put("accounts.csv", ACCOUNTS)])
    assert report.loaded
    assert list(programme.table("accounts")["account_id"]) == ["007", "1e5", "NA"]
    lines = programme.table("sales_lines")
    assert lines["revenue"].sum() == 290.5
    assert list(lines["account_id"]) == ["007", "NA", "007"]


def test_the_same_files_again_change_nothing_and_a_corrected_one_only_what_differs(programme: Programme, put) -> None:
    files = [put("accounts.csv", ACCOUNTS), put("sales.csv", SALES)]
    import_files(programme, files)
    counter = programme.change_counter
    assert import_files(programme, files).changed_nothing
    assert programme.change_counter == counter
    files = [put("accounts.csv", ACCOUNTS.replace("UK", "Ireland")), put("sales.csv", SALES.replace("200,", "210,"))]
    report = import_files(programme, files)
    accounts, sales = report.tables
    assert (accounts.added, accounts.changed, accounts.unchanged) == (0, 1, 2)
    assert (sales.added, sales.removed, sales.unchanged) == (1, 1, 2)
    history = programme.history("accounts")
    assert history.loc[history["change_id"] > counter, "field"].tolist() == ["country"]


def test_an_import_is_one_change_that_is_undone_whole(programme: Programme, put) -> None:
    report = import_files(programme, [put("accounts.csv", ACCOUNTS), put("sales.csv", SALES)])
    assert report.change_id is not None
    programme.undo(report.change_id)
    assert programme.table("accounts").empty
    assert programme.table("sales_lines").empty


def test_german_export_with_semicolons_decimal_commas_and_cp1252(programme: Programme, put) -> None:
    customers = "Kundennummer;Kundenname;Ort;Kundenbetreuer\n00017;Müller & Söhne;Köln;Ines Carrow\n"
    sales = (
        "Kundennummer;Rechnungsdatum;Rechnungsnummer;Position;Nettoumsatz;Wareneinsatz\n"
        "00017;05.01.2026;4711;10;1.234,50 €;900,00\n00017;31.01.2026;4712;10;50,00-;0,00\nGesamt;;;;1.184,50;\n"
    )
    files = [put("Kunden.csv", customers, "cp1252"), put("Umsatz 2026.csv", sales, "cp1252")]
    report = import_files(programme, files, maps=["reporting_currency:=EUR"])
    account = programme.table("accounts").iloc[0]
    assert (account["account_id"], account["name"], account["city"]) == ("00017", "Müller & Söhne", "Köln")
    assert programme.table("team_members")["name"].tolist() == ["Ines Carrow"]
    assert programme.table("sales_lines")["revenue"].tolist() == [1234.5, -50.0]
    assert programme.table("sales_lines")["date"].dt.date.tolist() == [date(2026, 1, 5), date(2026, 1, 31)]
    assert [(one.row, "tail" in one.reason) for one in report.ignored] == [(4, True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_encoding_and_separator(programme: Programme, put, encoding: str, mark: str) -> None:
    text = "account_id,name,city\n007,Café Zürich,Zürich\n008,Año Nuevo,Málaga\n".replace(",", mark)
    import_files(programme, put("accounts.csv", text, encoding))
    assert programme.table("accounts")["name"].tolist() == ["Café Zürich", "Año Nuevo"]


def test_report_titles_empty_rows_and_tails_are_not_data_and_are_named(programme: Programme, put) -> None:
    text = (
        "My accounts,,\nAs of 31/03/2026,,\n\nAccount ID,Account Name,Website\n001,Acme,acme.example\n,,\n"
        "002,Total,total.example\n\nGrand Total,2,\nCopyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\n"
    )
    report = import_files(programme, put("report.csv", text))
    assert programme.table("accounts")["name"].tolist() == ["Acme", "Total"]
    assert [one.row for one in report.ignored] == [1, 2, 6, 9, 10]
    assert report.unused == {"report.csv": ("Website",)}


def test_hostile_cells_stay_text(programme: Programme, put) -> None:
    names = [
        "=cmd|' /C calc'!'A1'",
        "<script>alert(1)</script>",
        "@SUM(1+1)",
        "-2+3",
        "Robert'); DROP TABLE accounts;--",
    ]
    text = "account_id,name\n" + "".join(f'{at},"{name}"\n' for at, name in enumerate(names))
    import_files(programme, put("accounts.csv", text))
    assert programme.table("accounts")["name"].tolist() == names


def test_a_value_with_a_line_break_keeps_it_and_rows_are_counted_as_in_a_spreadsheet(programme: Programme, put) -> None:
    text = 'account_id,name,status\n1,"Two\nlines",none\n2,Other,unheard of\n'
    assert _refusal(programme, put("accounts.csv", text)).rejections[0].row == 3


def test_an_empty_cell_leaves_what_is_known_and_empty_in_brackets_removes_it(programme: Programme, put) -> None:
    import_files(programme, put("accounts.csv", "account_id,name,sector,city\n1,A,Food,Bonn\n"))
    import_files(programme, put("accounts.csv", "account_id,sector,city\n1,,(empty)\n"))
    row = programme.rows("accounts")[0].values
    assert (row["name"], row["sector"], row["city"]) == ("A", "Food", None)


# Excel


def test_excel_keeps_dates_figures_and_leading_zeros(programme: Programme, tmp_path: Path) -> None:
    path = _book(
        tmp_path / "book.xlsx",
        Accounts=[["Account", "Name", "Customer since"], [7, "Quillon", date(2019, 3, 4)], ["NA", "NA", None]],
        Sales=[
            ["Customer number", "Invoice date", "Net sales"],
            [7, date(2026, 1, 5), 1.234],
            ["NA", date(2026, 1, 6), 1234],
        ],
    )
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet["A2"].number_format = "000"
    book.save(path)
    import_files(programme, path)
    assert programme.table("accounts")["account_id"].tolist() == ["007", "NA"]
    assert programme.rows("accounts", account_id="007")[0].values["customer_since"] == date(2019, 3, 4)
    assert programme.table("sales_lines")["revenue"].tolist() == [1.234, 1234.0]


def test_a_formula_that_nobody_calculated_rejects_its_row(programme: Programme, tmp_path: Path) -> None:
    rows = [["account_id", "name", "wallet"], ["1", "A", "=1+1"], ["2", "B", 7]]
    path = _book(tmp_path / "accounts.xlsx", Accounts=rows)
    found = _refusal(programme, path).rejections
    assert [str(one) for one in found] == [
        "accounts.xlsx, row 2, wallet: found '=1+1'; expected a value: the formula in cell Accounts!C2 was never calculated; "
        "open the file in Excel or LibreOffice and save it"
    ]
    import_files(programme, path, skip_bad_rows=True)
    assert programme.table("accounts")["account_id"].tolist() == ["2"]


def test_a_formula_that_failed_rejects_its_row_wherever_it_stands(programme: Programme, tmp_path: Path) -> None:
    """Excel's own words for a mistake, in a name, a figure, a day and a key; in a column that nobody takes they harm nothing."""
    lines = [["account_id", "date", "order_id", "revenue"], ["1", "2026-01-05", "a", "#DIV/0!"], ["1", "#VALUE!", "b", 5],
             ["#REF!", "2026-01-07", "c", 5], ["1", "2026-01-08", "d", 5]]  # fmt: skip
    path = _book(
        tmp_path / "book.xlsx",
        Accounts=[["account_id", "name", "sector", "of no use"], ["1", "A", "Food", "#N/A"], ["2", "#NAME?", "Food", 1], ["3", "NA", "#N/A", 1]],
        Sales=lines,
    )
    found = {(one.row, one.found): one.expected for one in _refusal(programme, path, skip_bad_rows=False).rejections}
    assert list(found) == [(3, "#NAME?"), (4, "#N/A"), (2, "#DIV/0!"), (3, "#VALUE!"), (4, "#REF!")]
    assert found[3, "#NAME?"] == (
        "a value: the formula in cell Accounts!B3 gives none; mend it in the file, or write the value or nothing in its place"
    )
    import_files(programme, path, skip_bad_rows=True)
    assert programme.table("accounts")["account_id"].tolist() == ["1"]
    assert programme.table("sales_lines")["order_id"].tolist() == ["d"]


def test_a_formula_without_a_value_is_lost_in_no_mapping(programme: Programme, tmp_path: Path, put) -> None:
    mapping = put(
        "m.toml",
        """
        [sources.orders]
        has = ["Customer", "Price"]
        [sources.customers]
        has = ["No", "First"]
        [[tables]]
        table = "sales_lines"
        from = "orders"
        columns = { account_id = "Account", date = "Day", order_id = "Order" }
        products = { revenue = ["Price", "Quantity"] }
        [[tables.join]]
        source = "customers"
        on = { "Customer" = "No" }
        [[tables]]
        table = "accounts"
        from = "customers"
        columns = { account_id = "Account" }
        texts = { name = ["First", "Last"] }
        """,
    )
    path = _book(
        tmp_path / "book.xlsx",
        Orders=[["Customer", "Day", "Order", "Price", "Quantity"], ["c1", "2026-01-05", "a", 2, 3], ["#N/A", "2026-01-05", "b", 2, 3],
                ["c1", "2026-01-05", "c", "=1+1", 3]],
        Customers=[["No", "Account", "First", "Last"], ["c1", "1", "Anna", "Noll"], ["c2", "2", "#REF!", "Noll"], ["#N/A", "3", "Urs", "Egli"]],
    )  # fmt: skip
    found = {(one.file.rpartition("#")[2], one.row, one.found) for one in _refusal(programme, path, maps=[str(mapping)]).rejections}
    assert found == {("Orders", 3, "#N/A"), ("Orders", 4, "=1+1"), ("Customers", 3, "#REF!")}


def test_such_words_in_a_text_file_are_what_somebody_typed(programme: Programme, put) -> None:
    import_files(programme, put("accounts.csv", "account_id,name,sector\n#N/A,#REF!,#N/A\nNA,=1+1,Food\n"))
    found = programme.table("accounts").set_index("account_id")
    assert found["name"].to_dict() == {"#N/A": "#REF!", "NA": "=1+1"} and found["sector"].isna().tolist() == [True, False]


def test_a_sheet_can_be_asked_for_and_others_are_named(programme: Programme, tmp_path: Path) -> None:
    rows = [["account_id", "name"], ["1", "A"]]
    path = _book(tmp_path / "book.xlsx", Accounts=rows, Scribbles=[["some", "thing"], ["else", "here"]])
    assert any("Scribbles" in note for note in import_files(programme, path).notes)
    assert import_files(programme, f"{path}#Accounts").changed_nothing
    with pytest.raises(InputError, match="no sheet 'Customers'; its sheets are Accounts, Scribbles"):
        import_files(programme, f"{path}#Customers")


def test_the_name_of_a_single_sheet_says_what_it_is(programme: Programme, tmp_path: Path) -> None:
    import_files(
        programme, _book(tmp_path / "book1.xlsx", Domains=[["id", "name"], ["DE", "Germany"]]), maps=["id=domain_id"]
    )
    assert programme.table("domains")["domain_id"].tolist() == ["DE"]


def test_content_counts_not_the_ending(programme: Programme, tmp_path: Path, put) -> None:
    _book(tmp_path / "book.xlsx", Accounts=[["account_id", "name"], ["1", "A"]]).rename(tmp_path / "really_excel.csv")
    import_files(programme, [tmp_path / "really_excel.csv", put("really_text.xlsx", "account_id,name\n2,B\n")])
    assert programme.table("accounts")["name"].tolist() == ["A", "B"]


# Rejected rows


def test_every_bad_value_is_named_and_nothing_is_loaded(programme: Programme, put, tmp_path: Path) -> None:
    sales = (
        "account_id,date,order_id,line_id,revenue\n007,2026-01-05,1,1,1.5\nXX,2026-01-05,2,1,2\n"
        "007,31.02.2026,3,1,3\n007,2026-01-05,4,1,much\n007,2026-01-05,1,1,9\n007,2026-01-05,5,1\n007,2026-01-05,6,1,1,7\n"
    )
    report_file = tmp_path / "rejected.csv"
    caught = _refusal(programme, put("accounts.csv", ACCOUNTS), put("sales.csv", sales), report_to=report_file)
    found = {(one.row, one.field) for one in caught.rejections}
    assert found == {(3, "account_id"), (4, "date"), (5, "revenue"), (6, "line_id"), (7, "revenue"), (8, "row")}
    with report_file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "row", "field", "found", "expected"]
    assert len(rows) == 6
    assert isinstance(caught, RowErrors)


def test_the_others_are_loaded_when_asked_and_what_needs_a_rejected_row_goes_with_it(programme: Programme, put) -> None:
    accounts = put("accounts.csv", "account_id,name,status\n1,A,none\n2,B,unheard of\n")
    sales = put("sales.csv", "account_id,date,revenue\n1,2026-01-05,10\n2,2026-01-05,20\n")
    report = import_files(programme, [accounts, sales], skip_bad_rows=True)
    assert report.loaded
    assert programme.table("accounts")["account_id"].tolist() == ["1"]
    assert programme.table("sales_lines")["revenue"].tolist() == [10.0]
    assert {(one.file, one.row) for one in report.rejections} == {("accounts.csv", 3), ("sales.csv", 3)}


def test_the_report_file_is_safe_to_open_in_a_spreadsheet(programme: Programme, put, tmp_path: Path) -> None:
    text = "account_id,name,wallet\n1,A,=cmd|' /C calc'!A0\n2,B,@SUM(1)\n3,C,+x\n4,D,-y\n"
    report_file = tmp_path / "rejected.csv"
    _refusal(programme, put("accounts.csv", text), report_to=report_file)
    with report_file.open(encoding="utf-8-sig", newline="") as file:
        assert [row["found"][:2] for row in csv.DictReader(file)] == ["'=", "'@", "'+", "'-"]


def test_a_report_that_cannot_be_written_stops_the_import(programme: Programme, put, tmp_path: Path) -> None:
    path = put("accounts.csv", "account_id,name,status\n1,A,none\n2,B,unheard of\n")
    with pytest.raises(InputError, match="cannot be written"):
        import_files(programme, path, skip_bad_rows=True, report_to=tmp_path / "no such folder" / "r.csv")
    assert programme.table("accounts").empty


def test_a_key_twice_is_rejected_unless_it_says_the_same(programme: Programme, put) -> None:
    import_files(programme, put("accounts.csv", "account_id,name\n1,A\n1,A\n"))
    caught = _refusal(programme, put("accounts.csv", "account_id,name\n2,B\n2,C\n"))
    assert "row 2" in caught.rejections[0].expected


def test_ambiguous_dates_and_figures_are_refused_with_the_way_out(programme: Programme, put) -> None:
    accounts = put("accounts.csv", ACCOUNTS)
    sales = put("sales.csv", "account_id;date;revenue\n007;03/04/2026;1.234\n")
    caught = _refusal(programme, accounts, sales)
    assert {one.field for one in caught.rejections} == {"date", "revenue"}
    assert "--map date:dmy" in caught.rejections[0].expected
    import_files(programme, [accounts, sales], maps=["date:dmy", "revenue:point"])
    line = programme.table("sales_lines").iloc[0]
    assert (line["date"].date(), line["revenue"]) == (date(2026, 4, 3), 1.234)


def test_costs_far_above_revenue_throughout_are_taken_for_lost_decimal_marks(programme: Programme, put) -> None:
    rows = "".join(f'007,2026-01-05,"2,024,99{at}","18,980,944"\n' for at in range(4))
    files = [put("accounts.csv", ACCOUNTS), put("sales.csv", "account_id,date,revenue,cost\n" + rows)]
    with pytest.raises(InputError, match="9.4 times the revenue"):
        import_files(programme, files)
    assert import_files(programme, files, maps=["revenue:point", "cost:point"]).loaded


def test_a_control_character_is_a_matter_of_its_row(programme: Programme, put) -> None:
    text = "account_id,name,Note\n1,A\x0bB,x\n2,C,a\x1fb\n" + "3,D,nothing at all\n" * 20
    caught = _refusal(programme, put("accounts.csv", text))
    assert [(one.row, one.field) for one in caught.rejections] == [(2, "name")]


# Headers


def test_a_header_twice_with_different_cells_has_to_be_settled(programme: Programme, put) -> None:
    accounts = put("accounts.csv", ACCOUNTS)
    sales = put("sales.csv", "account_id,date,Amount,Amount\n007,2026-01-05,1,2\n")
    with pytest.raises(InputError, match="'Amount' stands in columns 3 and 4"):
        import_files(programme, [accounts, sales])
    import_files(programme, [accounts, sales], maps=["Amount#2=revenue"])
    assert programme.table("sales_lines")["revenue"].tolist() == [2.0]


def test_a_header_twice_with_the_same_cells_needs_no_decision(programme: Programme, put) -> None:
    import_files(programme, put("accounts.csv", "account_id,name,name\n1,A,A\n"))
    assert programme.table("accounts")["name"].tolist() == ["A"]


def test_unknown_headers_are_mapped_by_hand(programme: Programme, put) -> None:
    path = put("stuff.csv", "Code,Wording,Phone\n1,A,2\n")
    with pytest.raises(InputError, match="--map stuff.csv=accounts"):
        import_files(programme, path)
    report = import_files(
        programme, path, maps=["stuff.csv=accounts", "Code=account_id", "Wording=accounts.name", "country:=DE"]
    )
    assert programme.rows("accounts")[0].values["country"] == "DE"
    assert report.unused == {"stuff.csv": ("Phone",)}


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("No such column=account_id", "no file has a column 'No such column'"),
        ("name=no_such_field", "no table has a field 'no_such_field'"),
        ("name=sales_lines.name", "sales_lines has no field 'name'"),
        ("date:backwards", "expected one of point, comma, dmy"),
        ("nonesuch", "neither a file nor a mapping of the kit"),
        ("other.csv=accounts", "no file or sheet of that name"),
        ("northwind", "none of its sources is among accounts.csv"),
        ("=name", "expected 'their column=our_field'"),
    ],
)
def test_a_slip_in_an_option_is_named(programme: Programme, put, option: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        import_files(programme, put("accounts.csv", ACCOUNTS), maps=[option])


# Files that are none


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf", "empty"), (b"  \n\n", "empty"), (b"\x01", "binary"), (b"\x00\x00", "empty"),
        (b"%PDF-1.7 ...", "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"), (b"PK\x03\x04rest", "not an Excel workbook"),
        (b"<html><body>", "web page"), (b"hello world", "none of the kit's records"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_line(programme: Programme, put, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        import_files(programme, put("file.csv", data))
    assert "\n" not in str(caught.value)


def test_missing_folder_and_huge(programme: Programme, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        import_files(programme, tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="folder"):
        import_files(programme, tmp_path)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InputError, match="200 MB, and at most 100 MB are read"):
        import_files(programme, huge)
    with pytest.raises(InputError, match="no file named"):
        import_files(programme, [])


def test_a_header_alone_loads_nothing_and_says_so(programme: Programme, put) -> None:
    report = import_files(programme, put("accounts.csv", "account_id,name\n"))
    assert report.changed_nothing
    assert "Nothing to load" in str(report)


def test_an_unclosed_quotation_mark_is_named(programme: Programme, put) -> None:
    text = 'account_id,name\n1,"A\n' + "x" * 200_000
    with pytest.raises(InputError, match="quotation mark"):
        import_files(programme, put("accounts.csv", text))


# Currencies


def test_a_currency_needs_a_rate_for_its_day(programme: Programme, put) -> None:
    accounts = put("accounts.csv", ACCOUNTS)
    sales = put(
        "sales.csv",
        "account_id,date,revenue,currency\n007,2026-01-05,10,gbp\n007,2026-06-05,20,GBP\n007,2026-01-05,5,EUR\n",
    )
    with pytest.raises(InputError, match="no reporting currency yet"):
        import_files(programme, [accounts, sales])
    rates = put("rates.csv", "currency,starts_on,ends_on,rate\nGBP,2026-01-01,2026-03-31,1.15\n")
    caught = _refusal(programme, accounts, sales, rates, maps=["reporting_currency:=EUR"])
    assert [(one.row, one.field) for one in caught.rejections] == [(3, "currency")]
    report = import_files(programme, [accounts, sales, rates], maps=["reporting_currency:=EUR"], skip_bad_rows=True)
    assert report.loaded
    assert programme.table("sales_lines")["currency"].tolist() == ["GBP", "EUR"]
    assert programme.settings.reporting_currency == "EUR"
    with pytest.raises(InputError, match="programme's is EUR; change it"):
        import_files(programme, accounts, maps=["reporting_currency:=USD"])


def test_a_currency_sign_is_the_rows_currency_and_never_contradicts_it(programme: Programme, put) -> None:
    accounts = put("accounts.csv", ACCOUNTS)
    import_files(programme, accounts, maps=["reporting_currency:=EUR"])
    sales = put("sales.csv", "account_id,date,revenue\n007,2026-01-05,£10\n007,2026-01-05,$5\n007,2026-01-05,€7\n")
    caught = _refusal(programme, sales)
    assert [one.row for one in caught.rejections] == [2, 3]
    header = put("sales.csv", "account_id,date,Revenue (GBP)\n007,2026-01-05,10\n")
    assert "a rate for GBP" in _refusal(programme, header).rejections[0].expected


# Batches


def test_lines_that_would_count_twice_are_refused_with_a_way_out(programme: Programme, put) -> None:
    import_files(programme, [put("accounts.csv", ACCOUNTS), put("sales.csv", SALES)])
    again = put("sales copy.csv", SALES)
    with pytest.raises(InputError, match="--replaces 'sales.csv'"):
        import_files(programme, again)
    import_files(programme, again, replaces=["sales.csv"])
    assert programme.table("sales_lines")["revenue"].sum() == 290.5
    bare = "account_id,date,revenue\n007,2026-01-05,1\n007,2026-01-06,2\n"
    import_files(programme, put("bare.csv", bare))
    with pytest.raises(InputError, match="loaded already from bare.csv"):
        import_files(programme, put("bare2.csv", bare + "NA,2026-01-07,3\n"))
    with pytest.raises(InputError, match="no such batch"):
        import_files(programme, again, replaces=["nonesuch"])


def test_another_year_under_the_same_file_name_does_not_push_the_first_out(programme: Programme, put) -> None:
    import_files(programme, [put("accounts.csv", ACCOUNTS), put("sales.csv", SALES)])
    other = put("sales.csv", SALES.replace("2026-", "2025-").replace("A", "B").replace("NB", "NA"))
    with pytest.raises(InputError, match="rename the file to keep both"):
        import_files(programme, other)


# Groups


def test_a_roll_up_file_joins_customer_numbers_and_lines_stay_where_they_were_booked(programme: Programme, put) -> None:
    import_files(programme, [put("accounts.csv", ACCOUNTS), put("sales.csv", SALES)])
    rollup = put(
        "rollup.csv", "Customer number,Group,Group name\n007,G1,Orbisan Group\nNA,G1,Orbisan Group\n1e5,1e5,\n"
    )
    report = import_files(programme, rollup)
    accounts = programme.table("accounts").set_index("account_id")
    assert accounts.loc["G1", "name"] == "Orbisan Group"
    assert accounts.loc[["007", "NA"], "parent_id"].tolist() == ["G1", "G1"]
    assert accounts["parent_id"].isna().sum() == 2
    assert set(programme.table("sales_lines")["account_id"]) == {"007", "NA"}
    assert any("groups made" in note for note in report.notes)
    assert import_files(programme, rollup).changed_nothing


def test_a_circle_of_groups_is_refused(programme: Programme, put) -> None:
    text = "account_id,name,parent_id\n1,A,2\n2,B,1\n"
    assert {one.field for one in _refusal(programme, put("accounts.csv", text)).rejections} == {"parent_id"}


def test_similar_names_are_proposed_and_not_joined(programme: Programme, put) -> None:
    text = (
        "account_id,name\n1,Umbrella Corp\n2,Umbrella Corporation\n3,Acme Bank\n4,Acme Inc.\n5,Hypra GmbH & Co. KG\n"
        "6,HYPRA S.p.A.\n7,Hypra (Deutschland) AG\n"
    )
    report = import_files(programme, put("accounts.csv", text))
    assert [group.account_ids for group in report.proposed_groups] == [("5", "6", "7"), ("1", "2")]
    assert programme.table("accounts")["parent_id"].isna().all()


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("A/S Steamship Torm", "steamship torm"),
        ("Orbisan Ltda.", "orbisan"),
        ("AG", "ag"),
        ("Müller G.m.b.H.", "muller"),
        ("", ""),
    ],
)
def test_bare_names(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_accounts_that_share_a_group_are_not_proposed() -> None:
    rows = [
        {"account_id": key, "name": "Acme Ltd", "parent_id": parent}
        for key, parent in (("1", None), ("2", "1"), ("3", "1"))
    ]
    assert propose_groups(rows) == ()


def test_a_value_is_named_in_the_file_it_came_from(programme: Programme, put) -> None:
    caught = _refusal(
        programme, put("accounts.csv", ACCOUNTS), put("rollup.csv", "account_id,parent_id\n007,NA\nNA,007\n")
    )
    assert {(one.file, one.row, one.found) for one in caught.rejections} == {
        ("rollup.csv", 2, "NA"),
        ("rollup.csv", 3, "007"),
    }


# People


def test_owners_are_found_by_name_or_made_and_said(programme: Programme, put) -> None:
    people = put("team.csv", "member_id,name\nIC,Ines Carrow\n")
    accounts = put("accounts.csv", "Account ID,Account Name,Account Owner\n1,A,Ines Carrow\n2,B,Sam Kim\n")
    report = import_files(programme, [people, accounts])
    assert programme.table("accounts")["owner_id"].tolist() == ["IC", "Sam Kim"]
    assert any("Our people: 1 added" in note and "Sam Kim" in note for note in report.notes)
