"""The forked process: made as good as new, then an ordinary ipykernel for the rest of its life."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import itertools
import os
import random
import resource
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, NoReturn

from kamkit.kernels import messages
from kamkit.kernels.freshness import Prepared
from kamkit.kernels.order import Order

_PR_SET_PDEATHSIG = 1
_M_ARENA_MAX = -8
# Clients of the kernel that was here before look for the new sockets every 0.1 to 0.2 s, each channel on its own.
# A stock kernel takes longer than that to start; one that does not waits, or what it says first is lost to those
# who ask nothing before they go on.
_SECONDS_TO_RECONNECT = 0.4
_SECONDS_TO_ANSWER = 2.0


def become_kernel(
    order: Order, lease: socket.socket, streams: Sequence[int], server: int, prepared: Prepared
) -> NoReturn:
    """Be the kernel of ``order`` until it is shut down.

    ``streams`` become its standard streams; ``server`` is the process it was forked from, which has
    ``prepared`` it.
    """
    status = 1
    try:
        _leave_server(streams, server)
        _arrive(order, prepared)
        status = _run(order, lease, prepared)
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc(file=sys.__stderr__)
    finally:
        # Not sys.exit: the frames below are those of the fork server.
        os._exit(status)


def _leave_server(streams: Sequence[int], server: int) -> None:
    os.setsid()
    # Nobody is left to end this kernel when the fork server is gone.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(1)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
        os.close(stream)


def _arrive(order: Order, prepared: Prepared) -> None:
    os.environ.clear()
    os.environ.update(order.environment | prepared.variables)
    os.chdir(order.folder)
    sys.orig_argv = list(order.command)
    sys.argv = [prepared.launcher, *order.arguments]
    # Threads without a name are numbered; preloading has used some of the numbers.
    threading._counter = itertools.count(1).__next__  # type: ignore[attr-defined]
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _run(order: Order, lease: socket.socket, prepared: Prepared) -> int:
    from ipykernel.kernelapp import IPKernelApp

    status = 0
    try:
        # Its default was read from the environment of the fork server.
        app = IPKernelApp.instance(parent_handle=os.getppid())
        with _without_preloaded(prepared):
            app.initialize()
        _register_widgets()
        if order.again:
            time.sleep(_SECONDS_TO_RECONNECT)
        _limit_memory(order.memory_mb)
        with lease:
            messages.send(lease, {"ready": os.getpid()})
        app.start()
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    return _finish(status)


def _register_widgets() -> None:
    # What `import ipywidgets` does where it finds a shell; here it was imported before there was one.
    if widgets := sys.modules.get("ipywidgets"):
        widgets.register_comm_target()


class _System:
    """``sys`` as a stock kernel finds it when it starts."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        self.modules = dict(modules)

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


@contextlib.contextmanager
def _without_preloaded(prepared: Prepared) -> Iterator[None]:
    # A kernel asks every module for its file: the debugger takes those for the kernel's own, and passes over them.
    # Besides, to look at all that was preloaded is to copy half of the memory it lies in.
    from ipykernel import ipkernel

    ipkernel.sys = _System(prepared.kernels_own)  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        ipkernel.sys = sys  # type: ignore[attr-defined]


def _limit_memory(memory_mb: int) -> None:
    if not memory_mb:
        return
    # Else every new thread would reserve 64 MB of addresses for memory it never takes.
    ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _finish(status: int) -> int:
    """All that the interpreter does at its end, short of taking thousands of shared modules apart."""
    threading._shutdown()  # type: ignore[attr-defined]
    _until_answered()
    atexit._run_exitfuncs()
    _let_go(sys.modules["__main__"])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    return status


def _until_answered() -> None:
    # Whoever asked for the end is still being answered in another thread, which flushes what was printed. Were the thread
    # that prints ended first, as ipykernel does, that one would wait ten seconds for it, or until somebody kills the kernel.
    from ipykernel.kernelapp import IPKernelApp

    if IPKernelApp.initialized():
        app = IPKernelApp.instance()
        if app.control_thread and getattr(app.kernel, "_shutdown_message", None) is not None:
            app.control_thread.join(_SECONDS_TO_ANSWER)


def _let_go(main: Any) -> None:
    # What the cells made ends now: files they left open are written out.
    from IPython.core.interactiveshell import InteractiveShell

    if InteractiveShell.initialized():
        InteractiveShell.instance().user_ns.clear()
    vars(main).clear()
    gc.collect()
