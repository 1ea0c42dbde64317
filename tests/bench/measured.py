"""Runs a command and writes what it used to a file: ``python -I measured.py RESULT.json COMMAND...``

Counted is the processor time, user and system, of the command and of every process it started, directly or
not. A process that outlives its parent is adopted here and waited for, so that none is missed. Linux only.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_TO_END = 60.0


def measure(command: list[str]) -> dict[str, float]:
    """Run ``command`` to its end.

    Keys: status; seconds; cpu_seconds; machine_seconds (all processors of the machine busy, with whatever for);
    peak_mb (of the command itself, VmHWM); largest_mb (of the largest of all its processes, ru_maxrss);
    left_over (processes that were still there when the command had ended); killed (of those, after a minute).
    """
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    machine, began = machine_seconds(), time.perf_counter()
    process = subprocess.Popen(command)
    peak = _watch(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    left_over, killed = _wait_for_the_rest()
    all_of_them = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "status": process.returncode,
        "seconds": seconds,
        "cpu_seconds": all_of_them.ru_utime + all_of_them.ru_stime,
        "machine_seconds": machine_seconds() - machine,
        "peak_mb": peak / 1024,
        "largest_mb": used.ru_maxrss / 1024,
        "left_over": left_over,
        "killed": killed,
    }


def machine_seconds() -> float:
    """How long the processors have worked since the machine was started, in all."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    return sum(map(int, (user, nice, system, irq, softirq))) / os.sysconf("SC_CLK_TCK")


def _watch(pid: int) -> int:
    """The highest VmHWM of a process in kB, looked at until it ends."""
    peak = 0
    end = os.pidfd_open(pid)
    while not select.select([end], [], [], _SECONDS_BETWEEN_LOOKS)[0]:
        peak = max(peak, status_kb(pid, "VmHWM"))
    os.close(end)
    return peak


def status_kb(pid: int | str, name: str) -> int:
    """A figure in kB from ``/proc/PID/status``; 0 where there is none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def children_of(parent: int) -> list[int]:
    """The processes that ``parent`` has at the moment."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and status_kb(folder.name, "PPid") == parent:
            found.append(int(folder.name))
    return found


def _wait_for_the_rest() -> tuple[int, int]:
    ended = killed = 0
    until = time.monotonic() + _SECONDS_TO_END
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended, killed
        if pid:
            ended += 1
        elif time.monotonic() < until:
            time.sleep(0.02)
        else:
            for left in children_of(os.getpid()):
                os.kill(left, signal.SIGKILL)
                killed += 1
            until = time.monotonic() + 1


if __name__ == "__main__":
    result = measure(sys.argv[2:])
    Path(sys.argv[1]).write_text(json.dumps(result), encoding="utf-8")
