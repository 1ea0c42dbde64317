"""Every field that holds a person's name says so: a new one cannot be forgotten when somebody has to be found or removed."""

from __future__ import annotations

import re

import pytest

from kamkit.model import RECORDS
from kamkit.model.field import FieldSpec
from kamkit.model.record import Fact
from kamkit.programme.person.subject import PEOPLE

# Names that speak of somebody, as a whole word of a field's name.
_SOMEBODY = {
    "by", "who", "whom", "owner", "supervisor", "contact", "respondent", "assessor", "rater", "scorer", "signed", "manager",
    "person", "author", "sender", "recipient", "audience", "member", "learner", "participant", "facilitator", "consulted",
    "informed", "responsible", "accountable", "keeper", "successor", "escalate", "interviewer", "voter", "email", "mail",
    "phone", "signature", "initials", "approver", "sponsor", "chair", "moderator",
}  # fmt: skip
# And what their help says of them.
_SAYS = re.compile(r"\bsurname\b|\bthe person\b|\bpeople who\b|^who\b(?! or what)|\bsigned\b", re.IGNORECASE)
_NOT_A_PERSON = {
    ("customer_goals", "forced_by"), ("stage_ratings", "side"), ("white_space_cells", "state"), ("touch_points", "customer_role"),
    ("touch_points", "our_role"), ("touch_points", "behaviour"), ("activity_rates", "source"),
}  # fmt: skip
"""Names and helps that sound like a person's, but hold a role, a choice, a date or free text."""

TEXTS = [
    (table, spec)
    for table, record in RECORDS.items()
    for spec in record.specs()
    if spec.kind in ("text", "id") and (table, spec.name) not in _NOT_A_PERSON and spec.name not in Fact.model_fields
]
LINKS = [(table, spec) for table, record in RECORDS.items() for spec in record.specs() if spec.kind == "link"]


def sounds_like_somebody(spec: FieldSpec) -> bool:
    return bool(_SOMEBODY & set(spec.name.split("_")) or _SAYS.search(spec.help))


@pytest.mark.parametrize(("table", "spec"), TEXTS, ids=lambda one: one if isinstance(one, str) else one.name)
def test_a_text_that_sounds_like_a_person_is_marked(table: str, spec: FieldSpec) -> None:
    if table in PEOPLE and spec.name == PEOPLE[table].key[0]:
        return  # the id of a person's own record goes with the record
    assert spec.person or not sounds_like_somebody(spec), (
        f"{table}.{spec.name} sounds like a person's name: mark it person=True, or say in _NOT_A_PERSON that it is none"
    )


def test_links_that_sound_like_a_person_lead_to_persons() -> None:
    found = [(table, spec) for table, spec in LINKS if _SOMEBODY & set(spec.name.split("_"))]
    assert len(found) >= 15
    for table, spec in found:
        assert spec.links_to in PEOPLE, f"{table}.{spec.name}"


def test_what_is_marked_can_hold_a_name_and_the_guard_has_something_to_guard() -> None:
    marked = [(table, spec) for table, record in RECORDS.items() for spec in record.specs() if spec.person]
    assert len(marked) >= 25 and all(spec.kind in ("text", "id") for _, spec in marked)
    assert set(PEOPLE) >= {"team_members", "contacts", "respondents", "learners"}
    known = {(table, spec.name) for table, record in RECORDS.items() for spec in record.specs()}
    assert known >= _NOT_A_PERSON
    assert sum(sounds_like_somebody(spec) for _, spec in TEXTS) >= 20
