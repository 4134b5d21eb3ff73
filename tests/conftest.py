# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: its own display, its own data folder, no stray warning, no stray process."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

from virtual_display import VirtualDisplay, can_start, display_given

SESSION_VARIABLE = "SIDELIGHT_TEST_SESSION"
MODELS_VARIABLE = "SIDELIGHT_TEST_MODELS"
PATIENCE_S = 30.0

# The same examples each time, here as elsewhere, and nothing hangs on how fast a machine is.
# `--hypothesis-profile=search` looks for others.
settings.register_profile(
    "same",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=1000)
settings.load_profile("same")

DISPLAY = pytest.StashKey[VirtualDisplay]()
FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Before Qt is imported: a display, and folders that are nobody's."""
    os.environ[SESSION_VARIABLE] = uuid.uuid4().hex
    config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="sidelight-tests-"))
    # A test that forgets its own data folder must not write into the user's.
    os.environ["SIDELIGHT_DATA"] = str(config.stash[FOLDER] / "data")
    parallel = hasattr(config, "workerinput")
    if parallel or "XDG_RUNTIME_DIR" not in os.environ:
        runtime = config.stash[FOLDER] / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    if parallel and can_start():
        # Two workers on one display would take the keyboard from each other's windows.
        for inherited in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            os.environ.pop(inherited, None)
    if display_given() or "QT_QPA_PLATFORM" in os.environ:
        return
    if can_start():
        config.stash[DISPLAY] = VirtualDisplay()
        os.environ["DISPLAY"] = config.stash[DISPLAY].name
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what ``pytest_configure`` began."""
    if display := config.stash.get(DISPLAY, None):
        display.close()
    if folder := config.stash.get(FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    """Say on which display the windows will be."""
    own = " (Xvfb, for these tests alone)" if DISPLAY in config.stash else ""
    where = (
        os.environ.get("QT_QPA_PLATFORM") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return f"windows on: {where}{own}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session if a process that it started still lives."""
    ours = {os.getpid()}
    if display := session.config.stash.get(DISPLAY, None):
        ours.add(display.pid)
    _, alive = psutil.wait_procs(_started_here(ours), PATIENCE_S)
    survivors = [process for process in alive if process.is_running()]
    if not survivors:
        return
    print("\n\nThese processes outlived the tests that started them:")
    for process in survivors:
        print("  ", _described(process))
        process.kill()
    psutil.wait_procs(survivors, PATIENCE_S)
    if session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _started_here(ours: set[int]) -> list[psutil.Process]:
    """Children, and whoever was handed on to init but still carries this session's mark."""
    mark = os.environ[SESSION_VARIABLE]
    found = {child.pid: child for child in psutil.Process().children(recursive=True)}
    for process in psutil.process_iter():
        try:
            if process.environ().get(SESSION_VARIABLE) == mark:
                found[process.pid] = process
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or another user's
    return [process for pid, process in found.items() if pid not in ours and not _is_pythons_own(process)]


def _is_pythons_own(process: psutil.Process) -> bool:
    """Whether it is multiprocessing's tracker, which by design ends with the interpreter and not before."""
    return "multiprocessing.resource_tracker" in _described(process)


def _described(process: psutil.Process) -> str:
    try:
        return f"{process.pid} {process.status()} {' '.join(process.cmdline())[:300]}"
    except psutil.Error:
        return f"{process.pid} (gone)"


class _Collecting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        where = f"{Path(record.pathname).name}:{record.lineno}"
        self.lines.append(f"{record.levelname} {record.name} ({where}): {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or an error in the log fails the test, unless it takes ``caplog`` and looks for itself."""
    if "caplog" in request.fixturenames:
        yield
        return
    handler = _Collecting()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.lines:
        pytest.fail("unexpected in the log:\n  " + "\n  ".join(handler.lines), pytrace=False)


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder for one test; ``SIDELIGHT_DATA`` names it."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("SIDELIGHT_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def demo_model() -> Path:
    """The demo model's file, fetched once for every test run on this machine."""
    from sidelight.providers.model_fetch import fetch

    chosen = os.environ.get(MODELS_VARIABLE)
    cache = Path(chosen) if chosen else Path.home() / ".cache" / "sidelight-test-models"
    cache.mkdir(parents=True, exist_ok=True)
    # Two test runs may begin together; the second waits and finds the first one's file.
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return fetch("smollm2", cache, lambda _done, _total: None)


@pytest.fixture
def data_folder_with_model(data_folder: Path, demo_model: Path) -> Path:
    """A data folder for one test with the demo model in it."""
    models = data_folder / "models"
    models.mkdir()
    (models / demo_model.name).symlink_to(demo_model)
    return data_folder
