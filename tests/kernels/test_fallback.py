"""Where a fork cannot be had there is a stock kernel, and one line in the log that says why."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from kernel_talk import SECONDS, talk

from kamkit.kernels import forkserver, host, provisioner, warm_kernels
from kamkit.kernels.host import host_of_this_process
from kamkit.kernels.order import Order, order_of

ROOT = str(Path(__file__).parents[2])
COMMAND = [sys.executable, "-m", "ipykernel_launcher", "-f", "file.json"]


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMKIT_WARM_PRELOAD", "")
    monkeypatch.setattr(provisioner, "_said", set())


def kind_of_kernel(folder: Path) -> str:
    with talk(folder) as one:
        assert one.text("print(6 * 7)") == "42\n"
        assert one.manager.transport == "ipc"
        return type(one.manager.provisioner.process).__name__


def test_a_warm_process_that_cannot_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "start.py").write_text("raise SystemExit(1)")
    monkeypatch.setattr(forkserver, "_START", str(tmp_path / "start.py"))
    with caplog.at_level(logging.WARNING), warm_kernels():
        assert [kind_of_kernel(tmp_path), kind_of_kernel(tmp_path)] == ["Popen", "Popen"]
    assert [record.getMessage() for record in caplog.records if "Stock kernel" in record.getMessage()] == [
        "Stock kernel in place of a warm one: the warm process ended several times while it started."
    ]


def test_a_warm_process_that_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = f"import sys; sys.path.insert(0, {ROOT!r})\nimport kamkit.kernels.server as s; s._prepare = 1\ns.main()"
    (tmp_path / "start.py").write_text(broken)
    monkeypatch.setattr(forkserver, "_START", str(tmp_path / "start.py"))
    with caplog.at_level(logging.WARNING), warm_kernels():
        assert kind_of_kernel(tmp_path) == "Popen"
        assert host_of_this_process().servers() == []
    assert "TypeError: 'int' object is not callable" in caplog.text


def test_a_machine_that_was_slow_once_has_warm_kernels_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), warm_kernels():
        with monkeypatch.context() as slow:
            slow.setattr(host, "_SECONDS_TO_START", 0.0)
            assert kind_of_kernel(tmp_path) == "Popen"
        assert kind_of_kernel(tmp_path) == "WarmProcess"
        with monkeypatch.context() as slow:
            slow.setattr(host, "_SECONDS_TO_START", 0.0)
            slow.setattr(host, "_MOST_LATE", 1)
            assert kind_of_kernel(tmp_path) == "Popen"
        assert kind_of_kernel(tmp_path) == "Popen", "what never comes is not waited for again and again"
    assert "no warm kernel within" in caplog.text


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_systems_on_which_a_fork_is_not_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    asked: dict[str, object] = {}

    async def launch(self: object, command: list[str], **kwargs: object) -> dict[str, object]:
        asked["command"] = command
        return {}

    monkeypatch.setattr(provisioner.LocalProvisioner, "launch_kernel", launch)
    monkeypatch.setattr(provisioner.sys, "platform", platform)
    import asyncio

    one = provisioner.WarmProvisioner(kernel_id="1")
    asyncio.run(one.launch_kernel(COMMAND))
    assert asked["command"] == COMMAND
    assert provisioner._said == {f"forking is not safe on {platform}"}


def test_a_kernel_that_cannot_start_is_left_to_the_stock_one_to_explain(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    manager = KernelManager(kernel_name="python3")
    with caplog.at_level(logging.WARNING), warm_kernels():
        manager.start_kernel(cwd=str(tmp_path), extra_arguments=["--IPKernelApp.kernel_class=no.such.Kernel"])
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        assert manager.provisioner.process.wait(SECONDS) == 1
        manager.shutdown_kernel(now=True)
        assert len(host_of_this_process().servers()) == 1, "the warm process is none the worse"
    assert "a warm kernel ended with status 1 before it was ready" in caplog.text


@pytest.mark.parametrize(
    ("command", "asked", "reason"),
    [
        (["R", "--slave", "-e", "IRkernel::main()"], {}, "not started as ipykernel is"),
        ([sys.executable, "-m", "xpython_launcher", "-f", "x"], {}, "not started as ipykernel is"),
        ([sys.executable, "-m"], {}, "not started as ipykernel is"),
        (["/usr/bin/env", "-m", "ipykernel_launcher"], {}, "its interpreter is"),
        (["/nowhere/python", "-m", "ipykernel_launcher"], {}, "its interpreter is"),
        (COMMAND, {"independent": True}, "independent"),
        (COMMAND, {"preexec_fn": print}, "preexec_fn"),
    ],
)
def test_what_a_fork_cannot_be(command: list[str], asked: dict[str, object], reason: str) -> None:
    found = order_of(command, asked, 0)
    assert isinstance(found, str) and reason in found


def test_an_order_has_all_that_a_kernel_is_started_with(tmp_path: Path) -> None:
    command = [sys.executable, "-Xfrozen_modules=off", *COMMAND[1:], "--debug"]
    order = order_of(command, {"env": {"A": "b"}, "cwd": str(tmp_path), "independent": False}, 7)
    assert isinstance(order, Order)
    assert (order.start, order.arguments) == ((sys.executable, "-Xfrozen_modules=off"), ("-f", "file.json", "--debug"))
    assert order.environment == {"A": "b", "JPY_PARENT_PID": str(os.getpid())}
    assert (order.folder, order.memory_mb) == (str(tmp_path), 7)
    assert Order.of_message(order.message()) == order


def test_kinds_differ_by_what_is_read_at_import_and_by_nothing_else() -> None:
    def kind(**environment: str) -> object:
        order = order_of(COMMAND, {"env": environment, "cwd": "/tmp"}, 0)
        assert isinstance(order, Order)
        return order.kind(["numpy"])

    assert kind(QUERY_STRING="a", PATH_INFO="b", JPY_SESSION_NAME="c") == kind()
    for name in ("TZ", "PYTHONPATH", "PYTHONHASHSEED", "LC_ALL", "LANG", "HOME", "MPLCONFIGDIR", "OMP_NUM_THREADS"):
        assert kind(**{name: "1"}) != kind()


def test_pipes_are_left_to_the_stock_kernel(tmp_path: Path) -> None:
    with warm_kernels(), talk(tmp_path, stdout=subprocess.PIPE) as one:
        assert type(one.manager.provisioner.process).__name__ == "Popen"
        one.manager.provisioner.process.stdout.close()


def test_more_variables_than_an_order_can_hold(tmp_path: Path) -> None:
    many = {f"LONG_{at}": "x" * 100_000 for at in range(5)}
    with warm_kernels(), talk(tmp_path, env=many) as one:
        assert type(one.manager.provisioner.process).__name__ == "Popen"
        assert one.text("import os; print(len(os.environ['LONG_4']))") == "100000\n"


def test_low_level_output_goes_where_it_was_sent(tmp_path: Path) -> None:
    with warm_kernels(), (tmp_path / "log").open("w") as log:
        with talk(tmp_path, stdout=subprocess.DEVNULL, stderr=log) as one:
            assert type(one.manager.provisioner.process).__name__ == "WarmProcess"
            one.run(
                "import sys; print('to the log', file=sys.__stderr__, flush=True); print('nowhere', file=sys.__stdout__)"
            )
    assert "to the log" in (tmp_path / "log").read_text() and "nowhere" not in (tmp_path / "log").read_text()
