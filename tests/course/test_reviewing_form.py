"""The forms of plan and reviews in a notebook: what is missing is said, what is kept is kept, one piece after the other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kamkit.course.form.reviewing import PlanForm, ReviewForm
from kamkit.course.issued import IssuedSet
from kamkit.course.peers.plan import PARTS
from kamkit.course.peers.samples import PLAN_SAMPLES
from kamkit.course.reviewing import ReviewDesk
from kamkit.course.reviewing.desk import GIVEN_OUT, write_given_out


def desk(folder: Path) -> ReviewDesk:
    return ReviewDesk(folder, IssuedSet("set-1", "007", "Rosa"), lambda: datetime(2026, 4, 1, 9, tzinfo=UTC))


def test_a_plan_is_handed_in_when_every_part_is_there(tmp_path: Path) -> None:
    form = PlanForm(desk(tmp_path))
    form.button.click()
    assert "What the customer has to achieve: too short" in form._said.value and 'role="alert"' in form._said.value
    for at, part in enumerate(PARTS):
        form.fields[part.key].value = f"Part {at} says in enough words what is to be said <b>here</b>."
    form.button.click()
    assert "Handed in. Your trainer" in form._said.value
    again = PlanForm(desk(tmp_path))
    assert again.fields["wrong"].value.startswith("Part 5") and "Handed in." in again._said.value
    again.button.click()
    assert len((tmp_path / "plan.jsonl").read_text().splitlines()) == 1, "the same is handed in once"
    assert "<b>here</b>" not in desk(tmp_path).plan_form().shown.html and "Part 5" in desk(tmp_path).plan_form().shown.text


def test_reviews_go_from_the_samples_to_what_was_given_out(tmp_path: Path) -> None:
    (tmp_path / f"{GIVEN_OUT}plan.json").write_text(write_given_out("plan", [("a" * 16, {"What we want": "<script>more</script>"})]))
    own = desk(tmp_path)
    form = ReviewForm(own, "plan")
    for sample in PLAN_SAMPLES:
        assert form.reading is not None and form.reading.name == sample.name and form.next_button.disabled
        form.keep_button.click()
        assert "no mark yet" in form._said.value and not own.reviews("plan")[PLAN_SAMPLES.index(sample) :]
        for key, mark in sample.marks.items():
            form.marks[key].value = min(4, mark + 1)
        form.comments["keep"].value = "Keep the part that names who said it."
        form.comments["change"].value = "Say first who goes short for it."
        form.keep_button.click()
        assert sample.reasons["limits"][:40] in form._said.value and form.keep_button.disabled
        form.next_button.click()
    assert form.reading is not None and not form.reading.sample and form.reading.at == 3
    shown = "".join(getattr(child, "value", "") for child in form.view.children if isinstance(getattr(child, "value", ""), str))
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    for field in form.marks.values():
        field.value = 2
    form.comments["keep"].value = form.comments["change"].value = "Five different words stand here."
    form.keep_button.click()
    assert "Nothing more to read." in form._said.value
    form.next_button.click()
    (end,) = form.view.children
    assert "You have read all of it" in end.value and "off by 0.8 of a level" in end.value and "0.8 higher" in end.value  # type: ignore[attr-defined]
    assert "Nothing more to read" in own.form().shown.text
