"""The mappings that come with the kit, on small files of the same shape as the real exports, and the mapping language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kamkit.errors import InputError
from kamkit.model import RECORDS
from kamkit.programme import Programme, create_programme
from kamkit.programme.importing import ImportRefused, import_files, shipped
from kamkit.programme.importing.mapping import load_mapping
from kamkit.programme.importing.options import Options
from kamkit.programme.importing.raw import RawTable
from kamkit.programme.importing.recognise import _columns, headers_of

Put = Callable[..., Path]


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return create_programme(tmp_path / "programme")


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("name", shipped())
def test_every_mapping_of_the_kit_can_be_read(name: str) -> None:
    assert load_mapping(name).tables


def test_northwind_joins_orders_and_lines(programme: Programme, put: Put) -> None:
    files = [
        put("customers.csv", "customerID,companyName,contactName,contactTitle,city,country\nALFKI,Alfreds,Maria,Owner,Berlin,Germany\nFISSA,FISSA,NULL,NULL,Madrid,Spain\n"),
        put("orders.csv", "orderID,customerID,employeeID,orderDate,shipRegion\n1,ALFKI,5,1997-08-25 00:00:00.000,NULL\n2,ALFKI,5,1997-09-01 00:00:00.000,\n3,ALFKI,6,1997-09-02 00:00:00.000,\n"),
        put("order_details.csv", "orderID,productID,unitPrice,quantity,discount\n1,11,14.00,12,0.15\n2,11,9.80,10,0\n3,11,1.00,1,0\n"),
        put("products.csv", "productID,productName,categoryID,quantityPerUnit,unitPrice\n11,Queso,4,1 kg,21.00\n"),
        put("categories.csv", "categoryID,categoryName,description\n4,Dairy,Cheeses\n"),
        put("employees.csv", "employeeID,lastName,firstName,title,reportsTo\n5,Buchanan,Steven,Sales Manager,NULL\n6,Suyama,Michael,Rep,5\n"),
        put("regions.csv", "regionID,regionDescription\n1,Eastern\n"),
    ]  # fmt: skip
    report = import_files(programme, files, maps=["northwind"])
    lines = programme.table("sales_lines")
    assert lines["revenue"].tolist() == [14.0 * 12 * (1 - 0.15), 98.0, 1.0]
    assert set(lines["account_id"]) == {"ALFKI"}
    assert set(lines["currency"]) == {"USD"}
    assert programme.settings.reporting_currency == "USD"
    assert programme.rows("accounts", account_id="ALFKI")[0].values["owner_id"] == "5"
    assert programme.rows("accounts", account_id="FISSA")[0].values["owner_id"] is None
    assert programme.rows("offerings")[0].values["category"] == "Dairy"
    assert programme.rows("team_members", member_id="6")[0].values["name"] == "Michael Suyama"
    assert any("regions.csv" in note for note in report.notes)
    assert import_files(programme, files, maps=["northwind"]).changed_nothing
    with pytest.raises(InputError, match="joins orders, which is not among the files"):
        import_files(programme, [files[2]], maps=["northwind"])


def test_wholesale_turns_columns_into_lines(programme: Programme, put: Put) -> None:
    text = "CustomerId,Channel,Region,Fresh,Milk,Grocery,Frozen,Detergents_Paper,Delicassen\n1,2,3,12669,9656,7561,214,2674,1338\n"
    import_files(programme, put("wholesale_customers.csv", text), maps=["wholesale", "date:=2014-12-31"])
    account = programme.rows("accounts")[0].values
    assert (account["name"], account["sector"], account["domain_id"]) == ("Client 1", "Retail", "Other region")
    lines = programme.table("sales_lines")
    assert lines["revenue"].sum() == 12669 + 9656 + 7561 + 214 + 2674 + 1338
    assert lines["date"].dt.year.unique().tolist() == [2014]
    assert len(programme.table("offerings")) == 6


def test_adventureworks_has_no_header_row(programme: Programme, put: Put) -> None:
    files = [
        put("dw_DimReseller.csv", "1|637|AW00000001|245-555-0173|Warehouse|A Bike Store|2|S|5|2011|2011|Road|Street 1||300000.0000|Bank|||30000.0000|1974\n"),
        put("dw_DimGeography.csv", "637|Leeds|ENG|England|GB|United Kingdom|Reino Unido|Royaume-Uni|LE18|10|198.51.100.2\n"),
        put("FactResellerSales.csv", "ProductKey,OrderDateKey,ResellerKey,CurrencyKey,SalesOrderNumber,SalesOrderLineNumber,OrderQuantity,TotalProductCost,SalesAmount\n349,20101229,1,100,SO43659,1,1,1898.0944,2024.9940\n"),
    ]  # fmt: skip
    import_files(programme, files, maps=["adventureworks"])
    account = programme.rows("accounts")[0].values
    assert (account["account_id"], account["city"], account["country"]) == ("AW00000001", "Leeds", "United Kingdom")
    assert programme.table("sales_lines")[["account_id", "revenue", "currency"]].values.tolist() == [
        ["AW00000001", 2024.994, "USD"]
    ]


def test_a_header_row_where_none_is_usual_is_no_customer(programme: Programme, put: Put) -> None:
    columns = next(part for part in load_mapping("adventureworks").sources if part.name == "resellers").columns
    row = "1|637|AW1|2|Warehouse|A|2|S|5|2011|2011|Road|S||3.0|B|||3.0|1974"
    resellers = put("dw_DimReseller.csv", "|".join(columns) + "\n" + row + "\n")
    geography = put("dw_DimGeography.csv", "637|Leeds|E|E|GB|UK|R|R|L|10|1\n")
    import_files(programme, [resellers, geography], maps=["adventureworks"])
    assert programme.table("accounts")["account_id"].tolist() == ["AW1"]


def test_adventureworks_with_damaged_marks_is_refused(programme: Programme, put: Put) -> None:
    resellers = put("dw_DimReseller.csv", "1|637|AW1|2|Warehouse|A|2|S|5|2011|2011|Road|S||3.0|B|||3.0|1974\n")
    geography = put("dw_DimGeography.csv", "637|Leeds|E|E|GB|UK|R|R|L|10|1\n")
    head = "ProductKey,OrderDateKey,ResellerKey,CurrencyKey,SalesOrderNumber,SalesOrderLineNumber,OrderQuantity,TotalProductCost,SalesAmount\n"
    rows = '349,20101229,1,100,S1,1,1,"18,980,944","2,024,994"\n350,20101229,1,100,S1,2,1,"18,980,944","28,84"\n'
    with pytest.raises(ImportRefused) as caught:
        import_files(
            programme, [resellers, geography, put("FactResellerSales.csv", head + rows)], maps=["adventureworks"]
        )
    assert {one.found for one in caught.value.rejections} == {"2,024,994", "28,84"}


def test_salesforce_report_and_data_loader(programme: Programme, put: Put) -> None:
    report = put(
        "report123.csv",
        '"Account ID","Account Name","Account Owner","Parent Account","Type","Annual Revenue","Industry","Billing Country"\n'
        '"001A","Acme","Pat Lee","","Customer","1,000,000","Food","DE"\n"001B","Acme Nord","Pat Lee","Acme","Customer","","Food","DE"\n'
        '\n"My report"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information - Do Not Distribute"\n',
    )
    done = import_files(programme, report, maps=["salesforce"])
    accounts = programme.table("accounts").set_index("account_id")
    assert accounts["parent_id"].to_dict()["001B"] == "001A"
    assert accounts.loc["001A", "owner_id"] == "Pat Lee"
    assert done.unused == {"report123.csv": ("Type", "Annual Revenue")}
    loader = put(
        "accounts.csv",
        "Id,Name,ParentId,OwnerId,Industry,BillingCountry,BillingCity\n001C,Globex,001A,Pat Lee,Steel,FR,Lyon\n",
    )
    import_files(programme, loader, maps=["salesforce"])
    assert programme.rows("accounts", account_id="001C")[0].values["parent_id"] == "001A"


def test_hubspot_and_dynamics(programme: Programme, put: Put) -> None:
    hubspot = put(
        "hubspot.csv",
        "Record ID,Company name,Company owner,City,Country/Region,Industry\n9876543210,Quillon,Ines Carrow,Leeds,UK,GLASS\n",
    )
    import_files(programme, hubspot, maps=["hubspot"])
    dynamics = put(
        "dynamics.csv",
        "(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,Account Number,Owner,Address 1: City\nguid,sum,45000,Hypra,0042,Ines Carrow,Ulm\n",
    )
    import_files(programme, dynamics, maps=["dynamics"])
    assert programme.table("accounts")[["account_id", "city"]].values.tolist() == [
        ["0042", "Ulm"],
        ["9876543210", "Leeds"],
    ]


def test_sap_technical_english_and_german(programme: Programme, put: Put) -> None:
    files = [
        put("KNA1.csv", "KUNNR;NAME1;LAND1;ORT01\n0000004711;Orbisan;DE;Köln\n0000004712;Orbisan Sud;FR;Lyon\n", "cp1252"),
        put("KNVH.csv", "KUNNR;HKUNNR\n0000004712;0000004711\n0000004711;\n"),
        put("VBRP.csv", "VBELN;POSNR;FKDAT;KUNAG;MATNR;FKIMG;NETWR;WAVWR;WAERK\n90001;000010;20260105;0000004712;M-1;2,000;1.234,50;900,00;EUR\n90002;000010;20260106;0000004712;M-1;1,500;10,00-;0,00;EUR\n"),
    ]  # fmt: skip
    with pytest.raises(ImportRefused, match="decimal"):
        # 2,000 pieces can be two or two thousand, but 1,500 says neither: nothing in the column tells.
        import_files(programme, files, maps=["sap", "reporting_currency:=EUR"])
    import_files(programme, files, maps=["sap", "reporting_currency:=EUR", "quantity:comma"])
    lines = programme.table("sales_lines")
    assert lines[["account_id", "quantity", "revenue"]].values.tolist() == [
        ["0000004712", 2.0, 1234.5],
        ["0000004712", 1.5, -10.0],
    ]
    assert programme.rows("accounts", account_id="0000004712")[0].values["parent_id"] == "0000004711"
    german = put(
        "Fakturen.csv",
        "Faktura;Position;Fakturadatum;Auftraggeber;Material;Nettowert;Belegwährung\n90003;10;07.01.2026;0000004711;M-1;99,95;EUR\n",
        "cp1252",
    )
    import_files(programme, german, maps=["sap"])
    english = put(
        "billing.csv",
        "Billing Document,Item,Billing Date,Sold-to party,Material,Net Value,Document Currency\n90004,10,2026-01-08,0000004711,M-1,5.25,EUR\n",
    )
    import_files(programme, english, maps=["sap"])
    assert programme.table("sales_lines")["revenue"].sum() == pytest.approx(1234.5 - 10 + 99.95 + 5.25)


def test_a_mapping_file_of_the_users_own(programme: Programme, put: Put) -> None:
    mapping = put(
        "ours.toml",
        'title = "Ours"\n[sources.s]\nfile = "dump*"\ncolumns = ["nr", "what", "rep"]\ndelimiter = ";"\nempty = ["-"]\n'
        '[[tables]]\ntable = "accounts"\nfrom = "s"\n[tables.columns]\naccount_id = "nr"\nname = "what"\nowner_id = "rep"\n'
        '[tables.constants]\ncountry = "DE"\n[tables.values.owner_id]\n"x1" = "Ines"\n',
    )
    import_files(programme, put("dump_2026.txt", "1;First;x1\n2;Second;-\n"), maps=[str(mapping)])
    rows = [row.values for row in programme.rows("accounts")]
    assert [(row["account_id"], row["owner_id"], row["country"]) for row in rows] == [
        ("1", "Ines", "DE"),
        ("2", None, "DE"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "cannot be read"),
        ('titel = "x"', "found 'titel'"),
        ('[sources.a]\nencoding = "utf-8"', "file, has or sheet"),
        ('[[tables]]\ntable = "acounts"\nfrom = "a"', "found 'acounts'"),
        ('[[tables]]\ntable = "accounts"\nfrom = "a"', "one of the sources"),
        (
            '[sources.a]\nfile = "x"\n[[tables]]\ntable = "accounts"\nfrom = "a"\n[tables.columns]\nnmae = "n"',
            "found 'nmae'",
        ),
        (
            '[sources.a]\nfile = "x"\n[[tables]]\ntable = "accounts"\nfrom = "a"\n[tables.how]\nname = "eval"',
            "found 'eval'",
        ),
    ],
)
def test_a_slip_in_a_mapping_file_is_named_with_its_place(
    programme: Programme, put: Put, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        import_files(programme, put("accounts.csv", "account_id,name\n1,A\n"), maps=[str(put("bad.toml", text))])


@pytest.mark.parametrize("table", RECORDS)
def test_fields_are_known_by_their_names_and_by_their_labels(table: str) -> None:
    fields = {spec.name: spec.name for spec in RECORDS[table].specs()}
    for headers in (fields, headers_of(RECORDS[table])):
        raw = RawTable("f.csv", "", list(headers.values()), [], [])
        assert _columns(raw, table, Options()) == headers
