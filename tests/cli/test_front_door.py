"""The front door: what it answers, and that a wrong command costs one clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from front_door import FrontDoor, one_line
from openpyxl import load_workbook
from second_company import AS_OF

from kamkit.model import RECORDS
from kamkit.programme import Programme, open_programme

COMMANDS = (
    "new", "template", "import", "ask", "generate", "export", "lab", "serve", "move", "person", "course", "status", "glossary", "demo",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(kamkit: FrontDoor, command: str) -> None:
    said = kamkit(command, "--help")
    assert said.status == 0 and f"Usage: kamkit {command}" in said.out


def test_help_lists_the_commands_in_whole_sentences(kamkit: FrontDoor) -> None:
    said = kamkit("--help")
    listed = said.out.split("Commands:")[1].split("\n")
    found = {line.split()[0]: line for line in listed if line.strip()}
    assert set(found) == set(COMMANDS)
    assert all(line.endswith(".") and not line.endswith("...") for line in found.values())


def test_new_makes_a_programme_once(kamkit: FrontDoor, tmp_path: Path) -> None:
    said = kamkit("new", tmp_path / "mine", "--company", "Labor Zwei AG", "--currency", "CHF")
    assert said.status == 0 and str(tmp_path / "mine") in said.out.splitlines()
    with open_programme(tmp_path / "mine") as programme:
        assert programme.settings.company == "Labor Zwei AG" and programme.settings.reporting_currency == "CHF"
    assert "mine" in one_line(kamkit("new", tmp_path / "mine"))


@pytest.mark.parametrize("command", ["status", "generate", "lab", "serve", "import"])
def test_a_programme_that_is_none_is_one_line(kamkit: FrontDoor, command: str, tmp_path: Path) -> None:
    more = {"generate": ["--out", tmp_path / "out"], "import": [tmp_path / "x.csv"]}.get(command, [])
    assert "nowhere" in one_line(kamkit(command, tmp_path / "nowhere", *more))
    assert not (tmp_path / "out").exists()


def test_a_day_that_is_none_is_one_line(kamkit: FrontDoor, second_company: Programme, tmp_path: Path) -> None:
    said = kamkit("generate", second_company.address, "--out", tmp_path / "out", "--as-of", "31.12.2025")
    assert "--as-of: found '31.12.2025'" in one_line(said)


def test_an_unknown_account_is_one_line(kamkit: FrontDoor, second_company: Programme, tmp_path: Path) -> None:
    said = kamkit("generate", second_company.address, "--out", tmp_path / "out", "--account", "nobody")
    assert "'nobody'" in one_line(said)


def test_glossary_lists_every_field_for_programs(kamkit: FrontDoor) -> None:
    entries = json.loads(kamkit("glossary", "--json").out)
    assert len(entries) == sum(len(record.specs()) for record in RECORDS.values())
    assert list(entries[0]) == ["table", "field", "label", "unit", "range", "help", "shareable"]


def test_glossary_lists_every_table_for_people(kamkit: FrontDoor) -> None:
    said = kamkit("glossary")
    assert all(f"({table})" in said.out for table in RECORDS)


def test_status_counts_what_is_there_and_writes_a_sheet_per_manager(  # type: ignore[no-untyped-def]
    kamkit, second_company: Programme, tmp_path: Path
) -> None:
    to = tmp_path / "missing.xlsx"
    said = kamkit("status", second_company.address, "--as-of", AS_OF, "--by", "owner", "--to", to)
    assert said.status == 0 and said.err == ""
    assert "Accounts: 12" in said.out and "Sales lines: 216" in said.out and said.out.splitlines()[-1] == str(to)
    assert len(load_workbook(to).sheetnames) >= 2
    assert "'team'" in one_line(kamkit("status", second_company.address, "--by", "team"))


def test_the_package_loads_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "pydantic", "sqlalchemy", "nbformat", "matplotlib", "ipywidgets", "papermill", "typer"}
    code = f"import sys, kamkit; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_help_loads_nothing_but_the_command_line() -> None:
    heavy = {"pandas", "numpy", "pydantic", "sqlalchemy", "nbformat", "matplotlib", "ipywidgets", "papermill", "tqdm"}
    code = (
        f"import sys, atexit; atexit.register(lambda: print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr))\n"
        "sys.argv = ['kamkit', '--help']\nfrom kamkit.cli import main\nmain()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]" and "Commands:" in ended.stdout


def test_a_template_is_an_excel_workbook(kamkit: FrontDoor, tmp_path: Path) -> None:
    assert ".xlsx" in one_line(kamkit("template", tmp_path / "accounts.csv"))
    said = kamkit("template", tmp_path / "accounts.xlsx")
    assert said.status == 0 and said.out.splitlines()[-1] == str(tmp_path / "accounts.xlsx")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "no such file"),
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)), "binary"),
        ("renamed.xlsx", b"\x7fELF\x00\x01", "binary"),
        ("strange.csv", b"colour,shape\nred,round\n", "none of the kit's records"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_changes_nothing(  # type: ignore[no-untyped-def]
    kamkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    kamkit("new", "mine")
    if content is not None:
        Path(name).write_bytes(content)
    line = one_line(kamkit("import", "mine", name))
    assert name in line and said in line
    with open_programme("mine") as programme:
        assert programme.changes().empty or len(programme.changes()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"mine", name} if content is not None else {"mine"})


def test_a_file_too_large_is_refused_without_reading_it(kamkit: FrontDoor, tmp_path: Path) -> None:
    kamkit("new", tmp_path / "mine")
    with (tmp_path / "big.csv").open("wb") as big:
        big.truncate(200_000_000)
    assert "big.csv: 200 MB" in one_line(kamkit("import", tmp_path / "mine", tmp_path / "big.csv"))


def test_rejected_rows_are_listed_and_nothing_is_loaded(  # type: ignore[no-untyped-def]
    kamkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kamkit("new", "mine")
    Path("accounts.csv").write_text("account_id,name,credit_standing\n007,Good,5\nNA,Bad,eleven\n", encoding="utf-8")
    said = kamkit("import", "mine", "accounts.csv")
    assert said.status == 1 and "accounts.csv, row 3, credit_standing: found 'eleven'" in said.out
    assert said.out.splitlines()[-1] == "rejected-rows.csv" and "eleven" in Path("rejected-rows.csv").read_text("utf-8-sig")
    with open_programme("mine") as programme:
        assert programme.table("accounts").empty
    said = kamkit("import", "mine", "accounts.csv", "--skip-bad-rows")
    assert said.status == 1 and "1 added" in said.out
    with open_programme("mine") as programme:
        assert list(programme.table("accounts")["account_id"]) == ["007"]


def test_ask_writes_a_guide_and_a_sheet_and_never_over_one(kamkit: FrontDoor, tmp_path: Path) -> None:
    kamkit("new", tmp_path / "s", "--sample")
    words = ("ask", tmp_path / "s", "--account", "1001", "--who", "customer", "--to", tmp_path / "out" / "deep")
    first, second = kamkit(*words, "--as-of", "2026-03-31"), kamkit(*words, "--as-of", "2026-03-31")
    assert first.status == second.status == 0
    written = [Path(line) for said in (first, second) for line in said.out.splitlines() if line.endswith((".docx", ".xlsx"))]
    assert [path.name for path in written] == [
        "guide-customer-1001.docx", "answers-customer-1001-2026-03-31.xlsx",
        "guide-customer-1001.docx", "answers-customer-1001-2026-03-31-2.xlsx",
    ]  # fmt: skip
    ids = {load_workbook(path)["Person 1"]["B1"].value for path in written if path.suffix == ".xlsx"}
    assert len(ids) == 2 and all(one.startswith("customer-20260331-") for one in ids)
    assert "'boss'" in one_line(kamkit("ask", tmp_path / "s", "--who", "boss", "--to", tmp_path))
    assert "account" in one_line(kamkit("ask", tmp_path / "s", "--who", "customer", "--account", "9", "--to", tmp_path))


def test_export_writes_what_the_suffix_says(kamkit: FrontDoor, second_company: Programme, tmp_path: Path) -> None:
    beginnings = {"docx": b"PK", "pptx": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "html": b"<!DOCTYPE html>", "ICS": b"BEGIN:VCALENDAR"}
    for suffix, beginning in beginnings.items():
        to = tmp_path / f"plan of =1.{suffix}"
        said = kamkit("export", second_company.address, "--account", "007", "--to", to, "--as-of", AS_OF)
        assert said.status == 0 and said.err == "" and said.out.splitlines()[-1] == str(to)
        assert to.read_bytes().startswith(beginning)


def test_a_day_long_after_the_newest_sales_line_is_pointed_out(kamkit: FrontDoor, second_company: Programme, tmp_path: Path) -> None:
    said = kamkit("export", second_company.address, "--account", "007", "--to", tmp_path / "plan.ics", "--as-of", "2035-03-31")
    assert said.status == 0 and "Note: as of 2035-03-31, long after the newest sales line. To look at an earlier day: --as-of 2025-12-28." in said.out


def test_export_for_a_customer_says_what_stays_here(kamkit: FrontDoor, tmp_path: Path) -> None:
    kamkit("new", tmp_path / "s", "--sample")
    words = ("export", tmp_path / "s", "--account", "1001", "--as-of", "2026-03-31")
    said = kamkit(*words, "--to", tmp_path / "plan.html", "--for", "customer")
    assert said.status == 0 and "without anything internal" in said.out and "Left out as ours alone: 2 actions" in said.out
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "Our plan with Ostrevia Pharma" in page and "1,240,000" not in page and "Stavenport" not in page
    (tmp_path / "plan.docx").write_bytes(b"what I wrote")
    said = kamkit(*words, "--to", tmp_path / "plan.docx")
    assert said.status == 1 and "plan.docx is not as kamkit wrote it" in said.out and said.out.splitlines()[-1] == str(tmp_path / "plan.new.docx")
    assert (tmp_path / "plan.docx").read_bytes() == b"what I wrote"
    assert "--for" in one_line(kamkit("generate", tmp_path / "s", "--out", tmp_path / "packs", "--for", "customer"))


def test_export_of_what_cannot_be_is_one_line(kamkit: FrontDoor, second_company: Programme, tmp_path: Path) -> None:
    words = ("export", second_company.address, "--account", "007")
    assert "'plan.odt'; expected a name that ends in .docx, .pptx, .pdf, .xlsx, .html, .ics" in one_line(kamkit(*words, "--to", tmp_path / "plan.odt"))
    assert "'plan'" in one_line(kamkit(*words, "--to", tmp_path / "plan"))
    assert "--for: found 'everybody'; expected customer" in one_line(kamkit(*words, "--to", tmp_path / "plan.pdf", "--for", "everybody"))
    assert "'nobody'" in one_line(kamkit("export", second_company.address, "--account", "nobody", "--to", tmp_path / "plan.pdf"))
    assert "cannot be written" in one_line(kamkit(*words, "--to", tmp_path / "nowhere" / "plan.pdf"))
    assert not list(tmp_path.iterdir())
