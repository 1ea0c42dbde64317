"""What Varnholt sells, where, against whom, and what its work costs."""

from __future__ import annotations

from datetime import date

from kamkit.sample.making.rows import Row, Rows, rows_of

CURRENCY_OF = {
    "Germany": "EUR", "Austria": "EUR", "Netherlands": "EUR", "France": "EUR",
    "Switzerland": "CHF", "Poland": "PLN", "United Kingdom": "GBP",
}  # fmt: skip
DOMAIN_OF = {
    "Germany": "de", "Austria": "at", "Netherlands": "nl", "France": "fr",
    "Switzerland": "ch", "Poland": "pl", "United Kingdom": "uk",
}  # fmt: skip
LINE_OF_OFFERING = {
    "010": "protective", "020": "protective", "030": "crates", "040": "crates", "050": "line service",
    "060": "site stock",
}  # fmt: skip
RATES = {
    "order": 62.0, "line": 9.0, "small order": 48.0, "rush order": 390.0,
    "return": 170.0, "visit": 420.0, "delivery": 88.0, "special": 140.0,
}  # fmt: skip
SMALL_ORDER = 1000.0
_QUARTERS = [date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1),
             date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]  # fmt: skip
_QUARTER_ENDS = [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31),
                 date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]  # fmt: skip
_EURO_FOR = {
    "CHF": [1.027, 1.052, 1.068, 1.058, 1.067, 1.069, 1.073, 1.075],
    "GBP": [1.172, 1.183, 1.202, 1.196, 1.177, 1.156, 1.145, 1.150],
    "PLN": [0.2326, 0.2335, 0.2322, 0.2381, 0.2347, 0.2350, 0.2358, 0.2364],
}


def euro_for(currency: str, day: date) -> float:
    """Euro for one unit of ``currency`` on ``day``."""
    if currency == "EUR":
        return 1.0
    return next(r for r, ends in zip(_EURO_FOR[currency], _QUARTER_ENDS, strict=True) if day <= ends)


def catalogue() -> Rows:
    """Lines of business, domains, offerings, competitors, activity rates and exchange rates."""
    return {
        "business_lines": rows_of(
            "business_line_id name reason market_growth outlook",
            ("protective", "Protective packaging",
             "Where we come from. Half of our revenue; margins fall where the part is simple and rise where it breaks easily.",
             1.5, "hold"),
            ("crates", "Returnable crates",
             "Customers want less one-way packaging, and the packaging rules of the EU push them.", 6.0, "grow"),
            ("line service", "Packing-line service",
             "Our engineers know how a part travels; nobody else in our towns sells that with the packaging.", 5.0,
             "grow"),
            ("site stock", "Stock kept at the customer's site",
             "It keeps us in the building. It only pays where the forecast is shared.", 4.0, "grow"),
        ),
        "domains": _domains(),
        "offerings": rows_of(
            "offering_id name category business_line_id unit list_price",
            ("010", "Foam inserts cut to the part", "Protective packaging", "protective", "set", 3.4),
            ("020", "Heavy-duty board boxes", "Protective packaging", "protective", "box", 5.8),
            ("030", "Returnable crates", "Returnable packaging", "crates", "crate", 38.0),
            ("040", "Crate pool and washing", "Returnable packaging", "crates", "crate trip", 1.9),
            ("050", "Packing-line service", "Service", "line service", "hour", 96.0),
            ("060", "Stock kept at your site", "Service", "site stock", "pallet place a month", 14.5),
        ),
        "competitors": rows_of(
            "competitor_id name note",
            ("rundbox", "Rundbox Pool",
             "Strong in crates: one pool for five countries. Slow when a crate has to be special."),
            ("foamara", "Foamara", "Good foam, fast samples, own design studio. No service on site."),
            ("cartovale", "Cartovale", "Cheapest board in the west. Delivers full trucks only."),
            ("stavenport", "Stavenport", "Phones before something goes wrong; prices four per cent above ours."),
        ),
        "activity_rates": [
            {"driver": driver, "rate": rate, "source": "Anselm Torvik, controlling, January 2026"}
            | ({"threshold": SMALL_ORDER} if driver == "small order" else {})
            for driver, rate in RATES.items()
        ],
        "exchange_rates": [
            {"currency": currency, "starts_on": starts, "ends_on": ends, "rate": rate}
            for currency, rates in _EURO_FOR.items()
            for starts, ends, rate in zip(_QUARTERS, _QUARTER_ENDS, rates, strict=True)
        ],
    }


def _domains() -> list[Row]:
    country = "country"
    return rows_of(
        "domain_id name parent_id kind supervisor differs",
        ("all", "Varnholt, all countries", None, "region", "Ines Carrow", None),
        ("de", "Germany", "all", country, "Ines Carrow", None),
        ("at", "Austria", "all", country, "Sofia Reinholt", None),
        ("ch", "Switzerland", "all", country, "Sofia Reinholt",
         "Prices in francs are fixed for the year; the reviews are held in two languages."),
        ("pl", "Poland", "all", country, "Marek Dudzik",
         "Plants buy for themselves and change suppliers by the month. No yearly review with the head office: "
         "each plant manager gets a monthly call on stock and shortages, and crates are rented, not sold."),
        ("nl", "Netherlands", "all", country, "Henrik Baalen", None),
        ("fr", "France", "all", country, "Claire Fontanel",
         "Offers and reviews in French; thirty days' payment by law."),
        ("uk", "United Kingdom", "all", country, "Paul Adeyemi",
         "Customs papers belong to the promise: a crate held at Dover counts as late."),
    )  # fmt: skip
