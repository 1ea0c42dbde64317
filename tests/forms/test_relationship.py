"""Forms of the relationship: the account's own rows to choose from, and forecasts that are never overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamkit.errors import InputError, MethodError
from kamkit.forms import Desk, Form
from kamkit.forms.faces import TABLE_ONLY
from kamkit.forms.relationship import (
    edit_coverage,
    edit_forecasts,
    edit_notes,
    edit_people,
    edit_stages,
    edit_wallet,
    edit_white_space,
)
from kamkit.method.relationship import review_wallet
from kamkit.programme import Programme, create_programme
from kamkit.show.parts import Shown

DAY = date(2026, 3, 31)
FORMS = (edit_stages, edit_people, edit_coverage, edit_wallet, edit_white_space, edit_notes)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "team_members": [{"member_id": "ines", "name": "Ines Carrow"}],
            "offerings": [{"offering_id": "x", "name": "Crates"}],
            "accounts": [
                {"account_id": "007", "name": "Quillon", "owner_id": "ines"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
                {"account_id": "8", "name": "Other"},
            ],
            "contacts": [
                {"contact_id": "ann", "account_id": "70", "name": "Ann"},
                {"contact_id": "bob", "account_id": "8", "name": "Bob"},
            ],
            "coverages": [{"contact_id": "ann", "member_id": "ines", "depth": 2}, {"contact_id": "bob", "member_id": "ines"}],
        }
    )
    return made


def test_every_form_has_at_most_five_fields_and_both_faces(programme: Programme) -> None:
    for edit in FORMS:
        form = edit(Desk(programme, "8", DAY))
        assert isinstance(form, Form) and len(form.core) <= 5
        faces = form._repr_mimebundle_()
        assert {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"} <= set(faces), edit.__name__


def test_what_is_typed_is_saved_with_the_account(programme: Programme) -> None:
    desk = Desk(programme, "8", DAY)
    row = edit_people(desk).editor.add()  # type: ignore[union-attr]
    row.fields["name"].value = "Cyd"
    (saved,) = programme.rows("contacts", name="Cyd")
    assert saved.values["account_id"] == "8"
    rated = edit_stages(desk).editor.add()  # type: ignore[union-attr]
    for name, value in (("side", "customer"), ("rater", "Cyd"), ("rated_on", DAY), ("stage", "basic")):
        rated.fields[name].value = value
    assert programme.rows("stage_ratings", account_id="8")[0].values["stage"] == "basic"
    refused = edit_people(desk).editor.add()  # type: ignore[union-attr]
    refused.fields["power"].value = "9"
    assert "1 to 5" in refused.problems["power"]


def test_the_wallet_is_entered_where_its_share_is_shown(programme: Programme) -> None:
    portfolio = Desk(programme, "", DAY)
    assert "it is known of 0 of 2 accounts" in edit_wallet(portfolio).text  # type: ignore[union-attr]
    desk = Desk(programme, "8", DAY)
    (row,) = edit_wallet(desk).editor.rows  # type: ignore[union-attr]
    row.fields["wallet"].value = "250000"
    assert review_wallet(desk.tables(), "8", DAY)["wallet"].tolist() == [250000.0]


def test_only_the_accounts_own_people_and_numbers_can_be_chosen(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    ties = edit_coverage(desk)
    assert isinstance(ties, Form) and [row.key for row in ties.editor.rows] == [("ann", "ines")]
    names = ties.names(ties.core[0])
    assert names is not None and names.options == ["Ann"]
    programme.save("contacts", {"contact_id": "dan", "account_id": "007", "name": "Dan"}, version=0)
    programme.save("coverages", {"contact_id": "dan", "member_id": "ines"}, version=0)
    ties.editor.refresh()
    assert [row.key[0] for row in ties.editor.rows] == ["ann", "dan"]
    grid = edit_white_space(desk)
    assert isinstance(grid, Form) and grid.core[0].name == "account_id"
    units = grid.names(grid.core[0])
    assert units is not None and units.options == ["Quillon", "Quillon Lyon"]


def test_the_portfolio_says_who_lacks_what(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    assert "2 of 2 accounts have some" in repr_of(edit_people(desk)) and "0 of 2" in repr_of(edit_stages(desk))
    assert "Still without: Quillon and Other" in repr_of(edit_white_space(desk)) or "Other and Quillon" in repr_of(edit_white_space(desk))
    assert "2 of 2" in repr_of(edit_coverage(desk))
    programme.delete("coverages", ("bob", "ines"))
    assert "1 of 2 accounts have some. Still without: Other." in repr_of(edit_coverage(desk))


def repr_of(found: Form | Shown) -> str:
    assert isinstance(found, Shown)
    return found.text


def test_a_forecast_is_recorded_beside_the_others(programme: Programme) -> None:
    form = edit_forecasts(Desk(programme, "70", DAY))
    live = form.forecasting
    assert live.by.value == date(2027, 3, 31) and live.who.value == "Ines Carrow"
    for chance in ("30 %", "25"):
        live.probability.value = chance
        live.record()
        assert live.note.startswith("Saved ")
    rows = programme.rows("forecasts")
    assert [row.values["probability"] for row in rows] == [30, 25] and rows[0].version < rows[1].version
    first = rows[0].values
    assert (first["account_id"], first["about"], first["made_on"], first["made_by"]) == ("007", "loss", DAY, "Ines Carrow")
    assert first["resolves_on"] == date(2027, 3, 31) and first["event"].endswith("is gone by 31 Mar 2027.")
    assert "30 %" in form.shown().text and "25 %" in form.shown().text
    live.undo()
    assert [row.values["probability"] for row in programme.rows("forecasts")] == [30]
    live.undo()
    live.undo()
    assert programme.rows("forecasts") == [] and live.note == "Nothing to undo here."


@pytest.mark.parametrize(
    ("chance", "who", "by", "said"),
    [("", "Ines", None, "0 to 100"), ("likely", "Ines", None, "a number"), ("101", "Ines", None, "0 to 100"),
     ("20", " ", None, "a name"), ("20", "Ines", DAY, "a day after")],
)  # fmt: skip
def test_a_forecast_that_could_not_be_scored_is_refused(programme: Programme, chance: str, who: str, by: date | None, said: str) -> None:
    live = edit_forecasts(Desk(programme, "8", DAY)).forecasting
    live.probability.value, live.who.value = chance, who
    if by is not None:
        live.by.value = by
    live.record()
    assert live.note.startswith("Not saved") and said in live.note and programme.rows("forecasts") == []


def test_from_python_too(programme: Programme) -> None:
    form = edit_forecasts(Desk(programme, "8", DAY))
    with pytest.raises(InputError, match="expected a name"):
        form.record(10, "")
    with pytest.raises(InputError, match="0 to 100"):
        form.record(-1, "Ines")
    with pytest.raises(MethodError, match="a day after"):
        form.record(10, "Ines", DAY)
    assert form.defined(date(2026, 12, 31)).by == date(2026, 12, 31)


def test_without_a_screen_or_an_account_there_is_only_the_table(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = {"text/html", "text/plain"}
    assert set(edit_forecasts(Desk(programme, "", DAY))._repr_mimebundle_()) == faces
    monkeypatch.setenv(TABLE_ONLY, "1")
    assert set(edit_forecasts(Desk(programme, "8", DAY))._repr_mimebundle_()) == faces
