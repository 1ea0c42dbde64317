"""Documents in bulk: made once, kept while nothing has changed, never over somebody's own work, and linked from the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from second_company import AS_OF, make_second_company
from small_notebooks import notebook_of

from kamkit.documents.export import FORMATS, bytes_of, source_of
from kamkit.kernels import warm_kernels
from kamkit.packs.generate import Order, Report, generate
from kamkit.packs.listing import NAMES_OF
from kamkit.programme import Programme

NAMES = tuple(f"plan{suffix}" for suffix in FORMATS)


class Folder:
    """A programme and the folder its packs go to, again and again."""

    def __init__(self, folder: Path) -> None:
        self.programme: Programme = make_second_company(folder / "labor-zwei")
        self.programme.save("objectives", {"objective_id": "o", "account_id": "NA", "kind": "growth", "statement": "Grow"})
        workbook = notebook_of(folder / "who.ipynb", "print(account_id)")
        self.order = Order(folder / "out", AS_OF, accounts=("007", "NA"), workbooks=(str(workbook),), documents=True)
        self.out = folder / "out" / "accounts"

    def run(self, **changes: object) -> Report:
        """One more run."""
        return generate(self.programme, replace(self.order, **changes))  # type: ignore[arg-type]

    def index(self) -> str:
        """The index page."""
        return (self.order.out / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """The documents of two accounts, made once; the tests below go on from there, in their order."""
    with warm_kernels():
        found = Folder(tmp_path_factory.mktemp("documents"))
        report = found.run()
        assert [(made.account_id, made.names, made.kept, made.error) for made in report.documents] == [
            ("007", NAMES, False, ""), ("NA", NAMES, False, ""),
        ]  # fmt: skip
        assert report.summary == "2 notebooks for 2 accounts, documents of 2 accounts" and report.notes == ()
        yield found
        found.programme.close()


def test_each_is_what_a_single_export_gives(folder: Folder) -> None:
    tables = folder.programme.tables()
    source = source_of(tables, "007", AS_OF, "ours", folder.programme.moment(tables.change_id))
    for suffix, found in FORMATS.items():
        assert (folder.out / "007" / f"plan{suffix}").read_bytes() == bytes_of(source, found), suffix


def test_the_index_leads_to_them(folder: Folder) -> None:
    links = re.findall(r'<a href="accounts/007/(plan\.\w+)" title="The plan as ([^"]+)">([^<]+)</a>', folder.index())
    assert [(name, label) for name, _, label in links] == [(f"plan.{suffix}", label) for suffix, label in NAMES_OF.items()]
    assert '"documents":' in folder.index() and "For the customer:" not in folder.index()
    assert set(NAMES_OF) == {suffix[1:] for suffix in FORMATS}


def test_nothing_has_changed_and_all_are_kept(folder: Folder) -> None:
    stamps = {name: (folder.out / "007" / name).stat().st_mtime_ns for name in NAMES}
    report = folder.run()
    assert all(made.kept for made in report.documents) and "up to date" in report.summary
    assert {name: (folder.out / "007" / name).stat().st_mtime_ns for name in NAMES} == stamps


def test_one_account_has_changed_and_its_documents_are_made_again(folder: Folder) -> None:
    folder.programme.save("actions", {"action_id": "1", "what": "Send the test report by Monday"})
    report = folder.run(documents=False)
    assert report.documents == () and report.notes[-1] == "the documents of 1 account are of other records or another day; --documents makes them again"
    assert "accounts/007/plan.docx" in folder.index(), "what is there is still linked"
    assert [made.kept for made in folder.run().documents] == [False, True]
    assert "by Monday" in (folder.out / "007" / "plan.html").read_text(encoding="utf-8")


def test_what_somebody_has_worked_on_stays(folder: Folder) -> None:
    mine = folder.out / "007" / "plan.xlsx"
    mine.write_bytes(b"what I typed")
    folder.programme.save("actions", {"action_id": "1", "what": "Send the test report by Tuesday"})
    report = folder.run()
    assert mine.read_bytes() == b"what I typed" and (folder.out / "007" / "plan.new.xlsx").is_file()
    assert report.notes[-1] == "1 document was worked on and stays; beside it lies what is new, as plan.new"
    assert "by Tuesday" in (folder.out / "007" / "plan.html").read_text(encoding="utf-8")


def test_the_customers_edition_lies_beside_ours_and_goes_with_it(folder: Folder) -> None:
    theirs = tuple(f"plan.for-customer{suffix}" for suffix in FORMATS)
    report = folder.run(accounts=("007",), customers=True)
    assert [made.names for made in report.documents] == [(*NAMES, *theirs)]
    assert any(note.startswith("read a customer's edition before you send it") for note in report.notes)
    tables = folder.programme.tables()
    wanted = bytes_of(source_of(tables, "007", AS_OF, "customer"), FORMATS[".html"])
    assert (folder.out / "007" / "plan.for-customer.html").read_bytes() == wanted
    assert re.findall(r'href="accounts/007/(plan\.for-customer\.\w+)"', folder.index()) == [f"plan.for-customer.{one}" for one in NAMES_OF]
    folder.programme.save("actions", {"action_id": "1", "what": "Send the test report by Wednesday"})
    assert [made.names for made in folder.run(accounts=("007",)).documents] == [(*NAMES, *theirs)], "they never differ"


def test_one_that_is_gone_is_made_again(folder: Folder) -> None:
    (folder.out / "NA" / "plan.pdf").unlink()
    assert [made.account_id for made in folder.run().documents if not made.kept] == ["NA"]
    assert (folder.out / "NA" / "plan.pdf").is_file()


def test_without_names_only_accounts_with_a_plan_get_them(folder: Folder) -> None:
    report = folder.run(accounts=())
    assert {made.account_id for made in report.documents} == {"007", "NA"}, "an objective, and an action"


def test_an_account_that_cannot_be_worked_out_harms_no_other(folder: Folder) -> None:
    folder.programme.replace_batch("abroad", [{"account_id": "NA", "date": AS_OF, "revenue": 5.0, "currency": "USD"}])
    report = folder.run()
    assert {made.account_id for made in report.documents if made.failed} and all("USD" in made.error for made in report.documents if made.failed)
    folder.programme.remove_batch("abroad")
