"""What a kernel costs, warm and stock, measured in turn: ``python tests/kernels/measure.py [TURNS]``.

Start: from the request to the answer to kernel_info. Ready to work: until pandas, pyplot and scipy.stats are
imported and a first figure is shown. Processor time: of the whole life of a kernel, its share of the warm
process included. Memory: its own, not shared with any other process, once it is ready to work.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from jupyter_client.manager import KernelManager  # noqa: E402
from kernel_talk import Talk, stock_kernels  # noqa: E402

from kamkit.kernels import warm_kernels  # noqa: E402
from kamkit.kernels.host import host_of_this_process  # noqa: E402

WORK = "import pandas, scipy.stats, ipywidgets, matplotlib.pyplot as plt\nplt.plot([1, 2]);"


def own_mb(pid: int) -> float:
    """Memory that nobody else has, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def server_seconds() -> float:
    """Processor time of the warm process so far."""
    (server,) = host_of_this_process().servers()
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def used_by_children() -> float:
    """Processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(folder: str, *, work: bool) -> dict[str, float]:
    """One kernel from start to end."""
    began = time.perf_counter()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=folder, extra_arguments=["--HistoryManager.hist_file=:memory:"])
    client: Any = manager.client()
    client.start_channels()
    client.kernel_info()
    client.get_shell_msg(timeout=60)
    found = {"start s": time.perf_counter() - began}
    if work:
        Talk(manager, client).run(WORK)
        found["ready to work s"] = time.perf_counter() - began
        found["own MB"] = own_mb(manager.provisioner.pid)
    process = manager.provisioner.process
    client.stop_channels()
    manager.shutdown_kernel()
    client.context.destroy(linger=0)
    if seconds := getattr(process, "cpu_seconds", 0.0):
        found["processor s"] = seconds
    return found


def rows(turns: int) -> dict[str, list[dict[str, float]]]:
    """All figures, by kind of kernel."""
    found: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, warm_kernels():
        measure(folder, work=False)  # starts the warm process
        for _ in range(turns):
            for work in (False, True):
                for name, kind in (("warm", nullcontext), ("stock", stock_kernels)):
                    before, server = used_by_children(), server_seconds()
                    with kind():
                        one = measure(folder, work=work)
                    one.setdefault("processor s", used_by_children() - before)
                    one["processor s"] += server_seconds() - server
                    found.setdefault(f"{name}, {'with work' if work else 'idle'}", []).append(one)
    return found


def main(say: Callable[[str], object] = print) -> None:
    """Measure and print medians."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}, medians of {turns}")
    for name, figures in rows(turns).items():
        medians = {key: statistics.median(one[key] for one in figures) for key in figures[0]}
        say(f"{name:18}" + "   ".join(f"{key} {value:.3f}" for key, value in medians.items()))


if __name__ == "__main__":
    main()
