"""The customer's page *Your team*: who serves them where, what they can count on, and what both sides look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.communication.shareable import Shareable, shareable_fields
from kamkit.method.planning.measured import latest_readings
from kamkit.method.rows import rows_where
from kamkit.method.worth.one_account import group_id_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_POINT = ["name", "stage", "channel", "promise", "owner_id", "our_role"]


@dataclass(frozen=True, eq=False)
class YourTeam:
    """What the page says; every field of it is shareable.

    ``company`` ("" if none is entered), ``account`` (the group's name), ``team``: member_id, name, role, department,
    email, leads (True: the key account manager), where (touch points, joined by commas). ``points``: name, stage,
    channel, promise, person. ``promises``: what, to, person, due (the open ones). ``measures``: name, unit, baseline,
    target, by, latest, read_on (agreed with the customer). Text is "" where nothing is entered.
    """

    company: str
    account: str
    team: pd.DataFrame
    points: pd.DataFrame
    promises: pd.DataFrame
    measures: pd.DataFrame


def place_your_team(tables: Tables, account_id: str, as_of: date) -> YourTeam:
    """The customer's page of an account, made of shareable fields alone.

    MethodError if there is no such account. It cannot see whether a promise is kept yet: :func:`review_communication`
    says what has to be true before the page goes out.
    """
    group = group_id_of(tables, account_id)
    shared = Shareable(tables, group)
    accounts = shared["accounts"]
    own = accounts[accounts["account_id"] == group]
    owners = pd.concat([own["owner_id"], accounts["owner_id"]]).dropna()
    points = _points(shared)
    promises = shared["promises"]
    promises = promises[promises["state"] == "open"].sort_values("due", na_position="last", kind="stable")
    on_duty = [*owners.head(1), *points["owner_id"].dropna(), *promises["owner_id"].dropna()]
    team = _team(shared, on_duty, points, str(owners.iloc[0]) if len(owners) else "")
    names = team.set_index("member_id")["name"]
    settings = shared["settings"]
    company = settings["company"].iloc[0] if len(settings) else ""
    return YourTeam(
        company="" if pd.isna(company) else str(company),
        account=str(own["name"].iloc[0]),
        team=team,
        points=_filled(points.assign(person=points["owner_id"].map(names)), ["name", "stage", "channel", "promise", "person"]),
        promises=_filled(
            promises.assign(to=promises["promised_to"], person=promises["owner_id"].map(names)), ["what", "to", "person"],
            dates=["due"],
        ),
        measures=_measures(tables, shared, as_of),
    )  # fmt: skip


def _points(shared: Shareable) -> pd.DataFrame:
    rows = shared["touch_points"]
    own = rows[rows["account_id"] != ""].drop_duplicates("touch_point_id").set_index("touch_point_id")
    standard = rows[rows["account_id"] == ""].drop_duplicates("touch_point_id").set_index("touch_point_id")
    order = pd.Index([*standard.index, *own.index.difference(standard.index, sort=False)])
    own, standard = own.reindex(order), standard.reindex(order)
    return own[_POINT].where(own[_POINT].notna(), standard[_POINT]).rename_axis("touch_point_id").reset_index()


def _team(shared: Shareable, on_duty: list[str], points: pd.DataFrame, leader: str) -> pd.DataFrame:
    members = shared["team_members"].drop_duplicates("member_id").set_index("member_id")
    ids = [member for member in dict.fromkeys(on_duty) if member in members.index]
    team = members.reindex(pd.Index(ids, name="member_id", dtype=members.index.dtype))
    where = points.dropna(subset=["owner_id"]).groupby("owner_id")["name"].agg(", ".join)
    team["where"] = where.reindex(team.index)
    team["leads"] = team.index == leader
    texts = ["member_id", "name", "role", "department", "email", "where"]
    return _filled(team.reset_index(), texts, flags=["leads"])


def _measures(tables: Tables, shared: Shareable, as_of: date) -> pd.DataFrame:
    measures = shared["measures"]
    agreed = measures[measures["agreed_with_customer"].fillna(False).astype(bool)]
    # Readings keep to what is shareable of them as well: the day and the value.
    found = latest_readings(_Readings(tables), agreed, as_of).reset_index()
    found = found.rename(columns={"due": "by"})
    return found[["name", "unit", "baseline", "target", "by", "latest", "read_on"]].assign(unit=found["unit"].fillna(""))


class _Readings(dict[str, pd.DataFrame]):
    """Only the readings, without their internal fields."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    def rows_where(self, table: str, column: str, values: tuple[str, ...]) -> pd.DataFrame:
        return rows_where(self._tables, table, column, values)[list(shareable_fields(table))]


def _filled(
    frame: pd.DataFrame, texts: list[str], *, dates: list[str] | None = None, flags: list[str] | None = None
) -> pd.DataFrame:
    written = frame[texts].astype("object")
    found = written.where(written.notna(), "").astype("str")
    for name in (*(dates or ()), *(flags or ())):
        found[name] = frame[name]
    return found.reset_index(drop=True)
