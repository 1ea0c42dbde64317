"""What to mend in the programme's start and in its direction, worst first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.direction.domains import check_differences
from kamkit.method.direction.lines_of_business import rank_business_lines
from kamkit.method.direction.modules import A_PHASE, FOUNDATION, REFINEMENT, crowded_phases, review_phases
from kamkit.method.direction.sponsor import kinds_not_asked, review_commitments
from kamkit.method.direction.standing import BASICS, BLOCKS, PAIRS, disputed, rank_standing, review_congruence
from kamkit.method.direction.statements import parts_of_the_job_missing, review_ambitions
from kamkit.method.finding import Finding, worst_first
from kamkit.method.inheritance import standard
from kamkit.method.selection.criteria import check_criteria

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WEAK = 2.0  # a pair rated this or less stops what it is part of (default)
NAMED = 3
_UNASSIGNED = 0.05  # share of revenue without a line from which it is worth a finding (default)
_ALL_OR_NONE = re.compile(r"\d|\b(all|every|each|no|none|one|two|three|four|five|six|seven|eight|nine|ten|twice|same)\b", re.IGNORECASE)


def review_start(tables: Tables, as_of: date) -> tuple[Finding, ...]:
    """What to mend before the programme goes on: aim, ratings, congruence, sponsor, phases; worst first."""
    return worst_first(
        [*_aim(tables), *_rated(tables), *_congruence(tables), *_sponsor(tables, as_of), *_plan(tables, as_of)]
    )


def review_direction(tables: Tables, as_of: date) -> tuple[Finding, ...]:
    """What to mend in the direction: lines of business, statements, domains, criteria, touchline, questions; worst first."""
    return worst_first(
        [*_lines(tables, as_of), *_statements(tables), *_domains(tables), *_own(tables), *check_criteria(tables["criteria"])]
    )


def _aim(tables: Tables) -> Iterator[Finding]:
    for row in review_ambitions(tables).itertuples():
        if row.kind == "aim" and row.lacks:
            says = "Nobody wrote down what the programme is for." if pd.isna(row.statement) else f'The aim "{row.statement}" lacks {row.lacks}.'
            yield Finding("careful", says, "One sentence with a figure and a year, and who agreed; everything else is measured by it.")


def _rated(tables: Tables) -> Iterator[Finding]:
    for area, what, count in (("building block", "building blocks", len(BLOCKS)), ("basics", "basics", len(BASICS))):
        standing = rank_standing(tables, "building block" if area == "building block" else "basics")
        unrated = list(standing.loc[standing["people"] == 0, "item"])
        if unrated:
            yield Finding("unknown", f"{len(unrated)} of {count} {what} were rated by nobody: {_some(unrated)}.", "Rate them, each with its evidence.")
        bare = list(standing.loc[standing["without_evidence"] > 0, "item"])
        if bare:
            yield Finding("careful", f"Rated without evidence: {_some(bare)}.", "Write down what the rating rests on, or take it back.")
        if apart := disputed(standing):
            yield Finding("careful", f"People are two points or more apart on {_some(apart)}.", "Let both say what they saw before anybody acts on the middle.")
        alone = int((standing["people"] == 1).sum())
        if alone > count / 2:
            yield Finding("careful", f"{alone} of {count} {what} were rated by one person only.", "Ask somebody of another department.")


def _congruence(tables: Tables) -> Iterator[Finding]:
    found = review_congruence(tables)
    if found.rating is None:
        yield Finding("unknown", "Nobody rated how the building blocks fit each other.", "Rate the six pairs; it takes ten minutes.")
        return
    severity = "danger" if found.rating <= WEAK else "careful"
    if found.rating < 4:
        pairs = rank_standing(tables, "congruence").set_index("item")
        evidence = pairs.at[found.weakest[0], "evidence"]
        because = "" if pd.isna(evidence) else f" {str(evidence).rstrip('.')}."
        yield Finding(
            "danger" if severity == "danger" else "careful",
            f"The weakest fit is {_some(found.weakest)}, rated {found.rating:g} of 5.{because}",
            "Mend this pair first, or ask the sponsor to; work on the others is lost as long as it holds.",
        )
    if found.rated < len(PAIRS):
        yield Finding("unknown", f"{len(PAIRS) - found.rated} of the six pairs were not rated.", "The weakest may be among them.")


def _sponsor(tables: Tables, as_of: date) -> Iterator[Finding]:
    for row in review_commitments(tables, as_of).itertuples():
        needed = str(row.needed).rstrip(".")
        if row.state == "not promised":
            yield Finding("danger", f"Not promised: {needed}.", "Ask the sponsor for a yes, a no or another day, in writing.")
        elif row.state == "overdue":
            days = "1 day" if row.days_late == 1 else f"{row.days_late} days"
            yield Finding("danger", f"{days} overdue: {needed}.", "Ask whoever promised it; change the phases that wait for it.")
        elif row.missing and row.state != "there":
            yield Finding("careful", f"{needed}: {row.missing} still missing.", "A promise holds once it has a name, a day and a signature.")
    if missing := kinds_not_asked(tables):
        yield Finding("unknown", f"Nothing was asked of the sponsor under {_some(missing)}.", "Ask, or write down that nothing is needed.")


def _plan(tables: Tables, as_of: date) -> Iterator[Finding]:
    plan = review_phases(tables, as_of)
    planned = plan[plan["state"] != "not planned"]
    if planned.empty:
        yield Finding("careful", "There is no phase yet.", "Take the proposal in step 4, and change what does not fit.")
        return
    for phase, count in crowded_phases(tables).items():
        yield Finding("careful", f"Phase {phase} has {count} modules; more than {A_PHASE} are begun and not finished.", "Move one to the next phase.")
    for state, says, do in (
        ("ended, not measured", "Ended without saying whether the result was reached", "Measure it, and enter yes or no under more."),
        ("without days", "Without first and last day", "Give both days; a phase without an end is a wish."),
    ):
        if mine := list(planned.loc[planned["state"] == state, "module"]):
            yield Finding("careful", f"{says}: {_some(mine)}.", do)
    vague = [row.module for row in planned.itertuples() if pd.isna(row.result) or not _ALL_OR_NONE.search(str(row.result))]
    if vague:
        yield Finding("careful", f"No result that can be measured: {_some(vague)}.", "Say what will be counted, and the value aimed at.")
    bare = tables["phases"]
    bare = list(bare.loc[bare["exchanged_for"].notna() & bare["exchange_reason"].isna(), "module"])
    if bare:
        yield Finding("careful", f"Put in the place of another module without a reason: {_some(bare)}.", "Write the reason; next year somebody will ask.")
    if early := _too_early(planned):
        yield Finding("careful", f"{early[0]} comes before the basic {early[1]}.", "Do the basics well first, or write down why not.")


def _too_early(planned: pd.DataFrame) -> tuple[str, str] | None:
    phase = planned.groupby("module")["phase"].min()
    waiting = planned[(planned["state"] != "done") & planned["module"].isin(FOUNDATION)]
    for row in waiting.itertuples():
        for module in REFINEMENT:
            if module in phase.index and phase[module] < row.phase:
                return module, str(row.module)
    return None


def _lines(tables: Tables, as_of: date) -> Iterator[Finding]:
    lines = rank_business_lines(tables, as_of)
    named = lines[lines["line_id"] != ""]
    if named.empty:
        yield Finding("careful", "No line of business is named.", "Name those we are in, and why; two or three are enough to begin with.")
        return
    total = float(lines["revenue"].sum())
    left = float(lines.loc[lines["line_id"] == "", "revenue"].sum())
    if total > 0 and left > total * _UNASSIGNED:
        yield Finding("careful", f"{left / total * 100:.0f} % of revenue belongs to no line of business.", "Give each offering its line.")
    for row in named.itertuples():
        if row.outlook == "grow" and str(row.going).startswith("shrinks"):
            yield Finding("danger", f"{row.name} is to grow and shrinks ({row.growth:.1f} % a year).", "Say what changes, or change the outlook.")
        elif row.outlook == "grow" and pd.notna(row.growth) and pd.notna(row.market_growth) and row.growth < row.market_growth:
            yield Finding(
                "careful", f"{row.name} is to grow; it grows by {row.growth:.1f} % a year, its market by {row.market_growth:.1f} %: we lose share.",
                "Say which customers would change that.",
            )  # fmt: skip
        elif row.outlook == "leave" and row.going == "grows and earns more":
            yield Finding("careful", f"{row.name} is to be left, and grows and earns more.", "Say again why we leave it.")
        if str(row.going).endswith("earns less") and row.outlook != "leave":
            yield Finding("careful", f"{row.name} earned less than the year before.", "Look for the accounts behind it in 02_know_what_accounts_are_worth.")
    for field, words in (("reason", "why we are in it"), ("outlook", "whether we want to grow it, hold it or leave it")):
        if bare := list(named.loc[named[field].isna(), "name"]):
            yield Finding("careful", f"Nobody said {words}: {_some(bare)}.", "One sentence in the form of step 1.")


def _statements(tables: Tables) -> Iterator[Finding]:
    found = review_ambitions(tables)
    missing = list(found.loc[found["statement"].isna(), "kind"])
    if missing:
        yield Finding("careful", f"Not settled: {_some(missing)}.", "One sentence each, agreed by somebody with a name.")
    for row in found[found["statement"].notna() & (found["lacks"] != "")].itertuples():
        yield Finding("careful", f"The statement {row.ambition_id} ({row.kind}) lacks {row.lacks}.", "Add it in the form of step 2.")
    if "manager's job" not in missing and (parts := parts_of_the_job_missing(tables)):
        yield Finding("careful", f"The account manager's job says nothing of {_some(parts)}.", "Add a sentence to each.")


def _domains(tables: Tables) -> Iterator[Finding]:
    domains = tables["domains"]
    alone = list(domains.loc[domains["supervisor"].isna(), "name"])
    if alone:
        yield Finding("careful", f"Nobody answers for the programme in {_some(alone)}.", "Name one supervisor each.")
    inside = set(tables["differences"]["domain_id"])
    told = domains[domains["differs"].notna() & ~domains["domain_id"].isin(inside)]
    if len(told):
        yield Finding("careful", f"Differs in words only: {_some(list(told['name']))}.", "Say which criterion, touch point or setting holds instead.")
    for row in check_differences(tables).itertuples():
        yield Finding("careful", f"{row.name}: {row.says}.", row.do)


def _own(tables: Tables) -> Iterator[Finding]:
    for table, what in (("touch_points", "no touchline"), ("expectations", "no questions to ask customers")):
        if standard(tables, table).empty:
            yield Finding("unknown", f"The programme has {what} of its own yet.", "Start from the defaults in step 4, and change them.")


def _some(items: object) -> str:
    names = [str(item) for item in items]  # type: ignore[attr-defined]
    if len(names) > NAMED + 1:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
