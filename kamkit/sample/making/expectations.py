"""What customers expect, and the standard touchline on which they meet us."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.candidates import CANDIDATES
from kamkit.sample.making.expectation_names import DELIVERY, EARLY, FIT, PERSON, PRICE, STOCK, TECHNICAL, WASTE
from kamkit.sample.making.rows import Row, Rows, draws, rows_of
from kamkit.sample.making.stories import account_stories
from kamkit.sample.making.stories.reasons import REASONS
from kamkit.sample.making.stories.redesign import CHANGE_STEPS, REDESIGNED


def expectations() -> Rows:
    """The eight expectations asked of everybody, and what single accounts expect and why."""
    standard = rows_of(
        "expectation_id kind position",
        (PRICE, "price", 1), (DELIVERY, "service", 2), (EARLY, "service", 3), (FIT, "product", 4),
        (TECHNICAL, "service", 5), (STOCK, "service", 6), (WASTE, "product", 7), (PERSON, "relationship", 8),
        account_id="", source="Twelve interviews with customers, autumn 2025", known_on=date(2025, 11, 20),
        evidence="confirmed",
    )  # fmt: skip
    own: list[Row] = []
    for account_id, found in REASONS.items():
        own += rows_of(
            "expectation_id reason evidence", *found, account_id=account_id, source="Interview", known_on=date(2026,
            2, 10)
        )
    for row in (*standard, *own):
        row["name"] = row["expectation_id"][0].upper() + row["expectation_id"][1:]
    return {"expectations": standard + own}


_STANDARD = rows_of(
    "touch_point_id stage customer_role our_role channel frequency expectation_id importance performance "
    "competitor_performance owner_id current_experience promise behaviour",
    ("first visit", "before buying", "production manager", "key account manager", "visit", "once", PERSON, 6, 7, 7,
     "tom.halloway", "We show the catalogue and ask what is bought today.",
     "We see your line before we offer anything.",
     "The key account manager walks the line with a packing engineer and sends one page of notes within five working days."),
    ("offer", "before buying", "buyer", "key account manager", "mail", "4 a year", PRICE, 8, 7, 7,
     "tom.halloway", "A price list with a letter; two weeks.",
     "An offer you can compare, within seven working days.",
     "The key account manager sends the offer with cost per packed part, not per box, within seven working days."),
    ("contract talks", "buying", "head of purchasing", "key account manager", "meeting", "every 2 years", PRICE, 7,
     7, 6,
     "tom.halloway", "Two rounds, then the sales director joins.",
     "One contract for all plants that want it.",
     "The key account manager brings the controller's figures to the first round."),
    ("order", "buying", "planner", "customer service", "portal", "weekly", TECHNICAL, 6, 8, 7,
     "amira.haddad", "Orders by portal, mail and telephone; confirmed the next day.",
     "Every order confirmed the same day.",
     "Customer service confirms every order that arrives before 14:00 the same day."),
    ("delivery at the dock", "delivery", "warehouse manager", "driver", "dock", "weekly", DELIVERY, 9, 8, 8,
     "zofia.walczyk", "Trucks come on the promised day; pallets are sometimes split.",
     "On the promised day, whole pallets.",
     "The driver scans every pallet at the dock; the planner calls before 10:00 if one is missing."),
    ("early warning of shortages", "delivery", "planner", "supply planner", "telephone", "when it happens", EARLY, 7,
     7, 7,
     "zofia.walczyk", "The customer hears of a shortage when the truck is not there.",
     "You hear of a shortage from us, at least five working days before it reaches you.",
     "The supply planner checks open orders against stock every Monday by 12:00 and telephones the customer's planner the same day."),
    ("help on the line", "use", "production manager", "packing engineer", "visit", "monthly", FIT, 7, 8, 6,
     "piet.hoekman", "An engineer comes within the week.",
     "An engineer on your line within two working days.",
     "The packing engineer is on site within two working days and leaves a signed note."),
    ("crate return", "use", "warehouse manager", "crate pool", "dock", "weekly", WASTE, 6, 6, 7,
     "zofia.walczyk", "Crates are counted at both ends; the counts differ.",
     "One count that both sides see.",
     "The pool scans crates at the customer's gate and sends the count the same day."),
    ("invoice", "use", "accounts payable", "finance", "mail", "weekly", PERSON, 5, 7, 7,
     "anselm.torvik", "One invoice an order.", "One invoice a month that matches your orders.",
     "Finance sends one invoice a month and answers questions within two working days."),
    ("complaint", "support", "quality manager", "quality manager", "mail", "when it happens", EARLY, 8, 6, 7,
     "nadja.brandl", "A form, a number, and then silence until it is solved.",
     "A name within a day, a cause within ten.",
     "The quality manager names who is on it within one working day and the cause within ten."),
    ("quarterly review", "support", "plant manager", "key account manager", "meeting", "quarterly", PERSON, 6, 6, 6,
     "ines.carrow", "Slides on turnover.", "Your figures, our promises, and what became of them.",
     "The key account manager sends the promises list two working days before the review and both sides tick it."),
    ("renewal talk", "renewal", "head of purchasing", "key account manager", "meeting", "every 2 years", EARLY, 8, 7,
     7, "tom.halloway", "We call when notice is due.",
     "We talk about the next contract six months before this one ends.",
     "The key account manager opens the renewal six months before the end with the promises kept and broken."),
    account_id="", source="Workshop of 12 November 2025", known_on=date(2025, 11, 12), evidence="joint",
    change_stage="prepared",
)  # fmt: skip


def touch_points() -> Rows:
    """The standard touchline, each candidate's own row for every point (our view, its texts from the stories), and the steps of change."""
    told = {
        (row["account_id"], row["touch_point_id"]): row
        for story in account_stories()
        for row in story.get("touch_points", [])
    }
    rows = [row | {"name": _called(row["touch_point_id"]), "position": place} for place, row in enumerate(_STANDARD,
    1)]
    rng = draws(5)
    for c in CANDIDATES:
        for place, standard in enumerate(_STANDARD, start=1):
            point = standard["touch_point_id"]
            importance, performance = (
                min(max(int(standard[name] + rng.integers(-1, 2)), 1), 10) for name in ("importance", "performance")
            )
            row: Row = {
                "account_id": c.account_id, "touch_point_id": point, "name": _called(point), "position": place,
                "stage": standard["stage"], "expectation_id": standard["expectation_id"],
                "importance": importance, "performance": performance,
                "competitor_performance": min(max(int(standard["competitor_performance"] + rng.integers(-1, 2)), 1),
                10),
                "owner_id": c.owner if standard["our_role"] == "key account manager" else standard["owner_id"],
                "source": "Account team's own view", "known_on": date(2026, 1, 20), "evidence": "assumed",
                "change_stage": "not started",
            }  # fmt: skip
            rows.append(row | told.pop((c.account_id, point), {}))
    if told:
        raise ValueError(f"touch points of no candidate: {sorted(told)}")
    redesigned = dict(REDESIGNED)
    rows = [row | redesigned.pop((row["account_id"], row["touch_point_id"]), {}) for row in rows]
    if redesigned:
        raise ValueError(f"redesigned, but no touch point: {sorted(redesigned)}")
    return {"touch_points": rows, "change_steps": CHANGE_STEPS}


def _called(touch_point: str) -> str:
    return touch_point[0].upper() + touch_point[1:]
