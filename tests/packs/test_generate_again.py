"""A second run into the same folder: what is made again, why, and what the index still tells."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from second_company import AS_OF, IDS, make_second_company
from small_notebooks import notebook_of

from kamkit.kernels import warm_kernels
from kamkit.model import RECORDS
from kamkit.packs.generate import Order, Report, generate
from kamkit.packs.made_from import digests_of_rows, owners_of
from kamkit.programme import Programme, open_programme


class Folder:
    """A programme and the folder its packs go to, again and again."""

    def __init__(self, folder: Path) -> None:
        self.programme = make_second_company(folder / "labor-zwei")
        workbook = notebook_of(folder / "who.ipynb", "print(account_id)")
        self.order = Order(folder / "out", AS_OF, workbooks=(str(workbook),))

    def run(self, **changes: object) -> Report:
        """One more run."""
        return generate(self.programme, replace(self.order, **changes))  # type: ignore[arg-type]

    def links(self) -> set[str]:
        """The pages that the index leads to."""
        found = re.findall(r"accounts/[^\"'/]+/[^\"'/]+\.html", (self.order.out / "index.html").read_text(encoding="utf-8"))
        return set(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Every account's notebook made once; the tests below go on from there, in their order."""
    with warm_kernels():
        found = Folder(tmp_path_factory.mktemp("again"))
        report = found.run()
        assert not any(outcome.kept for outcome in report.outcomes) and len(report.outcomes) == len(IDS)
        yield found
        found.programme.close()


def made(report: Report) -> set[str]:
    """The accounts whose notebook was made and not kept."""
    return {outcome.job.parameters["account_id"] for outcome in report.outcomes if not outcome.kept}


def test_nothing_has_changed_and_nothing_is_made(folder: Folder) -> None:
    report = folder.run()
    assert made(report) == set() and report.notes == ()
    assert report.summary == "12 notebooks for 12 accounts, 12 of them up to date from earlier"


def test_one_account_has_changed_and_one_is_made(folder: Folder) -> None:
    folder.programme.save("notes", {"note_id": "n1", "account_id": "NA", "kind": "meeting", "noted_on": AS_OF, "learned": "They have a new buyer."})
    report = folder.run()
    assert made(report) == {"NA"}
    assert report.notes == ("1 notebook made again: records of their account have changed",)


def test_a_rating_is_a_record_of_its_respondents_account(folder: Folder) -> None:
    tables = folder.programme.tables()
    ratings, respondents = tables["ratings"], tables["respondents"]
    expected = ratings["respondent_id"].map(respondents.set_index("respondent_id")["account_id"])
    assert list(owners_of("ratings", tables)) == list(expected) and len(ratings)


def test_a_run_for_one_account_leaves_the_others_in_the_index(folder: Folder) -> None:
    before = folder.links()
    report = folder.run(accounts=("K2",), restart=True)
    assert made(report) == {"K2"} and len(before) == len(IDS)
    assert folder.links() == before


def test_what_concerns_every_account_makes_all_again_and_says_so(folder: Folder) -> None:
    folder.programme.save("competitors", {"competitor_id": "new", "name": "New rival"})
    report = folder.run()
    assert made(report) == set(IDS)
    assert report.notes == ("12 notebooks made again: records of the programme that concern every account have changed",)


def test_a_figure_of_the_whole_programme_makes_all_again_and_is_named(folder: Folder) -> None:
    sales = folder.programme.table("sales_lines").to_dict("records")
    folder.programme.replace_batch("sales", [line | {"revenue": line["revenue"] * (1 + (line["account_id"] == "K1"))} for line in sales])
    report = folder.run()
    assert made(report) == set(IDS)
    (note,) = report.notes
    assert note.startswith("12 notebooks made again: figures of the whole programme have changed (")


def test_another_day_is_said_of_what_stays_from_earlier(folder: Folder) -> None:
    later = AS_OF.replace(month=11, day=30)
    report = folder.run(accounts=("K3",), as_of=later)
    assert report.notes == ("1 notebook made again: they look at another day", "11 notebooks of earlier runs in this folder as of 2025-12-31")


def test_every_row_of_the_sample_belongs_to_a_known_account_or_to_nobody(sample_folder: Path, tmp_path: Path) -> None:
    with open_programme(shutil.copytree(sample_folder, tmp_path / "sample")) as programme:
        tables = programme.tables()
        groups = set(tables["accounts"]["account_id"]) | {""}
        shared = {name for name in RECORDS if len(tables[name]) and (owners_of(name, tables) == "").all()}
        assert all(set(owners_of(name, tables)) <= groups for name in RECORDS)
        assert {"settings", "team_members", "criteria", "skills", "exchange_rates"} <= shared
        assert not {"ratings", "coverages", "readings", "sales_lines", "actions", "contacts"} & shared
        assert digests_of_rows(tables) == digests_of_rows(Programme.tables(programme))
