"""The index in a real browser, opened from disk: sorted, searched, paged, without a request or an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from processes import PATIENCE, eventually

from kamkit.bulk import Job, Outcome
from kamkit.model.settings import Settings
from kamkit.packs.index import ROWS_AT_ONCE, index_html
from kamkit.packs.jobs import Place, place_runs
from kamkit.packs.library import Workbook

pytestmark = pytest.mark.browser

AS_OF = date(2026, 3, 31)
NAMES = ["Zebra <b>Works</b>", "Ärzte & Co", "NA", "alpha"]
REVENUES = [5.0, float("nan"), -2.0, 1e6]
HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>alert(2)</script>\"'{{ 7*7 }}\u2028"
WORTH = Workbook(Path("02_worth.ipynb"), "Which customers?", "both", ("sales_lines",))
OWN = Workbook(Path("my #1, 50%?.ipynb"), "Mine?", "account")


def portfolio(copies: int = 25) -> pd.DataFrame:
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
            "segment": ["grow", "candidate"] * (rows // 2),
            "standing": "",
            "health": ["danger", "fine"] * (rows // 2),
            "health_note": ["renewal", ""] * (rows // 2),
            "data_quality": [40.0, None] * (rows // 2),
            "gap": ["Calling for help", None] * (rows // 2),
            "gap_note": "4 answers",
            "next_action": [None, "Send the report"] * (rows // 2),
            "next_action_note": "",
        }
    )


def done(place: Place, error: str = "", as_of: date = AS_OF) -> Outcome:
    """How a run went."""
    job = Job(place.workbook.path, {"as_of": as_of.isoformat()}, "x")
    return Outcome(job, 1.0, cell=7 if error else None, error=error)


def html_of(
    frame: pd.DataFrame,
    outcomes: Mapping[Place, Outcome],
    not_started: Mapping[str, Sequence[Workbook]] | None = None,
) -> str:
    """The index page."""
    settings = Settings(settings_id="programme")
    return index_html(frame, list(outcomes), outcomes, not_started or {}, settings, "Test", AS_OF)


class Desk:
    """Opens pages from a folder and remembers what goes wrong in them."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self.folder, self.wrong = folder, list[str]()
        self.scripted = browser.new_context(viewport={"width": 1280, "height": 900})
        self.plain = browser.new_context(java_script_enabled=False)
        for one in (self.scripted, self.plain):
            one.set_default_timeout(PATIENCE * 1000)

    def open(self, html: str, *, scripts: bool = True) -> Any:
        """The page in a new tab."""
        file = self.folder / f"{len(list(self.folder.iterdir()))}.html"
        file.write_text(html, encoding="utf-8")
        page = (self.scripted if scripts else self.plain).new_page()
        page.on("console", lambda message: self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        page.on("request", lambda request: self.wrong.extend([request.url][request.url.startswith("file:") :]))
        page.goto(file.as_uri())
        return page


@pytest.fixture(scope="module")
def desk(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Where pages are opened; in the end none of them has asked for anything or failed."""
    made = Desk(browser, tmp_path_factory.mktemp("index"))
    yield made
    assert made.wrong == []
    made.scripted.close()
    made.plain.close()


@pytest.fixture
def page(desk: Desk) -> Iterator[Any]:
    """The index of 100 accounts, one of them with a pack."""
    places = place_runs([("", WORTH), ("0003", WORTH)], {"0003": "0003"})
    opened = desk.open(html_of(portfolio(), {place: done(place) for place in places}, {"0000": [WORTH]}))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def large(desk: Desk) -> str:
    """The index of 5,000 accounts with a pack of one workbook each; two of them have no pack, one is not complete."""
    frame = portfolio(1250)
    ids = list(frame["account_id"])[:-2]
    places = place_runs([(account, WORTH) for account in ids], {account: account for account in ids})
    outcomes = {place: done(place) for place in places}
    outcomes[places[4000]] = done(places[4000], "KeyError: 'x'")
    return html_of(frame, outcomes)


def column(page: Any, number: int) -> list[str]:
    """The cells of a column, from the top, once all rows of the page are there."""
    page.wait_for_selector("#accounts:not([aria-busy])")
    texts: list[str] = page.locator(f"#accounts tbody tr > :nth-child({number})").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def said(page: Any) -> str:
    """What is said about how many were found."""
    text: str = page.get_by_role("status").inner_text()
    return text


def test_names_are_text_and_links_lead_to_packs(page: Any) -> None:
    assert column(page, 2)[0].startswith("Zebra <b>Works</b>")
    links = page.locator("#accounts a")
    assert links.count() == 1 and links.first.get_attribute("href") == "accounts/0003/02_worth.html"
    notes = column(page, 11)
    assert "not started: 02" in notes[0] and notes[1] == "no pack yet"
    assert page.locator("#accounts small[title]").first.get_attribute("title") == "02: no sales lines yet"


def test_what_the_script_draws_is_what_was_there_without_it(page: Any) -> None:
    before = "".join(page.locator("#accounts tbody").inner_html().split())
    page.get_by_role("button", name="Account", exact=True).click()
    assert column(page, 1)[0] != "1"
    page.get_by_role("button", name="Rank", exact=True).click()
    column(page, 1)
    assert "".join(page.locator("#accounts tbody").inner_html().split()) == before


def test_figures_sort_as_figures_both_ways_with_unknown_last(page: Any) -> None:
    head = page.get_by_role("button", name="Revenue", exact=True)
    head.click()
    assert column(page, 5)[0] == "-2" and column(page, 5)[-1] == "unknown"
    head.click()
    assert column(page, 5)[0] == "1,000,000" and column(page, 5)[-1] == "unknown"
    assert page.locator("th[aria-sort=descending]").all_inner_texts() == ["Revenue"]
    assert page.locator("th[aria-sort]").count() == 1


def test_text_sorts_as_people_do_and_what_is_missing_comes_last(page: Any) -> None:
    page.get_by_role("button", name="Account", exact=True).click()
    names = column(page, 2)
    assert names[0].startswith("alpha") and names[25].startswith("Ärzte") and names[-1].startswith("Zebra")
    page.get_by_role("button", name="Next action", exact=True).click()
    assert column(page, 10)[0] == "Send the report" and column(page, 10)[-1] == ""
    page.get_by_role("button", name="Rank", exact=True).click()
    assert column(page, 1)[:3] == ["1", "2", "3"]


def test_search_narrows_by_all_words_and_says_how_many(page: Any) -> None:
    page.get_by_label("Find").fill("zebra kim")
    assert said(page) == "25 accounts" and len(column(page, 1)) == 25
    page.get_by_label("Find").fill("arzte 0001")
    assert said(page) == "1 account" and column(page, 2) == ["Ärzte & Co 0001"]
    page.get_by_label("Find").fill("nobody")
    assert said(page).startswith("0 accounts") and column(page, 1) == []
    page.get_by_label("Find").fill("")
    assert said(page) == "100 accounts"


def test_a_choice_narrows_and_goes_with_a_search_and_a_sort(page: Any) -> None:
    page.get_by_label("Segment").select_option("candidate")
    assert said(page) == "50 accounts"
    page.get_by_label("Find").fill("alpha")
    page.get_by_role("button", name="Rank", exact=True).click()
    assert said(page) == "25 accounts" and column(page, 1)[0] == "100"
    assert page.get_by_label("Manager").locator("option").all_inner_texts() == ["all", "Kim Arden"]


def test_a_large_portfolio_comes_in_pages(desk: Desk, large: str) -> None:
    page = desk.open(large)
    assert said(page) == f"5,000 accounts, 1 to {ROWS_AT_ONCE} shown" and len(column(page, 1)) == ROWS_AT_ONCE
    pager = page.get_by_role("group", name="Pages of the list", exact=True)
    pager.get_by_role("button", name="Next").click()
    assert column(page, 1)[0] == str(ROWS_AT_ONCE + 1)
    assert page.locator("#accounts tbody tr").first.get_attribute("aria-rowindex") == str(ROWS_AT_ONCE + 2)
    for _ in range(2):  # the second has no page to go back to
        pager.get_by_role("button", name="Back").click(force=True)
    assert column(page, 1)[0] == "1"
    page.get_by_role("button", name="Rank", exact=True).click()
    assert column(page, 1)[0] == "5000"
    page.get_by_label("Pack").select_option("not complete")
    assert said(page) == "1 account" and page.locator("#accounts a.failed").count() == 1 and not pager.is_visible()
    page.close()


def test_all_that_was_found_is_printed(desk: Desk, large: str) -> None:
    page = desk.open(large)
    page.get_by_label("Segment").select_option("grow")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#accounts tbody tr").count() == 2500
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(column(page, 1)) == ROWS_AT_ONCE
    page.close()


def test_who_comes_back_finds_the_list_as_it_was_left(desk: Desk, large: str) -> None:
    page = desk.open(large)
    page.get_by_label("Find").fill("zebra")
    page.get_by_role("button", name="Rank", exact=True).click()
    page.get_by_role("button", name="Next").first.click()
    before = column(page, 1)
    page.reload()
    assert column(page, 1) == before and page.get_by_label("Find").input_value() == "zebra"
    page.close()


def test_without_scripts_every_account_is_still_there(desk: Desk, large: str) -> None:
    page = desk.open(large, scripts=False)
    assert page.locator("#accounts tbody tr").count() == ROWS_AT_ONCE
    assert page.locator("noscript li").count() == 5000 - ROWS_AT_ONCE
    assert page.locator("noscript li a").first.get_attribute("href") == f"accounts/{ROWS_AT_ONCE:04}/02_worth.html"
    assert page.locator("noscript li a").count() == 5000 - ROWS_AT_ONCE - 2
    assert not page.locator("#tools").is_visible()
    page.close()


def test_the_page_of_five_thousand_accounts_is_small_enough_to_send(large: str) -> None:
    assert len(large.encode()) < 2_500_000


def test_hostile_text_stays_text_everywhere(desk: Desk) -> None:
    frame = portfolio(50)
    for name in ("name", "manager", "segment", "standing", "health_note", "gap", "gap_note", "next_action", "next_action_note"):
        frame[name] = HOSTILE
    frame.loc[1, "name"] = "plain"
    (place,) = place_runs([("0000", WORTH)], {"0000": "0000"})
    page = desk.open(html_of(frame, {place: done(place, HOSTILE)}))
    for act in (lambda: None, lambda: page.get_by_role("button", name="Next").first.click()):
        act()
        assert page.locator("img").count() == 0 and page.locator("script").count() == 2
        assert page.locator("#accounts tbody th").last.inner_text().startswith(HOSTILE.rstrip("\u2028"))
    assert page.locator(".failures .error").inner_text().startswith("</script><img src=x")
    page.get_by_label("Find").fill("onerror=alert(1)")
    assert said(page).startswith("200 accounts")
    page.close()


def test_the_page_lets_no_other_script_run(page: Any, desk: Desk) -> None:
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button id=b onclick=\"window.ran = 1\">x</button>')")
    page.evaluate("document.getElementById('b').click()")
    assert page.evaluate("window.ran") is None
    # The browser says so when it comes to it, which may be after the page has answered.
    assert eventually(lambda: page.wait_for_timeout(20) or refused_scripts(desk))
    desk.wrong[:] = [text for text in desk.wrong if text not in refused_scripts(desk)]


def refused_scripts(desk: Desk) -> list[str]:
    """What the browser has said of scripts that it did not run."""
    return [text for text in desk.wrong if "Content Security Policy" in text]


def test_a_notebook_of_ones_own_with_an_odd_name_is_found(desk: Desk) -> None:
    places = place_runs([("0000", OWN), ("", OWN)], {"0000": "0000"})
    page = desk.open(html_of(portfolio(1), {place: done(place) for place in places}))
    for folder, link in (("accounts/0000", "#accounts a"), ("programme", "nav a")):
        target = desk.folder / folder / "my #1, 50%?.html"
        target.parent.mkdir(parents=True)
        target.write_text("<h1>here it is</h1>")
        page.locator(link).first.click()
        page.get_by_role("heading", name="here it is", exact=True).wait_for()
        page.go_back()
    page.close()


def test_a_failure_says_where_and_why_and_leads_to_what_there_is(desk: Desk) -> None:
    places = place_runs([("0000", WORTH), ("", WORTH), ("gone", WORTH)], {"0000": "0000", "gone": "gone"})
    page = desk.open(html_of(portfolio(1), {place: done(place, "KeyError: 'x'") for place in places}))
    rows = page.locator(".failures tbody tr")
    assert page.locator("#failed").inner_text() == "Not complete: 3 notebooks"
    cells = [" ".join(text.split()) for text in rows.first.locator("th, td").all_inner_texts()]
    assert cells == ["Zebra <b>Works</b> (0000)", "02 worth", "7", "KeyError: 'x'", "page notebook"]
    found = [link.get_attribute("href") for link in rows.first.locator("a").all()]
    assert found == ["accounts/0000/02_worth.html", "accounts/0000/02_worth.ipynb"]
    assert rows.locator("th").all_inner_texts()[1:] == ["the portfolio", "gone"]
    page.close()


def test_thousands_of_failures_are_counted_and_the_first_shown(desk: Desk) -> None:
    ids = [f"{at:04}" for at in range(200)]
    places = place_runs([(account, WORTH) for account in ids], {account: account for account in ids})
    page = desk.open(html_of(portfolio(50), {place: done(place, "KeyError: 'x'") for place in places}))
    assert page.locator("#failed").inner_text() == "Not complete: 200 notebooks"
    assert page.locator(".failures tbody tr").count() == 100
    assert "And 100 more" in page.locator(".failures").inner_text()
    page.close()


def test_pages_of_earlier_runs_stand_there_with_their_day(desk: Desk) -> None:
    earlier = replace(WORTH, path=Path("03_values.ipynb"))
    places = place_runs([("0000", earlier), ("0000", WORTH), ("0001", WORTH)], {"0000": "0000", "0001": "0001"})
    outcomes = {place: done(place) for place in places} | {places[0]: done(places[0], as_of=date(2026, 2, 28))}
    page = desk.open(html_of(portfolio(1), outcomes, {"0000": [earlier]}))
    assert column(page, 11)[:2] == ["02 03 03 as of 28 Feb 2026", "02"]
    page.close()


def test_revenue_stands_there_once_where_nothing_else_is_known() -> None:
    html = html_of(portfolio(1).assign(contribution_is="revenue"), {})
    assert html.count('<button type="button" disabled>Revenue</button>') == 1


def test_no_accounts_at_all_is_a_page_that_says_so(desk: Desk) -> None:
    page = desk.open(html_of(portfolio(1).head(0), {}))
    assert page.locator(".lead").inner_text().startswith("no accounts")
    page.close()


def test_a_narrow_screen_needs_no_scrolling_sideways(desk: Desk, large: str) -> None:
    page = desk.open(large)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('.wide').scrollWidth") <= 390
    page.close()


def test_the_style_sheet_reaches_the_browser_whole(page: Any) -> None:
    font = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Segoe UI" in font and font.endswith("sans-serif")
