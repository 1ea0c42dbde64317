"""What reviewers practise on: two pieces of each kind whose marks are known, with the reason for each mark.

Merrowby Bearings and its people are invented and are not in the case, so that a sample gives away no answer. Each pair
holds one that reads well and is weak, and in each a criterion stands out against the rest: who marks by the general
impression is off there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kamkit.course.peers.plan import PARTS
from kamkit.course.peers.rubric import PLAN_TASK, rubric_of


@dataclass(frozen=True)
class Sample:
    """A piece to practise on: what stands in it, the marks it has, and why."""

    name: str
    parts: Mapping[str, str]
    marks: Mapping[str, int]
    reasons: Mapping[str, str]

    @property
    def piece_id(self) -> str:
        """The id it has in a review."""
        return hashlib.sha256(f"sample\x00{self.name}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Deviation:
    """How far a reviewer is off on samples, in levels: ``off`` on average, ``kinder`` above 0 if their marks are higher."""

    off: float
    kinder: float


def _plan(*texts: str) -> dict[str, str]:
    return {part.label: text for part, text in zip(PARTS, texts, strict=True)}


PLAN_SAMPLES = (
    Sample(
        "Plan A for Merrowby Bearings",
        _plan(
            "Merrowby opens a second hall in March and has to pack 40 % more bearings with the same twelve people: so their plant manager, Joan Pike, "
            "told us on 12 January. Their own customers fine them EUR 200 for each late pallet. We can take the inserting of trays off their line.",
            "We hold 62 % of what they spend on packaging (their purchasing report for 2025). Delivery is rated 8.1 against 7.4 for the next best, help on "
            "the line 6.0 against 7.8 (nine answers, October). They lose 300 hours a year to trays that jam.",
            "Grow by EUR 180,000 of contribution a year by 31 March 2027: 120,000 from trays for the new hall, if we win the tender of October, and 60,000 "
            "from the service on their line. It takes 160 hours of Ada Lorne and EUR 25,000 for sample tools.",
            "1. Piet Moss watches the tray station for one shift by 20 February, because help on the line is rated 6.0; it worked if the jams are counted by "
            "cause. 2. Ada Lorne shows Joan Pike two sample trays by 15 March. 3. Kim Dale agrees with their planner by 28 February on a forecast each "
            "Friday, because two rush orders in five came from a changed plan.",
            "160 hours and EUR 25,000, as above. Operations can make the trays on the second line.",
            "The market for bearings may weaken, and competitors may lower their prices.",
        ),
        {"customer": 4, "evidence": 3, "objective": 4, "actions": 3, "limits": 2},
        {
            "customer": "The second hall with the same twelve people; Joan Pike said so and when; what we contribute stands in the last sentence.",
            "evidence": "Share and marks have their sources. The 300 hours have none and look as sure as the rest; nothing is called unknown.",
            "objective": "Money, date, two sources that add up to it, and what it takes.",
            "actions": "Each has one person and a day. The second has no reason, and only the first says how one would tell.",
            "limits": "Any plan has these two risks. Who goes short, what would be seen first and when it is looked at again is not said.",
        },
    ),
    Sample(
        "Plan B for Merrowby Bearings",
        _plan(
            "Merrowby is one of our most valued customers and an excellent fit. With our full range and forty years of experience we are the natural partner "
            "for their growth, and we want to become their first choice at all of their sites.",
            "Our share is 62 %, satisfaction stands at 8.1 and rising, and our quality is seen as the best in the market. Competitors are cheaper and offer no "
            "service.",
            "Grow revenue from EUR 1.4 m to EUR 1.7 m by 31 March 2027 by using the potential of all sites.",
            "Strengthen the partnership at all levels. Proactive communication by the whole team. Raise satisfaction to 9. Bring our value proposition to all "
            "decision makers. Use every opportunity for further products.",
            "No money is needed. Everybody puts in what it takes; the customer deserves it.",
            "If the second hall comes late, they will not need more trays before 2028. We would see it first in the building permit, which is due in May.",
        ),
        {"customer": 1, "evidence": 2, "objective": 3, "actions": 1, "limits": 3},
        {
            "customer": "It reads well and speaks of us from the first to the last word.",
            "evidence": "Three figures, and no word on where they come from.",
            "objective": "An amount and a date. What brings the 300,000 about is not shown, nor what it takes.",
            "actions": "Results and attitudes. Nobody could begin on Monday, and nobody is named.",
            "limits": "A risk of this very plan, and what would show it first. Who goes short for it is denied instead of said.",
        },
    ),
)

TEXT_QUESTION = "Your sales director asks: \"Merrowby is our second largest customer in the north. Why should anybody visit them less often?\""
TEXT_SAMPLES = (
    Sample(
        "Answer A on Merrowby Bearings",
        {
            "Asked": TEXT_QUESTION,
            "Answer": "Because six visits a year take 90 hours, and after what it costs to serve them they brought EUR 11,000 last year, by the controller's "
            "figures. I know that you won them, and nobody wants to lose them: two visits, and a planner they can ring any day. Whether they would miss "
            "the other four we have not asked. Let us ask before 15 May.",
        },
        {"answers": 4, "grounded": 4, "usable": 3},
        {
            "answers": "It says why, and takes up what the director is afraid of.",
            "grounded": "The figure that decides, whose it is, and what is not known.",
            "usable": "A next step with a day. Who asks is not said.",
        },
    ),
    Sample(
        "Answer B on Merrowby Bearings",
        {
            "Asked": TEXT_QUESTION,
            "Answer": "It is a matter of priorities. Our resources are limited, and it is well known that 80 % of profit comes from 20 % of customers. Going "
            "forward we have to focus on accounts with potential, and should look into a more efficient approach to Merrowby.",
        },
        {"answers": 2, "grounded": 2, "usable": 2},
        {
            "answers": "It is on the subject. What should be done with Merrowby stays open, and so does what the director fears.",
            "grounded": "A figure about customers in general, which says nothing of this one.",
            "usable": "A direction: look into it. Nobody, no day.",
        },
    ),
)


def samples_of(task: str) -> tuple[Sample, Sample]:
    """The two samples of a task; InputError if there is no such task."""
    rubric_of(task)
    return PLAN_SAMPLES if task == PLAN_TASK else TEXT_SAMPLES


def deviation(samples: tuple[Sample, ...], given: Mapping[str, Mapping[str, int]]) -> Deviation:
    """How far marks (by the sample's id) are off the known ones, over all criteria of the samples that were marked."""
    apart = [given[one.piece_id][key] - mark for one in samples if one.piece_id in given for key, mark in one.marks.items()]
    if not apart:
        return Deviation(float("nan"), float("nan"))
    return Deviation(sum(map(abs, apart)) / len(apart), sum(apart) / len(apart))
