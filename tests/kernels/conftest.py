"""Warm kernels switched on, with as little preloaded as a test needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kamkit.kernels import warm_kernels


@pytest.fixture(scope="module")
def warm() -> Iterator[None]:
    """Warm kernels for all tests of a file, with pandas in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAMKIT_WARM_PRELOAD", "numpy,pandas")
        with warm_kernels():
            yield
