"""The customer's people read, comment, confirm, rate and agree; what they leave is in the programme, what is ours stays with us."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from served import Visitor, served

from kamkit.model import RECORDS
from kamkit.model.field import FieldSpec
from kamkit.programme import Programme, create_programme, open_programme
from kamkit.serving.access import Access
from kamkit.serving.app import make_app
from kamkit.serving.customer import START, routes_for_customer
from kamkit.serving.gate import Guarded
from kamkit.serving.place import Place

DAY = date(2026, 3, 31)
OURS, THEIRS = "internal", "seen"
WHO = "Priya Raman"
PAGES = ("/", "/rate", "/agree", "/who", "/nothing", "/workbooks/08_draft_the_action_plan", "/account?id=A", "/comment")
# What the pages are about: the rows of every table belong to this account, and point to each other.
LINKS = {"accounts": "A", "team_members": "M", "offerings": "O", "expectations": "E", "touch_points": "T", "measures": "ME"}
KEYS = {"account_id": "A", "member_id": "M", "offering_id": "O", "expectation_id": "E", "touch_point_id": "T", "measure_id": "ME"}
CHOICES = {
    ("actions", "state"): "open", ("actions", "because"): "expectation", ("opportunities", "state"): "open",
    ("promises", "state"): "open", ("opportunities", "kind"): "offering", ("respondents", "side"): "customer",
    ("decisions", "kind"): "bought", ("decisions", "side"): "customer",
}  # fmt: skip
FIGURES = {"units": 10.0, "effect": 100.0, "price": 500.0, "our_cost": 200.0, "switching_cost": 0.0}


def mark(table: str, spec: FieldSpec, at: int) -> Any:
    """A value that is only in this field; figures and days of internal fields are seven digits and a year of their own."""
    if (table, spec.name) in CHOICES:
        return CHOICES[table, spec.name]
    if spec.name in KEYS:
        return KEYS[spec.name]
    if spec.links_to:
        return LINKS.get(spec.links_to, f"{spec.name} {OURS}")
    match spec.kind:
        case "text" | "id":
            return f"{table} {spec.name} {THEIRS if spec.shareable else OURS}"[: spec.max_length or 200]
        case "choice":
            return spec.choices[0]
        case "date":
            return date(2025, 6, 1) if spec.shareable else date(1977, 7, 17)
        case "flag":
            return True
        case "count":
            return int(spec.low or 1)
        case _:
            if spec.high is not None:
                return spec.high if spec.shareable else max(spec.low or 0, spec.high / 7 * 3)
            return FIGURES.get(spec.name, 1000.0 if spec.shareable else 7_654_321.0 + at)


def one_row_of_everything() -> dict[str, list[dict[str, Any]]]:
    """A row of each table with every field filled."""
    rows = {}
    for at, (table, record) in enumerate(RECORDS.items()):
        rows[table] = [{spec.name: mark(table, spec, at) for spec in record.specs()}]
    rows["settings"][0] |= {"settings_id": "programme", "reporting_currency": "EUR"}
    rows["accounts"][0] |= {"parent_id": None}
    rows["opportunities"][0] |= {"can_supply_from": date(2026, 1, 1)}
    return rows


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that can be entered has been, and there is another customer."""
    folder = tmp_path_factory.mktemp("customer") / "p"
    rows = one_row_of_everything()
    rows["accounts"].append({"account_id": "B", "name": "Another customer", "owner_id": "M"})
    rows["actions"].append({"action_id": "theirs", "account_id": "B", "what": "Only for another customer"})
    rows["team_members"].append({"member_id": "N", "name": "Nobody they meet"})
    with create_programme(folder, who="test") as made:
        made.save_all({table: some for table, some in rows.items() if not RECORDS[table].appended})
    return folder


@pytest.fixture
def programme(complete: Path, tmp_path: Path) -> Iterator[Programme]:
    """A copy of it to change."""
    shutil.copytree(complete, tmp_path / "p")
    with open_programme(tmp_path / "p", who="test") as opened:
        yield opened


def application(programme: Programme, account: str = "A") -> Guarded:
    """The customer's server."""
    return make_app(Place(programme.address, DAY, account, True), Access(), routes_for_customer(), start=START)


@pytest.fixture(scope="module")
def reader(complete: Path) -> Iterator[Visitor]:
    """Somebody who only looks."""
    with open_programme(complete) as opened, served(application(opened)) as port:
        yield Visitor(port).call_me(WHO)


@pytest.fixture
def visitor(programme: Programme) -> Iterator[Visitor]:
    """One of the customer's people, who has said who she is."""
    with served(application(programme)) as port:
        yield Visitor(port).call_me(WHO)


def form(page: str, action: str, key: str = "") -> dict[str, str]:
    """The hidden fields of a form on a page, of the one about the row ``key``."""
    for found in re.findall(rf'<form method="post" action="{action}".*?</form>', page, flags=re.S):
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found))
        if not key or fields.get("key") == key:
            fields.pop("_xsrf", None)
            return fields
    raise AssertionError(f"no form {action} about {key}")


