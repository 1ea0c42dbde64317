"""What people see of a relationship: both faces, messages of charts, what is missing, and user text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from kamkit.model.frame import frame_of, tables_of
from kamkit.show.parts import Shown
from kamkit.show.relationship import (
    show_coverage,
    show_forecasts,
    show_history,
    show_loss,
    show_quality,
    show_relationship_check,
    show_relationships,
    show_research,
    show_scale,
    show_stages,
    show_stakeholders,
    show_team_mix,
    show_wallet,
    show_white_space,
)

DAY = date(2026, 3, 31)
NASTY = "<b>$x$</b> & co"
Row = dict[str, Any]
NOTHING = tables_of({})
BASE = NOTHING | {
    "accounts": frame_of(
        "accounts", [{"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines"}, {"account_id": "8", "name": "Other"}]
    ),
    "team_members": frame_of(
        "team_members",
        [{"member_id": "ines", "name": "Ines Carrow", "department": "sales"}, {"member_id": "ours", "name": "Ines Carrow", "department": "sales"}],
    ),
    "offerings": frame_of("offerings", [{"offering_id": "unknown", "name": "Foam"}, {"offering_id": "b", "name": "Foam"}]),
}  # fmt: skip
ALL = (
    show_stages, show_stakeholders, show_coverage, show_team_mix, show_wallet, show_white_space, show_history,
    show_research, show_forecasts, show_loss, show_relationship_check,
)  # fmt: skip


def tables(**rows: list[Row]) -> dict[str, pd.DataFrame]:
    return BASE | {table: frame_of(table, found) for table, found in rows.items()}


def stage(side: str, rater: str, found: str, account: str = "007") -> Row:
    return {"account_id": account, "side": side, "rater": rater, "rated_on": DAY, "stage": found, "evidence_note": NASTY}


def person(name: str, power: float | None = 4, interest: float | None = 4, support: float | None = 1, **more: Any) -> Row:
    return {"contact_id": name, "account_id": "007", "name": name, "power": power, "interest": interest, "support": support, **more}


def alt(shown: Shown) -> str:
    found = re.findall(r'<img alt="([^"]*)"', shown.html)
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize(
    ("ours", "theirs", "message"),
    [
        ("interdependent", "basic", "We say interdependent, Quillon &lt;Glass&gt; says basic: we think ourselves 2 stages closer"),
        ("basic", "cooperative", "We say basic, Quillon &lt;Glass&gt; says cooperative: they feel 1 stage closer"),
        ("basic", "basic", "Both sides say basic"),
        ("basic", "", "We say basic; nobody at Quillon &lt;Glass&gt; was asked"),
        ("", "basic", "Quillon &lt;Glass&gt; says basic; none of ours has said"),
    ],
)
def test_the_picture_of_stages_says_whose_side_is_closer(ours: str, theirs: str, message: str) -> None:
    rows = [stage(side, f"{side} {NASTY}", found) for side, found in (("ours", ours), ("customer", theirs)) if found]
    shown = show_stages(tables(stage_ratings=rows), "007", DAY)
    assert alt(shown).startswith(message)
    assert "&lt;b&gt;" in shown.html and "<b>$x$" not in shown.html
    if not (ours and theirs):
        assert "unknown" in shown.text


def test_stages_of_all_accounts_count_the_gaps() -> None:
    rows = [stage("ours", "a", "integrated"), stage("customer", "b", "basic"), stage("ours", "a", "basic", "8")]
    shown = show_stages(tables(stage_ratings=rows), "", DAY)
    assert "At 1 of 1 account we think ourselves at least a stage closer" in alt(shown)
    assert "Only one side has spoken at Other." in shown.text
    assert "exploratory" in show_scale().text


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ([person("Ann", support=-1), person("Bob")], "Of 2 people with power at Quillon &lt;Glass&gt;, Ann is against us"),
        ([person("Ann", support=None)], "Of 1 person with power at Quillon &lt;Glass&gt;, nobody knows whether Ann supports us"),
        ([person("Ann", leaves_on=date(2026, 10, 30))], "Ann leaves on 30 Oct 2026"),
        ([person("Ann", support=0)], "Ann is neither for nor against us"),
        ([person("Ann")], "Ann, the one person with power we know at Quillon &lt;Glass&gt;, is for us"),
        ([person("Ann"), person("Bob")], "2 people with power at Quillon &lt;Glass&gt;, all for us as far as we know"),
        ([person("Ann", power=1)], "Nobody with power over decisions about us is known"),
    ],
)
def test_the_map_says_what_to_look_at(people: list[Row], message: str) -> None:
    ties = [{"contact_id": one["contact_id"], "member_id": "ines", "depth": 2, "last_met_on": DAY} for one in people]
    shown = show_stakeholders(tables(contacts=people, coverages=ties), "007", DAY)
    assert message in alt(shown)


def test_people_whose_power_is_unknown_stand_beside_the_map() -> None:
    shown = show_stakeholders(tables(contacts=[person("Ann"), person(NASTY, power=None)]), "007", DAY)
    assert f"Not on the map, because power or interest is unknown: {NASTY}." in shown.text and "<b>$x$" not in shown.html
    only = show_stakeholders(tables(contacts=[person("Ann", power=None)]), "007", DAY)
    assert "<img" not in only.html and "unknown" in only.text


def labels(count: int) -> tuple[Any, list[Any]]:
    from kamkit.method.relationship import place_stakeholders
    from kamkit.show.lettering import Canvas
    from kamkit.show.relationship.people_map import draw_map

    people = [person(f"Person with a Name {n}", power=4 + n % 2, interest=3 + n % 3, support=(n % 5) - 2, decision_role="decides") for n in range(count)]
    figure = draw_map(place_stakeholders(tables(contacts=people), "007", DAY), "A message")
    figure.set_dpi(144)
    canvas = Canvas(figure)
    canvas.draw()
    written = [text for text in figure.axes[0].texts if text.get_text().startswith("Person with")]
    return figure, [text.get_window_extent(canvas.get_renderer()) for text in written]


@pytest.mark.parametrize("count", [1, 6, 12, 18])
def test_the_names_on_the_map_do_not_cover_each_other(count: int) -> None:
    figure, boxes = labels(count)
    assert len(boxes) == count
    for at, one in enumerate(boxes):
        assert 0 <= one.x0 and one.x1 <= figure.bbox.width
        for other in boxes[at + 1 :]:
            across, up = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across <= 1 or up <= 1


def test_the_map_is_readable_in_grey() -> None:
    from kamkit.show.relationship.people_map import _inside, _shape

    assert len({_shape(support) for support in (-1, 0, 1, float("nan"))}) == 4
    assert len({_inside(evidence) for evidence in ("confirmed", "joint", "assumed")}) == 3
    assert _inside(None) == _inside("assumed") == "#ffffff"


def test_the_matrix_has_a_column_for_each_of_ours_even_of_one_name() -> None:
    ties = [{"contact_id": "Ann", "member_id": member, "depth": depth} for member, depth in (("ines", 3), ("ours", None))]
    shown = show_coverage(tables(contacts=[person("Ann", department="purchasing"), person("Bob")], coverages=ties), "007", DAY)
    assert "Ines Carrow (sales) [ines]" in shown.text and "Ines Carrow (sales) [ours]" in shown.text
    assert "all in one department" in shown.text or "single thread" in shown.text.lower()
    assert "nobody of ours knows Bob" in show_stakeholders(tables(contacts=[person("Bob")]), "007", DAY).text
    mix = show_team_mix(tables(contacts=[person("Ann", department="purchasing")], coverages=ties), "007", DAY)
    assert "one of ours" in mix.text and "Nobody has entered the hours it needs" in mix.text


def test_unknown_white_space_is_said_and_not_drawn_as_nothing() -> None:
    cells = [{"account_id": "007", "offering_id": "b", "state": "competitor's", "yearly_value": 5000}]
    shown = show_white_space(tables(white_space_cells=cells), "007", DAY)
    assert "at least 5,000 a year elsewhere" in alt(shown) and "1 cell of 2 is unknown" in alt(shown)
    assert "no upper end" in shown.text
    none = show_white_space(tables(white_space_cells=[{**cells[0], "state": "unknown", "yearly_value": None}]), "007", DAY)
    assert "<img" not in none.html and "all 2 cells are unknown" in none.text
    group = [*cells, {"account_id": "8", "offering_id": "b", "state": "not needed"}]
    accounts = frame_of("accounts", [{"account_id": "007", "name": "Q"}, {"account_id": "8", "name": "Other", "parent_id": "007"}])
    wide = show_white_space(tables(white_space_cells=group) | {"accounts": accounts}, "007", DAY)
    assert "Foam [unknown]" in wide.text and "Foam [b]" in wide.text


def test_a_share_above_100_per_cent_is_an_error_and_no_share() -> None:
    sales = [{"account_id": "007", "date": date(2026, 1, 5), "revenue": 200.0}]
    for wallet, said in ((100.0, "data error"), (400.0, "a share of wallet of 50 %"), (None, "Not there yet")):
        accounts = frame_of("accounts", [{"account_id": "007", "name": "Q", "wallet": wallet}])
        assert said in show_wallet(tables(sales_lines=sales) | {"accounts": accounts}, "007", DAY).text


def test_a_forecast_stands_as_it_was_given_and_weighs_what_can_be_lost() -> None:
    made = [
        {"forecast_id": f"f{n}", "account_id": "007", "about": "loss", "event": NASTY, "probability": chance,
         "made_on": date(2026, n, 1), "made_by": NASTY, "happened": happened, "resolves_on": date(2027, 3, 31)}
        for n, chance, happened in ((1, 10.0, False), (2, 40.0, None))
    ]  # fmt: skip
    given = tables(forecasts=made, sales_lines=[{"account_id": "007", "date": date(2026, 1, 5), "revenue": 1000.0}])
    shown = show_forecasts(given, "007", DAY)
    assert "Lost means: Half or more of the revenue" in shown.text and "did not happen" in shown.text and "<b>$x$" not in shown.html
    assert "40 % x 1,000 of revenue a year x 3 years" in show_loss(given, "007", DAY).text
    assert "Over 3 years we expect to lose 1,200 at 1 account, 100 % of it at Quillon" in alt(show_loss(given, "", DAY))


@pytest.mark.parametrize("account_id", ["", "007"])
@pytest.mark.parametrize("show", ALL, ids=lambda show: show.__name__)
def test_what_is_missing_is_said_with_who_can_enter_it(show: Any, account_id: str) -> None:
    shown: Shown = show(tables(), account_id, DAY)
    assert "<img" not in shown.html and "<Glass>" not in shown.html
    if show is not show_relationship_check or not account_id:
        assert " can enter it" in shown.text
    if account_id and show in (show_stages, show_stakeholders, show_white_space):
        assert "Ines Carrow can enter it" in shown.text
    assert "Not there yet" in show(NOTHING, "", DAY).text
    assert not re.search(r"\b(nan|NaN|NaT|None)\b", shown.text)


def test_nobody_asked_of_trust_and_no_account_to_list() -> None:
    assert "Not there yet" in show_quality(tables(), "007").text
    assert "Not there yet" in show_relationships(NOTHING, DAY).text


def test_the_same_people_give_the_same_bytes() -> None:
    rows = {"contacts": [person("Ann"), person("Bob", support=-2)], "stage_ratings": [stage("ours", "a", "basic")]}
    one, other = (tables(**rows) for _ in range(2))
    assert show_stakeholders(one, "007", DAY) == show_stakeholders(other, "007", DAY)
    assert show_stages(one, "007", DAY) == show_stages(other, "007", DAY)
