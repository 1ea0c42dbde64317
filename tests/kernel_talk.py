"""A conversation with one kernel, stock or warm, in which nothing that it says is left out."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from processes import PATIENCE

from kamkit.kernels import warm_kernels

Said = list[tuple[str, dict[str, Any]]]
SECONDS = PATIENCE


class Talk:
    """A kernel and its client: ``run`` a cell and hear everything that comes back."""

    def __init__(self, manager: KernelManager, client: Any) -> None:
        self.manager = manager
        self.client = client

    @property
    def pid(self) -> int:
        """The number of the kernel's process."""
        return int(self.manager.provisioner.pid)

    def run(self, code: str, *, answer: str = "", seconds: float = SECONDS) -> Said:
        """All messages on iopub until the kernel is idle again, then the reply; ``answer`` is for input()."""
        asked = self.client.execute(code, allow_stdin=bool(answer), stop_on_error=False)
        said: Said = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if answer:
                try:
                    said.append(_kept(self.client.get_stdin_msg(timeout=0.1)))
                    self.client.input(answer)
                except Empty:
                    pass
            try:
                message = self.client.get_iopub_msg(timeout=0.1)
            except Empty:
                assert self.manager.is_alive(), "the kernel died"
                continue
            if message["parent_header"].get("msg_id") == asked:
                _add(said, _kept(message))
                if said[-1] == ("status", {"execution_state": "idle"}):
                    return [*said, _kept(self.reply(self.client.get_shell_msg, asked))]
        raise TimeoutError(code)

    def ask(self, request: str, **asked: Any) -> tuple[str, dict[str, Any]]:
        """The reply to another request on the shell channel: complete, inspect, history, kernel_info."""
        return _kept(self.reply(self.client.get_shell_msg, getattr(self.client, request)(**asked)))

    def control(self, request: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The reply to a request on the control channel, such as debug_request."""
        message = self.client.session.msg(request, content)
        self.client.control_channel.send(message)
        return _kept(self.reply(self.client.get_control_msg, message["header"]["msg_id"]))

    def text(self, code: str) -> str:
        """What a cell prints."""
        return "".join(content["text"] for kind, content in self.run(code) if kind == "stream")

    @staticmethod
    def reply(get: Any, asked: str) -> dict[str, Any]:
        """The reply to the request ``asked``, from ``get`` of its channel."""
        while True:
            message: dict[str, Any] = get(timeout=SECONDS)
            if message["parent_header"].get("msg_id") == asked:
                return message


def _add(said: Said, message: tuple[str, dict[str, Any]]) -> None:
    # How much of what is printed comes in one message is a matter of moments.
    kind, content = message
    if kind == "stream" and said and said[-1][0] == "stream" and said[-1][1]["name"] == content["name"]:
        said[-1] = kind, {**content, "text": said[-1][1]["text"] + content["text"]}
    else:
        said.append(message)


def _kept(message: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return message["msg_type"], {
        **message["content"],
        **({"buffers": message["buffers"]} if message.get("buffers") else {}),
    }


@contextmanager
def stock_kernels() -> Iterator[None]:
    """Stock kernels within a block of warm ones; the warm process stays."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    factory.default_provisioner_name = "local-provisioner"
    try:
        yield
    finally:
        factory.default_provisioner_name = before


@contextmanager
def talk(folder: Path, **asked: Any) -> Iterator[Talk]:
    """A kernel of whatever kind is switched on, started in ``folder``."""
    # A kernel that has much to do at its end is not killed for that.
    manager = KernelManager(kernel_name="python3", shutdown_wait_time=SECONDS)
    # The checkout under test, wherever the kernel is started.
    asked["env"] = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])} | asked.get("env", {})
    # Types of completions are worked out for as long as there is time: nothing to compare by.
    options = ["--HistoryManager.hist_file=:memory:", "--Completer.jedi_compute_type_timeout=0"]
    manager.start_kernel(cwd=str(folder), extra_arguments=options, **asked)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield Talk(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=not manager.is_alive())
        client.context.destroy(linger=0)


@contextmanager
def warm_talk(folder: Path, **asked: Any) -> Iterator[Talk]:
    """A warm kernel started in ``folder``; switched on for as long as it lasts, unless it is already."""
    with talk(folder, **asked) as one:
        assert type(one.manager.provisioner.process).__name__ == "WarmProcess"
        yield one


def levelled(said: Any) -> str:
    """What was said without what no two kernels have in common: process numbers, addresses, random ids."""
    text = re.sub(rf"\b{os.getpid()}\b", "<client>", repr(said))
    text = re.sub(r"\b0x[0-9a-f]{6,}", "<address>", text)
    text = re.sub(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}-[0-9a-f]{24}|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])",
        "<id>",
        text,
    )
    text = re.sub(r"<id>_\d+_\d+", "<message>", text)  # numbered, and clients ask more often while they wait
    text = re.sub(r"ipykernel_\d+", "ipykernel_<pid>", text)
    return re.sub(r"/[^' ]*\.json", "<connection file>", text)


__all__ = ["Said", "Talk", "levelled", "stock_kernels", "talk", "warm_kernels", "warm_talk"]
