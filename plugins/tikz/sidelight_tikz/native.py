# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A TeX that is installed on this machine, for documents that need what the engine has not.

It is started by this plugin's worker and is held by the same sandbox: it can read what belongs to the system,
write into the worker's own folder, and reach nothing else. It is told besides to run no program and to open
no file outside of its folder but those of its own tree.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sidelight_tikz.disk import SOURCE, Cancelled
from sidelight_tikz.document import Document
from sidelight_tikz.engine import own
from sidelight_tikz.fonts import widths

_PATIENCE_S = 30.0
_MOST = 12 * 1024 * 1024
_CLASS = re.compile(r"\\documentclass\s*(?:\[([^\]]*)\])?\s*\{(\w+)\}")
_ALONE = ("standalone", "minimal")
_FONT_NAME = re.compile(r"[A-Za-z0-9_-]+")
_DRIVER = r"\def\pgfsysdriver{pgfsys-dvisvgm.def}"
_PAPER = r"\textheight=16000pt\AtBeginDocument{\input{sidelight-native.tex}}"


class Unable(Exception):
    """The installed TeX would not start or not end; the message says which."""


@dataclass(frozen=True, slots=True)
class Output:
    """What it made, and what it said."""

    dvi: bytes
    said: str


class Native:
    """The installed TeX, with a folder of its own for this process.

    ``program`` is pdftex, ``tree`` the folder with its packages and fonts.
    """

    def __init__(self, program: str, tree: Path) -> None:
        self._program = program
        self._folder = Path(tempfile.mkdtemp(prefix="tex-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._tree = tree
        self._widths: dict[str, tuple[float, ...]] = {}
        listed = self._folder / "texmf"
        self._environment = {
            **os.environ,
            "TEXMFDBS": str(listed),
            "TEXINPUTS": ":".join(
                [".", *(f"!!{listed}/tex/{part}//" for part in ("latex", "generic", "plain"))]
            ),
            "TFMFONTS": f".:!!{listed}/fonts/tfm//",
            "TEXFORMATS": ".",
            "openin_any": "p",
            "openout_any": "p",
            "shell_escape": "f",
            "MKTEXTFM": "0",
            "MKTEXFMT": "0",
            "HOME": str(self._folder),
        }

    @classmethod
    def found(cls) -> Native | None:
        """The one on this machine; ``None`` if there is none that can be read."""
        program, where = shutil.which("pdftex"), shutil.which("kpsewhich")
        if program is None or where is None:
            return None
        try:
            asked = [where, "-var-value=TEXMFDIST"]
            answer = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        tree = Path(answer.stdout.strip().split(":")[0])
        return cls(program, tree) if (tree / "tex" / "latex" / "base" / "latex.ltx").is_file() else None

    def close(self) -> None:
        """Remove its folder."""
        self._remove()

    def run(self, document: Document, cancelled: Callable[[], bool]) -> Output:
        """Have it set a document.

        Raises:
            Unable: it did not start, did not end in time, or wrote too much.
            Cancelled: ``cancelled()`` turned true meanwhile.
        """
        until = time.monotonic() + _PATIENCE_S
        self._begin(until, cancelled)
        (self._folder / SOURCE).write_text(source(document), encoding="utf-8", errors="replace")
        result = (self._folder / SOURCE).with_suffix(".dvi")
        result.unlink(missing_ok=True)
        result.with_suffix(".aux").unlink(missing_ok=True)
        order = ["-fmt=latex", "-output-format=dvi", "-interaction=nonstopmode", "-halt-on-error"]
        said = self._done([*order, "-no-shell-escape", SOURCE], until, cancelled)
        if not result.is_file():
            return Output(b"", said)
        if result.stat().st_size > _MOST:
            raise Unable(f"TeX wrote more than {_MOST >> 20} MB.")
        return Output(result.read_bytes(), said)

    def widths(self, name: str) -> tuple[float, ...]:
        """The widths of a font of its tree; zeros if it has none of that name."""
        if name not in self._widths:
            found = ""
            if _FONT_NAME.fullmatch(name) and (where := shutil.which("kpsewhich")):
                asked = subprocess.run(
                    [where, f"{name}.tfm"],
                    cwd=self._folder,
                    env=self._environment,
                    capture_output=True,
                    text=True,
                    timeout=10,
                    check=False,
                )
                found = asked.stdout.strip()
            self._widths[name] = widths(Path(found).read_bytes()) if found else (0.0,) * 256
        return self._widths[name]

    def _begin(self, until: float, cancelled: Callable[[], bool]) -> None:
        """Make its memory with LaTeX loaded, once: the system's own lies where the sandbox does not look."""
        if (self._folder / "latex.fmt").is_file():
            return
        for name, content in own().items():
            # Packages of its own are what it is asked for.
            if name.startswith("sidelight-"):
                (self._folder / name).write_bytes(content)
        self._list()
        (self._folder / "language.dat").write_text("english hyphen.tex\n", encoding="ascii")
        order = ["-ini", "-etex", "-interaction=batchmode", "-jobname=latex", "latex.ltx"]
        said = self._done(order, until, cancelled)
        if not (self._folder / "latex.fmt").is_file():
            raise Unable("The TeX of this machine could not load LaTeX: " + " ".join(said.split())[-200:])

    def _list(self) -> None:
        """Write down what its tree holds, once: else each start would look through thousands of folders."""
        listed = self._folder / "texmf"
        shutil.rmtree(listed, ignore_errors=True)  # of a start that came to nothing
        (listed / "fonts").mkdir(parents=True)
        lines = ["% ls-R -- filename database for kpathsea; do not change this line."]
        for part in ("tex", "fonts/tfm"):
            (listed / part).symlink_to(self._tree / part)
            for folder, _, files in os.walk(self._tree / part):
                lines += ["", f"./{os.path.relpath(folder, self._tree)}:", *files]
        (listed / "ls-R").write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")

    def _done(self, order: list[str], until: float, cancelled: Callable[[], bool]) -> str:
        said = self._folder / "said"
        try:
            with said.open("wb") as out:
                process = subprocess.Popen(
                    [self._program, *order],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                )
                try:
                    while process.poll() is None:
                        if cancelled():
                            raise Cancelled
                        if time.monotonic() > until:
                            raise Unable(f"The TeX of this machine did not end within {_PATIENCE_S:.0f} s.")
                        try:
                            process.wait(0.1)
                        except subprocess.TimeoutExpired:
                            continue
                finally:
                    if process.poll() is None:
                        process.kill()
                        process.wait()
        except OSError as error:
            raise Unable(f"The TeX of this machine could not be started: {error.strerror}.") from error
        return said.read_bytes()[-_MOST:].decode("utf-8", "replace")


def source(document: Document) -> str:
    """What the installed TeX is to read, in the same lines."""
    preamble = document.preamble
    body = document.body[preamble.count("\n") :]
    if (found := _CLASS.search(preamble)) is None:
        preamble = rf"{_DRIVER}\documentclass{{article}}\usepackage{{tikz}}{_PAPER}{preamble}"
    else:
        alone = found[2] in _ALONE
        options = ",".join(part.strip() for part in (found[1] or "").split(",") if "=" not in part)
        said = (
            rf"\documentclass[{options}]{{{'article' if alone else found[2]}}}" + found[0].count("\n") * "\n"
        )
        load = r"\usepackage{tikz}" if alone else ""
        preamble = f"{preamble[: found.start()]}{_DRIVER}{said}{_PAPER}{load}{preamble[found.end() :]}"
    return rf"{preamble}\begin{{document}}\special{{sidelight:page}}{body}" + "\n\\end{document}\n"
