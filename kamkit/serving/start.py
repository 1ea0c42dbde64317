"""The start page: where to begin, which accounts and workbooks there are, and who is looking; and the page of one account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tornado.web

from kamkit.packs.library import Workbook, list_workbooks
from kamkit.serving.handler import PageHandler
from kamkit.serving.ways import with_query

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ACCOUNTS_AT_ONCE = 24
# What shows that somebody works on an account: its own rows in one of these.
_WORKED_ON = ("objectives", "actions", "touch_points", "contacts")


@dataclass(frozen=True)
class Listed:
    """An account as the list shows it; ``href`` leads to its workbooks."""

    account_id: str
    name: str
    where: str
    manager: str
    worked_on: bool

    @property
    def href(self) -> str:
        """Where its workbooks are listed."""
        return with_query("/account", id=self.account_id)


@dataclass(frozen=True)
class Way:
    """A path through the workbooks: its name, the workbooks in their order, and the minutes they take."""

    name: str
    books: Sequence[Workbook]
    minutes: int


class StartPage(PageHandler):
    """The accounts and the workbooks of a programme."""

    def get(self) -> None:
        """Show it."""
        if self.place.account_id:
            self.redirect(with_query("/account", id=self.place.account_id))
            return
        asked = self.get_query_argument("find", "")
        with self.programme() as programme:
            accounts = list_accounts(programme.tables())
        found = [account for account in accounts if _fits(account, asked)]
        self.render_page(
            "start.html.j2",
            "Where to?",
            asked=asked,
            accounts=found[:ACCOUNTS_AT_ONCE],
            found=len(found),
            all_accounts=len(accounts),
            ways=list_ways(),
            books=list_workbooks(),
            pages=self.settings.get("pages", ()),
            to_give_out=self.link("/") if self.is_facilitator else "",
        )


class AccountPage(PageHandler):
    """One account and its workbooks."""

    def get(self) -> None:
        """Show it; 404 if the programme has no such account, or this server serves another."""
        account_id = self.get_query_argument("id", "", strip=False)
        with self.programme() as programme:
            found = [one for one in list_accounts(programme.tables(), groups_alone=False) if one.account_id == account_id]
        if not found or (self.place.account_id and account_id != self.place.account_id):
            raise tornado.web.HTTPError(404, reason="The programme has no such account")
        from kamkit.serving.workbook import offered

        books = [book for book in offered(account_id) if book.level != "programme"]
        self.render_page("account.html.j2", found[0].name, account=found[0], books=books, alone=bool(self.place.account_id))


def list_accounts(tables: Tables, *, groups_alone: bool = True) -> list[Listed]:
    """The accounts, those that are worked on first, then by name; customer numbers of a group are left to their group."""
    accounts, members = tables["accounts"], tables["team_members"]
    if groups_alone:
        accounts = accounts[accounts["parent_id"].isna() | (accounts["parent_id"] == "")]
    managers = dict(zip(members["member_id"], members["name"], strict=True))
    worked_on = {str(one) for table in _WORKED_ON for one in tables[table]["account_id"].dropna()}
    columns = ("account_id", "name", "city", "country", "owner_id")
    rows = accounts[list(columns)].astype("object").where(accounts[list(columns)].notna(), "")
    listed = [
        Listed(row.account_id, row.name, ", ".join(filter(None, (row.city, row.country))), managers.get(row.owner_id, ""),
               row.account_id in worked_on)
        for row in rows.itertuples(index=False)
    ]  # fmt: skip
    return sorted(listed, key=lambda one: (not one.worked_on, one.name.casefold(), one.account_id))


def _fits(account: Listed, asked: str) -> bool:
    text = " ".join((account.account_id, account.name, account.where, account.manager)).casefold()
    return all(word in text for word in asked.casefold().split())


def list_ways() -> list[Way]:
    """The paths of the first workbook, with where their facts come from in front; all of them are listed anyway."""
    from kamkit.method.direction.paths import list_paths

    books = {book.name: book for book in list_workbooks()}
    return [
        Way(str(row.path), list(_known([*row.facts_from, *row.workbooks], books)), int(row.minutes))
        for row in list_paths().itertuples(index=False)
        if len(row.workbooks) < len(books)
    ]


def _known(names: Iterable[str], books: dict[str, Workbook]) -> Iterable[Workbook]:
    return (books[name] for name in names if name in books)
