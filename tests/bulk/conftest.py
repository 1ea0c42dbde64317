"""One warm process for all runs of a file: it takes seconds to start, and a run finds it as it would its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kamkit.kernels import warm_kernels


@pytest.fixture(scope="module", autouse=True)
def warm_process() -> Iterator[None]:
    """Warm kernels from the first test of a file to its last."""
    with warm_kernels():
        yield
