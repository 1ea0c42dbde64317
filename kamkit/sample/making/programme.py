"""The programme itself: its settings, where it stands, what was promised to it and what it learned."""

from __future__ import annotations

from datetime import date

from kamkit.sample import COMPANY
from kamkit.sample.making.rows import AS_OF, Rows, rows_of

D = date


def programme() -> Rows:
    """Settings, ambitions, differences of domains, assessments, commitments, phases, versions and learners."""
    return {
        "settings": [
            {
                "settings_id": "programme", "company": COMPANY, "supervisor": "Ines Carrow",
                "reporting_currency": "EUR", "review_date": AS_OF, "candidates_per_place": 1.3,
                "small_contribution": 25000,
            }
        ],
        "ambitions": rows_of(
            "ambition_id kind statement agreed_by",
            ("vision", "vision",
             "Customers whose line must not stop call us first, and we call them before they have to.",
             "Konrad Varnholt, Tom Halloway, Dr Maren Voss"),
            ("commitment", "commitment", "Six managers, nine thousand hours, no account added without one taken off.",
             "Konrad Varnholt"),
            ("types", "relationship type",
             "Interdependent with ten accounts by 2028; cooperative is enough for the others, and we say so.",
             "Ines Carrow"),
            ("aim", "aim", "Contribution of the key accounts from EUR 6.8 m to 8.5 m a year by March 2028.",
             "Konrad Varnholt"),
            ("job-strategy", "manager's job",
             "Knows where the customer wants to be in three years, and says in one page how we help it get there.",
             "Tom Halloway, Dr Maren Voss"),
            ("job-operations", "manager's job",
             "Knows every promise of the week and rings before the customer does when one is in danger.",
             "Tom Halloway, Dr Maren Voss"),
            ("job-marketing", "manager's job",
             "Asks what is needed outside price talks, and brings one idea a quarter that pays for both.",
             "Tom Halloway, Dr Maren Voss"),
            ("job-skills", "manager's job",
             "Explains the account's contribution without help, and practises one weak skill each quarter.",
             "Tom Halloway, Dr Maren Voss"),
            source="Management meeting", known_on=D(2026, 1, 28), evidence="joint",
        ),
        "differences": _differences(),
        "assessments": _assessments(),
        "commitments": rows_of(
            "commitment_id kind needed promised amount promised_by due signed_on there_since",
            ("planner", "people", "A supply planner for key accounts only.", "Half of Zofia Walczyk's time.", 36000,
             "Dr Maren Voss", D(2026, 6, 1), D(2026, 2, 16), None),
            ("stock-view", "technology", "Stock and open orders of a customer on one screen.",
             "A weekly list until the new system.", 48000, "Konrad Varnholt", D(2026, 9, 30), None, None),
            ("bonus", "organisation", "A bonus on contribution, not on turnover.", None, None, None, D(2026, 12, 31),
             None, None),
            ("survey", "money", "An independent survey every year.", "Every year, EUR 22,000.", 22000,
             "Konrad Varnholt", D(2026, 11, 30), D(2026, 1, 28), None),
        ),
        "phases": rows_of(
            "phase module starts_on ends_on result owner_id exchanged_for exchange_reason reached",
            (1, "choose customers", D(2026, 1, 12), D(2026, 4, 30),
             "A list of at most 17 that five departments signed",
             "ines.carrow", None, None, None),
            (1, "appraise performance", D(2026, 1, 12), D(2026, 3, 31),
             "150 answers or more from 20 candidates or more",
             "louis.ferrand", None, None, True),
            (2, "plan accounts", D(2026, 5, 4), D(2026, 8, 31),
             "A plan for each key account with three objectives at most",
             "tom.halloway", None, None, None),
            (2, "improve process", D(2026, 5, 4), D(2026, 9, 30),
             "Nine of ten shortages told five working days ahead",
             "maren.voss", "improve skills", "The cause of late warnings is a process nobody owns, not a skill.",
             None),
            (3, "add value", D(2026, 10, 1), D(2027, 1, 31), "Three paid services sold to key accounts",
             "tom.halloway",
             None, None, None),
            (3, "re-appraise", D(2027, 1, 11), D(2027, 2, 26), "The same questions to the same people",
             "louis.ferrand",
             None, None, None),
        ),
        "versions": rows_of(
            "version_id starts_on changed reason expected_effect measure_id tried_on tried_from worked finding",
            ("2025-1", D(2025, 4, 10), "The first list, 31 names, no plans.", "Turnover per customer.", None, None,
             None, None,
             False, "31 names for 9,000 hours: 12 of them were not visited once."),
            ("2025-2", None, "A Monday check of open orders and a call the same day.",
             "Complaints about late warnings.",
             "Early warning rated 2 points higher within a year", "M-1008-1", "Belmarra Tools", D(2025, 6, 2), True,
             "From 5.1 to 8.0 at Belmarra Tools, and trust rose with it. One account is not a proof."),
            ("2026-1", D(2026, 5, 4), "Selection on criteria; the Monday check for all key accounts.",
             "The survey of spring 2026 and the trial at Belmarra Tools.",
             "Early warning rated 7.5 or more by key accounts",
             "M-all-1", "Belmarra Tools, NA", D(2026, 4, 1), None, None),
        ),
        "learners": rows_of("learner_id name group", ("0007", "Robin Aldous", "A"), ("L12", "Mira Stenvall", "A"),
                            ("NA", "Noor Akkermans", "B")),
        "answers": rows_of(
            "learner_id exercise question attempt value hints",
            ("0007", "02_know_what_accounts_are_worth", "losing_account", 1, '"Aldermoor Motors"', 0),
            ("0007", "02_know_what_accounts_are_worth", "losing_account", 2, '"Hypra Retail"', 1),
            ("L12", "02_know_what_accounts_are_worth", "losing_account", 1, '"Hypra Retail"', 0),
            ("NA", "05_select_key_accounts", "places", 1, "31", 0),
            ("NA", "05_select_key_accounts", "places", 2, "17", 2),
        ),
    }  # fmt: skip


