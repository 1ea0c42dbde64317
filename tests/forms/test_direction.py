"""Forms for the direction, driven as a person would: ratings, offers taken over, an account by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kamkit.errors import InputError
from kamkit.forms import direction as forms
from kamkit.forms import open_desk
from kamkit.forms.desk import Desk
from kamkit.forms.direction.by_hand import ByHand
from kamkit.method.direction import spans_to
from kamkit.method.worth import rank_accounts
from kamkit.programme import create_programme

DAY = date(2026, 3, 31)
YEARS = {span.name: span for span in spans_to(DAY, "year")}
QUARTERS = {span.name: span for span in spans_to(DAY, "quarter")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new programme with nothing in it."""
    create_programme(tmp_path / "p", currency="EUR", who="Ines").close()
    opened = open_desk(str(tmp_path / "p"), "", DAY.isoformat())
    opened.programme.who = "Ines"
    yield opened
    opened.programme.close()


def test_a_rating_is_saved_with_its_evidence_under_the_raters_name(desk: Desk) -> None:
    panel = forms.edit_assessment(desk, "congruence")
    assert "Not there yet" in panel.shown().text
    live = panel.live  # type: ignore[union-attr]
    live.ratings["strategy and human resources"].value = 1.0
    assert live.saving.note.endswith("1 of 5, without evidence yet.")
    live.evidence["strategy and human resources"].value = "The bonus is paid on turnover."
    (row,) = desk.programme.rows("assessments")
    assert (row.values["assessor"], row.values["rating"], row.values["assessed_on"]) == ("Ines", 1.0, DAY)
    assert "The weakest fit is strategy and human resources: 1 of 5." in panel.shown().text
    live.who.value = "Maren"  # another person begins with empty boxes
    assert live.ratings["strategy and human resources"].value is None
    live.ratings["strategy and human resources"].value = 4.0
    assert len(desk.programme.rows("assessments")) == 2
    live.who.value = ""
    live.ratings["strategy and organisation"].value = 2.0
    assert live.saving.note.startswith("Not saved. Who rates: empty")
    live.saving.undo()
    assert len(desk.programme.rows("assessments")) == 1


def test_where_an_account_belongs_is_edited_and_no_account_made_or_deleted(tmp_path: Path) -> None:
    create_programme(tmp_path / "p", sample=True, who="Ines").close()
    desk = open_desk(str(tmp_path / "p"), "ORBISAN", DAY.isoformat())
    form = forms.edit_business_lines(desk)
    assert len(form.editor.rows) > 5, "its units"
    assert form.editor.form_state()["can"] == ["undo"]
    row = form.editor.rows[0]
    row.enter("sector", "optics")
    (stored,) = desk.programme.rows("accounts", account_id=row.values["account_id"])
    assert stored.values["sector"] == "optics"
    desk.programme.close()


def test_the_proposed_phases_are_taken_over_once_and_can_be_undone(desk: Desk) -> None:
    live = forms.edit_proposed_phases(desk).live  # type: ignore[union-attr]
    live.take()
    taken = desk.programme.rows("phases")
    assert len(taken) == 8 and all(row.values["starts_on"] and row.values["result"] for row in taken)
    assert live.button.layout.display == "none"
    live.take()
    assert "nothing to take" in live.saving.note and len(desk.programme.rows("phases")) == 8
    live.saving.undo()
    assert desk.programme.rows("phases") == [] and live.button.layout.display == ""


@pytest.mark.parametrize(("table", "count"), [("criteria", 8), ("touch_points", 12), ("expectations", 8), ("ambitions", 4)])
def test_a_new_programme_is_empty_and_starts_from_the_defaults_by_a_button(desk: Desk, table: str, count: int) -> None:
    assert desk.programme.rows(table) == []
    panel = forms.edit_defaults(desk, table)
    assert "Not there yet" in panel.shown().text and "The kit's own" in panel.shown().text
    panel.live.take()  # type: ignore[union-attr]
    assert len(desk.programme.rows(table)) == count
    assert f"has {count}" in panel.shown().text
    panel.live.saving.undo()  # type: ignore[union-attr]
    assert desk.programme.rows(table) == []


def test_an_account_by_hand_counts_everywhere_and_is_undone_whole(desk: Desk) -> None:
    live = forms.edit_by_hand(desk).live
    live.account.value, live.name.value, live.owner.value = "007", "Quillon Glass", "Paul Adeyemi"
    assert live.currency.value == "EUR" and list(live.amounts) == ["2024", "2025", "2026"]
    live.amounts["2025"].value, live.amounts["2026"].value = "1 200 000", "330000,50"
    live.save()
    assert live.saving.note.startswith("Saved"), live.saving.note
    ranked = rank_accounts(desk.tables(), DAY).iloc[0]
    assert (ranked["account_id"], ranked["name"], ranked["owner_id"]) == ("007", "Quillon Glass", "Paul Adeyemi")
    assert ranked["revenue"] == pytest.approx(1_200_000 * 9 / 12 + 330_000.5)  # the last twelve months
    assert [row.values["name"] for row in desk.programme.rows("team_members")] == ["Paul Adeyemi"]
    assert "007" in live.by_hand.shown().text or "Quillon Glass" in live.by_hand.shown().text
    live.saving.undo()
    assert desk.tables()["sales_lines"].empty and desk.tables()["accounts"].empty and desk.tables()["team_members"].empty


