"""Warm kernels: ordinary Jupyter kernels, forked from a process that has everything imported already.

``JUPYTER_DEFAULT_PROVISIONER_NAME=kamkit-warm`` makes papermill, nbclient, nbval, JupyterLab and Voila use
them for notebooks of the ordinary kernel ``python3``; from Python, ``with warm_kernels():`` does. A Jupyter
server with the extension ``kamkit.kernels.extension`` has its warm process before the first kernel. Where warm
kernels cannot be had (no Linux, another interpreter, anything that fails) the kernel is the stock one.

::

    client  provisioner.py ── host.py ── process.py        one host for each client process
                                │ control: orders             │ lease: ready, exit status, signals
    fork server  server.py ─────┘  preload.py, freshness.py   │ closed means killed
                    └── fork ── kernel.py ────────────────────┘

Environment: ``KAMKIT_WARM_PRELOAD`` (modules, comma-separated, in place of the default ones) and
``KAMKIT_WARM_MEMORY_MB`` (what one kernel may take beyond what it has when it starts; 0: no limit).
"""

from __future__ import annotations

from kamkit.kernels.switch import NAME, start_warm_process, warm_kernels

__all__ = ["NAME", "start_warm_process", "warm_kernels"]
