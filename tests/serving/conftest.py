"""One server for all who look at pages with a browser: it takes longer to start than most of them to look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from visits import Room, open_room


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """``kamkit serve`` on a copy of the sample."""
    with open_room(tmp_path_factory.mktemp("room")) as found:
        yield found
