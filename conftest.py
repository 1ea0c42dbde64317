"""How ``pytest --nbval`` compares the workbooks: as they are in git, without execution counts, on warm kernels.

nbval takes a cell without a count for one that was never run, and either refuses its stored output or
silently compares nothing. A notebook with stored outputs was run: every one of its cells is compared.

``JUPYTER_DEFAULT_PROVISIONER_NAME=local-provisioner pytest --nbval ...`` compares on stock kernels.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

SECONDS_FOR_AN_OUTPUT = 60
SANITIZER = Path(__file__).parent / "tests" / "nbval_sanitize.cfg"


def pytest_configure(config: pytest.Config) -> None:
    """Mask the bytes of pictures unless somebody masks something else; use warm kernels unless somebody names others."""
    asked = getattr(config.option, "nbval", False) or getattr(config.option, "nbval_lax", False)
    if not asked:
        return
    if not config.option.nbval_sanitize_with:
        config.option.nbval_sanitize_with = str(SANITIZER)
    from kamkit.kernels import NAME, warm_kernels

    if os.environ.get("JUPYTER_DEFAULT_PROVISIONER_NAME", NAME) == NAME:
        block = ExitStack()
        block.enter_context(warm_kernels())
        config.add_cleanup(block.close)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let nbval compare the cells of a notebook that has stored outputs."""
    cell = getattr(item, "cell", None)
    notebook = getattr(item.parent, "nb", None)
    if cell is not None and notebook is not None and any(one.get("outputs") for one in notebook.cells):
        cell.execution_count = cell.execution_count or 1
        # nbval waits five seconds for each output, which a machine that stands still for a moment exceeds.
        item.output_timeout = SECONDS_FOR_AN_OUTPUT  # type: ignore[attr-defined]
