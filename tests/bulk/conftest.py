"""One warm process for all runs of a file, with as little in it as small notebooks need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kamkit.kernels import warm_kernels
from kamkit.kernels.preload import PRELOAD


@pytest.fixture(scope="module", autouse=True)
def warm_process() -> Iterator[None]:
    """Warm kernels from the first test of a file to its last; a run finds the process as it would its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PRELOAD, "numpy,pandas,ipywidgets")
        with warm_kernels():
            yield
