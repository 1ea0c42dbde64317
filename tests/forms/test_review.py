"""Forms of the review and the refinement: what is decided, settled and answered goes straight into the programme."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamkit.forms import Desk
from kamkit.forms import refinement as refining
from kamkit.forms import review as reviewing
from kamkit.forms.faces import TABLE_ONLY
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "accounts": [
                {"account_id": "007", "name": "Quillon"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
                {"account_id": "8", "name": "Other"},
            ],
            "promises": [
                {"promise_id": "P1", "account_id": "70", "what": "The list", "due": date(2026, 3, 1)},
                {"promise_id": "P2", "account_id": "8", "what": "Samples", "state": "kept"},
            ],
            "measures": [
                {"measure_id": "M1", "account_id": "70", "name": "Early"},
                {"measure_id": "M2", "account_id": "8", "name": "Late"},
            ],
            "readings": [{"measure_id": one, "read_on": date(2026, 3, 1), "value": 4.0} for one in ("M1", "M2")],
            "decisions": [
                {
                    "decision_id": "D1",
                    "account_id": "8",
                    "side": "customer",
                    "kind": "renewed",
                    "decided_on": date(2026, 1, 1),
                }
            ],
            "feedbacks": [
                {
                    "feedback_id": "V1",
                    "account_id": "70",
                    "role": "customer",
                    "given_on": date(2026, 3, 1),
                    "what": "Ring",
                }
            ],
        }
    )
    return made


FORMS = (
    reviewing.edit_promises, reviewing.edit_measures, reviewing.edit_readings, reviewing.edit_forecasts, reviewing.edit_decisions,
    refining.edit_feedback, refining.edit_lessons, refining.edit_versions,
)  # fmt: skip


@pytest.mark.parametrize("account_id", ["", "007"])
@pytest.mark.parametrize("edit", FORMS)
def test_every_form_has_two_faces_and_five_fields_at_most(
    edit: object, account_id: str, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = edit(Desk(programme, account_id, DAY))  # type: ignore[operator]
    assert len(form.form.core) <= 5 and repr(form)
    assert "application/vnd.jupyter.widget-view+json" in form._repr_mimebundle_()
    monkeypatch.setenv(TABLE_ONLY, "1")
    assert set(form._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_a_forms_rows_are_those_of_the_group(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    assert [row.key for row in reviewing.edit_promises(desk).form.editor.rows] == [("P1",)]
    assert [row.key[0] for row in reviewing.edit_readings(desk).form.editor.rows] == ["M1"]
    assert [row.key for row in refining.edit_feedback(desk).form.editor.rows] == [("V1",)]
    assert [row.key for row in reviewing.edit_promises(Desk(programme, "", DAY)).form.editor.rows] == [("P1",)]


def test_a_decision_is_recorded_as_ours_about_the_group(programme: Programme) -> None:
    row = reviewing.edit_decisions(Desk(programme, "007", DAY)).form.editor.add(
        {"kind": "kept", "decided_on": DAY, "reasons": "It grows"}
    )
    assert (row.values["side"], row.values["account_id"]) == ("ours", "007")
    programme.save("decisions", {name: value for name, value in row.values.items() if value is not None})
    assert "It grows" in reviewing.edit_decisions(Desk(programme, "007", DAY)).shown().text


def test_what_people_changed_since_the_last_review(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    programme.save("promises", {"promise_id": "P1", "state": "broken"})
    programme.save("promises", {"promise_id": "P2", "state": "broken"})
    since, changes = reviewing.changes_at(desk)
    assert since == date(2025, 3, 31)
    last = changes.iloc[-1]
    assert (last["table"], last["field"], last["before"], last["after"], last["who"]) == (
        "promises",
        "state",
        "open",
        "broken",
        "Ines Carrow",
    )
    assert not changes["key"].astype(str).str.contains("P2").any()
    _, of_all = reviewing.changes_at(Desk(programme, "", DAY))
    assert set(of_all["kind"]) == {"save"} and len(of_all) >= 3
