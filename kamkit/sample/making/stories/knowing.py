"""Who has been told that an account is key, what was promised there, and what leaders said they would do."""

from __future__ import annotations

from kamkit.sample.making.rows import Row, Rows, rows_of
from kamkit.sample.making.stories.shape import (
    AMIRA,
    ANSELM,
    CLAIRE,
    GRETA,
    HENRIK,
    INES,
    LOUIS,
    MAREK,
    MAREN,
    NADJA,
    PAUL,
    PIET,
    SOFIA,
    TOM,
    ZOFIA,
    D,
)  # fmt: skip

BOTH, ACCOUNT, PROMISE, LIMIT, ROLE = "account and promise", "account", "promise", "limit", "role"
_NAMES = {
    AMIRA: "Amira Haddad", ANSELM: "Anselm Torvik", NADJA: "Nadja Brandl", PIET: "Piet Hoekman",
    ZOFIA: "Zofia Walczyk", MAREN: "Dr Maren Voss", TOM: "Tom Halloway", LOUIS: "Louis Ferrand",
    "konrad.varnholt": "Konrad Varnholt",
}  # fmt: skip

# Account, its manager, who was told, the topic, what, by when, confirmed on, what they undertook.
_TOLD = (
    ("1001", GRETA, NADJA, BOTH,
     "Ostrevia is key, and in danger. A complaint gets a name within a day and a cause within ten.", D(2026, 3, 18),
     D(2026, 3, 19), "Both open complaints answered in person by 10 April."),
    ("1001", GRETA, ZOFIA, ACCOUNT, "Ostrevia is key: plant 2 is the one we may lose.", D(2026, 3, 18), D(2026, 3, 18),
     None),
    ("1001", GRETA, AMIRA, BOTH, "Ostrevia is key. Every order that arrives before 14:00 is confirmed the same day.",
     D(2026, 3, 25), None, None),
    ("1001", GRETA, TOM, ROLE, "You ring Dr Brandis when it is late; she has your number.", D(2026, 3, 13),
     D(2026, 3, 13), "One call to Dr Brandis every fortnight until the renewal."),
    ("1001", GRETA, MAREN, ROLE, "The Monday check for plant 2 is yours to start.", D(2026, 3, 20), None, None),
    ("1002", HENRIK, AMIRA, BOTH, "Hypra is key, and loses money on rush orders. Orders are confirmed the same day.",
     D(2026, 3, 20), D(2026, 3, 23), None),
    ("1002", HENRIK, ANSELM, ACCOUNT, "Hypra is key; its costs are looked at every month.", D(2026, 3, 20), D(2026, 3, 20),
     "The cost of rush orders on Henrik's desk by the fifth of each month."),
    ("1008", GRETA, ZOFIA, BOTH, "Belmarra is key. Shortages are told five working days ahead.", D(2025, 5, 26),
     D(2025, 5, 26), "A stand-in named for every Monday."),
    ("1008", GRETA, AMIRA, BOTH, "Belmarra is key. Orders are confirmed the same day.", D(2025, 5, 26), D(2025, 5, 27),
     None),
    ("1008", GRETA, PIET, BOTH, "Belmarra is key. On the line within two working days.", D(2025, 5, 26), D(2025, 5, 26),
     None),
    ("1008", GRETA, NADJA, BOTH, "Belmarra is key. A cause within ten days.", D(2025, 5, 26), D(2025, 5, 28), None),
    ("1008", GRETA, ANSELM, BOTH, "Belmarra is key. One invoice a month.", D(2025, 5, 26), D(2025, 6, 2), None),
    ("1008", GRETA, MAREN, ROLE, "The night shift's list is yours.", D(2025, 5, 26), D(2025, 5, 26),
     "The Monday list read out at every Monday's shift talk."),
    ("NA", HENRIK, PIET, BOTH, "NA is key. On the line within two working days, and hours counted by the month.",
     D(2026, 1, 15), D(2026, 1, 16), None),
    ("NA", HENRIK, AMIRA, ACCOUNT, "NA is key, and it is a name.", D(2026, 1, 15), D(2026, 1, 15), None),
    ("1007", PAUL, ZOFIA, ACCOUNT, "Kestwick is key, and hangs on one person of ours.", D(2026, 3, 27), None, None),
    ("1007", PAUL, PIET, ACCOUNT, "Kestwick is key, and hangs on one person of ours.", D(2026, 3, 27), D(2026, 3, 30),
     "A day in the chilled hall in May."),
    ("1007", PAUL, TOM, ROLE, "You introduce the second manager.", D(2026, 4, 30), None, None),
    ("ORBISAN", SOFIA, ZOFIA, BOTH, "Orbisan is key: eleven numbers, one customer. One count that both sides see.",
     D(2026, 3, 6), D(2026, 3, 9), None),
    ("ORBISAN", SOFIA, LOUIS, ROLE, "Waste figures of Augsburg every quarter.", D(2026, 3, 6), D(2026, 3, 6), None),
    ("1010", SOFIA, PIET, BOTH, "Tindra is key. No new insert without a look at its twins.", D(2026, 3, 16), None, None),
    ("1058", MAREK, PIET, BOTH, "Heliora is key though it is small: we want line 2.", D(2026, 3, 30), D(2026, 3, 31), None),
    ("0042", PAUL, AMIRA, LIMIT, "No new extra without Paul's word: no third wash in winter, no labels of others.",
     D(2026, 3, 27), D(2026, 3, 27), None),
    ("0042", PAUL, ZOFIA, LIMIT, "Saturdays end on 30 June; say so when they ask.", D(2026, 3, 27), None, None),
    ("1015", CLAIRE, PIET, ACCOUNT, "Pelluna is key when it launches.", D(2026, 4, 10), None, None),
)  # fmt: skip
_LIMITS = rows_of(
    "message_id account_id side audience topic what sender_id channel due confirmed_on",
    ("S-1001-limit", "1001", "inside", "Sales, purchasing talks", LIMIT,
     "No offer below the list of September before plant 2 has the Monday check.", TOM, "meeting", D(2026, 3, 16),
     D(2026, 3, 16)),
    ("S-1002-limit", "1002", "outside", "Rolf Tessmer", LIMIT, "No rush order without a price from September.", HENRIK,
     "visit", D(2026, 6, 19), None),
    ("S-1017-limit", "1017", "inside", "Key account managers", LIMIT, "No new development until the sale is settled.",
     INES, "meeting", D(2026, 3, 23), D(2026, 3, 23)),
)  # fmt: skip
_LEADERS = rows_of(
    "message_id side audience member_id topic what sender_id channel due confirmed_on undertaken",
    ("S-lead-1", "inside", "Konrad Varnholt", "konrad.varnholt", ROLE, "Leaders go first: each says what they will do.",
     INES, "talk", D(2026, 3, 6), D(2026, 3, 9), "Two visits a quarter to key accounts, one of them where we are weak."),
    ("S-lead-2", "inside", "Dr Maren Voss", "maren.voss", ROLE, "Leaders go first: each says what they will do.", INES,
     "talk", D(2026, 3, 6), D(2026, 3, 6), "Every promise costed by operations before it is given, within two days."),
    ("S-lead-3", "inside", "Tom Halloway", "tom.halloway", ROLE, "Leaders go first: each says what they will do.", INES,
     "talk", D(2026, 3, 6), None, None),
)  # fmt: skip


def _told() -> list[Row]:
    counts: dict[str, int] = {}
    rows = []
    for account, sender, member, topic, what, due, confirmed, undertaken in _TOLD:
        counts[account] = counts.get(account, 0) + 1
        rows.append(
            {"message_id": f"S-{account}-told-{counts[account]}", "account_id": account, "side": "inside",
             "audience": _NAMES[member], "member_id": member, "topic": topic, "what": what, "sender_id": sender,
             "channel": "talk", "due": due, "confirmed_on": confirmed, "undertaken": undertaken}
        )  # fmt: skip
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


STORY: Rows = {"messages": [*_told(), *_LIMITS, *_LEADERS]}
