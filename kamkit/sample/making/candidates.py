"""The 24 candidates in figures: what they buy, what they cost to serve, what they could bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

D = date


@dataclass(frozen=True)
class Candidate:
    """One candidate; amounts in EUR thousand, shares in per cent, for the twelve months to the review date."""

    account_id: str
    name: str
    country: str
    city: str
    sector: str
    line: str
    owner: str
    revenue: float
    growth: float
    margin: float
    contribution: float
    potential: float
    wallet: float
    credit: float
    overdue: float
    since: date
    renewal: date | None
    retention: float
    hours_needed: float
    hours_spent: float
    judged: tuple[float, float, float]
    strength: float
    rival: str
    answers: int


DE, AT, CH, PL, NL, FR, UK = "Germany", "Austria", "Switzerland", "Poland", "Netherlands", "France", "United Kingdom"
PAUL, GRETA, MAREK = "paul.adeyemi", "greta.solberg", "marek.dudzik"
CLAIRE, HENRIK, SOFIA = "claire.fontanel", "henrik.baalen", "sofia.reinholt"

# id, name, country, city, sector, line, owner,
#   revenue, growth, margin, contribution, potential, wallet, credit, overdue, since, renewal, retention,
#   hours needed, hours spent, judged (coherence with strategy, cultural fit, reference), strength, rival, answers
CANDIDATES = (
    Candidate("1001", "Ostrevia Pharma", CH, "Basel", "pharmaceuticals", "protective", GRETA,
              6900, 5, 31, 1240, 4300, 15500, 9, 4, D(2012, 3, 1), D(2026, 8, 31), 70, 700, 560, (7, 6, 9), 0.93,
              "stavenport", 14),
    Candidate("1002", "Hypra Retail", DE, "Duisburg", "retail", "protective", HENRIK,
              6200, 3, 21, -138, 700, 14000, 6, 19, D(2015, 5, 1), D(2026, 12, 31), 80, 580, 760, (4, 3, 6), 0.98,
              "cartovale", 9),
    Candidate("ORBISAN", "Orbisan Group", DE, "Augsburg", "machine building", "crates", SOFIA,
              5100, 8, 28, 820, 4600, 17000, 8, 9, D(2010, 9, 1), D(2027, 6, 30), 85, 780, 600, (9, 5, 8), 1.08,
              "rundbox", 13),
    Candidate("1010", "Tindra Appliances", AT, "Linz", "household appliances", "protective", SOFIA,
              3400, 2, 24, 270, 1500, 9000, 7, 12, D(2016, 2, 1), D(2027, 3, 31), 80, 540, 430, (5.5, 5, 7), 1.02,
              "foamara", 8),
    Candidate("1005", "Sandvale Medical", DE, "Ulm", "medical devices", "protective", GRETA,
              3300, 10, 34, 700, 3500, 8200, 9, 3, D(2014, 6, 1), D(2027, 12, 31), 88, 600, 470, (7, 8, 8), 1.12,
              "foamara", 8),
    Candidate("NA", "NA", NL, "Delft", "laboratory automation", "line service", HENRIK,
              3200, 13, 33, 690, 3600, 7400, 9, 2, D(2017, 4, 1), D(2028, 3, 31), 90, 540, 300, (8, 9, 7), 1.15,
              "foamara", 9),
    Candidate("1007", "Kestwick Foods", UK, "Grimsby", "food", "crates", PAUL,
              3100, 4, 29, 520, 2400, 6000, 8, 7, D(2013, 10, 1), D(2026, 12, 31), 82, 560, 540, (8, 8, 5), 1.10,
              "rundbox", 8),
    Candidate("1008", "Belmarra Tools", DE, "Solingen", "hand tools", "protective", GRETA,
              2600, 7, 30, 460, 2100, 5200, 8, 5, D(2011, 1, 1), D(2027, 9, 30), 86, 520, 400, (7, 8, 6), 1.14,
              "cartovale", 10),
    Candidate("1009", "Vantorre Electronics", NL, "Helmond", "electronics", "protective", HENRIK,
              2200, 14, 29, 370, 2700, 6600, 7, 8, D(2018, 3, 1), D(2027, 5, 31), 84, 540, 330, (7, 5, 7), 0.95,
              "foamara", 8),
    Candidate("0042", "Dunmarsh Dairy", UK, "Preston", "dairy", "crates", PAUL,
              2100, -2, 27, 300, 880, 2500, 7, 16, D(2003, 7, 1), D(2027, 1, 31), 88, 460, 640, (3, 8, 3), 1.22,
              "rundbox", 8),
    Candidate("1011", "Rostavik Engines", DE, "Kiel", "engines", "crates", HENRIK,
              1900, -4, 25, 210, 800, 4800, 6, 14, D(2009, 4, 1), D(2026, 10, 31), 75, 480, 350, (6, 5, 5), 1.04,
              "rundbox", 7),
    Candidate("0113", "Aldermoor Motors", UK, "Derby", "vehicles", "protective", PAUL,
              1900, -6, 19, 70, 300, 7800, 4, 31, D(1994, 5, 1), D(2027, 9, 30), 70, 520, 520, (3, 4, 8), 0.92,
              "cartovale", 7),
    Candidate("1013", "Corvane Instruments", DE, "Jena", "measuring instruments", "protective", GRETA,
              1600, 10, 35, 340, 1800, 3900, 8, 4, D(2015, 8, 1), D(2028, 2, 28), 88, 480, 290, (7, 8, 7), 1.16,
              "foamara", 7),
    Candidate("1014", "Trelissar Pumps", FR, "Lyon", "pumps", "crates", CLAIRE,
              1400, 4, 30, 230, 1200, 3400, 7, 10, D(2012, 11, 1), D(2027, 10, 31), 82, 470, 340, (8, 6, 5), 1.05,
              "rundbox", 7),
    Candidate("1015", "Pelluna Cosmetics", FR, "Orleans", "cosmetics", "protective", CLAIRE,
              1300, 16, 36, 280, 2000, 3300, 8, 6, D(2019, 1, 1), D(2027, 7, 31), 85, 500, 260, (6, 6, 8), 0.94,
              "foamara", 7),
    Candidate("1016", "Fennwick Paper", UK, "Kendal", "paper", "crates", PAUL,
              1300, 0, 26, 150, 700, 2600, 6, 15, D(2008, 2, 1), D(2027, 2, 28), 80, 500, 320, (5, 7, 4), 1.03,
              "rundbox", 3),
    Candidate("1017", "Morrowby Furniture", PL, "Poznan", "furniture", "protective", MAREK,
              1200, 1, 22, 90, 500, 3100, 5, 22, D(2014, 4, 1), D(2026, 11, 30), 75, 420, 310, (5, 5, 3), 0.96,
              "cartovale", 7),
    Candidate("007", "Quillon Glass", PL, "Krosno", "glass", "protective", MAREK,
              1100, 5, 29, 190, 1100, 2800, 7, 9, D(2016, 9, 1), D(2027, 8, 31), 80, 460, 250, (7, 6, 5), 1.06,
              "foamara", 3),
    Candidate("1019", "Grauwald Optics", DE, "Wetzlar", "optics", "protective", GRETA,
              1000, 18, 37, 230, 1900, 2700, 8, 3, D(2018, 10, 1), D(2028, 1, 31), 87, 470, 190, (7, 7, 8), 1.09,
              "foamara", 8),
    Candidate("1020", "Thornsey Instruments", UK, "Cambridge", "laboratory instruments", "line service", PAUL,
              900, 3, 29, 130, 600, 2000, 7, 11, D(2013, 3, 1), D(2026, 7, 31), 80, 440, 210, (5, 7, 5), 1.07,
              "foamara", 7),
    Candidate("1021", "Lumivarde Lighting", FR, "Nantes", "lighting", "protective", CLAIRE,
              850, 6, 28, 110, 780, 2300, 6, 13, D(2017, 6, 1), D(2027, 6, 30), 78, 420, 220, (6, 5, 5), 0.91,
              "foamara", 7),
    Candidate("1022", "Eskdorn Bikes", NL, "Arnhem", "bicycles", "crates", HENRIK,
              800, 22, 32, 150, 1600, 2600, 6, 8, D(2020, 2, 1), D(2027, 1, 31), 82, 470, 150, (9, 6, 7), 0.97,
              "rundbox", 7),
    Candidate("1023", "Castevane Dental", CH, "Winterthur", "dental devices", "protective", SOFIA,
              750, 12, 37, 160, 1300, 1900, 9, 3, D(2018, 5, 1), D(2028, 3, 31), 86, 430, 140, (6, 7, 7), 1.10,
              "foamara", 7),
    Candidate("1058", "Heliora Cells", PL, "Gliwice", "battery cells", "crates", MAREK,
              390, 104, 33, 72, 2600, 5400, 7, 5, D(2023, 9, 1), D(2026, 12, 31), 80, 520, 60, (9, 7, 9), 0.80,
              "rundbox", 7),
)  # fmt: skip

ORBISAN = "ORBISAN"

# customer number, name, country, city, share of the group's revenue in per cent, whether goods are used there
ORBISAN_UNITS = (
    ("2101", "Orbisan Drives Augsburg", DE, "Augsburg", 24, True),
    ("2102", "Orbisan Gears Kassel", DE, "Kassel", 15, True),
    ("2103", "Orbisan Castings Zwickau", DE, "Zwickau", 9, True),
    ("2104", "Orbisan Shared Services", DE, "Augsburg", 2, False),
    ("2201", "Orbisan Hydraulics Graz", AT, "Graz", 12, True),
    ("2202", "Orbisan Tools Wels", AT, "Wels", 6, True),
    ("2301", "Orbisan Precision Biel", CH, "Biel", 9, True),
    ("2302", "Orbisan Spares Olten", CH, "Olten", 3, False),
    ("0771", "Orbisan Polska Tychy", PL, "Tychy", 9, True),
    ("0772", "Orbisan Polska Mielec", PL, "Mielec", 7, True),
    ("0773", "Orbisan Polska Opole", PL, "Opole", 4, True),
)
