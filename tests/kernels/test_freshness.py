"""A kernel never runs yesterday's code, and never less than a stock kernel would have run."""

from __future__ import annotations

import importlib
import os
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernel_talk import SECONDS, talk, warm_talk

from kamkit.kernels import warm_kernels
from kamkit.kernels.freshness import Freshness, shadowing
from kamkit.kernels.host import host_of_this_process

ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path of all kernels; modules called own_* in it are preloaded."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{ROOT}")
    monkeypatch.setenv(
        "KAMKIT_WARM_PRELOAD", "own_plain,own_noisy,own_asking,own_threads,own_broken,own_warning,own_last"
    )
    (folder / "own_plain.py").write_text("value = 1\n")
    with warm_kernels():
        yield folder


def value_in(folder: Path, code: str) -> str:
    with warm_talk(folder, env={"PYTHONPATH": os.environ["PYTHONPATH"]}) as one:
        return one.text(code)


def test_a_changed_module_is_new_in_the_next_kernel(modules: Path) -> None:
    look = "import own_plain; print(own_plain.value)"
    assert value_in(modules.parent, look) == "1\n"
    (before,) = host_of_this_process().servers()
    assert value_in(modules.parent, look) == "1\n"
    assert host_of_this_process().servers() == [before]
    (modules / "own_plain.py").write_text("value = 22\n")
    assert value_in(modules.parent, look) == "22\n"
    assert before not in host_of_this_process().servers()


def test_restarting_a_kernel_gives_todays_code_and_lets_the_others_be(modules: Path) -> None:
    environment = {"PYTHONPATH": os.environ["PYTHONPATH"]}
    with warm_talk(modules.parent, env=environment) as one, warm_talk(modules.parent, env=environment) as other:
        assert one.text("import own_plain; print(own_plain.value)") == "1\n"
        other.run("mine = 5")
        (modules / "own_plain.py").write_text("value = 333\n")
        one.manager.restart_kernel()
        one.client.wait_for_ready(timeout=SECONDS)
        assert one.text("import own_plain; print(own_plain.value)") == "333\n"
        assert len(host_of_this_process().servers()) == 2
        assert other.text("print(mine)") == "5\n"


def test_a_module_that_a_kernel_would_hear_is_left_to_the_kernel(modules: Path) -> None:
    (modules / "own_noisy.py").write_text("print('loud')\n")
    (modules / "own_warning.py").write_text("import warnings; warnings.warn('old', DeprecationWarning, stacklevel=2)\n")
    (modules / "own_asking.py").write_text("from IPython import get_ipython\nfound = get_ipython() is not None\n")
    (modules / "own_threads.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    (modules / "own_broken.py").write_text("raise RuntimeError('broken')\n")
    (modules / "own_last.py").write_text("pass\n")
    loaded = "import sys; print(sorted(name for name in sys.modules if name.startswith('own_')))"
    assert value_in(modules.parent, loaded) == "['own_last', 'own_plain']\n"
    assert value_in(modules.parent, "import own_noisy") == "loud\n"
    assert "DeprecationWarning: old" in value_in(modules.parent, "import own_warning")
    assert value_in(modules.parent, "import own_asking; print(own_asking.found)") == "True\n"
    assert "broken" in value_in(
        modules.parent, "try:\n    import own_broken\nexcept RuntimeError as error: print(error)"
    )


def test_a_file_in_the_folder_that_comes_before_a_preloaded_one_is_what_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAMKIT_WARM_PRELOAD", "numpy,wave")
    (tmp_path / "numpy.py").write_text("value = 'the folder'\n")
    (tmp_path / "wave.py").write_text("value = 'the folder'\n")  # the standard library comes first
    with warm_kernels(), talk(tmp_path) as one:
        assert one.text("import numpy, wave; print(numpy.value, hasattr(wave, 'value'))") == "the folder False\n"


def test_what_is_in_a_folder_that_does_not_come_first(tmp_path: Path) -> None:
    library = str(Path(pytest.__file__).parents[1])
    modules = {name: importlib.import_module(name) for name in ("json", "time", "pytest", "nbformat")}
    (tmp_path / "nbformat").mkdir()  # not a package yet
    for name in ("json.py", "time.py", "pytest.txt"):
        (tmp_path / name).write_text("")
    assert shadowing(str(tmp_path), modules, sys.path) is None
    (tmp_path / "nbformat" / "__init__.py").write_text("")
    assert shadowing(str(tmp_path), modules, sys.path) == str(tmp_path / "nbformat" / "__init__.py")
    assert shadowing(library, modules, sys.path) is None, "that is where they come from"


def module_of(file: Path) -> dict[str, types.ModuleType]:
    module = types.ModuleType(file.stem)
    module.__file__ = str(file)
    return {file.stem: module}


def test_changes_are_seen_by_moment_and_by_size(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text("a = 1\n")
    os.utime(file, (1e9, 1e9))
    found = Freshness(module_of(file), time.time())
    assert found.first_change() is None
    file.write_text("a = 11\n")
    os.utime(file, (1e9, 1e9))
    assert found.first_change() == str(file)
    file.write_text("a = 1\n")
    os.utime(file, (1e9, 1e9))
    assert found.first_change() == str(file), "once out of date is out of date"
    again = Freshness(module_of(file), time.time())
    file.unlink()
    assert again.first_change() == str(file)


def test_a_file_saved_while_it_was_imported_counts_as_changed(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    began = time.time() - 10
    file.write_text("a = 1\n")
    assert Freshness(module_of(file), began).first_change() == str(file)
    os.utime(file, (time.time() + 3600, time.time() + 3600))  # a clock that is ahead must not restart for ever
    assert Freshness(module_of(file), began).first_change() is None
