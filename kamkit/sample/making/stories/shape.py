"""The shape of an account's story: what is told of each customer, and which table it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kamkit.sample.making.rows import Row, Rows, rows_of

D = date
PAUL, GRETA, MAREK = "paul.adeyemi", "greta.solberg", "marek.dudzik"
CLAIRE, HENRIK, SOFIA = "claire.fontanel", "henrik.baalen", "sofia.reinholt"
TOM, MAREN, INES, PIET, ZOFIA = "tom.halloway", "maren.voss", "ines.carrow", "piet.hoekman", "zofia.walczyk"
AMIRA, ANSELM, NADJA, LOUIS = "amira.haddad", "anselm.torvik", "nadja.brandl", "louis.ferrand"

YES, JOINT, GUESS = "confirmed", "joint", "assumed"
TOLD_ON = date(2026, 2, 18)
WARNING = "early warning of shortages"

# What one tuple of each kind holds, in order; ids are numbered as the tuples come: G-1008-1, G-1008-2, ...
FIELDS = {
    "customer_goals": ("goal_id", "G", "goal forced_by our_help evidence"),
    "objectives": ("objective_id", "O", "kind statement amount due strategy measure_id state"),
    "opportunities": ("opportunity_id", "X", "kind name offering_id expectation_id units effect one_off_benefit "
                      "switching_cost price our_cost can_supply_from contribution probability expected_on state evidence"),
    "actions": ("action_id", "A", "what due responsible_id accountable_id because because_id kind cause objective_id "
                "measure_id measure_text informed review_on hours state done_on worked"),
    "measures": ("measure_id", "M",
        "name perspective unit better baseline target due agreed_with_customer expectation_id"),
    "promises": ("promise_id", "P",
        "what touch_point_id promised_to owner_id made_on due charge yearly_cost on_purpose "
                 "purpose state settled_on"),
    "risks": ("risk_id", "K",
        "what cause trigger triggered_on response escalate_to owner_id touch_point_id evidence"),
    "notes": ("note_id", "N", "kind noted_on noted_by learned promised opportunity next_step source"),
    "messages": ("message_id", "S", "side audience what touch_point_id sender_id channel due confirmed_on"),
    "queries": ("query_id", "Q", "what kind touch_point_id asked_by asked_on owner_id due closed_on answer"),
    "decisions": ("decision_id", "D", "side kind decided_on decided_by reasons expectation_id evidence"),
    "contracts": ("contract_id", "C",
        "name starts_on ends_on notice_months yearly_value currency scope service_levels evidence"),
}  # fmt: skip
_PEOPLE = "name job department decision_role power interest support evidence leaves_on"
_NUMBERED = frozenset({"customer_goals", "objectives", "actions"})  # these have an order on the page


def story(
    account_id: str,
    *,
    people: Sequence[tuple[Any, ...]] = (),
    stages: Sequence[tuple[str, str, str, str]] = (),
    readings: Sequence[tuple[int, date, float, str]] = (),
    loss: tuple[float, str, date] | None = None,
    touch_points: dict[str, Row] | None = None,
    told: str = "Account team",
    known_on: date = TOLD_ON,
    **rest: Sequence[tuple[Any, ...]],
) -> Rows:
    """The rows of one account; ``people`` end in who of ours knows them: ``member:depth:last met``, more by comma."""
    found: Rows = {}
    for table, tuples in rest.items():
        key, letter, names = FIELDS[table]
        rows = rows_of(names, *tuples, account_id=account_id)
        for number, row in enumerate(rows, start=1):
            row[key] = f"{letter}-{account_id}-{number}"
            if table in _NUMBERED:
                row["position"] = number
            if "evidence" in names.split():
                row |= {"source": told, "known_on": known_on}
        found[table] = rows
    contacts = rows_of(
        _PEOPLE, *(person[:-1] for person in people), account_id=account_id, source=told, known_on=known_on
    )
    found["contacts"], found["coverages"] = contacts, []
    for number, (contact, person) in enumerate(zip(contacts, people, strict=True), start=1):
        contact["contact_id"] = f"T-{account_id}-{number}"
        found["coverages"] += [_coverage(contact["contact_id"], known) for known in person[-1].split(", ") if known]
    found["readings"] = [
        {"measure_id": f"M-{account_id}-{number}", "read_on": day, "value": value, "source": source}
        for number, day, value, source in readings
    ]
    found["stage_ratings"] = rows_of(
        "side rater stage evidence_note", *stages, account_id=account_id, rated_on=D(2026, 2, 20)
    )
    if loss:
        found["forecasts"] = [_loss(account_id, *loss)]
    found["touch_points"] = [
        {"account_id": account_id, "touch_point_id": point} | row for point, row in (touch_points or {}).items()
    ]
    return found


def _coverage(contact_id: str, known: str) -> Row:
    member, depth, met = known.split(":")
    return {"contact_id": contact_id, "member_id": member, "depth": int(depth), "last_met_on": date.fromisoformat(met)}


def _loss(account_id: str, probability: float, made_by: str, made_on: date) -> Row:
    return {
        "forecast_id": f"F-{account_id}-loss", "account_id": account_id, "about": "loss", "probability": probability,
        "event": "Half or more of the last twelve months' contribution is gone by 31 March 2027.",
        "made_on": made_on, "made_by": made_by, "resolves_on": D(2027, 3, 31),
    }  # fmt: skip
