"""Forms for the relationship: stages, people, who knows whom, white space, notes, and forecasts of loss."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kamkit.errors import InputError
from kamkit.forms.desk import Desk
from kamkit.forms.faces import two_faces
from kamkit.forms.names import Names, names_in
from kamkit.forms.rows import Form, edit_rows
from kamkit.method.relationship import LossDefinition, place_loss, rank_forecasts
from kamkit.method.relationship.overview import rank_relationships
from kamkit.method.worth.own_rows import groups_in, own_rows, units_in
from kamkit.method.worth.wallet import group_wallets
from kamkit.model.field import FieldSpec
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.relationship import show_forecasts
from kamkit.show.relationship.wording import EACH
from kamkit.show.words import counted, listed

if TYPE_CHECKING:
    from kamkit.forms.forecasting import Forecasting
    from kamkit.programme import StoredRow

_NAMED = 6


def edit_stages(desk: Desk) -> Form | Shown:
    """How far each person says the relationship is, on either side, with what shows it."""
    if not desk.account_id:
        return _per_account(desk, "stage_ratings", "Stage ratings")
    core = ("side", "rater", "rated_on", "stage", "evidence_note")
    where = _where(desk)
    return edit_rows(desk, "stage_ratings", where=where, core=core, title="Stages, as each person says", order_by=("side", "rated_on"))


def edit_people(desk: Desk) -> Form | Shown:
    """The customer's people who matter to our business there; role, job and a known leave stand under *more*."""
    if not desk.account_id:
        return _per_account(desk, "contacts", "People")
    core = ("name", "department", "power", "interest", "support")
    return edit_rows(desk, "contacts", where=_where(desk), core=core, title="Their people", new_id_prefix="person", order_by=("department",))


def edit_coverage(desk: Desk) -> Form | Shown:
    """Which of ours knows which of theirs, how well, and since when they have not met."""
    if not desk.account_id:
        return _per_account(desk, "coverages", "Contacts between our people and theirs")
    people = own_rows(desk.tables(), desk.account_id)["contacts"]["contact_id"]
    if people.empty:
        return parts.nothing_yet(f"people of {desk.account_name} whom ours could know", "Whoever has the workbook open", "in the form of people in step 2; then run this cell again")
    core = ("contact_id", "member_id", "depth", "last_met_on")
    title = f"Who knows whom at {desk.account_name}"
    return _Ties(desk, "coverages", {"contact_id": people.tolist()}, core, title, "", ())


def edit_white_space(desk: Desk) -> Form | Shown:
    """Who supplies each offering to each customer number; unknown is an answer and never a zero."""
    if not desk.account_id:
        return _per_account(desk, "white_space_cells", "White-space cells")
    core: tuple[str, ...] = ("offering_id", "state", "yearly_value", "yearly_value_high", "competitor_id")
    where = _where(desk)
    if not isinstance(where["account_id"], str):
        core = ("account_id", "offering_id", "state", "yearly_value", "competitor_id")
    return _OwnForm(desk, "white_space_cells", where, core, "White space", "", ())


def edit_wallet(desk: Desk) -> Form | Shown:
    """What each customer number spends a year in our categories, with everybody; without an account, who has said so."""
    if not desk.account_id:
        return _wallets_known(desk)
    core = ("name", "wallet", "potential", "customer_since", "renewal_on")
    title = f"What {desk.account_name} spends, and what it could bring"
    return edit_rows(desk, "accounts", where=_where(desk), core=core, title=title)


def edit_notes(desk: Desk) -> Form | Shown:
    """History that has to be remembered, research from inside and outside, meetings."""
    if not desk.account_id:
        return _per_account(desk, "notes", "Notes")
    core = ("kind", "noted_on", "learned", "opportunity", "source")
    return edit_rows(desk, "notes", where=_where(desk), core=core, title="Notes", new_id_prefix="note", order_by=("noted_on",))


class _OwnForm(Form):
    """A form that offers only the account's own rows to choose from: its customer numbers, its people."""

    def names(self, spec: FieldSpec) -> Names | None:
        """The names behind a link, of the account's own rows; None for any other field."""
        if not spec.links_to:
            return None
        return names_in(spec.links_to, own_rows(self.desk.tables(), self.desk.account_id))


