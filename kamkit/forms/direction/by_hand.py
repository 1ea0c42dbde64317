"""An account by hand, for people without an export: a name, an owner, and revenue by year or quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.errors import InputError
from kamkit.forms.names import Names
from kamkit.forms.typed import Unreadable
from kamkit.method.direction.by_hand import Span, entered_by_hand, is_by_hand, spread_revenue
from kamkit.method.worth import reporting_currency
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown

_LISTED = 30


class ByHand:
    """Saves accounts by hand through the programme's batches of sales lines, one batch an account."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def shown(self) -> Shown:
        """What was entered by hand, by account and year or quarter."""
        tables = self.desk.tables()
        own = own_rows(tables, self.desk.account_id)
        entered = entered_by_hand(own["sales_lines"])
        if entered.empty:
            if not own["accounts"].empty and not own["sales_lines"].empty:
                whose = f" for {self.desk.account_name}" if self.desk.account_id else ""
                return parts.say(f"Nothing was entered by hand{whose}: all sales lines come from files.")
            return parts.nothing_yet("any account with sales", "Whoever knows the customer", "in this form, in three minutes; or with kamkit import")
        names = own["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
        entered["account"] = entered["account_id"].map(names).astype("str").fillna(entered["account_id"])
        entered["currency"] = entered["currency"].fillna(reporting_currency(tables))
        columns = [
            parts.Column("account", "Account"), parts.Column("span", "Year or quarter"),
            parts.Column("revenue", "Revenue", "money"), parts.Column("currency", "Currency"),
        ]  # fmt: skip
        return parts.table(entered, columns, caption="Entered by hand", limit=_LISTED)

    def entered(self, account_id: str) -> dict[str, float]:
        """What was entered by hand for an account: amounts by the names of years and quarters."""
        lines = self._lines(account_id)
        found = entered_by_hand(lines)
        return {str(span): float(amount) for span, amount in zip(found["span"], found["revenue"], strict=True)}

    def save(
        self, account_id: str, revenue: Mapping[Span, float | None], *, name: str = "", owner: str = "", currency: str = ""
    ) -> int | None:
        """Save an account with its revenue, as one change that can be undone whole; the number of the change.

        ``revenue``: amounts by year or quarter, None takes one away; what was entered by hand for the same days is
        replaced, everything else stays. ``owner``: one of our people by name or id; a new name becomes one of them.
        Each amount is spread evenly over its months. InputError, and nothing is saved, where a part is missing, an amount is
        below 0, a rate of exchange is missing, or a file has sales of the same days already.
        """
        from kamkit.programme import Import

        account_id, currency = account_id.strip(), currency.strip().upper()
        known = self.desk.programme.rows("accounts", account_id=account_id)
        self._check(account_id, name if name.strip() or not known else str(known[0].values["name"]), revenue)
        given = {span: float(amount) for span, amount in revenue.items() if amount is not None}
        lines = spread_revenue(account_id, given, currency)
        self._check_currency(currency, lines)
        self._check_overlap(account_id, given)
        rows: dict[str, list[dict[str, Any]]] = {}
        account: dict[str, Any] = {"account_id": account_id}
        if name.strip():
            account["name"] = name.strip()
        if owner.strip():
            account["owner_id"], person = self._owner(owner.strip())
            if person:
                rows["team_members"] = [person]
        rows["accounts"] = [account]
        kept = self._kept(account_id, revenue)
        batch = f"by hand, {account_id}"
        batches = {batch: [*kept, *lines]} if revenue else {}
        note = f"{account_id} entered by hand"
        return self.desk.programme.apply(Import(rows=rows, batches=batches, note=note)).change_id

    def _check(self, account_id: str, name: str, revenue: Mapping[Span, float | None]) -> None:
        if not account_id:
            raise InputError("Account: empty; expected its customer number, or any short name, kept to the letter")
        if not name.strip():
            raise InputError(f"Name: empty; expected the name of the new account {account_id!r}")
        for span, amount in revenue.items():
            if amount is not None and not amount >= 0:
                raise InputError(f"{span.name}: found {amount:g}; expected revenue of 0 or more")

    def _check_currency(self, currency: str, lines: list[dict[str, Any]]) -> None:
        from kamkit.programme.importing.currency import CODES, Rates

        reporting = reporting_currency(self.desk.tables())
        if not currency or currency == reporting:
            return
        if currency not in CODES:
            raise InputError(f"Currency: found {currency!r}; expected three letters such as {reporting or 'EUR'}")
        if not reporting:
            return
        rates = Rates(reporting, (row.values for row in self.desk.programme.rows("exchange_rates")))
        for line in lines:
            if not rates.covers(currency, line["date"]):
                raise InputError(
                    f"Currency: no rate for {currency} on {line['date']}; expected a row of the exchange rates that covers "
                    f"the day, or the amounts in {reporting}"
                )

    def _check_overlap(self, account_id: str, given: Mapping[Span, float]) -> None:
        lines = self._lines(account_id)
        lines = lines[~is_by_hand(lines)]
        for span in given:
            inside = lines["date"].between(pd.Timestamp(span.first), pd.Timestamp(span.last))
            if inside.any():
                raise InputError(
                    f"{span.name}: found {int(inside.sum())} sales lines of {account_id} loaded from a file already; "
                    "expected days without any, or they would count twice: leave this one empty"
                )

    def _owner(self, owner: str) -> tuple[str, dict[str, Any] | None]:
        people = self.desk.tables()["team_members"]
        found = Names(dict(zip(people["member_id"], people["name"], strict=True))).id_of(owner)
        if not isinstance(found, Unreadable):
            return str(found), None
        # As an import does: a name is enough to make a person.
        return owner, {"member_id": owner, "name": owner}

    def _kept(self, account_id: str, revenue: Mapping[Span, float | None]) -> list[dict[str, Any]]:
        """What was entered by hand for other days."""
        lines = self._lines(account_id)
        lines = lines[is_by_hand(lines)]
        span = lines["order_id"].str.rsplit(", ", n=1).str[-1]
        gone = span.isin([found.name for found in revenue])
        for found, amount in revenue.items():
            if amount is not None:
                gone |= span.map(_overlaps(found)).astype(bool)
        rows: list[dict[str, Any]] = lines[~gone].astype("object").where(lines.notna(), None).to_dict("records")
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    def _lines(self, account_id: str) -> pd.DataFrame:
        lines = own_rows(self.desk.tables(), account_id)["sales_lines"] if account_id else self.desk.tables()["sales_lines"].iloc[:0]
        return lines[lines["account_id"] == account_id]


def _overlaps(span: Span) -> Any:
    """Whether a year or quarter of that name shares days with ``span``."""
    year, _, quarter = span.name.partition(" ")

    def shares(name: str) -> bool:
        other, _, part = str(name).partition(" ")
        return other == year and (not quarter or not part or part == quarter)

    return shares
