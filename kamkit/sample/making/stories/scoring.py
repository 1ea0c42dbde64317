"""Who scored what and why, where it is a story: Tindra, the two departments, last year's afternoon, one signed override."""

from __future__ import annotations

from datetime import date
from typing import Any

PRESTIGE = frozenset({"0113", "1002", "1011", "1021", "1015"})  # sales likes to be seen there
COSTLY_TO_SERVE = frozenset({"1002", "1009", "1022", "1058", "0113"})  # operations pays there

SET_SCORES: dict[tuple[str, str, str], float] = {
    ("1010", "strategy", "sales"): 8, ("1010", "strategy", "operations"): 3,
    ("1010", "strategy", "marketing"): 8, ("1010", "strategy", "quality"): 3,
}  # fmt: skip

REASONS_FOR: dict[tuple[str, str, str], str] = {
    ("1010", "strategy", "tom.halloway"): "Prestige: the name on our list opens every appliance maker.",
    ("1010", "strategy", "greta.solberg"): "Prestige, and they ask for crates in Linz.",
    ("1010", "strategy", "louis.ferrand"): "The best-known name we could show.",
    ("1010", "strategy", "maren.voss"): "40 variants. We cut, store and mix up forty inserts for one line.",
    ("1010", "strategy", "piet.hoekman"): "40 variants, and a new one every month.",
    ("1010", "strategy", "nadja.brandl"): "Every third complaint of ours is a mixed-up variant there.",
    ("0113", "reference", "tom.halloway"): "Everybody in the trade knows we started there.",
    ("0113", "strategy", "maren.voss"): "They buy what we made in 1994.",
    ("0113", "culture", "anselm.torvik"): "Pays a month late and claims a discount for paying.",
    ("1002", "strategy", "tom.halloway"): "Six million. One does not argue with six million.",
    ("1002", "strategy", "maren.voss"): "Three thousand orders a year, a third of them rushed.",
    ("1002", "culture", "anselm.torvik"): "Returns what it over-ordered and calls it a fault.",
    ("1058", "strategy", "greta.solberg"): "Crates from the first day.",
    ("1058", "strategy", "maren.voss"): "The line changes every month; we have nobody there.",
    ("1058", "reference", "louis.ferrand"): "Every battery maker watches them.",
    ("0042", "strategy", "maren.voss"): "Same crates for twenty years. Good people.",
    ("0042", "culture", "tom.halloway"): "They would never leave us, and never grow.",
    ("NA", "culture", "maren.voss"): "Sends the forecast before we ask.",
    ("NA", "strategy", "tom.halloway"): "Service on the line, in writing, for three years.",
    ("1001", "strategy", "tom.halloway"): "The account that decides our year.",
    ("1001", "culture", "nadja.brandl"): "Hard but fair; they show us their audit reports.",
    ("1007", "culture", "piet.hoekman"): "Invites our engineers to the trials.",
    ("1022", "strategy", "maren.voss"): "Everything in one week of March.",
    ("1009", "strategy", "piet.hoekman"): "A new foam every nine months.",
}

DONT_KNOW = frozenset({
    ("1010", "strategy", "anselm.torvik"), ("007", "culture", "anselm.torvik"), ("007", "reference", "anselm.torvik"),
    ("007", "culture", "louis.ferrand"), ("1058", "culture", "anselm.torvik"), ("1023", "culture", "piet.hoekman"),
    ("1020", "culture", "louis.ferrand"), ("1017", "reference", "nadja.brandl"), ("1021", "culture", "nadja.brandl"),
})  # fmt: skip

OVERRIDES: list[dict[str, Any]] = [
    {
        "account_id": "1017", "direction": "out", "signed_by": "Ines Carrow", "signed_on": date(2026, 3, 20),
        "reason": "The Poznan plant is for sale; the bidder makes its own packaging. Looked at again when the sale is settled.",
        "dissent": "Tom Halloway: a new owner is the moment to be there.",
    }
]  # fmt: skip

# The afternoon of 10 April 2025: 31 names, in the order they were called out.
LAST_YEARS_LIST: tuple[tuple[str, str], ...] = (
    ("1002", "Largest but one."), ("1001", "Largest."), ("0113", "Our first customer."), ("1010", "The name."),
    ("ORBISAN", "Everywhere."), ("1007", "Paul says so."), ("1005", "Good margin."), ("1008", "Loyal."),
    ("0042", "Has been on every list."), ("1011", "Large."), ("1009", "Growing."), ("1016", "Paul asked for it."),
    ("1014", "Claire asked for it."), ("1017", "Marek needs one in Poland."), ("1013", "Good margin."),
    ("1021", "Claire asked for it."),
    ("007", "Asked to be one."), ("1020", "Cambridge is a good address."), ("Abrantil Ceramics", "Large."),
    ("Brontessa Homeware", "Large."), ("Calverdon Foods", "Large."), ("Dreyhoven Chemicals", "Large."),
    ("Elstrova Toys", "Nice people."), ("Farrowick Drinks", "Large, and growing once."),
    ("Galdrim Steel", "Tom knows the owner."),
    ("Harnevale Textiles", "Large."), ("Jorvandel Motors", "A car name."),
    ("Nordrevik Fish", "Was on the list before."),
    ("Silvarno Coffee", "Gives us coffee."), ("Gravenhal Marine", "New contract hoped for."),
    ("Varkenby Meats", "Large."),
)  # fmt: skip
