"""Why single accounts expect what they expect, in the words of those who said it."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import DELIVERY, EARLY, FIT, PERSON, PRICE, STOCK, TECHNICAL, WASTE

YES, JOINT, GUESS = "confirmed", "joint", "assumed"

# account: (expectation, reason, evidence)
REASONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "1001": (
        (EARLY, "A batch that waits for trays has to be destroyed after 36 hours.", YES),
        (FIT, "Each change of tray means a new line validation.", YES),
        (PRICE, "Purchasing is measured against a price index.", JOINT),
    ),
    "1002": (
        (PRICE, "The buyer's bonus hangs on the unit price, not on what rush trips cost.", YES),
        (STOCK, "Promotions are decided eight days before they start.", JOINT),
    ),
    "ORBISAN": (
        (WASTE, "The group has promised its own customers half the one-way packaging by 2028.", YES),
        (PERSON, "Nine plants, and each explains itself to us anew.", JOINT),
    ),
    "1010": (
        (FIT, "Forty variants on one line; a wrong insert stops it for twenty minutes.", YES),
        (PRICE, "Two retailers of theirs cut prices every spring.", GUESS),
    ),
    "1005": (
        (FIT, "A sterile pack that opens in transit is reported to the authority.", YES),
        (EARLY, "Hospitals are told of shortages two weeks ahead, by law.", YES),
    ),
    "NA": (
        (PERSON, "Every instrument is built to order; they do not want to explain each one twice.", YES),
        (EARLY, "The installers travel on fixed days.", YES),
    ),
    "1007": (
        (STOCK, "Fish does not wait for crates.", YES),
        (PERSON, "The buyer has dealt with Paul Adeyemi for eleven years.", GUESS),
    ),
    "1008": (
        (EARLY, "A missing box in spring cost them a shelf at a builders' merchant.", YES),
        (DELIVERY, "Their trucks leave at 14:00.", YES),
    ),
    "1009": (
        (TECHNICAL, "Boards are redesigned every nine months, the foam with them.", YES),
        (EARLY, "Their own customers fine them by the hour.", JOINT),
    ),
    "0042": ((PERSON, "The dispatch office has two people and leans on us for forms.", YES),
             (PRICE, "Milk prices fell.", GUESS)),
    "1011": ((STOCK, "Engines are shipped with the ship, not when packed.", GUESS),
             (WASTE, "The yard charges them for wood.", YES)),
    "0113": ((PRICE, "The plant is up for review in the group.", YES),
             (DELIVERY, "No store for packaging on site.", GUESS)),
    "1013": ((FIT, "One shock above 25 g and the instrument goes back to calibration.", YES),
             (TECHNICAL, "Designers decide in the week they ask.", YES)),
    "1014": ((WASTE, "French law makes them report every kilogram.", YES),
             (STOCK, "Spare pumps leave within four hours.", JOINT)),
    "1015": ((TECHNICAL, "Twelve launches a year, each with its own carton.", YES),
             (FIT, "A scratched jar is a returned jar.", YES)),
    "1016": ((STOCK, "Paper reels are packed around the clock in summer.", YES),
             (WASTE, "The mill sorts its own waste.", GUESS)),
    "1017": ((PRICE, "Two competitors moved east.", GUESS), (DELIVERY, "Their yard closes at 13:00.", YES)),
    "007": ((PRICE, "Only purchasing was asked so far.", YES),
            (FIT, "Breakage is said to be three in a hundred.", GUESS)),
    "1019": ((FIT, "Dust from board ruins a lens.", YES), (TECHNICAL, "Prototypes every month.", YES)),
    "1020": ((PERSON, "The packing room is run by one person.", GUESS), (STOCK, "No space of their own.", JOINT)),
    "1021": ((FIT, "Glass tubes; five in a hundred arrive broken with others' packaging.", JOINT),
             (PRICE, "Lost a tender in 2025.", YES)),
    "1022": ((WASTE, "Dealers send the boxes back and charge them.", YES),
             (STOCK, "The season starts in one week of March.", YES)),
    "1023": ((FIT, "Every set has its place in the tray.", YES),
             (PERSON, "They export to forty countries and ask us about rules.", JOINT)),
    "1058": ((FIT, "Cells must not touch; the new line packs six a second.", YES),
             (EARLY, "A stopped cell line costs EUR 9,000 an hour.", YES),
             (WASTE, "The car makers count crates, not boxes.", JOINT)),
}  # fmt: skip