def test_what_is_planted_reaches_every_internal_field() -> None:
    planted = [
        (table, spec.name) for table, rows in one_row_of_everything().items() for spec in RECORDS[table].specs()
        if not spec.shareable and spec.kind in ("text", "id") and OURS in str(rows[0].get(spec.name))
    ]  # fmt: skip
    assert len(planted) > 100


@pytest.mark.parametrize("path", PAGES)
def test_nothing_internal_is_on_any_page(reader: Visitor, path: str) -> None:
    answer = reader.get(path)
    seen = answer.text + str(answer.headers)
    assert OURS not in seen and "1977" not in seen and not re.search(r"7[,.]?654[,.]?3", seen)
    assert "nother customer" not in seen and "Nobody they meet" not in seen


def test_what_is_shareable_is_there(reader: Visitor) -> None:
    words = reader.get("/").words
    for field in ("accounts name", "customer_goals goal", "customer_goals our_help", "opportunities name", "actions what",
                  "actions measure_text", "promises what", "touch_points promise", "measures name", "queries what", "queries answer",
                  "team_members name", "team_members email", "propositions sentence", "settings company", "contracts name", "contracts scope",
                  "contracts service_levels"):  # fmt: skip
        assert f"{field} {THEIRS}" in words, field
    assert "EUR 1,000 a year: 10 times EUR 100" in words


def test_every_part_of_a_long_page_can_be_reached_from_its_top(reader: Visitor) -> None:
    page = reader.get("/").text
    listed = re.findall(r'<a href="#(part-\d+)">([^<]+)</a>', page)
    assert len(listed) == 9 and listed == re.findall(r'<h2 id="(part-\d+)">([^<]+)</h2>', page)


def test_an_error_says_nothing_that_is_internal(reader: Visitor) -> None:
    for path, fields in (
        ("/comment", {"what": ""}), ("/comment", {"what": "x", "table": "risks", "key": "risks risk_id internal"}),
        ("/confirm", {"table": "actions", "key": "actions action_id seen", "mark": "no"}), ("/rate", {"about": "touch point", "item_id": "no"}),
        ("/rate", {"about": "touch point", "item_id": "T", "performance": "11"}), ("/comment", {"what": "x" * 5000}),
    ):  # fmt: skip
        answer = reader.post(path, fields)
        assert answer.status == 400 and OURS not in answer.text, path


def test_a_comment_becomes_feedback_with_its_row_as_theme(visitor: Visitor, programme: Programme) -> None:
    page = visitor.get("/").text
    answer = visitor.post("/comment", {**form(page, "/comment", "actions action_id seen"), "kind": "comment", "what": "Too late\r\nfor us"})
    assert answer.status == 302 and answer.to.startswith("/#actions-")
    assert re.search(r"Saved \d\d:\d\d: your comment on “actions what seen”", visitor.get("/").words)
    assert "Saved" not in visitor.get("/").words, "said once"
    kept = next(row.values for row in programme.rows("feedbacks", given_by=WHO))
    assert (kept["what"], kept["theme"], kept["role"], kept["account_id"], kept["given_on"]) == (
        "Too late\nfor us", "actions what seen", "customer", "A", DAY,
    )  # fmt: skip
    assert programme.history("feedbacks").iloc[-1]["who"] == WHO


@pytest.mark.parametrize("kind", ["question", "complaint", "request"])
def test_a_question_becomes_a_query_that_stands_on_the_page(visitor: Visitor, programme: Programme, kind: str) -> None:
    fields = form(visitor.get("/").text, "/comment", "T")
    visitor.post("/comment", {**fields, "kind": kind, "what": "Who <b>rings</b> us?"})
    kept = next(row.values for row in programme.rows("queries", asked_by=WHO))
    assert kept["kind"] == kind and kept["what"] == "touch_points name seen: Who <b>rings</b> us?" and kept["touch_point_id"] == "T"
    page = visitor.get("/")
    assert "Who &lt;b&gt;rings&lt;/b&gt; us?" in page.text and "<b>rings" not in page.text


def test_a_word_about_the_whole_plan_needs_no_row(visitor: Visitor, programme: Programme) -> None:
    assert visitor.post("/comment", {"kind": "comment", "what": "Good"}).to == "/"
    assert next(row.values for row in programme.rows("feedbacks", given_by=WHO))["theme"] is None


def test_a_fact_is_confirmed_by_name_and_day(visitor: Visitor, programme: Programme) -> None:
    goal = programme.rows("customer_goals")[0].values
    programme.save("customer_goals", {**goal, "evidence": "assumed"})
    fields = form(visitor.get("/").text, "/confirm", goal["goal_id"])
    assert visitor.post("/confirm", fields).status == 302
    kept = programme.rows("customer_goals")[0].values
    assert (kept["evidence"], kept["source"], kept["known_on"]) == ("confirmed", f"{WHO}, the customer's page", DAY)
    assert "confirmed by you" in visitor.get("/").words
    assert {**kept, "evidence": 0, "source": 0, "known_on": 0} == {**goal, "evidence": 0, "source": 0, "known_on": 0}


