"""What a cell does to its kernel, it does to no other."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernel_talk import SECONDS, Talk, warm_talk
from processes import eventually

pytestmark = pytest.mark.usefixtures("warm")


@pytest.fixture(scope="module")
def neighbour(warm: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """A kernel that runs all the while, with a value of its own."""
    with warm_talk(tmp_path_factory.mktemp("neighbour")) as one:
        one.run("import os, threading, pandas as pd; mine = 42")
        yield one


def is_well(neighbour: Talk) -> bool:
    return neighbour.text("print(mine, len(pd.DataFrame({'a': [1, 2]})))") == "42 2\n"


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("import os; os._exit(3)", 3),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import os; os.abort()", -signal.SIGABRT),
    ],
)
def test_a_cell_that_ends_its_process_ends_no_other(neighbour: Talk, tmp_path: Path, cell: str, status: int) -> None:
    with warm_talk(tmp_path) as one:
        process = one.manager.provisioner.process
        one.client.execute(cell)
        assert process.wait(SECONDS) == status
        assert not one.manager.is_alive()
    assert is_well(neighbour)


def test_an_endless_cell_can_be_interrupted(neighbour: Talk, tmp_path: Path) -> None:
    with warm_talk(tmp_path) as one:
        # Otherwise the kernel drops what is asked in the moment after an error, as a stock kernel does.
        asked = one.client.execute("print('looping', flush=True)\nwhile True: pass", stop_on_error=False)
        while one.client.get_iopub_msg(timeout=SECONDS)["msg_type"] != "stream":
            pass
        one.manager.interrupt_kernel()
        reply = one.reply(one.client.get_shell_msg, asked)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert one.text("print('still here')") == "still here\n"
    assert is_well(neighbour)


def test_a_cell_that_will_not_be_interrupted_is_killed(neighbour: Talk, tmp_path: Path) -> None:
    with warm_talk(tmp_path) as one:
        one.client.execute(
            "import signal\nfor s in (2, 15): signal.signal(s, signal.SIG_IGN)\nprint(1)\nwhile True: pass"
        )
        while one.client.get_iopub_msg(timeout=SECONDS)["msg_type"] != "stream":
            pass
        process = one.manager.provisioner.process
        one.manager.shutdown_kernel(now=True)
        assert process.returncode == -signal.SIGKILL
    assert is_well(neighbour)


def test_memory_past_the_limit_is_an_error_in_that_cell(
    neighbour: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAMKIT_WARM_MEMORY_MB", "200")
    with warm_talk(tmp_path) as one:
        kind, content = one.run("much = bytearray(400 << 20)")[-1]
        assert (kind, content["ename"]) == ("execute_reply", "MemoryError")
        assert one.text("some = bytearray(100 << 20); print(len(some) >> 20)") == "100\n"
    # The neighbour was started without a limit.
    assert neighbour.text("print(len(bytearray(400 << 20)) >> 20)") == "400\n"


def test_folder_patches_threads_and_variables_stay_in_their_kernel(neighbour: Talk, tmp_path: Path) -> None:
    with warm_talk(tmp_path) as one:
        one.run("import os, threading, time, pandas as pd; os.chdir('/'); os.environ['MINE'] = 'x'")
        one.run(
            "pd.DataFrame.__len__ = lambda frame: -1\nfor _ in range(5): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
        )
        assert one.text("import threading; print(threading.active_count() >= 6)") == "True\n"
        with warm_talk(tmp_path) as later:
            said = later.text(
                "import os, pandas as pd; print(os.getcwd(), 'MINE' in os.environ, len(pd.DataFrame({'a': [1]})))"
            )
            assert said == f"{tmp_path} False 1\n"
    assert is_well(neighbour)


def test_each_kernel_has_its_own_number_group_and_chance(tmp_path: Path) -> None:
    draw = "import os, random, numpy as np; print(os.getpid(), os.getsid(0), random.random(), np.random.rand(), np.random.default_rng().random())"
    with warm_talk(tmp_path) as one, warm_talk(tmp_path) as other:
        first, second = one.text(draw).split(), other.text(draw).split()
    assert all(a != b for a, b in zip(first, second, strict=True))
    assert first[0] == first[1]


def test_restarting_starts_afresh(tmp_path: Path) -> None:
    with warm_talk(tmp_path) as one:
        before = one.pid
        one.run("left_over = 1; import pandas as pd; pd.left_over = 2")
        one.manager.restart_kernel()
        one.client.wait_for_ready(timeout=SECONDS)
        assert one.pid != before
        assert (
            one.text("import pandas as pd; print('left_over' in globals(), hasattr(pd, 'left_over'))")
            == "False False\n"
        )
        assert one.run("1")[-1][1]["execution_count"] == 2


def test_a_kernel_ends_in_good_order(tmp_path: Path) -> None:
    with warm_talk(tmp_path) as one:
        one.run("import atexit, threading, time, weakref\natexit.register(lambda: open('atexit', 'w').write('ran'))")
        one.run(
            "class Thing: pass\nthing = Thing(); weakref.finalize(thing, lambda: open('finalised', 'w').write('ran'))"
        )
        one.run("left_open = open('left open', 'w'); left_open.write('written')")
        one.run("threading.Thread(target=lambda: (time.sleep(0.3), open('thread', 'w').write('joined'))).start()")
        process = one.manager.provisioner.process
    assert process.returncode == 0
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {"atexit": "ran", "finalised": "ran", "left open": "written", "thread": "joined"}


@pytest.mark.parametrize("end", ["os._exit(1)", "exit()"])
def test_what_a_kernel_started_ends_with_it(tmp_path: Path, end: str) -> None:
    with warm_talk(tmp_path) as one:
        child = int(one.text("import os, subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid)"))
        assert Path(f"/proc/{child}").exists()
        process = one.manager.provisioner.process
        one.client.execute(end)
        process.wait(SECONDS)
    assert eventually(lambda: not Path(f"/proc/{child}").exists())
