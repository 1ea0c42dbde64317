"""The tools people have find warm kernels by name: papermill, nbval, and the server of JupyterLab."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.asynchronous import AsyncKernelClient
from kernel_talk import SECONDS, warm_talk

from kamkit.kernels import NAME, extension, warm_kernels
from kamkit.kernels.host import host_of_this_process
from kamkit.kernels.provisioner import WarmProvisioner

ROOT = Path(__file__).parents[2]
CELL = "import os, sys\nprint('ppid', os.getppid(), 'client', os.environ['JPY_PARENT_PID'], 'scipy' in sys.modules)"


def test_the_entry_point_leads_to_the_provisioner() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    value = project["entry-points"]["jupyter_client.kernel_provisioners"][NAME]
    assert EntryPoint(NAME, value, "jupyter_client.kernel_provisioners").load() is WarmProvisioner


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As where the kit is installed, and warm kernels are asked for."""
    installed = tmp_path / "installed"
    (installed / "kit-0.dist-info").mkdir(parents=True)
    (installed / "kit-0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: kit\nVersion: 0\n")
    (installed / "kit-0.dist-info" / "entry_points.txt").write_text(
        f"[jupyter_client.kernel_provisioners]\n{NAME} = kamkit.kernels.provisioner:WarmProvisioner\n"
    )
    path = f"{installed}{os.pathsep}{ROOT}"
    return os.environ | {
        "PYTHONPATH": path,
        "JUPYTER_DEFAULT_PROVISIONER_NAME": NAME,
        "KAMKIT_WARM_PRELOAD": "scipy.stats",
    }


def notebook(path: Path, *outputs: object) -> Path:
    cell = nbformat.v4.new_code_cell(CELL if not outputs else "print(6 * 7)", id="cell", outputs=list(outputs))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cell.execution_count = 1
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), path)
    return path


def test_papermill(tmp_path: Path, environment: dict[str, str]) -> None:
    asked, made = notebook(tmp_path / "in.ipynb"), tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(asked), str(made), "--log-level", "WARNING"]
    subprocess.run(command, env=environment, check=True, timeout=600)
    words = nbformat.read(made, as_version=4).cells[0].outputs[0].text.split()
    # Its parent is the warm process, not papermill, and what it was to have is there.
    assert words[1] != words[3] and words[4] == "True"


def test_nbval(tmp_path: Path, environment: dict[str, str]) -> None:
    right = nbformat.v4.new_output("stream", name="stdout", text="42\n")
    wrong = nbformat.v4.new_output("stream", name="stdout", text="41\n")
    paths = [notebook(tmp_path / "right.ipynb", right), notebook(tmp_path / "wrong.ipynb", wrong)]
    # nbval waits five seconds for an output, which says nothing of kernels.
    (tmp_path / "conftest.py").write_text("def pytest_itemcollected(item):\n    item.output_timeout = 600\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    command += ["--rootdir", str(tmp_path), *map(str, paths)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, cwd=tmp_path)
    assert "1 failed, 1 passed" in done.stdout, done.stdout


def test_the_kernels_of_a_jupyter_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

    monkeypatch.setenv("KAMKIT_WARM_PRELOAD", "")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "runtime").mkdir()

    async def printed(client: AsyncKernelClient, code: str, begun: asyncio.Event | None = None) -> str:
        texts: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            texts.append(message["content"].get("text", ""))
            if begun and texts[-1]:
                begun.set()

        await client.execute_interactive(code, output_hook=hear, timeout=SECONDS)
        return "".join(texts)

    async def work() -> None:
        kernels = AsyncMappingKernelManager(root_dir=str(tmp_path))
        ids = await asyncio.gather(*(kernels.start_kernel(kernel_name="python3") for _ in range(3)))
        managers = [kernels.get_kernel(one) for one in ids]
        assert [type(one.provisioner.process).__name__ for one in managers] == ["WarmProcess"] * 3
        assert len({one.provisioner.pid for one in managers}) == 3
        clients = [one.client() for one in managers]
        for at, client in enumerate(clients):
            client.start_channels()
            await client.wait_for_ready(timeout=SECONDS)
            assert await printed(client, f"mine = {at}; print(mine)") == f"{at}\n"
        await kernels.restart_kernel(ids[0])
        await clients[0].wait_for_ready(timeout=SECONDS)
        assert await printed(clients[0], "print('mine' in globals())") == "False\n"
        begun = asyncio.Event()
        endless = asyncio.ensure_future(printed(clients[1], "print('begun', flush=True)\nwhile True: pass", begun))
        await asyncio.wait_for(begun.wait(), SECONDS)
        await kernels.interrupt_kernel(ids[1])
        await asyncio.wait_for(endless, SECONDS)
        assert await printed(clients[1], "print(mine)") == "1\n"
        # One that dies is started again by the server itself.
        clients[2].execute("import os; os._exit(1)")
        first = managers[2].provisioner.pid
        for _ in range(int(SECONDS * 10)):
            await asyncio.sleep(0.1)
            if managers[2].provisioner.pid != first and managers[2].provisioner.has_process:
                break
        await clients[2].wait_for_ready(timeout=SECONDS)
        assert await printed(clients[2], "print('mine' in globals())") == "False\n"
        for client in clients:
            client.stop_channels()
        await kernels.shutdown_all()
        assert not any(one.has_kernel for one in managers)

    with warm_kernels():
        asyncio.run(work())
    assert list((tmp_path / "runtime").glob("kernel-*")) == []


def test_a_block_within_a_block_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMKIT_WARM_PRELOAD", "")
    with warm_kernels(), warm_talk(tmp_path) as one:
        with warm_kernels(), warm_talk(tmp_path) as other:
            assert other.text("print(2)") == "2\n"
        assert one.text("print(1)") == "1\n"
        assert len(host_of_this_process().servers()) == 1
    assert host_of_this_process().servers() == []


def test_the_warm_process_can_be_there_before_the_first_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMKIT_WARM_PRELOAD", "")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (point,) = extension._jupyter_server_extension_points()
    assert point["module"] == extension.__name__
    with warm_kernels():
        extension._load_jupyter_server_extension(None)
        (server,) = host_of_this_process().servers()
        with warm_talk(tmp_path) as one:
            assert int(one.text("import os; print(os.getppid())")) == server
        assert host_of_this_process().servers() == [server]


def test_switched_off_at_the_end_of_the_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    monkeypatch.setenv("KAMKIT_WARM_MEMORY_MB", "5")
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    with warm_kernels(memory_mb=100):
        assert (factory.default_provisioner_name, os.environ["KAMKIT_WARM_MEMORY_MB"]) == (NAME, "100")
        assert WarmProvisioner().memory_mb == 100
    assert (factory.default_provisioner_name, os.environ["KAMKIT_WARM_MEMORY_MB"]) == (before, "5")