def test_what_is_typed_again_replaces_the_same_days_and_keeps_the_others(desk: Desk) -> None:
    by_hand = ByHand(desk)
    by_hand.save("1", {YEARS["2024"]: 100.0, YEARS["2025"]: 200.0}, name="One", currency="eur")
    by_hand.save("1", {QUARTERS["2025 Q1"]: 30.0, QUARTERS["2025 Q2"]: 40.0})
    assert by_hand.entered("1") == {"2024": 100.0, "2025 Q1": 30.0, "2025 Q2": 40.0}
    by_hand.save("1", {YEARS["2024"]: None})
    assert by_hand.entered("1") == {"2025 Q1": 30.0, "2025 Q2": 40.0}
    by_hand.save("2", {YEARS["2025"]: 0.0}, name="Two")
    assert by_hand.entered("1") == {"2025 Q1": 30.0, "2025 Q2": 40.0} and by_hand.entered("2") == {"2025": 0.0}
    assert desk.programme.batches()["name"].tolist() == ["by hand, 1", "by hand, 2"]


def test_an_account_by_hand_is_refused_as_an_import_would(desk: Desk) -> None:
    by_hand = ByHand(desk)
    desk.programme.save("accounts", {"account_id": "1", "name": "One"})
    desk.programme.replace_batch("export.csv", [{"account_id": "1", "date": date(2025, 5, 1), "revenue": 1.0}])
    before = desk.programme.change_counter
    for account, revenue, more, says in (
        (" ", {YEARS["2025"]: 1.0}, {"name": "X"}, "Account: empty"),
        ("9", {YEARS["2025"]: 1.0}, {}, "Name: empty"),
        ("9", {YEARS["2025"]: -1.0}, {"name": "X"}, "2025: found -1; expected revenue of 0 or more"),
        ("9", {YEARS["2025"]: 1.0}, {"name": "X", "currency": "EURO"}, "found 'EURO'; expected three letters"),
        ("9", {YEARS["2025"]: 1.0}, {"name": "X", "currency": "CHF"}, "no rate for CHF on 2025-01-31"),
        ("1", {YEARS["2025"]: 1.0}, {}, "found 1 sales lines of 1 loaded from a file already"),
    ):
        with pytest.raises(InputError, match=says):
            by_hand.save(account, revenue, **more)
    assert desk.programme.change_counter == before
    by_hand.save("1", {YEARS["2024"]: 5.0})  # days without lines of a file
    assert by_hand.entered("1") == {"2024": 5.0}


def test_what_cannot_be_read_is_named_and_nothing_is_saved(desk: Desk) -> None:
    live = forms.edit_by_hand(desk).live
    live.account.value, live.name.value = "7", "Seven"
    live.save()
    assert live.saving.note.startswith("Not saved. Revenue: every box is empty")
    live.amounts["2025"].value = "1,500"
    live.save()
    assert "2025: found" in live.saving.note and "1500 or 1.500" in live.saving.note
    live.step.value = "quarter"
    assert len(live.amounts) == 8 and desk.programme.rows("accounts") == []


def test_every_form_has_both_faces_and_an_account_gets_pages_to_look_at(desk: Desk) -> None:
    ByHand(desk).save("1", {YEARS["2025"]: 1.0}, name="One")
    makers = [
        forms.edit_settings, forms.edit_aims, forms.edit_commitments, forms.edit_proposed_phases, forms.edit_phases,
        forms.edit_by_hand, forms.edit_business_lines, forms.edit_ambitions, forms.edit_domains, forms.edit_differences,
    ]  # fmt: skip
    for account in ("", "1"):
        desk.account_id = account
        live = 0
        for make in makers:
            faces = make(desk)._repr_mimebundle_()
            assert faces["text/html"] and faces["text/plain"] and "NaN" not in faces["text/plain"]
            live += "application/vnd.jupyter.widget-view+json" in faces
        assert live == (len(makers) if not account else 2)  # an account changes where it belongs, and its sales by hand


def test_a_difference_is_typed_and_shown(desk: Desk) -> None:
    desk.programme.save("domains", {"domain_id": "pl", "name": "Poland"})
    desk.programme.save("ambitions", {"ambition_id": "v", "kind": "vision", "statement": "First call"})
    form = forms.edit_differences(desk).form  # type: ignore[union-attr]
    row = form.editor.add()
    for name, value in (("domain_id", "Poland"), ("about", "statement"), ("item", "v"), ("value", "Monthly call"), ("reason", "So it is.")):
        row.fields[name].value = value
    assert [found.values["part"] for found in desk.programme.rows("differences")] == [""]
    assert "Monthly call" in forms.edit_differences(desk).shown().text  # type: ignore[union-attr]
    assert "First call" in forms.edit_differences(desk).shown().text  # type: ignore[union-attr]
