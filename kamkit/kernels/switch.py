"""Warm kernels switched on from Python, for as long as a block lasts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from typing import Any

NAME = "kamkit-warm"
_GROUP = "jupyter_client.kernel_provisioners"
_PROVISIONER = "kamkit.kernels.provisioner:WarmProvisioner"
ASKED_BY = "JUPYTER_DEFAULT_PROVISIONER_NAME"


@contextmanager
def warm_kernels(*, memory_mb: int | None = None) -> Iterator[None]:
    """Have every kernel that this process starts in the block forked from a warm process.

    ``memory_mb``: what a kernel may take beyond what it has when it starts, in MB; 0: no limit; None: as
    the environment says. The warm process starts with the first kernel and ends with the block, and with
    it all kernels that are still running, unless warm kernels were switched on before already. Child
    processes started in the block use warm kernels too.
    """
    from kamkit.kernels.host import host_of_this_process
    from kamkit.kernels.order import MEMORY

    factory = _factory()
    settings = {ASKED_BY: NAME} | ({} if memory_mb is None else {MEMORY: str(memory_mb)})
    before = {name: os.environ.get(name) for name in settings}
    default = factory.default_provisioner_name
    os.environ.update(settings)
    factory.default_provisioner_name = NAME
    try:
        yield
    finally:
        factory.default_provisioner_name = default
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if default != NAME:
            host_of_this_process().close()


def make_default(parent: Any = None) -> None:
    """Have every kernel of this process be a warm one until it ends; ``parent`` is its Jupyter application, if any."""
    _factory(parent).default_provisioner_name = NAME


def _factory(parent: Any = None) -> Any:
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    factory = KernelProvisionerFactory.instance(parent=parent)
    # In a checkout that is not installed there is no entry point to be found.
    factory.provisioners.setdefault(NAME, EntryPoint(NAME, _PROVISIONER, _GROUP))
    return factory


def start_warm_process(environment: Mapping[str, str] | None = None) -> None:
    """Start the warm process for kernels with the variables ``environment`` before the first of them is asked for.

    None: with those of this process. It takes two to four seconds to import everything, and nobody waits for it here. Nothing happens where
    there are no warm kernels.
    """
    from kamkit.kernels.host import host_of_this_process
    from kamkit.kernels.order import order_of
    from kamkit.kernels.provisioner import WarmProvisioner

    order = order_of([sys.executable, "-m", "ipykernel_launcher"], {"env": environment}, 0)
    if sys.platform == "linux" and not isinstance(order, str):
        host_of_this_process().prepare(order, WarmProvisioner().preload)
