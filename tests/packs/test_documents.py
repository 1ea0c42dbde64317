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
from kamkit.packs.documents import accounts_with_plans
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


def test_what_is_out_of_date_is_named_and_still_linked(folder: Folder) -> None:
    folder.programme.save("actions", {"action_id": "1", "what": "Send the test report by Monday"})
    report = folder.run(documents=False)
    assert report.documents == () and report.notes[-1] == "the documents of 1 account are of other records or another day; --documents makes them again"
    assert "accounts/007/plan.docx" in folder.index()


def test_one_that_is_gone_or_old_is_made_again_and_one_worked_on_stays(folder: Folder) -> None:
    """Here with the customer's edition, of the one account that has changed, and beside a file of somebody's own."""
    mine = folder.out / "007" / "plan.xlsx"
    mine.write_bytes(b"what I typed")
    theirs = tuple(f"plan.for-customer{suffix}" for suffix in FORMATS)
    report = folder.run(accounts=("007",), customers=True)
    assert [made.names for made in report.documents] == [(*NAMES, *theirs)]
    assert mine.read_bytes() == b"what I typed" and (folder.out / "007" / "plan.new.xlsx").is_file()
    assert "1 document was worked on and stays; beside it lies what is new, as plan.new" in report.notes
    assert "by Monday" in (folder.out / "007" / "plan.html").read_text(encoding="utf-8")
    assert any(note.startswith("read a customer's edition before you send it") for note in report.notes)
    wanted = bytes_of(source_of(folder.programme.tables(), "007", AS_OF, "customer"), FORMATS[".html"])
    assert (folder.out / "007" / "plan.for-customer.html").read_bytes() == wanted
    assert re.findall(r'href="accounts/007/(plan\.for-customer\.\w+)"', folder.index()) == [f"plan.for-customer.{one}" for one in NAMES_OF]


def test_editions_never_differ_and_an_account_that_fails_harms_no_other(folder: Folder) -> None:
    blocked = folder.out / "NA" / "plan.pdf"
    blocked.unlink()
    blocked.mkdir()
    folder.programme.save("actions", {"action_id": "1", "what": "Send the test report by Wednesday"})
    first, second = folder.run().documents
    assert first.names[len(NAMES) :] and "by Wednesday" in (folder.out / "007" / "plan.for-customer.html").read_text(encoding="utf-8")
    assert second.failed and "plan.pdf: cannot be written" in second.error


def test_without_names_only_accounts_with_a_plan_get_them(folder: Folder) -> None:
    tables = folder.programme.tables()
    everybody = list(tables["accounts"]["account_id"])
    assert set(accounts_with_plans(tables, everybody, named=False)) == {"007", "NA"}, "an action, and an objective"
    assert accounts_with_plans(tables, everybody, named=True) == everybody
