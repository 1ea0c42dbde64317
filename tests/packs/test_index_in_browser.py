"""The index in a real browser, opened from disk: sorted, searched, without a request or an error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kamkit.bulk import Job, Outcome
from kamkit.model.settings import Settings
from kamkit.packs.index import index_html
from kamkit.packs.jobs import place_runs
from kamkit.packs.library import Workbook

pytestmark = pytest.mark.browser

NAMES = ["Zebra <b>Works</b>", "Ärzte & Co", "NA", "alpha"]
REVENUES = [5.0, float("nan"), -2.0, 1e6]


def portfolio(copies: int = 50) -> pd.DataFrame:
    """Rows as ``rank_portfolio`` makes them: the first is scored, one figure is unknown, one negative."""
    rows = len(NAMES) * copies
    return pd.DataFrame(
        {
            "position": range(1, rows + 1),
            "account_id": [f"{at:04}" for at in range(rows)],
            "name": NAMES * copies,
            "manager": ["Kim Arden", None] * (rows // 2),
            "revenue": REVENUES * copies,
            "contribution": REVENUES * copies,
            "contribution_is": "gross margin",
            "score": [7.0] + [None] * (rows - 1),
            "acceptability": [93.0] + [None] * (rows - 1),
            "chosen": [True] + [False] * (rows - 1),
            "segment": "grow",
            "standing": "",
            "gap": ["Calling for help", None] * (rows // 2),
            "gap_note": "4 answers",
            "next_action": [None, "Send the report"] * (rows // 2),
            "next_action_note": "",
        }
    )


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The index of 200 accounts, one of them with a pack, in an open page that records what goes wrong."""
    frame = portfolio()
    workbook = Workbook(Path("02_worth.ipynb"), "Which customers?", "both", ("sales_lines",))
    places = place_runs([("", workbook), ("0003", workbook)], {"0003": "0003"})
    outcomes = {place: Outcome(Job(workbook.path, {}, Path("x")), 1.0) for place in places}
    not_started = {"0000": [workbook]}
    html = index_html(
        frame, places, outcomes, not_started, Settings(settings_id="programme"), "Test", date(2026, 3, 31)
    )
    file = tmp_path_factory.mktemp("index") / "index.html"
    file.write_text(html, encoding="utf-8")
    opened = browser.new_page()
    opened.wrong = []
    opened.on("console", lambda message: opened.wrong.append(message.text))
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("request", lambda request: request.url.startswith("file:") or opened.wrong.append(request.url))
    opened.goto(file.as_uri())
    yield opened
    assert opened.wrong == []
    opened.close()


def column(page: Any, number: int) -> list[str]:
    """The visible cells of a column, from the top."""
    cells = page.locator(f"#accounts tbody tr:not([hidden]) td:nth-child({number})")
    return [" ".join(text.split()) for text in cells.all_inner_texts()]


def test_names_are_text_and_links_lead_to_packs(page: Any) -> None:
    assert column(page, 2)[0].startswith("Zebra <b>Works</b>")
    links = page.locator("#accounts a")
    assert links.count() == 1 and links.first.get_attribute("href") == "accounts/0003/02_worth.html"
    assert "not started: 02" in column(page, 9)[0]
    assert (
        page.locator("#accounts tbody tr").first.locator("small[title]").get_attribute("title")
        == "02: no sales lines yet"
    )


def test_figures_sort_as_figures_both_ways_with_unknown_last(page: Any) -> None:
    head = page.get_by_role("button", name="Revenue", exact=True)
    head.click()
    assert column(page, 5)[0] == "-2" and column(page, 5)[-1] == "unknown"
    head.click()
    assert column(page, 5)[0] == "1,000,000" and column(page, 5)[-1] == "unknown"
    assert page.locator("th[aria-sort]").all_inner_texts() == ["Revenue"]


def test_text_sorts_as_people_do(page: Any) -> None:
    page.get_by_role("button", name="Account", exact=True).click()
    names = column(page, 2)
    assert names[0].startswith("alpha") and names[50].startswith("Ärzte") and names[-1].startswith("Zebra")
    page.get_by_role("button", name="Rank", exact=True).click()
    assert column(page, 1)[:3] == ["1", "2", "3"]


def test_search_narrows_by_all_words_and_says_how_many(page: Any) -> None:
    page.get_by_label("Find").fill("zebra kim")
    page.wait_for_function("document.getElementById('found').textContent === '50 accounts'")
    assert len(column(page, 1)) == 50
    page.get_by_label("Find").fill("zebra 0004")
    page.wait_for_function("document.getElementById('found').textContent === '1 account'")
    page.get_by_label("Find").fill("")
    page.wait_for_function("document.getElementById('found').textContent === '200 accounts'")


def test_revenue_stands_there_once_where_nothing_else_is_known() -> None:
    frame = portfolio(1).assign(contribution_is="revenue")
    html = index_html(frame, (), {}, {}, Settings(settings_id="programme"), "Test", date(2026, 3, 31))
    assert html.count('<button type="button">Revenue</button>') == 1


def test_the_style_sheet_reaches_the_browser_whole(page: Any) -> None:
    font = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Segoe UI" in font and font.endswith("sans-serif")
