"""Nothing is left behind: no process, no descriptor, no socket, no file, however it ended."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from kernel_talk import talk, warm_talk
from processes import PATIENCE, eventually

from kamkit.kernels import warm_kernels
from kamkit.kernels.host import host_of_this_process


@pytest.fixture(autouse=True)
def little_preloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMKIT_WARM_PRELOAD", "numpy")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def test_one_kernel_after_the_other_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_children = set(children(os.getpid()))
    folders = {name: tmp_path / name for name in ("TMPDIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "work")}
    for name, folder in folders.items():
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    with warm_kernels():
        host = host_of_this_process()
        for turn in range(1, 26):
            with warm_talk(folders["work"]) as one:
                if turn % 5 == 0:  # not all of them end nicely
                    one.client.execute("import os; os._exit(1)")
                    one.manager.provisioner.process.wait(PATIENCE)
                else:
                    assert one.text("print(1)") == "1\n"
            del one
            if turn in (5, 25):
                gc.collect()
                (server,) = host.servers()
                scratch = Path(host.scratch)
                # The warm process hears a moment later that a kernel is no longer held.
                assert eventually(lambda: not children(server) and not list(scratch.rglob("*")))  # noqa: B023
                if turn == 5:
                    held = descriptors(server), descriptors(os.getpid())
        assert eventually(lambda: descriptors(server) <= held[0]), "more is held after 25 kernels than after 5"
        assert eventually(lambda: descriptors(os.getpid()) <= held[1]), "more is held after 25 kernels than after 5"
    assert set(children(os.getpid())) <= own_children
    assert not scratch.exists()
    assert [path for name in ("TMPDIR", "JUPYTER_RUNTIME_DIR", "work") for path in folders[name].rglob("*")] == []


RUNNER = """
import os, sys, time
from jupyter_client.manager import KernelManager
from kamkit.kernels import warm_kernels
from kamkit.kernels.host import host_of_this_process
with warm_kernels():
    managers = [KernelManager(kernel_name="python3") for _ in range(2)]
    for manager in managers:
        manager.start_kernel()
    host = host_of_this_process()
    print(*host.servers(), *(manager.provisioner.pid for manager in managers), host.scratch, flush=True)
    time.sleep(float(sys.argv[1]))
    os._exit(0) if sys.argv[2] == "abruptly" else None
"""


def runner(seconds: float, way: str = "") -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    arguments = [sys.executable, "-c", RUNNER, str(seconds), way]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.mark.parametrize("way", ["killed", "abruptly", "in good order"])
def test_when_the_runner_is_gone_so_is_everything(way: str) -> None:
    with runner(600 if way == "killed" else 0, way) as process:
        assert process.stdout is not None
        *pids, scratch = process.stdout.readline().split()
        assert len(pids) == 3 and Path(scratch).name.startswith("kw")
        if way == "killed":
            assert all(Path(f"/proc/{pid}").exists() for pid in pids) and Path(scratch).exists()
            process.kill()
        process.wait(PATIENCE)
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    assert eventually(lambda: not Path(scratch).exists())


def test_when_the_server_is_killed_its_kernels_go_and_the_next_one_gets_another(tmp_path: Path) -> None:
    with warm_kernels(), warm_talk(tmp_path) as one:
        (server,) = host_of_this_process().servers()
        process = one.manager.provisioner.process
        os.kill(server, signal.SIGKILL)
        assert process.wait(PATIENCE) == -signal.SIGKILL
        assert eventually(lambda: not Path(f"/proc/{process.pid}").exists())
        with warm_talk(tmp_path) as other:
            assert other.text("print('here')") == "here\n"
        assert server not in host_of_this_process().servers()


def test_a_kernel_that_nobody_holds_is_killed(tmp_path: Path) -> None:
    with warm_kernels(), warm_talk(tmp_path) as one:
        process = one.manager.provisioner.process
        process.release()
        assert eventually(lambda: not Path(f"/proc/{process.pid}").exists())


def test_the_folder_of_the_sockets_is_private(tmp_path: Path) -> None:
    with warm_kernels(), warm_talk(tmp_path) as one:
        folder = Path(one.manager.ip).parent
        assert one.manager.transport == "ipc"
        assert [path.stat().st_mode & 0o777 for path in (folder, folder.parent)] == [0o700, 0o700]
        assert Path(one.manager.connection_file).stat().st_mode & 0o077 == 0
        assert sum(path.is_socket() for path in folder.iterdir()) == 5
        inside = folder
    assert not inside.exists()


def test_kernels_of_different_variables_are_of_different_servers(tmp_path: Path) -> None:
    with warm_kernels():
        for zone in ("UTC", "Asia/Tokyo", "America/Lima", "Africa/Cairo", "Asia/Kolkata"):
            with talk(tmp_path, env={"TZ": zone, "MINE": zone}) as one:
                said = one.text("import os, time; print(os.environ['MINE'], time.tzname[0])").split()
                assert said[0] == zone
                assert said[1] == {"UTC": "UTC", "Asia/Tokyo": "JST", "America/Lima": "-05"}.get(zone, said[1])
        assert eventually(lambda: len(host_of_this_process().servers()) <= 3)
        with warm_talk(tmp_path, env={"TZ": "Asia/Kolkata", "MINE": "other"}) as one:
            assert one.text("import os; print(os.environ['MINE'])") == "other\n"
        assert len(host_of_this_process().servers()) == 3
