"""Varnholt's people: who owns accounts, who scores, who delivers, and what they can do."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.rows import Rows, rows_of

KAM = "key account manager"
MANAGERS = ("paul.adeyemi", "greta.solberg", "marek.dudzik", "claire.fontanel", "henrik.baalen", "sofia.reinholt")
SCORERS = {
    "tom.halloway": "sales", "greta.solberg": "sales",
    "maren.voss": "operations", "piet.hoekman": "operations",
    "anselm.torvik": "finance", "nadja.brandl": "quality", "louis.ferrand": "marketing",
}  # fmt: skip
NAME_OF = {
    "konrad.varnholt": "Konrad Varnholt", "ines.carrow": "Ines Carrow", "tom.halloway": "Tom Halloway",
    "maren.voss": "Dr Maren Voss", "paul.adeyemi": "Paul Adeyemi", "greta.solberg": "Greta Solberg",
    "marek.dudzik": "Marek Dudzik", "claire.fontanel": "Claire Fontanel", "henrik.baalen": "Henrik Baalen",
    "sofia.reinholt": "Sofia Reinholt", "piet.hoekman": "Piet Hoekman", "zofia.walczyk": "Zofia Walczyk",
    "amira.haddad": "Amira Haddad", "anselm.torvik": "Anselm Torvik", "nadja.brandl": "Nadja Brandl",
    "louis.ferrand": "Louis Ferrand",
}  # fmt: skip


def people() -> Rows:
    """Team members, their skills and the skills accounts need."""
    members = rows_of(
        "member_id role department hours_per_year hourly_cost line_manager_id",
        ("konrad.varnholt", "managing director", "management", None, 140, None),
        ("ines.carrow", "programme supervisor", "sales", None, 95, "konrad.varnholt"),
        ("tom.halloway", "sales director", "sales", None, 120, "konrad.varnholt"),
        ("maren.voss", "operations director", "operations", None, 120, "konrad.varnholt"),
        ("paul.adeyemi", KAM, "sales", 1500, 78, "tom.halloway"),
        ("greta.solberg", KAM, "sales", 1500, 82, "tom.halloway"),
        ("marek.dudzik", KAM, "sales", 1500, 64, "tom.halloway"),
        ("claire.fontanel", KAM, "sales", 1500, 76, "tom.halloway"),
        ("henrik.baalen", KAM, "sales", 1500, 80, "tom.halloway"),
        ("sofia.reinholt", KAM, "sales", 1500, 79, "tom.halloway"),
        ("piet.hoekman", "packing engineer", "operations", 1400, 74, "maren.voss"),
        ("zofia.walczyk", "supply planner", "operations", 1200, 58, "maren.voss"),
        ("amira.haddad", "customer service", "operations", 1300, 46, "maren.voss"),
        ("anselm.torvik", "controller", "finance", None, 72, "konrad.varnholt"),
        ("nadja.brandl", "quality manager", "quality", None, 70, "maren.voss"),
        ("louis.ferrand", "marketing manager", "marketing", None, 68, "tom.halloway"),
    )
    for row in members:
        row["name"] = NAME_OF[row["member_id"]]
        row["email"] = f"{row['member_id']}@varnholt.example"
    return {"team_members": members, "skills": _skills(), "skill_needs": _needs()}


_NUMBERS, _ASKING = "reads an account's figures", "asks before it offers"
_LINE, _SUPPLY = "knows a packing line", "plans supply"


def _skills() -> list[dict[str, object]]:
    levels = {
        "paul.adeyemi": (2, 4, 2, 1), "greta.solberg": (3, 3, 2, 2), "marek.dudzik": (2, 2, 3, 3),
        "claire.fontanel": (3, 3, 1, 1), "henrik.baalen": (1, 3, 3, 2), "sofia.reinholt": (4, 2, 2, 2),
        "piet.hoekman": (1, 2, 4, 2), "zofia.walczyk": (3, 1, 2, 4), "amira.haddad": (1, 3, 1, 2),
    }  # fmt: skip
    closes = {
        _NUMBERS: "Two afternoons with Anselm Torvik on one's own accounts.",
        _ASKING: "Joint visits with Paul Adeyemi, two in a quarter.",
        _LINE: "Three days on a customer's line with Piet Hoekman.",
        _SUPPLY: "A week beside Zofia Walczyk.",
    }
    rows = []
    for number, (member, found) in enumerate(levels.items()):
        for skill, level in zip((_NUMBERS, _ASKING, _LINE, _SUPPLY), found, strict=True):
            row: dict[str, object] = {"member_id": member, "skill": skill, "level": level}
            if level < 3:
                row |= {"development": closes[skill], "recall_on": date(2026, 5 + number % 6, 5 if number % 6 else 4)}
            rows.append(row)
    return rows


def _needs() -> list[dict[str, object]]:
    return rows_of(
        "account_id skill level reason",
        ("", _NUMBERS, 2, "Whoever owns a key account explains its contribution without help."),
        ("", _ASKING, 3, "Needs are asked for and written down before an offer goes out."),
        ("1001", _SUPPLY, 3, "Shortages have to be seen six weeks ahead."),
        ("1001", _LINE, 2, "Blister trays are changed on the running line."),
        ("ORBISAN", _NUMBERS, 3, "Eleven customer numbers in three currencies."),
        ("1058", _LINE, 3, "The cell line is new and changes every month."),
        ("1002", _NUMBERS, 3, "The terms can only be mended by somebody who can show what an order costs."),
        ("1010", _LINE, 3, "Forty variants on one line."),
    )
