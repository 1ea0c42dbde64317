"""What the managers say of their own job, one skill that was not practised, and feedback nobody has answered."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.rows import Rows, rows_of

D = date
_TERMS = "negotiates terms"
_CHECK = "manager's check"

STORY: Rows = {
    "skills": rows_of(
        "member_id skill level recall_on development",
        ("henrik.baalen", _TERMS, 3, D(2026, 3, 13), None),
        ("greta.solberg", _TERMS, 3, D(2026, 6, 12), None),
    ),
    "skill_needs": rows_of(
        "account_id skill level reason",
        ("1002", _TERMS, 3, "A minimum order and a rush fee have to be asked for without losing the room."),
        ("1001", _TERMS, 3, "Four per cent off is asked for; the cause of the trial is another."),
    ),
    "assessments": rows_of(
        "assessor item rating evidence_note",
        ("Greta Solberg", "strategy", 4, "Two objectives at Ostrevia, with a sum and a day."),
        ("Greta Solberg", "operations", 2, "Two complaints are older than I would like."),
        ("Greta Solberg", "marketing", 3, "I ask buyers more often than planners."),
        ("Greta Solberg", "skills", 3, "I would not trust my own plan of supply."),
        ("Henrik Baalen", "strategy", 2, "At Hypra I follow the day."),
        ("Henrik Baalen", "operations", 4, "Every call is answered."),
        ("Henrik Baalen", "marketing", 2, "I have never met Rolf Tessmer without purchasing."),
        ("Henrik Baalen", "skills", 2, "Anselm explains my accounts to me."),
        ("Sofia Reinholt", "strategy", 4, "Orbisan has one picture of nine plants, with holes that are marked."),
        ("Sofia Reinholt", "operations", 4, None),
        ("Sofia Reinholt", "marketing", 3, "I offer too early; I know it."),
        ("Sofia Reinholt", "skills", 3, None),
        ("Marek Dudzik", "strategy", 2, "I have one plan, and it is for Poland."),
        ("Marek Dudzik", "operations", 3, None),
        ("Marek Dudzik", "marketing", 2, "Heliora was sent offers by mail."),
        ("Marek Dudzik", "skills", 3, None),
        area=_CHECK, assessed_on=D(2026, 3, 6),
    ),
    "feedbacks": rows_of(
        "feedback_id given_by role account_id domain_id given_on what theme state",
        ("FB-9", "Greta Solberg", "account manager", "1001", "ch", D(2026, 2, 20),
         "Send me on Thursday what the planner sees. I ring; I only cannot ring about what I do not know.",
         "early warning", "read"),
    ),
}  # fmt: skip
