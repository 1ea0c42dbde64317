"""Two faces that say the same, and user text that stays text."""

from __future__ import annotations

import re
from base64 import b64decode

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.method.finding import Finding
from kamkit.show import words
from kamkit.show.figures import new_figure, plain
from kamkit.show.parts import Column, boxed, chart, nothing_yet, say, show_findings, stack, table

HOSTILE = "<script>alert('x')</script>&\"'"


def test_user_text_is_escaped_everywhere() -> None:
    frame = pd.DataFrame({"name": [HOSTILE]})
    figure, _ = new_figure()
    shown = stack(
        say(HOSTILE),
        table(frame, [Column("name", HOSTILE, help=HOSTILE)], caption=HOSTILE),
        chart(figure, HOSTILE, HOSTILE),
        show_findings([Finding("danger", HOSTILE, HOSTILE)]),
        nothing_yet(HOSTILE, HOSTILE, HOSTILE),
        boxed("Hint", HOSTILE),
    )
    assert "<script" not in shown.html
    for value in re.findall(r'"([^"]*)"', shown.html):
        assert "<" not in value
    assert shown.text.count("<script>") >= 8, "the text face says what was written"


def test_missing_text_is_empty_and_a_missing_figure_is_unknown() -> None:
    frame = pd.DataFrame({"name": ["A", None], "worth": [1_234_567.0, float("nan")]})
    shown = table(frame, [Column("name", "Name"), Column("worth", "Worth", "money")], currency="EUR")
    assert "EUR\u00a01,234,567" in shown.html and "unknown" in shown.html and "nan" not in shown.text.lower()


def test_a_marked_row_is_marked_on_both_faces_and_a_limit_says_so() -> None:
    frame = pd.DataFrame({"name": ["A", "B", "C"]})
    shown = table(frame, [Column("name", "Name")], caption="Names", mark=frame["name"] == "B", limit=2)
    assert '<tr class="marked"><td style="text-align: left; white-space: nowrap"><b>B</b></td></tr>' in shown.html
    assert "> " in shown.text and "first 2 of 3" in shown.text and "first 2 of 3" in shown.html


def test_an_empty_table_has_its_head_and_says_no_rows() -> None:
    shown = table(pd.DataFrame({"name": []}), [Column("name", "Name")])
    assert "<th" in shown.html and "(no rows)" in shown.text


def test_a_chart_carries_its_message_and_repeats_its_bytes() -> None:
    pictures = []
    for _ in range(2):
        figure, axes = new_figure()
        axes.plot([1, 2], [3, 4], label=plain("A $ B $ 東京"))
        axes.legend()
        shown = chart(figure, "Costs 5 $ and 6 $", "Two points.")
        pictures.append(b64decode(re.search('base64,([^"]+)', shown.html)[1]))  # type: ignore[index]
        assert 'alt="Costs 5 $ and 6 $ Two points."' in shown.html
        assert shown.text == "[Chart] Costs 5 $ and 6 $ Two points."
    assert pictures[0] == pictures[1] and pictures[0].startswith(b"\x89PNG")


def test_findings_stand_worst_first_with_what_to_do() -> None:
    text = show_findings([Finding("fine", "good."), Finding("unknown", "who?"), Finding("danger", "bad.", "Act.")]).text
    assert text.splitlines() == ["■ In danger: bad. Act.", "? Not known: who?", "✓ Fine: good."]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "EUR 0"), (-0.4, "EUR 0"), (999_499, "EUR 999,499"), (999_500, "EUR 1.00 m"), (9_994_999, "EUR 9.99 m"),
     (9_995_000, "EUR 10.0 m"), (-1_440_000, "EUR -1.44 m"), (126_000_000, "EUR 126 m"), (float("nan"), "unknown")],
)  # fmt: skip
def test_money_for_the_eye(value: float, said: str) -> None:
    assert words.money(value, "EUR") == said


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_money_never_lies_by_more_than_half_a_percent(value: float) -> None:
    said = words.money(value)
    size = float(said.replace(",", "").removesuffix(" m")) * (1e6 if said.endswith(" m") else 1)
    assert size == pytest.approx(value, rel=0.0051, abs=0.51)


def test_a_figure_keeps_its_unit_on_the_line_in_html_and_reads_plainly_as_text() -> None:
    shown = say("It brings EUR 6.2 m, 21 % of it margin.")
    assert shown.html == "<p>It brings EUR\u00a06.2\u00a0m, 21\u00a0% of it margin.</p>"
    assert shown.text == "It brings EUR 6.2 m, 21 % of it margin."


def test_long_cells_wrap_and_short_ones_do_not() -> None:
    frame = pd.DataFrame({"name": ["Hypra Retail"], "why": ["word " * 20]})
    html = table(frame, [Column("name", "Name"), Column("why", "Why")]).html
    assert html.count("nowrap") == 1


def test_words() -> None:
    assert words.listed([]) == "none" and words.listed(["a"]) == "a" and words.listed(["a", "b", "c"]) == "a, b and c"
    assert [words.counted(n, "account") for n in (0, 1, 1200)] == ["no accounts", "1 account", "1,200 accounts"]
    assert words.counted(2, "company", "companies") == "2 companies"
    assert words.day("2026-03-31") == "31 Mar 2026" and words.day(None) == "unknown"
    assert words.short("Varnholt Packaging and Sons", 10) == "Varnholt…"
    assert words.percent(24.6) == "25 %" and words.number(-0.04) == "0.0"


def test_a_name_that_ends_with_a_full_stop_ends_the_sentence_with_it() -> None:
    name = "Fissa S.A."
    figure, _ = new_figure()
    shown = stack(
        say(f"Nothing is known of {name}.", "Ask."),
        chart(figure, f"Nobody at {name}."),
        show_findings([Finding("careful", f"Late at {name}.", f"Ring {name}.")]),
        nothing_yet(f"people of {name}", "Whoever knows", "here"),
        boxed("Hint", f"Begin with {name}."),
    )
    for face in (shown.html, shown.text):
        assert "S.A.." not in face and face.count("S.A.") == 6
    assert words.prose("and so on... Then") == "and so on... Then"
