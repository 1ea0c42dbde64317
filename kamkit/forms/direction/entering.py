"""The live face of an account by hand: four fields, and a box for each year or quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.errors import InputError
from kamkit.forms.direction.saving import Saving, button
from kamkit.forms.fields import CLASS, STYLE
from kamkit.forms.names import Names
from kamkit.forms.typed import Unreadable, read_number
from kamkit.method.direction.by_hand import Span, Step, spans_to
from kamkit.method.worth import reporting_currency

if TYPE_CHECKING:
    from kamkit.forms.direction.by_hand import ByHand

_FLOW = {"flex_flow": "row wrap", "align_items": "flex-end"}


class Entering:
    """The boxes of one account; ``amounts`` by the name of the year or quarter."""

    def __init__(self, by_hand: ByHand) -> None:
        self.by_hand, self.desk = by_hand, by_hand.desk
        self.saving = Saving(self.desk, self._arrange)
        self.account = self._text("Account number", "new or known, kept to the letter", widgets.Combobox)
        self.name = self._text("Name", "the company's name")
        self.owner = self._text("Key account manager", "choose, or type a new name", widgets.Combobox)
        self.currency = self._text("Currency", "three letters")
        self.step = widgets.ToggleButtons(options=[("By year", "year"), ("By quarter", "quarter")], tooltips=["Three years", "Eight quarters"])
        self.amounts: dict[str, widgets.Text] = {}
        self._spans: dict[str, Span] = {}
        self._were: dict[str, str] = {}
        self._boxes = widgets.Box(layout=widgets.Layout(**_FLOW))
        self._listed = widgets.HTML()
        save = button("Save this account", "The account and its revenue, as one change", self.save)
        self.account.observe(lambda _change: self._chosen(), names="value")
        self.step.observe(lambda _change: self._make_boxes(), names="value")
        fields = widgets.Box([self.account, self.name, self.owner, self.currency], layout=widgets.Layout(**_FLOW))
        hint = widgets.HTML("<small>Net revenue, without tax. An amount is spread evenly over the months of its year or quarter.</small>")
        self.view = widgets.VBox(
            [widgets.HTML(STYLE, layout={"display": "none"}), self._listed, fields, self.step, self._boxes, hint, widgets.HBox([save, self.saving.undo_button]), self.saving.status]
        )
        self._arrange()
        if self.desk.account_id:
            self.account.value, self.account.disabled = self.desk.account_id, True
        self._chosen()

    def save(self) -> None:
        """Save what was typed; nothing is saved if a part of it cannot be read."""
        account_id = self._account_id()
        if self.saving.save(lambda: self._save(account_id), f"{account_id}; run 02_know_what_accounts_are_worth to see what it is worth."):
            self._make_boxes()

    def _save(self, account_id: str) -> int | None:
        revenue: dict[Span, float | None] = {}
        for name, box in self.amounts.items():
            typed = box.value.strip()
            if typed == self._were[name]:
                continue
            amount = read_number(typed) if typed else None
            if isinstance(amount, Unreadable):
                raise InputError(f"{name}: {amount}")
            revenue[self._spans[name]] = amount
        if not revenue and not self.desk.programme.rows("accounts", account_id=account_id):
            raise InputError("Revenue: every box is empty; expected an amount in one of them, 0 where nothing was sold")
        return self.by_hand.save(
            account_id, revenue, name=self.name.value, owner=self.owner.value, currency=self.currency.value
        )

    def _text(self, label: str, placeholder: str, kind: type[widgets.Text] = widgets.Text) -> widgets.Text:
        made = kind(
            description=label, placeholder=placeholder, continuous_update=False, style={"description_width": "initial"},
            layout={"flex_flow": "column", "width": "210px", "height": "auto"},
        )  # fmt: skip
        made.add_class(CLASS)
        return made

    def _account_id(self) -> str:
        typed = str(self.account.value).strip()
        found = self._accounts.id_of(typed)
        return typed if isinstance(found, Unreadable) else str(found)

    def _chosen(self) -> None:
        """A known account brings its name and owner, and what was entered for it."""
        rows = self.desk.programme.rows("accounts", account_id=self._account_id())
        if rows:
            values = rows[0].values
            self.name.value = str(values["name"])
            self.owner.value = self._people.name_of(str(values["owner_id"])) if values["owner_id"] else ""
        if not self.currency.value:
            self.currency.value = reporting_currency(self.desk.tables())
        self._make_boxes()

    def _make_boxes(self) -> None:
        step: Step = "quarter" if self.step.value == "quarter" else "year"
        entered = self.by_hand.entered(self._account_id())
        self._spans = {span.name: span for span in spans_to(self.desk.as_of, step)}
        self._were = {name: f"{entered[name]:.15g}" if name in entered else "" for name in self._spans}
        self.amounts = {name: self._text(span.label, "revenue") for name, span in self._spans.items()}
        for name, box in self.amounts.items():
            box.layout.width, box.value = "150px", self._were[name]
        self._boxes.children = tuple(self.amounts.values())

    def _arrange(self) -> None:
        tables = self.desk.tables()
        accounts, people = tables["accounts"], tables["team_members"]
        self._accounts = Names(dict(zip(accounts["account_id"], accounts["name"], strict=True)))
        self._people = Names(dict(zip(people["member_id"], people["name"], strict=True)))
        self.account.options, self.owner.options = self._accounts.options, self._people.options
        self._listed.value = self.by_hand.shown().html
