"""What the kit's runs cost, against papermill's own: ``python tests/bench``, or ``make bench``.

It is no test: nothing here passes or fails by a time. It fails only where two ways give different outputs.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from bench.comparison import WAYS, Asked, compare  # noqa: E402
from bench.machine import compile_bytecode, facts  # noqa: E402
from bench.scale import everything, flat, grow  # noqa: E402
from bench.table import summary  # noqa: E402


def main() -> None:
    """Read the options, measure, print."""
    asked = _parser().parse_args()
    print("\n".join(facts()), flush=True)
    print(compile_bytecode(), flush=True)
    if asked.programme:
        print("\n".join(everything(asked.programme, asked.as_of, asked.jobs)))
    if asked.grow:
        workbooks = asked.workbook or ["03", "04", "08"]
        print(f"kamkit generate, workbooks {', '.join(workbooks)}, programmes of tests/many_accounts.py.\n", flush=True)
        print("\n".join(grow(asked.grow, workbooks, asked.jobs, _tell)))
    if asked.flat:
        print("\n".join(flat(asked.flat, asked.jobs)))
    if not (asked.programme or asked.grow or asked.flat):
        _compare(asked)


def _compare(asked: argparse.Namespace) -> None:
    wanted = Asked(tuple(asked.workbook or ("03", "04")), asked.accounts, asked.rounds, asked.jobs, asked.way or WAYS)
    task, figures = compare(wanted, _tell)
    accounts = list(dict.fromkeys(one.account_id for one in task.notebooks if one.account_id))
    with_portfolio = " and for the portfolio" if any(not one.account_id for one in task.notebooks) else ""
    print(f"{len(task.notebooks)} notebooks: {', '.join(dict.fromkeys(Path(one.workbook).stem for one in task.notebooks))},")
    print(f"each for {len(accounts)} of the sample's candidates{with_portfolio}, as of {task.as_of}: {' '.join(accounts)}.")
    print(f"The kit ran {asked.jobs or 'four per core'} at once. Rounds: {asked.rounds}, the ways in turn; medians of the rounds.\n")
    print("\n".join(summary(task, figures)))
    if asked.json:
        asked.json.write_text(json.dumps({"notebooks": len(task.notebooks), "figures": figures}, indent=1), encoding="utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often every way is run (3)")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="notebooks the kit runs at once (four per core)")
    parser.add_argument("--workbook", action="append", metavar="NAME", help="only this one; may be given several times")
    parser.add_argument("--accounts", type=int, default=0, metavar="N", help="only the first N candidates")
    parser.add_argument("--way", type=_ways, help="only the ways whose names contain this; several with commas")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures of every single run as well")
    parser.add_argument("--grow", type=_sizes, metavar="N,N", help="instead: kamkit generate for 100,300,1000 accounts")
    parser.add_argument("--flat", type=int, default=0, metavar="N", help="instead: the runner's memory in N trivial notebooks")
    parser.add_argument("--programme", default="", help="instead: every workbook for every account of this programme")
    parser.add_argument("--as-of", default="", metavar="DATE", help="the day for it, unless it has a review date")
    return parser


def _sizes(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _ways(text: str) -> tuple[str, ...]:
    found = tuple(way for way in WAYS if any(part.strip() in way for part in text.split(",")))
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r}: in none of {'; '.join(WAYS)}")
    return found


if __name__ == "__main__":
    main()
