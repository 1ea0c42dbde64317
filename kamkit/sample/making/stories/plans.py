"""What is written on the pages of plans beside the accounts' own stories: propositions, agreements, what rivals force.

The case leaves most of it open: whoever works on it writes the sentence, asks what is forced, and gets the agreement.
"""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.rows import Rows, rows_of
from kamkit.sample.making.stories.shape import GUESS, JOINT, YES

D = date
_RIVALS, _CUSTOMERS = "its competitors", "its customers"

STORY: Rows = {
    "customer_goals": rows_of(
        "goal_id account_id goal forced_by our_help position evidence",
        ("G-1001-4", "1001", "Packs of seven for the home, as two rivals have them", _RIVALS,
         "Trays for packs of seven, tried at plant 1.", 4, GUESS),
        ("G-1005-3", "1005", "Catheters ready in the order of use", _RIVALS, "Cartons that open from both ends.", 3, JOINT),
        ("G-1005-4", "1005", "Less waste in the theatre", _CUSTOMERS, "One carton less in each set.", 4, JOINT),
        ("G-1007-3", "1007", "Fish at the counter a day earlier", _RIVALS, "Crates that go from boat to shelf.", 3, JOINT),
        ("G-1008-3", "1008", "Tools without plastic at two discounters", _RIVALS, "Cartons with a window of paper.", 3, GUESS),
        ("G-NA-3", "NA", "Instruments in four weeks, as the rival in Leuven promises", _RIVALS,
         "Crates kept packed for the three most sold.", 3, JOINT),
        ("G-1058-3", "1058", "Cells at the price of those from Asia by 2029", _RIVALS,
         "A crate that comes back a hundred times.", 3, GUESS),
        source="Account team", known_on=D(2026, 3, 11),
    ),
    "propositions": rows_of(
        "account_id sentence better_than_id evidence source known_on",
        ("1008", "Belmarra's shelves stay full in spring: you hear of a shortage five working days ahead, and one insert "
         "holds three tools.", None, YES, "Review of March 2026", D(2026, 3, 19)),
        ("NA", "The second line runs from its first day: two of ours, who know the first, for less than an hour of a "
         "standstill a month.", None, JOINT, "Account team", D(2026, 2, 18)),
        ("1058", "Lines 2 and 3 start with a crate that fits, because our engineer has stood at line 1.", None, GUESS,
         "Account team", D(2026, 2, 18)),
    ),
    "decisions": rows_of(
        "decision_id account_id side kind decided_on decided_by reasons",
        ("D-1008-3", "1008", "ours", "agreed to plan", D(2025, 5, 22), "Tom Halloway, Dr Maren Voss",
         "The Monday check costs two hours a week; we carry it."),
        ("D-NA-2", "NA", "customer", "agreed to plan", D(2025, 11, 18), "Noor Verbruggen, Mieke Rozenburg",
         "The second line is our plan as well."),
        ("D-NA-3", "NA", "ours", "agreed to plan", D(2025, 11, 20), "Tom Halloway, Anselm Torvik", None),
        ("D-1001-3", "1001", "ours", "agreed to plan", D(2026, 3, 16), "Tom Halloway", "If price is not part of it."),
        source="Account team", known_on=D(2026, 3, 19), evidence="confirmed",
    ),
    "data_sources": rows_of(
        "data_source_id account_id what used_for comes_from kept_in keeper_id refreshed_on months_valid",
        ("heliora-lines", "1058", "Start dates of lines 2 and 3", "Opportunities", "Tomek Wilga", None, "marek.dudzik",
         D(2025, 8, 14), 3),
        ("kestwick-racks", "1007", "Drawings of the chilled hall", "Opportunities", "Gordon Pascombe",
         "Paul Adeyemi's laptop", None, None, 6),
    ),
}  # fmt: skip
