"""What belongs to no single account: feedback, lessons, the programme's measures, forecasts resolved, data sources."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.expectation_names import DELIVERY, EARLY, PRICE, STOCK
from kamkit.sample.making.rows import Rows, rows_of

D = date
LEFT = "Gravenhal Marine"

STORY: Rows = {
    "measures": rows_of(
        "measure_id name perspective unit better baseline target due agreed_with_customer expectation_id",
        ("M-all-1", "Early warning, as candidates rate it", "customer", "points", "higher", 5.6, 7.5, D(2027, 2, 26), False, EARLY),
        ("M-all-2", "Contribution of key accounts", "financial", "EUR million a year", "higher", 7.0, 8.5, D(2028, 3, 31), False, None),
        ("M-all-3", "Key accounts with a plan reviewed in the last twelve months", "process", "%", "higher", 6, 100, D(2026, 12, 18), False, None),
        ("M-all-4", "Managers who explain an account's contribution without help", "learning", "of six", "higher", 3, 6, D(2026, 12, 18), False, None),
    ),
    "readings": rows_of(
        "measure_id read_on value source",
        ("M-all-2", D(2025, 3, 31), 6.6, "Controlling"), ("M-all-2", D(2026, 3, 31), 7.0, "Controlling"),
        ("M-all-3", D(2026, 3, 31), 6, "Ines Carrow"), ("M-all-4", D(2026, 2, 24), 3, "Skills rated in February"),
    ),
    "forecasts": rows_of(
        "forecast_id account_id about item_id event probability made_on made_by resolves_on happened resolved_on",
        ("F-2025-1", LEFT, "loss", None, "Half or more of the last twelve months' contribution is gone by 31 March 2026.", 30,
         D(2025, 4, 22), "Tom Halloway", D(2026, 3, 31), True, D(2026, 3, 31)),
        ("F-2025-2", "1008", "loss", None, "Half or more of the last twelve months' contribution is gone by 31 March 2026.", 20,
         D(2025, 4, 22), "Greta Solberg", D(2026, 3, 31), False, D(2026, 3, 31)),
        ("F-2025-3", "1016", "loss", None, "Half or more of the last twelve months' contribution is gone by 31 March 2026.", 25,
         D(2025, 4, 22), "Paul Adeyemi", D(2026, 3, 31), False, D(2026, 3, 31)),
        ("F-2025-4", "1008", "promise", "P-1008-3", "Crate counts that both sides see by 31 October 2025.", 80, D(2025, 5, 20),
         "Greta Solberg", D(2025, 10, 31), False, D(2025, 10, 31)),
        ("F-2025-5", "1008", "opportunity", "X-1008-2", "The turning insert is bought by 30 September 2025.", 60, D(2025, 5, 20),
         "Greta Solberg", D(2025, 9, 30), True, D(2025, 9, 25)),
        ("F-2026-1", "1001", "objective", "O-1001-1", "Both plants renewed for three years by 31 August 2026.", 55, D(2026, 3, 12),
         "Greta Solberg", D(2026, 8, 31), None, None),
    ),
    "decisions": rows_of(
        "decision_id account_id side kind decided_on decided_by reasons expectation_id evidence",
        ("D-left-1", LEFT, "customer", "left", D(2025, 7, 8), "Their buyer", "The boat covers came late twice, without a call.", EARLY, "confirmed"),
        ("D-left-2", "Farrowick Drinks", "customer", "reduced", D(2025, 9, 2), "Their buyer", "Half the boxes at a lower price elsewhere.", PRICE, "joint"),
        ("D-left-3", "Silvarno Coffee", "customer", "bought", D(2025, 10, 14), "Their plant", "On the day, every week.", DELIVERY, "confirmed"),
        ("D-left-4", "Calverdon Foods", "customer", "renewed", D(2025, 12, 1), "Their planner", "Never without boxes.", STOCK, "confirmed"),
        source="Talk after the decision", known_on=D(2026, 1, 15),
    ),
    "notes": rows_of(
        "note_id account_id kind noted_on noted_by learned next_step source",
        ("N-left-1", LEFT, "history", D(2025, 7, 10), "Tom Halloway", "They left over two late deliveries nobody announced. We had said thirty per cent.",
         "One forecast proves nothing; keep writing them down.", "Talk with their buyer"),
    ),
    "feedbacks": rows_of(
        "feedback_id given_by role account_id domain_id given_on what theme state state_reason answer answered_on",
        ("FB-1", "Volker Ahrend", "customer", "1008", "de", D(2025, 9, 18), "The Monday call is what I tell my colleagues about.", "early warning", "adopted", None,
         "It becomes part of the programme from May 2026.", D(2026, 3, 19)),
        ("FB-2", "Dr Henrike Voll", "customer", "ORBISAN", "de", D(2026, 3, 5), "Nine plants, and you ask each of them what the others told you.", "one view", "read", None, None, None),
        ("FB-3", "Zofia Walczyk", "employee", None, "all", D(2025, 11, 17), "I see shortages on Thursday. Nobody is paid to ring.", "early warning", "adopted", None,
         "Half of your time is for the Monday check from June.", D(2026, 2, 17)),
        ("FB-4", "Marek Dudzik", "account manager", "ORBISAN", "pl", D(2026, 1, 29), "Leave Poland its monthly call; a yearly review is for head offices.", "domain", "adopted", None,
         "The Polish programme says so now.", D(2026, 2, 24)),
        ("FB-5", "Tom Halloway", "account manager", None, "all", D(2026, 3, 2), "Put all 31 on the list; taking names off costs friends.", "length of the list", "declined",
         "9,000 hours serve 17; the other 14 would be served on paper.", "Declined, with the figures; the stepping down is planned with you.", D(2026, 3, 16)),
        ("FB-6", "Amira Haddad", "employee", "0042", "uk", D(2026, 3, 25), "I fill in Dunmarsh's papers every morning. Is that my work?", "extras", "new", None, None, None),
        ("FB-7", "Dr Maren Voss", "employee", None, "all", D(2026, 3, 6), "Whoever promises should see what it costs before the handshake.", "promises", "read", None, None, None),
        ("FB-8", "Ines Carrow", "supervisor", None, "all", D(2026, 3, 20), "Two departments disagree and the average hides it. Show both.", "scores", "adopted", None,
         "The list shows departments side by side.", D(2026, 3, 24)),
    ),
    "lessons": rows_of(
        "lesson_id statement evidence_note domain_id account_id tested_in learnt_on",
        ("L-1", "Ring before the customer finds out: a Monday check and a call the same day.",
         "Belmarra Tools: early warning rated 5.1 before and 7.6 after, the same ten people; trust rose with it.", "de", "1008",
         "NA in Delft, from April 2025: rated well, but never measured before.", D(2026, 3, 19)),
        ("L-2", "Do not take three answers for a result.", "Fennwick Paper: up by 0.6 on average; one person moved, two did not.", "uk", "1016", None, D(2026, 3, 20)),
        ("L-3", "Count what an order costs before celebrating it.", "Hypra Retail: gross margin 1.30 million, cost to serve 1.44 million.", "de", "1002",
         "Brontessa Homeware, with the same result.", D(2026, 2, 24)),
        ("L-4", "Where plants buy by the month, call by the month.", "Opole won after three calls.", "pl", "ORBISAN", "Not tried elsewhere; German plants buy by the year.", D(2025, 10, 20)),
        ("L-5", "A favour done twice is expected the third time.", "Dunmarsh Dairy: four extras, 70,000 a year, none in the contract.", "uk", "0042", None, D(2026, 3, 6)),
    ),
    "messages": rows_of(
        "message_id side audience what touch_point_id sender_id channel due confirmed_on",
        ("S-all-1", "inside", "All six key account managers", "The list is decided on 14 April; every name with a score, hours and a reason.", None, "ines.carrow", "meeting", D(2026, 4, 14), None),
        ("S-all-2", "inside", "Planning, dispatch, customer service", "What the Monday check is and who rings whom.", "early warning of shortages", "maren.voss", "shift talk", D(2026, 5, 4), None),
        ("S-all-3", "inside", "Konrad Varnholt", "What 17 accounts need of you: a planner, a screen, a bonus on contribution.", None, "ines.carrow", "talk", D(2026, 4, 10), D(2026, 3, 30)),
    ),
    "data_sources": rows_of(
        "data_source_id account_id what used_for comes_from kept_in keeper_id refreshed_on months_valid",
        ("sales", None, "Sales lines; for large customers the invoices of a week as one order", "What accounts are worth", "Order system", "Warehouse of figures", "anselm.torvik", D(2026, 3, 31), 1),
        ("activities", None, "Orders, rush orders, returns, visits, deliveries by customer and month", "Cost to serve", "Dispatch and time sheets", "Controlling", "anselm.torvik", D(2026, 3, 31), 1),
        ("rates", None, "What an activity costs", "Cost to serve", "Controlling", "Controlling", "anselm.torvik", D(2026, 1, 20), 12),
        ("survey", None, "Answers of customers", "What accounts value, re-appraisal", "Bellrow Research", "Programme", "louis.ferrand", D(2026, 2, 27), 12),
        ("potential", None, "Potential over three years", "First cut, selection", "Key account managers", "Programme", "ines.carrow", D(2026, 1, 31), 12),
        ("credit", None, "Credit standing and days overdue", "Financial security", "Credit agency and ledger", "Finance", "anselm.torvik", D(2025, 12, 15), 6),
        ("orbisan-grid", "ORBISAN", "Who supplies what in nine plants", "White space", "Plant buyers", "Programme", "sofia.reinholt", D(2026, 1, 28), 6),
        ("ostrevia-shortages", "1001", "Shortages and whether they were told", "Early warning", "Supply planning", "A sheet of Zofia Walczyk's", "zofia.walczyk", D(2026, 3, 27), 1),
        ("dunmarsh-hours", "0042", "Hours and extras", "Offer creep", "Time sheets", "Controlling", "paul.adeyemi", D(2025, 1, 31), 12),
    ),
}  # fmt: skip
