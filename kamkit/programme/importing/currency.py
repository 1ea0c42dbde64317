"""Every amount has a currency, every currency but the reporting one a rate for its day; otherwise the row is rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "Rs": "INR", "Rs.": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₪": "ILS",
    "zł": "PLN", "Kč": "CZK", "Fr.": "CHF", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "NZ$": "NZD", "S$": "SGD", "HK$": "HKD", "R$": "BRL",
}  # fmt: skip
_SHARED = {
    "$": frozenset("USD CAD AUD NZD SGD HKD TWD MXN CLP COP ARS".split()),
    "¥": frozenset(("JPY", "CNY")),
    "kr": frozenset(("SEK", "NOK", "DKK", "ISK")),
    "kr.": frozenset(("SEK", "NOK", "DKK", "ISK")),
}
CODES = frozenset(
    """AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KRW KWD MAD MXN MYR
    NGN NOK NZD PEN PHP PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR""".split()
)
"""Currencies that are known where a header or a cell could hold other words of three letters."""


def note_sign(values: dict[str, Any], has_currency: bool, sign: str, reporting: str) -> str:
    """Take the currency written beside an amount as the row's; otherwise what was expected instead."""
    stated = str(values.get("currency") or "").upper()
    if sign in _SHARED:
        if stated:
            return "" if stated in _SHARED[sign] else f"the row's currency {stated}, not {sign}"
        if reporting in _SHARED[sign]:
            return ""
        return f"an amount whose currency is known: {sign} can be {', '.join(sorted(_SHARED[sign])[:4])}; add a currency column"
    code = _SIGNS.get(sign, sign)
    if len(code) != 3 or not code.isalpha() or (code not in CODES and code != stated and code != reporting):
        return f"an amount in a known currency, not {sign}"
    if not has_currency:
        return "" if code == reporting or not reporting else f"an amount in the reporting currency, {reporting}"
    if stated and stated != code:
        return f"one currency in a row: the currency is {stated}, the amount is in {code}"
    values["currency"] = code
    return ""


class Rates:
    """The rates there are, asked by currency and day."""

    def __init__(self, reporting: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self.reporting = reporting
        self._periods: dict[str, list[tuple[date, date]]] = {}
        for row in rows:
            self._periods.setdefault(str(row["currency"]).upper(), []).append((row["starts_on"], row["ends_on"]))
        self._asked: dict[tuple[str, date], bool] = {}

    def covers(self, currency: str | None, day: date | None) -> bool:
        """Whether an amount of that day can be brought into the reporting currency."""
        if not currency or currency == self.reporting or day is None:
            return True
        asked = (currency, day)
        if asked not in self._asked:
            self._asked[asked] = any(first <= day <= last for first, last in self._periods.get(currency, ()))
        return self._asked[asked]
