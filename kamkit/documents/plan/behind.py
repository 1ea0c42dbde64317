"""What stands behind the page: the signs, the figures, the people, the promises, the data, and what does not hold."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kamkit.documents.asking import plain
from kamkit.documents.plan.charts import chart_way, chart_worth
from kamkit.documents.plan.parts import Block, Findings, Section, say, tabulate
from kamkit.documents.plan.view import View, on_days
from kamkit.method.finding import Finding, worst_first
from kamkit.method.plan import place_sources, review_account_plan, review_data_quality, review_signs
from kamkit.method.planning import review_plan
from kamkit.method.planning.measured import latest_readings
from kamkit.method.relationship import place_stakeholders, place_white_space
from kamkit.method.relationship.whitespace import OPEN as NOT_OURS
from kamkit.method.review import review_promises
from kamkit.method.touchline import rank_moments
from kamkit.method.worth import rank_accounts
from kamkit.show.parts import Column
from kamkit.show.plan.condition import quality_sentence
from kamkit.show.plan.wording import HEALTH, evidence_of
from kamkit.show.words import money


def signs(view: View) -> Section:
    """The five signs the health is read from."""
    rows = review_signs(view.tables, view.as_of, view.account_id)
    rows = rows.assign(state=rows["state"].map(HEALTH), sign=rows["sign"].str.capitalize())
    marked = rows["state"].isin([HEALTH["danger"], HEALTH["careful"]])
    columns = [(Column("sign", "Sign"), 1.6), (Column("state", "State"), 1.5), (Column("says", "What is known"), 6.0)]
    return Section("Five signs of the account's health", (tabulate("", rows, columns, marked=marked),), "workbook 07, step 1", True)


def data_quality(view: View) -> Section:
    """How much of what the plan rests on is confirmed and fresh."""
    rows = review_data_quality(view.tables, view.as_of, view.account_id)
    rows = rows[rows["facts"] > 0]
    rows = rows.assign(kind=rows["kind"].str[:1].str.upper() + rows["kind"].str[1:], oldest=on_days(rows["oldest"]))
    columns = [
        (Column("kind", "Facts about"), 3.0), (Column("facts", "Facts", "count"), 1.0), (Column("confirmed", "Confirmed", "count"), 1.2),
        (Column("fresh", "Under 12 months", "count"), 1.4), (Column("sound", "Both", "count"), 1.0), (Column("oldest", "Oldest"), 1.4),
    ]  # fmt: skip
    blocks: list[Block] = [say(quality_sentence(view.page.quality))]
    if len(rows):
        blocks.append(tabulate("", rows, columns))
    return Section("How far the data can be trusted", tuple(blocks), "workbook 07, step 1", True)


def worth(view: View) -> Section:
    """What the account brought in the last twelve months, and in the twelve before."""
    where = "workbook 02"
    ranked = rank_accounts(view.tables, view.as_of)
    found = ranked[(ranked["account_id"] == view.account_id) & (ranked["revenue"].fillna(0) != 0)]
    if found.empty:
        return Section("What the account brings", (view.missing("sales of the last twelve months of", "kamkit import"),), where, True)
    row = found.iloc[0]
    said = [f"Revenue of the last twelve months: {money(row['revenue'], view.currency)}."]
    if row["contribution_is"] != "revenue":
        said.append(f"{str(row['contribution_is']).capitalize()}: {money(row['contribution'], view.currency)}.")
    else:
        said.append("What it leaves after costs is not known: the sales lines carry no cost.")
    return Section("What the account brings", (say(*said), *chart_worth(view, row)), where, True)


def contracts(view: View) -> Section | None:
    """What was agreed, and until when."""
    rows = view.scope.rows("contracts").sort_values(["ends_on", "contract_id"], na_position="last", kind="stable")
    if rows.empty:
        return None
    rows = rows.assign(until=on_days(rows["ends_on"]), since=on_days(rows["starts_on"]))
    columns = [
        (Column("name", "Contract"), 2.4), (Column("since", "From"), 1.2), (Column("until", "To"), 1.2),
        (Column("notice_months", "Notice, months", "number"), 1.0), (Column("scope", "Scope"), 3.0),
        (Column("service_levels", "Service levels"), 3.0),
    ]  # fmt: skip
    return Section("Contracts", (tabulate("", rows, columns),), "the table of contracts", True)


def people(view: View) -> Section:
    """Their people: what each decides, whether they are for us, who of ours knows them."""
    where = "workbook 06, step 2"
    rows = place_stakeholders(view.tables, view.account_id, view.as_of)
    if rows.empty:
        return Section("Who decides there", (view.missing("people of", where),), where, True)
    rows = rows.assign(mark=evidence_of(rows["evidence"]), leaves=on_days(rows["leaves_on"]), known_by=rows["known_by"].replace("", "nobody of ours"))
    rows["job"] = [", ".join(str(part) for part in pair if not pd.isna(part)) for pair in zip(rows["job"], rows["department"], strict=True)]
    columns = [
        (Column("name", "Who"), 2.0), (Column("job", "Job"), 2.2), (Column("decision_role", "Decides?"), 1.2),
        (Column("power", "Power", "number"), 1.0), (Column("interest", "Interest", "number"), 1.1),
        (Column("support", "For us, -2 to 2", "number"), 1.2), (Column("mark", "Evidence"), 1.4),
        (Column("known_by", "Known by"), 2.2), (Column("leaves", "Leaves on"), 1.2),
    ]  # fmt: skip
    return Section("Who decides there", (tabulate("", rows, columns),), where, True)


def promises(view: View) -> Section:
    """What we promised, the worst first."""
    where = "workbook 12, step 1"
    rows = review_promises(view.tables, view.account_id, view.as_of)
    if rows.empty:
        return Section("What we promised", (view.missing("promises to", where),), where, True)
    rows = rows.assign(by=on_days(rows["due"]))
    columns = [
        (Column("what", "Promise"), 4.0), (Column("promised_to", "To"), 1.8), (Column("owner", "Who keeps it"), 1.8),
        (Column("by", "By"), 1.3), (Column("result", "What became of it"), 1.6),
    ]  # fmt: skip
    late = rows["result"].isin(["broken", "overdue"])
    return Section("What we promised", (tabulate("", rows, columns, marked=late),), where, True)


def moments(view: View) -> Section | None:
    """Where it matters most to them and we fall short."""
    rows = rank_moments(view.tables, view.account_id)
    if rows.empty:
        return None
    said_by = rows["suspected"].map({True: "our view alone", False: "customers"})
    rows = rows.assign(says=said_by, owner=view.named(rows["owner_id"]))
    columns = [
        (Column("name", "Touch point"), 2.2), (Column("importance", "Importance", "number", 1), 1.5),
        (Column("performance", "Performance", "number", 1), 1.6), (Column("says", "Who says so"), 1.4),
        (Column("promise", "Promise"), 2.4), (Column("behaviour", "Behaviour owed"), 2.8), (Column("owner", "Owner"), 1.5),
    ]  # fmt: skip
    return Section("Where we win or lose them", (tabulate("", rows, columns),), "workbook 04, step 2", True)


def measures(view: View) -> Section | None:
    """The account's measures: from where, to where, how far."""
    rows = view.scope.rows("measures")
    if rows.empty:
        return None
    found = latest_readings(view.tables, rows, view.as_of).reset_index()
    agreed = found["agreed_with_customer"].fillna(False).astype(bool).map({True: "yes", False: "no"})
    found = found.assign(by=on_days(found["due"]), agreed=agreed, read=on_days(found["read_on"]))
    columns = [
        (Column("name", "Measure"), 3.0), (Column("unit", "Unit"), 1.1), (Column("baseline", "From", "number", 1), 1.0),
        (Column("latest", "Now", "number", 1), 1.0), (Column("target", "To", "number", 1), 1.0), (Column("by", "By"), 1.3),
        (Column("verdict", "So far"), 1.4), (Column("agreed", "Agreed with them"), 1.2),
    ]  # fmt: skip
    return Section("How we tell", (tabulate("", found, columns), *chart_way(found)), "workbook 10, step 5", True)