class _Ties(_OwnForm):
    """The rows that link the account's people with ours, also people who were added after the page was opened."""

    def stored(self) -> list[StoredRow]:
        """The rows as the programme has them now."""
        people = own_rows(self.desk.tables(), self.desk.account_id)["contacts"]["contact_id"]
        self.where["contact_id"] = people.tolist()
        return super().stored()


def _where(desk: Desk) -> dict[str, str | Sequence[str]]:
    units = units_in(desk.tables(), desk.account_id)
    return {"account_id": units[0] if len(units) == 1 else units}


def _wallets_known(desk: Desk) -> Shown:
    tables = desk.tables()
    members = rank_relationships(tables, desk.as_of)["account_id"]
    if members.empty:
        return _per_account(desk, "accounts", "Wallets")
    known = int(group_wallets(tables["accounts"]).reindex(members).notna().sum())
    return parts.say(f"The wallet is entered on each account's own page; it is known of {known} of {counted(len(members), 'account')}.")


def _per_account(desk: Desk, table: str, what: str) -> Shown:
    """For the portfolio: who has such rows and who lacks them; they are entered account by account."""
    tables = desk.tables()
    members = rank_relationships(tables, desk.as_of)
    if members.empty:
        return parts.nothing_yet(f"{what.lower()} of any account", EACH, "on the account's own page: open this workbook with its number as account_id")
    rows = tables[table]
    if table == "coverages":
        rows = tables["contacts"][tables["contacts"]["contact_id"].isin(rows["contact_id"])]
    groups = set(rows["account_id"].map(groups_in(tables)).dropna())
    without = [str(name) for name, group in zip(members["name"], members["account_id"], strict=True) if group not in groups]
    said = f"{what} are entered on each account's own page; {len(members) - len(without)} of {counted(len(members), 'account')} have some."
    if without:
        rest = [f"{len(without) - _NAMED} more"] if len(without) > _NAMED else []
        said += f" Still without: {listed(without[:_NAMED] + rest)}."
    return parts.say(said)


class Forecasts:
    """Forecasts of loss that are added and never overwritten; made by :func:`edit_forecasts`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._live: Forecasting | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if not self.desk.account_id:
            return self.shown()._repr_mimebundle_()
        return two_faces(self.shown(), lambda: self.forecasting.view)

    @property
    def forecasting(self) -> Forecasting:
        """The live face."""
        if self._live is None:
            from kamkit.forms.forecasting import Forecasting

            self._live = Forecasting(self)
        return self._live

    def shown(self) -> Shown:
        """The table face: what counts as lost, and the forecasts so far."""
        return show_forecasts(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    def defined(self, by: date | None = None) -> LossDefinition:
        """What losing the account means by that day (twelve months on unless given). MethodError on a day not after as_of."""
        return place_loss(self.desk.tables(), self.desk.account_id, self.desk.as_of, by)

    def record(self, probability: float, who: str, by: date | None = None) -> int:
        """Record a new forecast beside those there are; the number of the change, to undo it by.

        InputError without a name or with a probability outside 0 to 100; MethodError on a day that is not after as_of.
        """
        if not who.strip():
            raise InputError("By: empty; expected a name, which stays with the forecast")
        if not 0 <= probability <= 100:
            raise InputError(f"Probability: found {probability:g}; expected 0 to 100 per cent")
        loss = self.defined(by)
        made_today = rank_forecasts(self.desk.tables(), self.desk.account_id, self.desk.as_of)
        programme = self.desk.programme
        # The ids of one day sort in the order in which they were given.
        forecast_id = programme.new_id("forecasts", f"loss-{self.desk.as_of:%Y%m%d}-{len(made_today) + 1:03d}")
        saved = programme.save(
            "forecasts",
            {
                "forecast_id": forecast_id, "account_id": loss.account_id, "about": "loss", "event": loss.event,
                "probability": float(probability), "made_on": self.desk.as_of, "made_by": who.strip(), "resolves_on": loss.by,
            },
            version=0,
        )  # fmt: skip
        assert saved.change_id is not None  # a new row always differs
        return saved.change_id


def edit_forecasts(desk: Desk) -> Forecasts:
    """The forecasts of loss, each kept as it was given; with an account, a new one can be recorded beside them."""
    return Forecasts(desk)