def _differences() -> list[dict[str, object]]:
    return rows_of(
        "domain_id about item part value reason",
        ("pl", "statement", "types", "", "Cooperative with each plant; we do not wait for the head offices.",
         "Polish plants buy for themselves and change suppliers by the month."),
        ("pl", "touch point", "quarterly review", "promise",
         "A call to each plant manager every first Monday, on stock and shortages.",
         "A yearly or quarterly review there would be theatre: three plant managers said so."),
        ("pl", "touch point", "contract talks", "frequency", "every month",
         "Agreements run for a year and are given notice within a month."),
        ("pl", "criterion", "strategy", "anchor_9", "Rents crates, and the plant shares next month's plan with us",
         "Nobody in Poland signs for crates over years; they are rented."),
        ("pl", "setting", "small_contribution", "", "10000",
         "Plants are counted one by one, and one plant is smaller than a whole company."),
        ("ch", "touch point", "quarterly review", "promise",
         "Your figures, our promises, and what became of them, in German and in French.",
         "The plants in the west read French."),
        ("uk", "touch point", "delivery at the dock", "promise",
         "On the promised day, whole pallets, customs papers complete.",
         "A crate held at Dover counts as late."),
        ("fr", "expectation", "lowest unit price", "", "Unit price, with thirty days to pay",
         "The law sets thirty days; a price with other terms is not comparable there."),
    )  # fmt: skip


def _assessments() -> list[dict[str, object]]:
    ines, maren, tom = "Ines Carrow", "Dr Maren Voss", "Tom Halloway"
    block, pair, basic, nine, check = "building block", "congruence", "basics", "nine questions", "manager's check"
    return rows_of(
        "area item assessor rating evidence_note",
        (block, "strategy", ines, 3, "Lines to grow are named; what we will not do is not."),
        (block, "organisation", ines, 2,
         "Six managers report to sales; planners and engineers do not know the list."),
        (block, "human resources", ines, 3, "Three of six can explain an account's contribution."),
        (block, "systems and processes", ines, 2, "Open orders and stock stand on two screens."),
        (block, "strategy", maren, 2, "I learned of the list from the minutes."),
        (pair, "strategy and organisation", ines, 2, "Whoever promises does not pay."),
        (pair, "strategy and human resources", ines, 1,
         "The bonus is paid on turnover; Hypra is the best bonus in the house."),
        (pair, "strategy and systems and processes", ines, 2,
         "Nobody can see contribution without asking Anselm Torvik."),
        (pair, "organisation and human resources", ines, 3, "Roles are written down for managers only."),
        (pair, "organisation and systems and processes", ines, 2,
         "Shortages are known on Thursday and told on Tuesday."),
        (pair, "human resources and systems and processes", ines, 3, "Training exists; nobody asks for it."),
        (basic, "choose customers", ines, 2, "31 names in one afternoon."),
        (basic, "appraise performance", ines, 3, "A survey by outsiders since 2026."),
        (basic, "improve performance", ines, 2, "Complaints are counted, causes are not."),
        (basic, "improve process", ines, 2, "One trial, at Belmarra Tools."),
        (basic, "improve skills", ines, 3, "Four skills rated, two without training."),
        (basic, "plan accounts", ines, 1, "Two plans of 31."),
        (basic, "add value", ines, 2, "Extras are given, not sold."),
        (basic, "re-appraise", ines, 2, "Two accounts asked twice."),
        (nine, "1", tom, 4, "They know our lines."), (nine, "1", ines, 3, "Eight of 24 say so in writing."),
        (nine, "2", tom, 4, None), (nine, "2", ines, 3, "Five lead their field; for the others nobody looked."),
        (nine, "3", ines, 2, "Last year an afternoon, this year six weeks."),
        (nine, "4", tom, 5, "It was objective."), (nine, "4", maren, 2, "Aldermoor."),
        (nine, "5", ines, 2, "Operations saw the list afterwards."), (nine, "5", maren, 1, "Nobody asked us."),
        (nine, "6", ines, 3, "Potential is in the criteria now; estimates are mostly our own."),
        (nine, "7", ines, 4, "Anchors in words and figures."),
        (nine, "8", ines, 2, "Nobody has ever been taken off."),
        (nine, "9", ines, 3, "Cost to serve is measured for 84 of 126 customers."),
        (check, "strategy", tom, 3, "Plans exist for two accounts."),
        (check, "operations", tom, 4, "Managers know the day's troubles."),
        (check, "marketing", tom, 2, "Needs are asked at price talks."),
        (check, "skills", tom, 3, "Ratings of February 2026."),
        assessed_on=D(2026, 2, 24),
    )  # fmt: skip