def white_space(view: View) -> Section | None:
    """What they buy elsewhere, or where nobody knows."""
    grid = place_white_space(view.tables, view.account_id, view.as_of)
    rows = grid[grid["state"].isin(NOT_OURS) & grid["entered"]]
    if rows.empty:
        return None
    known = rows["low"].where((rows["low"] > 0) | (rows["state"] != "unknown"))
    rows = rows.assign(low=known, mark=evidence_of(rows["evidence"]), on=on_days(rows["known_on"]))
    columns = [
        (Column("unit_name", "Unit"), 2.2), (Column("offering", "Offering"), 2.2), (Column("state", "Who supplies it"), 1.6),
        (Column("competitor", "Competitor"), 1.6), (Column("low", view.a_year("Worth, at least"), "money"), 1.5),
        (Column("mark", "Evidence"), 1.4), (Column("on", "Known on"), 1.3),
    ]  # fmt: skip
    return Section("What they do not buy from us", (tabulate("", rows, columns),), "workbook 06, step 4", True)


def sources(view: View) -> Section | None:
    """Which data the plan rests on, and which are too old."""
    rows = place_sources(view.tables, view.account_id, view.as_of)
    if rows.empty:
        return None
    stale = rows["stale"].fillna(False).astype(bool)
    rows = rows.assign(on=on_days(rows["refreshed_on"]), state=rows["stale"].map({True: "stale", False: "fresh"}).fillna("age not known"))
    columns = [
        (Column("what", "Data"), 2.4), (Column("used_for", "Used for"), 2.4), (Column("kept_in", "Kept in"), 1.8),
        (Column("keeper", "Keeper"), 1.6), (Column("on", "Refreshed"), 1.3), (Column("state", "State"), 1.1),
    ]  # fmt: skip
    return Section("The data it rests on", (tabulate("", rows, columns, marked=stale),), "workbook 07, step 5", True)


def checks(view: View) -> Section:
    """What does not fit or does not hold, worst first."""
    found = (
        *review_account_plan(view.tables, view.account_id, view.as_of), *review_plan(view.tables, view.account_id, view.as_of),
    )  # fmt: skip
    cleaned = [Finding(one.severity, plain(one.says), plain(one.do)) for one in worst_first(found)]
    return Section("What to check", (Findings(tuple(cleaned)),), "workbooks 07 and 08, Check yourself", True)


BEHIND = (signs, data_quality, worth, contracts, people, promises, moments, measures, white_space, sources, checks)


def sections_behind(view: View) -> Iterator[Section]:
    """What stands behind the page; what nobody needs to be asked for and is not there is left out."""
    for section in BEHIND:
        if (made := section(view)) is not None:
            yield made
