"""An extension of the Jupyter server: its kernels are warm ones, and the warm process starts with the server."""

from __future__ import annotations

import os
import sys
from typing import Any

from kamkit.kernels.switch import ASKED_BY, NAME, make_default, start_warm_process


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    # Whoever names another provisioner, such as local-provisioner, has that one.
    if sys.platform == "linux" and os.environ.get(ASKED_BY, NAME) == NAME:
        make_default(parent=server)
        start_warm_process()
