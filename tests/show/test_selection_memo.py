"""The memo of the selection, objectives and stepping down to look at; and that the memo is two pages of A4."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from selection_case import AS_OF, criterion, measured, score, small_case, tables

from kamkit.method.selection import select_accounts
from kamkit.model.frame import tables_of
from kamkit.packs.pages import style
from kamkit.show.selection import (
    show_objectives,
    show_overrides,
    show_portfolio,
    show_selection_memo,
    show_step_downs,
    show_wording,
)


def overridden() -> Any:
    rows = small_case()
    rows["settings"] = [{"settings_id": "programme", "company": "Varnholt", "supervisor": "Ines"}]
    rows["overrides"] = [
        {"account_id": "C", "direction": "in", "signed_by": "Konrad", "reason": "Our <first>.", "signed_on": date(2026, 3, 20),
         "pushes_out_id": "007", "dissent": "Maren: it pays nothing."}
    ]  # fmt: skip
    for row in rows["scores"]:
        if row["account_id"] == "NA":
            row["reason"] = "Breaks <promises>." if row["scorer_id"] == "maren" else "Opens doors."
    return rows


def test_the_memo_holds_what_an_auditor_asks_for() -> None:
    text = show_selection_memo(tables(overridden()), AS_OF).text
    for said in (
        "Key accounts of Varnholt, as of 31 Mar 2026. Programme supervisor: Ines.",
        "1. Criteria, weights and anchors", "low (100,000)", "middling",  # anchors in words and in figures
        "2. Who scored", "Maren", "operations",
        "Kendall's W is", "NA Ltd", "nobody's opinion", "because: Opens doors",
        "4. The list, and how far it hangs on the weights", "put on by hand",
        "5. Overrides, reasons, dissent", "Konrad", "20 Mar 2026", "B Ltd", "007 Ltd", "Maren: it pays nothing.",
        "6. What follows.", "chosen accounts without an objective", "No total: there is no evidence on questions 1 and 2.",
        "7. Choices of the kit", "SMAA-2, 10,000 draws", "one rule of thumb among several", "never a limit",
    ):  # fmt: skip
        assert said in text, said


def test_what_people_wrote_is_text_in_the_memo() -> None:
    shown = show_selection_memo(tables(overridden()), AS_OF)
    assert "Our &lt;first&gt;." in shown.html and "<first>" not in shown.html and "<promises>" not in shown.html
    assert shown.html.startswith('<div class="memo">')


def test_without_overrides_or_hours_the_memo_says_so() -> None:
    rows = small_case()
    rows["team_members"][0]["hours_per_year"] = None
    text = show_selection_memo(tables(rows), AS_OF).text
    assert "5. Overrides: none." in text and "Our people's hours are not known, so the list is cut by number." in text


def test_before_there_are_scores_the_memo_says_what_is_missing() -> None:
    assert "Not there yet" in show_selection_memo(tables_of({}), AS_OF).text
    assert "portfolio's page" in show_selection_memo(tables(small_case()), AS_OF, "A").text


def large() -> Any:
    """As much as a memo is asked to hold: sixty accounts, eleven criteria, seven departments, eight overrides."""
    ids = [f"K{number:02d}" for number in range(60)]
    people = [f"person {number}" for number in range(14)]
    long = "A reason that goes on for a while, as reasons do when somebody wants to be understood by all. " * 2
    criteria = [measured("revenue", 10, "revenue", (1e5, 2e5, 4e5))] + [
        criterion(f"criterion {number}", 9, anchor_2=long, anchor_5=long, anchor_9=long) for number in range(10)
    ]
    return {
        "accounts": [{"account_id": one, "name": f"Customer number {one} of long name", "status": "key account"} for one in ids],
        "sales_lines": [
            {"account_id": one, "date": date(2025, 9, 1), "revenue": 1e5 + 5e3 * at, "cost": 5e4} for at, one in enumerate(ids)
        ],
        "criteria": criteria,
        "team_members": [
            {"member_id": one, "name": one.title(), "department": f"department {at // 2}", "role": "manager",
             "hours_per_year": 800.0} for at, one in enumerate(people)
        ],
        "scores": [
            score(account, person, (at * 7 + who * 3 + which) % 9 + 1, criterion_id=f"criterion {which}", reason=long)
            for at, account in enumerate(ids) for who, person in enumerate(people) for which in range(10)
        ],
        "overrides": [
            {"account_id": one, "direction": "in", "signed_by": "Konrad Varnholt", "reason": long, "signed_on": AS_OF,
             "dissent": long} for one in ids[:8]
        ],
    }  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("rows", [small_case(), large()], ids=["small", "large"])
def test_the_memo_is_two_pages_of_a4_at_most(browser: Any, rows: Any) -> None:
    page = browser.new_page()
    memo = show_selection_memo(tables(rows), AS_OF).html
    page.set_content(f"<html><head><style>{style()}</style></head><body><p>Before.</p>{memo}<p>After.</p></body></html>")
    printed = page.pdf(format="A4", margin={side: "12mm" for side in ("top", "bottom", "left", "right")})
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert pages in (3, 4), pages  # one before, one after
    page.close()


def test_many_accounts_are_one_cloud_with_few_names() -> None:
    rows = large()
    rows["competitors"] = [{"competitor_id": "rival", "name": "Rival"}]
    rows["expectations"] = [{"account_id": "", "expectation_id": "x", "name": "On time"}]
    ids = [row["account_id"] for row in rows["accounts"]]
    rows["respondents"] = [{"respondent_id": one, "account_id": one, "side": "customer", "independent": True} for one in ids]
    rows["ratings"] = [
        {"respondent_id": one, "about": "expectation", "item_id": "x", "supplier_id": supplier, "asked_on": AS_OF,
         "importance": 8.0, "performance": float(3 + at % (6 if supplier == "us" else 4))}
        for at, one in enumerate(ids) for supplier in ("us", "rival")
    ]  # fmt: skip
    from kamkit.model.frame import settings_of

    selection = select_accounts(tables(rows), AS_OF, draws=50)
    names = []
    for account_id in ("", "K07"):
        from kamkit.show import figures

        drawn: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            def kept(figure: Any, message: str, to: Any, into: list[str] = drawn) -> None:
                into += [text.get_text() for axes in figure.axes for text in axes.texts]

            patch.setattr(figures, "write_png", kept)
            text = show_portfolio(selection, settings_of(tables(rows)), account_id).text
        names.append([name for name in drawn if name.startswith("Customer number")])
        assert "more." in text  # the words for the picture do not name sixty either
    assert len(names[0]) == 30 and len(names[1]) == 7 and any("K07" in name for name in names[1])


def test_the_price_of_a_signature_stands_there_before_anybody_signs() -> None:
    text = show_overrides(select_accounts(tables(small_case()), AS_OF, draws=50)).text
    assert text.startswith("No override yet") and "What one signature more would cost" in text
    assert re.search(r"A Ltd +60 +B Ltd and 007 Ltd", text)


def test_objectives_of_the_chosen() -> None:
    rows = small_case()
    rows["objectives"] = [
        {"objective_id": "1", "account_id": "B", "kind": "growth", "statement": "Two <lines>", "amount": 5e4, "due": date(2027, 1, 1)}
    ]
    given = tables(rows)
    shown = show_objectives(given, select_accounts(given, AS_OF, draws=50))
    assert shown.text.startswith("Growth: 50,000 of contribution a year to gain at 1 account. 2 chosen accounts without")
    assert "Two &lt;lines&gt;" in shown.html and "Proposed: retention" in shown.text
    assert "Off the list" in show_objectives(given, select_accounts(given, AS_OF, draws=50), "C").text
    assert "Not there yet" in show_objectives(tables_of({}), select_accounts(tables_of({}), AS_OF)).text


def test_who_steps_down() -> None:
    rows = small_case()
    rows["accounts"][2]["status"] = "key account"  # C, off the list
    text = show_step_downs(tables(rows), AS_OF).text
    assert text.startswith("1 account that is key today falls outside the list; no complete plans") and text.endswith("C Ltd.")
    assert "without a plan for stepping down" in show_step_downs(tables(rows), AS_OF, "C").text
    assert show_step_downs(tables(rows), AS_OF, "B").text == "Nothing to step down: it stays."
    assert show_step_downs(tables(rows), AS_OF, "A").text == "Nothing to step down: it is no key account today."
    assert show_step_downs(tables_of({}), AS_OF).text.startswith("Nobody steps down")


def test_the_programmes_own_words_stand_beside_the_kits() -> None:
    assert "in the kit's words" in show_wording(tables_of({})).text
    text = show_wording(tables_of({"settings": [{"settings_id": "programme", "question_3": "Did we take our time?"}]})).text
    assert "Did we take our time?" in text and "Did we give the choice time and a process?" in text
