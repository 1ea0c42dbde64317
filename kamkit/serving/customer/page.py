"""What the customer's pages have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from kamkit.errors import InputError
from kamkit.serving.customer.edition import Edition, Item, make_edition
from kamkit.serving.handler import PageHandler

if TYPE_CHECKING:
    from kamkit.programme import Programme

# Where rows come from that were left here.
SOURCE = "the customer's page"


class FormError(InputError):
    """A form that could not be taken; its text names nothing but what was sent and what is on the page."""


class CustomerPage(PageHandler):
    """A page for the customer's own people."""

    template_folder: ClassVar[Path] = Path(__file__).parent / "templates"
    needs_name = True

    def edition(self, programme: Programme) -> Edition:
        """The account's plan, shareable fields alone, as it is now; made anew when somebody has changed something."""
        tables = programme.tables()
        made_at, made = self.settings.get("edition", (None, None))
        if made is None or made_at != tables.change_id:
            made = make_edition(tables, self.place.account_id, self.place.as_of)
            self.settings["edition"] = (tables.change_id, made)
        found: Edition = made
        return found

    def item_asked_for(self, edition: Edition) -> Item:
        """The row of the plan that a form is about; FormError if it is not on the page any more."""
        found = edition.find(self.get_body_argument("table", ""), self.get_body_argument("key", "", strip=False))
        if found is None:
            raise FormError("That row is no longer part of the plan; load the page again")
        return found

    def typed(self, name: str, length: int) -> str:
        """A text that was typed; FormError if it is longer than ``length`` characters."""
        text = self.get_body_argument(name, "").replace("\r\n", "\n").strip()
        if len(text) > length:
            raise FormError(f"Your text has {len(text):,} characters; {length:,} fit")
        return text

    def what_went_wrong(self, status: int, error: BaseException | None) -> str:
        """What was wrong with a form is said; any other error may hold what is internal."""
        return f"{error}." if isinstance(error, FormError) else super().what_went_wrong(status, error)

    def say_next(self, text: str) -> None:
        """Say this on the page that comes next."""
        self.remember("said", text)

    def said(self) -> str:
        """What the page before wanted said, once."""
        text = (self.get_signed_cookie(self.cookie("said"), max_age_days=1) or b"").decode()
        if text:
            self.clear_cookie(self.cookie("said"))
        return text