def test_what_has_changed_since_is_not_confirmed(visitor: Visitor, programme: Programme) -> None:
    goal = {**programme.rows("customer_goals")[0].values, "evidence": "assumed"}
    programme.save("customer_goals", goal)
    fields = form(visitor.get("/").text, "/confirm", goal["goal_id"])
    programme.save("customer_goals", {**goal, "goal": "Something else"})
    answer = visitor.post("/confirm", fields)
    assert answer.status == 400 and "has changed since" in answer.words
    assert programme.rows("customer_goals")[0].values["evidence"] == "assumed"


def test_a_rating_is_the_customers_with_its_day(visitor: Visitor, programme: Programme) -> None:
    answer = visitor.post("/rate", {"about": "touch point", "item_id": "T", "performance": "4", "importance": "9"}, Accept="application/json")
    assert re.fullmatch(r"Saved \d\d:\d\d", json.loads(answer.text)["saved"])
    visitor.post("/rate", {"about": "touch point", "item_id": "T", "performance": "5", "importance": "9", "comment": "Better"})
    visitor.post("/rate", {"about": "expectation", "item_id": "E", "performance": "", "importance": "8"})
    (person,) = (row.values for row in programme.rows("respondents", name=WHO))
    assert (person["side"], person["account_id"], person["asked_by"]) == ("customer", "A", "the customer's page")
    kept = {row.values["item_id"]: row.values for row in programme.rows("ratings", respondent_id=person["respondent_id"])}
    assert (kept["T"]["performance"], kept["T"]["importance"], kept["T"]["comment"], kept["T"]["asked_on"]) == (5, 9, "Better", DAY)
    assert kept["E"]["performance"] is None and kept["E"]["importance"] == 8 and kept["E"]["supplier_id"] == "us"


def test_two_people_rate_apart_and_nobody_sees_what_another_said(visitor: Visitor, programme: Programme) -> None:
    visitor.post("/rate", {"about": "touch point", "item_id": "T", "performance": "2", "comment": "Between us"})
    other = Visitor(visitor.port).call_me("Karl Odum")
    other.post("/rate", {"about": "touch point", "item_id": "T", "performance": "9"})
    assert {row.values["performance"] for row in programme.rows("ratings", item_id="T", asked_on=DAY)} == {2, 9}
    same_name = Visitor(visitor.port).call_me(WHO)
    assert "Between us" not in same_name.get("/rate").text and "selected" not in same_name.get("/rate").text


def test_buy_in_is_a_decision_with_name_and_day(visitor: Visitor, programme: Programme) -> None:
    assert WHO in visitor.get("/agree").words and "31 Mar 2026" in visitor.get("/agree").words
    visitor.post("/agree", {"words": "With the date in June"})
    assert f"{WHO} agreed to the plan on 31 Mar 2026" in visitor.get("/agree").words
    visitor.post("/agree", {"words": "As it stands"})
    Visitor(visitor.port).call_me("Karl Odum").post("/agree", {"words": ""})
    kept = [row.values for row in programme.rows("decisions", kind="agreed to plan")]
    assert {(row["decided_by"], row["decided_on"], row["side"], row["account_id"], row["reasons"]) for row in kept} == {
        (WHO, DAY, "customer", "A", "As it stands"), ("Karl Odum", DAY, "customer", "A", None),
    }  # fmt: skip


def test_the_plan_knows_that_they_agreed(visitor: Visitor, programme: Programme) -> None:
    from kamkit.method.plan import review_agreement

    assert "You agreed on" not in visitor.get("/agree").words
    visitor.post("/agree", {"words": ""})
    assert "You agreed on 31 Mar 2026" in visitor.get("/agree").words
    rows = review_agreement(programme.tables(), "A", DAY).set_index("side")
    assert rows.loc["customer", "state"] == "agreed" and rows.loc["customer", "agreed_by"] == WHO


def test_an_account_with_nothing_has_a_page_that_says_so(programme: Programme) -> None:
    with served(application(programme, "B")) as port:
        words = Visitor(port).call_me(WHO).get("/").words
    assert "Only for another customer" in words and "accounts name seen" not in words


def test_there_is_no_way_to_a_kernel_a_workbook_or_a_scoring(programme: Programme) -> None:
    patterns = {rule.matcher.regex.pattern for rule in application(programme).wildcard_router.rules}
    own = {"/", "/who", "/enter", *(path for path, _ in routes_for_customer())}
    assert {pattern.removesuffix("$") for pattern in patterns} - own == {"/static/(.*)", "/(favicon\\.ico)", "/(robots\\.txt)"}


def test_a_name_is_not_offered_to_strangers(reader: Visitor) -> None:
    assert "datalist" not in reader.get("/who").text
