"""The front door: one command per thing a person does.

Exit status: 0 done; 1 finished, but something to look at, named; 2 the command itself was wrong.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``kamkit`` with the words of the command line."""
    from kamkit.cli.app import app
    from kamkit.errors import KamkitError, RowErrors

    try:
        app(prog_name="kamkit")
    except RowErrors as rejected:
        sys.exit(_say(rejected, 1))
    except KamkitError as wrong:
        sys.exit(_say(wrong, 2))
    except OSError as refused:
        where = f"{refused.filename}: " if refused.filename else ""
        sys.exit(_say(f"{where}{refused.strerror or refused}", 2))
    except KeyboardInterrupt:
        sys.exit(_say("stopped; what was finished is kept", 130))


def _say(what: object, status: int) -> int:
    print(f"kamkit: {what}", file=sys.stderr)
    return status
