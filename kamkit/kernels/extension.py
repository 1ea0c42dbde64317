"""An extension of the Jupyter server: the warm process starts with the server, not with the first kernel."""

from __future__ import annotations

from typing import Any

from kamkit.kernels.switch import start_warm_process


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    start_warm_process()
