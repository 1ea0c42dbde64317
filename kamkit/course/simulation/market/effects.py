"""Every effect of the model: what it does, how large, how late, and what its direction rests on.

The model reads its sizes from here and ``exercises/SIMULATION.md`` is tested against it, so what is documented is what
is played. *Evidence*: published research found the direction; *practice*: people who do it say so; *invented*: made up
for teaching. The sizes are invented throughout: nobody has measured them in these units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["evidence", "practice", "invented"]


@dataclass(frozen=True)
class Effect:
    """One effect; ``says`` names its sizes in braces. ``cause`` is how a debrief says that it cost a customer."""

    id: str
    name: str
    says: str
    standing: Standing
    rests_on: str
    sizes: dict[str, float] = field(default_factory=dict)
    cause: str = ""

    @property
    def text(self) -> str:
        """What it does, with its sizes."""
        return self.says.format(**{name: f"{size:g}" for name, size in self.sizes.items()})


EFFECTS = (
    Effect(
        "decided", "Decided on known dates",
        "Business is kept, halved or lost at a renewal, added at a tender, and not in between. Renewed when health and the day's luck "
        "(spread {spread}) come above 0, halved down to {halved}, else lost; a tender is won above {tender}. Cost to serve falls to {halved_cost} with half "
        "of the business, and grows by {won_cost} of what a tender adds.",
        "practice", "contracts and tenders",
        {"base": 1.1, "spread": 0.5, "halved": -0.7, "tender": 0.5, "halved_cost": 0.55, "won_cost": 0.7},
        "the luck of the day",
    ),
    Effect(
        "health", "What health is made of",
        "{trust} a point of trust, {bond} a point of relationship, {points} off a point of performance below what is expected and {over} for one above "
        "(weighted by the customer), and what rivals, prices, extras and open promises add or take.",
        "evidence", "falling short weighs more than excelling: Mittal, Ross and Baldasare 1998", {"trust": 0.45, "bond": 0.35, "points": 1.0, "over": 0.3},
        "how it was found",
    ),
    Effect(
        "contact", "Hours build the relationship, later",
        "A quarter of full service adds {full} to the relationship, half service {half}, one and a half times {more}: half of it two quarters "
        "later, half three. By itself it fades by {fades} a quarter.",
        "practice", "account managers; that relationships grow with time, and are not bought in a quarter: Palmatier and others 2013",
        {"full": 0.65, "half": 0.25, "more": 0.8, "fades": 0.25},
        "the relationship had faded",
    ),
    Effect(
        "lumps", "Hours come in lumps",
        "A customer gets 0, 40, 80 or 120 hours a quarter from one manager, who has 240; what is under half of the customer's need counts as nothing.",
        "practice", "diaries",
    ),
    Effect(
        "steady", "Trust grows slowly",
        "A quarter of full service adds {trust} to trust, at once. Everything that takes trust takes more.",
        "evidence", "trust is lost faster than won: Slovic 1993; bad weighs more than good: Baumeister and others 2001", {"trust": 0.2},
        "trust had no time to grow",
    ),
    Effect(
        "neglect", "Neglect shows late, then suddenly",
        "Under half of the hours it needs: nothing for two quarters; in the third trust falls by {trust} and the relationship by {bond}, "
        "then by {after} each a quarter.",
        "practice", "customers who leave seldom complain first", {"trust": 1.6, "bond": 1.2, "after": 0.5},
        "neglected",
    ),
    Effect(
        "incident", "Things go wrong; early warning decides how bad it is",
        "Chance {chance} a quarter, and {per_point} more per point of delivery under 7. It costs {least} of trust, and {late} more per point of "
        "early warning under 9.",
        "evidence", "how a failure is handled weighs more than that it happened: Smith, Bolton and Wagner 1999",
        {"chance": 0.1, "per_point": 0.04, "least": 0.2, "late": 0.22},
        "something went wrong and they learnt it late",
    ),
    Effect(
        "improve", "A touch point improved, after two quarters",
        "EUR 40,000 raise performance at one touch point by {gain} (spread {spread}) at the end of the second quarter after the decision.",
        "practice", "projects of this kind", {"gain": 2.4, "spread": 0.6},
        "an improvement did not hold",
    ),
    Effect(
        "standard", "What is good becomes the standard",
        "Each quarter what is expected moves up by {share} of what we perform above it.",
        "evidence", "delight becomes a matter of course: Kano and others 1984; expectations follow experience: Oliver 1980", {"share": 0.12},
        "what once stood out had become the standard",
    ),
    Effect(
        "promise", "Promising lifts what is expected",
        "A promise is to be a point better at a touch point at the end of the second quarter after it. It gives {hope} of health while it is open, and lifts what is "
        "expected there by {raise_}, for good.",
        "evidence", "explicit promises raise expectations: Zeithaml, Berry and Parasuraman 1993", {"hope": 0.4, "raise_": 0.7, "level": 1.0},
        "a promise had lifted what they expect",
    ),
    Effect(
        "kept", "A promise kept", "Adds {trust} to trust.", "practice", "account managers", {"trust": 0.5}, "a promise kept",
    ),
    Effect(
        "broken", "A broken promise is worse than none",
        "Takes {trust} of trust, and what is expected stays lifted. A promise breaks when performance is not there on the day, or when the "
        "customer was served under half in that quarter.",
        "evidence", "Slovic 1993; violated promises and trust: Robinson 1996 (of employers)", {"trust": 2.0},
        "a promise was broken",
    ),
    Effect(
        "handover", "A new account manager costs two quarters",
        "The relationship falls by {bond}, health by {face} for two quarters, and in these the new manager's hours count half for the relationship and nothing for trust.",
        "evidence", "customers hold on to persons: Bendapudi and Leone 2002; Palmatier, Scheer and Steenkamp 2007", {"bond": 0.5, "face": 0.4},
        "the account manager had changed",
    ),
    Effect(
        "leaving", "The single thread breaks",
        "When their main contact leaves, announced two quarters before, and nobody else there knows us: trust {trust} and the relationship {bond} down; "
        "else the relationship {else_}.",
        "evidence", "more contacts, more lasting business: Palmatier 2008", {"trust": 0.8, "bond": 2.2, "else_": 0.3},
        "the one person who knew us left",
    ),
    Effect(
        "concession", "A concession is felt for a while and paid for good",
        "Each per cent adds {per_percent} to health at once, of which a quarter is forgotten each quarter. The price stays down.",
        "evidence", "what one pays becomes what one expects to pay: Kalyanaram and Winer 1995", {"per_percent": 0.2, "forgotten": 0.25},
        "a concession was forgotten",
    ),
    Effect(
        "leak", "Concessions leak",
        "Each customer of the same kind hears of it with chance {chance} and gets half of it a quarter later, for nothing.",
        "practice", "buyers talk", {"chance": 0.35, "share": 0.5},
    ),
    Effect(
        "extra", "Extras become the standard",
        "An extra adds {glow} to health, half of it forgotten each quarter; what is expected rises by {raise_} everywhere, and cost to serve by {cost} of the business, for good.",
        "practice", "offer creep", {"glow": 0.35, "raise_": 0.15, "cost": 0.018},
        "an extra had become the standard",
    ),
    Effect(
        "creep", "Cost to serve creeps",
        "Where service is full, an extra nobody decided slips in with chance {chance} a quarter: cost to serve up by {cost} of the business. It can be "
        "mended with the terms.",
        "practice", "Kaplan and Cooper 1998", {"chance": 0.25, "cost": 0.003},
    ),
    Effect(
        "terms", "Mending the terms",
        "A minimum order and a rush fee, once per customer: {share} of the avoidable cost goes, half of it next quarter, half in the one after. It costs {trust} of trust.",
        "practice", "Kaplan and Cooper 1998", {"share": 0.6, "trust": 0.4},
        "new terms had cost trust",
    ),
    Effect(
        "rival", "Competitors act on the weakest moment of truth",
        "The touch point where a rival is furthest ahead, weighted by the customer, takes {per_point} of health a point. Rivals improve by {drift} a quarter "
        "(spread {spread}) everywhere, and by {attack} there in each of the two quarters up to a decision.",
        "evidence", "core failures make customers switch: Keaveney 1995; that rivals find them is practice",
        {"per_point": 0.9, "drift": 0.04, "spread": 0.08, "attack": 0.35},
        "a competitor was ahead where it mattered",
    ),
    Effect(
        "shrink", "Some customers shrink whatever you do",
        "Two customers, other ones in each game, lose {share} of their volume a quarter; cost to serve follows by {cost} of that.",
        "practice", "markets", {"share": 0.05, "cost": 0.8},
    ),
    Effect(
        "notice", "A tactful step-down keeps most of the margin",
        "Notice takes 40 hours. From the next quarter the customer needs none; business {volume} of what it was, cost to serve {cost}; health is {health} at best and nothing moves it any more, and volume moves by {drift} more a quarter.",
        "practice", "moving customers to a cheaper channel", {"volume": 0.85, "cost": 0.75, "health": 0.4, "drift": -0.015},
        "it was stepped down with notice",
    ),
    Effect(
        "abrupt", "An abrupt one loses it",
        "No hours and no notice: at once the business is {volume} of what it was, cost to serve {cost}, and health {health} at best.",
        "practice", "Helm, Rolfes and Günter 2006", {"volume": 0.5, "cost": 0.6, "health": -0.2},
        "it was dropped without notice",
    ),
    Effect(
        "talk", "... and is talked about",
        "The trust of every other customer falls by {trust}, of customers of its kind by {alike}.",
        "evidence", "those who stay watch how others are sent away: Haenlein and Kaplan 2012", {"trust": 0.2, "alike": 0.5},
        "they heard how another customer was dropped",
    ),
    Effect(
        "answers", "Answers are noisy and cost hours",
        "Asking takes 20 hours. Trust and marks come back with spread {spread} (on 1 to 10), weights with {weight} (they sum to 1). The manager's own "
        "view costs nothing, is too kind by {kind}, and has spread {view}.",
        "evidence", "few answers, wide intervals: sampling", {"spread": 0.6, "weight": 0.07, "kind": 0.8, "view": 1.0},
    ),
    Effect(
        "freed", "Saying no frees hours",
        "A customer that is stepped down, or lost, takes none: managers serve the others in full. 960 hours are needed and 720 are there.",
        "practice", "portfolios",
    ),
)  # fmt: skip

_BY_ID = {effect.id: effect for effect in EFFECTS}
# Effects that move a customer's health, in the order of the books; how it was found comes first, in four parts.
FOUND = ("trust as found", "relationship as found", "performance as found", "rivals as found")
MOVERS = tuple(
    effect.id for effect in EFFECTS if effect.cause and effect.id not in {"decided", "health"}
)
BOOKS = (*FOUND, *MOVERS)


def effect(id: str) -> Effect:
    """The effect of that name."""
    return _BY_ID[id]


def size(id: str, name: str) -> float:
    """One size of an effect."""
    return _BY_ID[id].sizes[name]


def book(id: str) -> int:
    """The place of an effect in the books."""
    return BOOKS.index(id)
