"""From a programme to packs: what is run for whom, what is written, and what a reader of the files finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from second_company import AS_OF, HOSTILE_NAME, IDS

from kamkit.bulk import Limits
from kamkit.errors import InputError
from kamkit.kernels import warm_kernels
from kamkit.packs.contents import plan_contents
from kamkit.packs.generate import Order, Report, generate
from kamkit.packs.library import Workbook
from kamkit.programme import Programme

OUTSIDE = re.compile(r"""(?:src|href|url|import)\s*[=(]\s*["']?\s*(?:https?:)?//""")


def write_workbook(path: Path, last_cell: str) -> Path:
    """A small workbook that opens the desk and ends with ``last_cell``."""
    parameters = 'programme = ""\naccount_id = ""\nas_of = ""'
    opening = "from kamkit.forms import open_desk\nfrom kamkit.show.parts import say\ndesk = open_desk(programme, account_id, as_of)"
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Who is this?", id="title"),
            nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="parameters"),
            nbformat.v4.new_code_cell(opening, id="setup"),
            nbformat.v4.new_code_cell(last_cell, id="last"),
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "kamkit": {"question": "Who is this?", "level": "account", "records": ["scores"]},
        },
    )
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module", autouse=True)
def warm_process() -> Iterator[None]:
    """One warm process for all runs below: it takes seconds to start, and a run finds it as it would its own."""
    with warm_kernels():
        yield


@pytest.fixture(scope="module")
def packs(second_company: Programme, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """One workbook for every account of the second data set; it fails for one of them."""
    folder = tmp_path_factory.mktemp("packs")
    workbook = write_workbook(
        folder / "who.ipynb", "assert account_id != 'NA', 'no page for NA'\nsay(desk.account_name, account_id)"
    )
    out = folder / "out"
    return out, generate(second_company, Order(out, AS_OF, workbooks=(str(workbook),), limits=Limits(4)))


def test_what_is_named_runs_for_every_account(packs: tuple[Path, Report]) -> None:
    out, report = packs
    assert len(report.outcomes) == len(IDS) == report.packs
    assert len(list(out.glob("accounts/*/who.ipynb"))) == len(list(out.glob("accounts/*/who.html"))) == len(IDS)
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]


def test_a_failure_is_reported_with_account_workbook_cell_and_error(packs: tuple[Path, Report]) -> None:
    out, report = packs
    (failure,) = report.failures
    assert failure.job.target == "accounts/NA/who.ipynb"
    assert failure.error == "AssertionError: no page for NA" and failure.cell == 5
    assert "no page for NA" in (out / "accounts/NA/who.html").read_text(encoding="utf-8")
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "Not complete" in index and "AssertionError: no page for NA" in index
    lines = [json.loads(line) for line in (out / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["parameters"]["account_id"] for line in lines if line["error"]] == ["NA"]
    assert {line["parameters"]["account_id"] for line in lines} == set(IDS)


def test_user_text_stays_text_in_pages_and_index(packs: tuple[Path, Report]) -> None:
    out, _ = packs
    pages = [out / "index.html", *out.glob("accounts/*/who.html")]
    assert len(pages) == len(IDS) + 1
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html and not OUTSIDE.search(html), page
        assert html.count("<script>") == (page.name == "index.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x^2$ &amp; " in (out / "index.html").read_text(encoding="utf-8")


def test_a_written_notebook_names_the_programme_itself_and_runs_again(
    packs: tuple[Path, Report], second_company: Programme
) -> None:
    out, _ = packs
    folder = out / "accounts" / "007"
    notebook = nbformat.read(folder / "who.ipynb", as_version=4)
    injected = next(cell for cell in notebook.cells if cell.id == "injected-parameters")
    scope: dict[str, str] = {}
    exec(injected.source, scope)
    assert scope["account_id"] == "007" and scope["as_of"] == AS_OF.isoformat()
    assert (folder / scope["programme"]).resolve() == Path(second_company.address).resolve()
    last = notebook.cells[-1].outputs[0]
    assert last.data["text/plain"] == "Laboratory 007 007"


def test_the_same_programme_and_day_write_the_same_bytes(packs: tuple[Path, Report], second_company: Programme) -> None:
    out, _ = packs
    again = out.parent / "again"
    workbook = out.parent / "who.ipynb"
    generate(second_company, Order(again, AS_OF, accounts=("007", "=cmd()"), workbooks=(str(workbook),)))
    compared = [path.relative_to(again) for path in again.glob("accounts/*/*")]
    assert len(compared) == 4
    for path in compared:
        assert (again / path).read_bytes() == (out / path).read_bytes(), path


def test_without_names_a_workbook_is_written_where_there_is_a_record(second_company: Programme) -> None:
    workbook = Workbook(Path("05_select.ipynb"), "Who?", "account", ("scores",))
    programme_only = Workbook(Path("01_direct.ipynb"), "Where?", "programme")
    contents = plan_contents(second_company.tables(), list(IDS), [programme_only, workbook], named=False)
    assert contents.runs == (("", programme_only), *((account, workbook) for account in IDS[:6]))
    assert {account for account, missing in contents.not_started.items() if missing} == set(IDS[6:])


def test_hostile_names_reach_the_page_whole(packs: tuple[Path, Report]) -> None:
    out, _ = packs
    (page,) = out.glob("accounts/cmd~*/who.ipynb")
    last = nbformat.read(page, as_version=4).cells[-1].outputs[0]
    assert last.data["text/plain"] == f"{HOSTILE_NAME} =cmd()"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"accounts": ("nobody",)}, r"account 'nobody': not in the programme"),
        ({"workbooks": ("99",)}, r"workbook '99': not one of the kit's"),
        ({"workbooks": ("missing.ipynb",)}, r"missing.ipynb: no such notebook"),
    ],
)
def test_a_wrong_order_is_one_line_and_writes_nothing(
    second_company: Programme, tmp_path: Path, order: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        generate(second_company, Order(tmp_path / "out", AS_OF, **order))
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_one_line(second_company: Programme, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot be written"):
        generate(second_company, Order(tmp_path / "file" / "out", AS_OF))


def test_sales_of_long_ago_are_pointed_out(second_company: Programme, tmp_path: Path) -> None:
    later = AS_OF.replace(year=AS_OF.year + 9)
    report = generate(second_company, Order(tmp_path, later, accounts=("K6",), workbooks=()))
    assert any("--as-of 2025-12-28" in note for note in report.notes)
