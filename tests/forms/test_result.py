"""What a form adds up to stands below it in a live session too, and follows what is saved."""

from __future__ import annotations

from pathlib import Path

from kamkit.forms import direction as forms
from kamkit.forms import open_desk
from kamkit.forms.running import edit_promises
from kamkit.programme import create_programme


def test_the_sponsors_page_stands_below_its_form_and_follows(tmp_path: Path) -> None:
    create_programme(tmp_path / "p", sample=True, who="Test").close()
    desk = open_desk(str(tmp_path / "p"), "", "2026-03-31")
    summed = forms.edit_commitments(desk)
    form, result = summed.view.children  # type: ignore[union-attr]
    assert form is summed.form.editor.view and result.value.endswith(summed.shown().html)  # type: ignore[union-attr]
    before = result.value
    row = next(row for row in summed.form.editor.rows if row.values["kind"] == "people")  # type: ignore[union-attr]
    row.fields["promised"].value = "All of Zofia's time."
    assert result.value.endswith(summed.shown().html) != before and "All of Zofia&#x27;s time." in result.value  # type: ignore[union-attr]


def test_the_weakest_pair_stands_below_the_ratings_and_follows(tmp_path: Path) -> None:
    create_programme(tmp_path / "p", who="Test").close()
    desk = open_desk(str(tmp_path / "p"), "", "2026-03-31")
    panel = forms.edit_assessment(desk, "congruence")
    live = panel.live  # type: ignore[union-attr]
    live.who.value = "Test"
    first, second, *_ = live.ratings
    live.ratings[first].value, live.ratings[second].value = 4.0, 2.0
    assert live.result.view.value.endswith(panel.shown().html)  # type: ignore[union-attr]
    assert second.lower() in live.result.view.value.lower() and "<img" in live.result.view.value


def test_what_says_no_more_than_the_form_is_not_repeated_below_it(tmp_path: Path) -> None:
    create_programme(tmp_path / "p", sample=True, who="Test").close()
    form = edit_promises(open_desk(str(tmp_path / "p"), "1001", "2026-03-31"))
    assert "open the workbook live" in form.shown().text and form.view is form.form.editor.view
