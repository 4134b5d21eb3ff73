# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An engine made ready: it turns a document into a drawing, and keeps what preambles leave behind."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sidelight_tikz import kept
from sidelight_tikz.brackets import Tree
from sidelight_tikz.disk import SOURCE, Endless
from sidelight_tikz.document import Border, Document
from sidelight_tikz.drawing import Drawing, NothingDrawn, drawing
from sidelight_tikz.dvi import BadDvi, Mark, Widths, pages, places
from sidelight_tikz.engine import GET_IT, EngineError, Files, metrics, own
from sidelight_tikz.fonts import Fonts
from sidelight_tikz.image import Image
from sidelight_tikz.letters import LENT, Letters
from sidelight_tikz.machine import Machine, Run
from sidelight_tikz.native import Native, Unable
from sidelight_tikz.planting import measuring, planted, sizes
from sidelight_tikz.strict import BadDrawing
from sidelight_tikz.transcript import FULL, Remarks, failure, labels, not_drawn, remarks
from sidelight_tikz.trees import BadTree, found, styles_of

# TeX keeps whether its memory was filled before here, and empties it when it ends.
_FILLED_AT, _FILLED = 65275052, (314159).to_bytes(4, "little")
_MOST_KEPT = 8
_SPARING = r"\csname sidelight@sparing\endcsname"
_BEGIN = r"\begin{document}"
_TREE = re.compile(r"sidelight-tree-(\d+)\.tex")
_AROUND = 15.0
_LEND = rf"\makeatletter\input {LENT} \makeatother "
_DUMP = "\n\\dump\n"
_REFERS = re.compile(r"\\(?:eq|auto|[cC]|name)?ref(?![a-zA-Z])")
# What a memory cannot take along: files that are open.
_LIVE = re.compile(r"\\(?:open(?:in|out)|newread|newwrite|dump|everyjob|input)(?![a-zA-Z])")


class Failed(Exception):
    """There is no drawing, and why; ``line`` of the artifact or ``None``."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Lacking(Failed):
    """The engine has not what the document needs; another TeX may have it."""


class Unhad(Failed):
    """No TeX has what the document needs."""


class _Elsewhere(Exception):
    """A TeX of this machine may have a package that something of our own stands in for here."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A drawing, what was otherwise than the document has it, and what is missing in it."""

    drawing: Drawing
    remarks: Remarks
    not_drawn: tuple[str, ...]
    elsewhere: bool = False
    """By a TeX of this machine, for the engine has not what it needs."""


class Typesetter:
    """TeX and its fonts out of the engine's folder.

    Raises:
        EngineError: the folder is no engine, or not a whole one.
    """

    def __init__(self, folder: Path, font_folders: Sequence[str] = ()) -> None:
        self._letters = Letters(font_folders)
        try:
            code = (folder / "tex.code").read_bytes() if (folder / "tex.code").is_file() else None
            measures = metrics()
            files = Files(folder / "tex", own() | measures)
            self._machine = Machine(folder / "tex.wasm", code, files)
            begin = Image.read(folder / "core.pages")
            self._fonts = Fonts(folder / "fonts", measures)
        except (OSError, ValueError) as error:
            raise EngineError(f"The TikZ engine is damaged ({error}). {GET_IT}") from error
        prologue = Path(__file__).with_name("prologue.tex").read_text(encoding="utf-8")
        self._folder = folder
        self._key = kept.key(folder, own() | measures | {"prologue": prologue.encode()})
        self._core = begin
        found = kept.read(folder, kept.BEGIN, self._key, begin)
        self._begin = found or self._after(begin, prologue, bool)[0]
        self._bases = {kept.BEGIN: self._begin}
        self._kept: OrderedDict[str, tuple[Image, str]] = OrderedDict()
        self._native: Native | None = None
        self._searched = False

    def close(self) -> None:
        """Let go of what lies on the disk."""
        if self._native is not None:
            self._native.close()

    def typeset(self, document: Document, cancelled: Callable[[], bool] = bool) -> Typeset:
        """Draw a document.

        Raises:
            Failed: TeX found an error in it, or would not come to an end.
            Cancelled: ``cancelled()`` turned true meanwhile.
        """
        try:
            try:
                return self._typeset(document, cancelled)
            except _Elsewhere as better:
                return self._preferred(document, cancelled, better)
            except Lacking as error:
                if str(error) == FULL:
                    return self._typeset(replace(document, preamble=document.preamble + _SPARING), cancelled)
                return self._elsewhere(document, cancelled, error)
        except Failed as error:
            if error.line is not None:
                error.line = document.line(error.line)
            raise

    def _typeset(self, document: Document, cancelled: Callable[[], bool], *, own: bool = False) -> Typeset:
        """``own``: also where a TeX of this machine has the real packages."""
        image, said = self._prepared(document.preamble, cancelled)
        if not own and (instead := remarks(said).instead) and self._better(document):
            raise _Elsewhere(instead[0])
        try:
            body, trees = found(document.body, styles_of(document.preamble))
        except BadTree as error:
            raise Failed(str(error), error.line + 1) from error
        document = replace(document, body=body)
        told = self._letters.told(document.body if image else document.preamble + document.body)
        source = (_LEND if told else "") + document.source
        if image is None:
            # Preamble and body in one; the lines of the preamble stand for the empty ones before the body.
            image, body = self._begin, document.body[document.preamble.count("\n") :]
            source = (_LEND if told else "") + document.preamble + replace(document, body=body).source
        more = {LENT: told.encode("utf-8", "replace")} if told else {}
        if trees:
            more |= _grove([measuring(number, tree) for number, tree in enumerate(trees)])
            boxes = sizes(self._run(image, source, cancelled, more, trees=trees).said)
            more |= _grove([planted(number, tree, boxes) for number, tree in enumerate(trees)])
        run = self._run(image, source, cancelled, more, trees=trees)
        placed = places(self._page(run.dvi)) if run.dvi else ""
        referred = labels(run.said) if _REFERS.search(document.body) else ""
        if placed or referred:
            run = self._run(
                image, source.replace(_BEGIN, placed + referred + _BEGIN, 1), cancelled, more, trees=trees
            )
            if placed and document.page:
                # What leads from one picture to another takes no room of its own.
                left, below, right, above = (max(side, _AROUND) for side in document.border)
                document = replace(document, border=(left, below, right, above))
        said += run.said
        return Typeset(self._drawn(run.dvi, document.border), remarks(said), not_drawn(said))

    def _page(self, dvi: bytes) -> list[Mark]:
        """The marks of the first page; none if it cannot be read."""
        try:
            return next(pages(dvi, self._fonts.widths), [])
        except BadDvi:
            return []

    def _prepared(self, preamble: str, cancelled: Callable[[], bool]) -> tuple[Image | None, str]:
        """TeX's memory after a preamble and what it said; no memory if it cannot be kept."""
        if not preamble.strip():
            return self._begin, ""
        if _LIVE.search(preamble):
            return None, ""
        if preamble not in self._kept:
            name, rest = kept.begun(preamble)
            base = self._loaded(name, cancelled)
            self._kept[preamble] = self._after(base, rest, cancelled) if rest.strip() else (base, "")
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(preamble)
        return self._kept[preamble]

    def keep(self) -> None:
        """Write beside the engine what takes long to load, unless it is there.

        Raises:
            OSError: it could not be written.
            Failed: it could not be loaded.
        """
        kept.write(self._folder, kept.BEGIN, self._key, self._core, self._begin)
        for name in kept.LOADS:
            kept.write(self._folder, name, self._key, self._begin, self._loaded(name, bool))

    @property
    def has_kept(self) -> bool:
        """Whether all of it is there."""
        bases = {kept.BEGIN: self._core} | dict.fromkeys(kept.LOADS, self._begin)
        return all(kept.read(self._folder, name, self._key, base) for name, base in bases.items())

    def _loaded(self, name: str, cancelled: Callable[[], bool]) -> Image:
        if name not in self._bases:
            found = kept.read(self._folder, name, self._key, self._begin)
            self._bases[name] = found or self._after(self._begin, kept.LOADS[name], cancelled)[0]
        return self._bases[name]

    def _after(self, image: Image, preamble: str, cancelled: Callable[[], bool]) -> tuple[Image, str]:
        told = self._letters.told(preamble)
        more = {LENT: told.encode("utf-8", "replace")} if told else {}
        run = self._run(image, (_LEND if told else "") + preamble + _DUMP, cancelled, more, keep=True)
        if run.after is None:
            raise Failed("TeX broke down in the preamble.")
        return run.after.with_bytes(_FILLED_AT, _FILLED), run.said

    def _run(
        self,
        image: Image,
        source: str,
        cancelled: Callable[[], bool],
        more: Mapping[str, bytes],
        *,
        keep: bool = False,
        trees: Sequence[Tree] = (),
    ) -> Run:
        """``more`` are files of this document, ``trees`` those that lie in some of them."""
        try:
            written = source.encode("utf-8", "replace")
            run = self._machine.run(image, written, keep=keep, cancelled=cancelled, more=more)
        except Endless as error:
            raise Failed(str(error)) from error
        in_tree = _TREE.fullmatch(run.reading)
        wrong = failure(run.said, run.reading, run.reading if in_tree else SOURCE)
        if wrong is not None:
            line = wrong.line
            if in_tree and line is not None:
                nodes = list(trees[int(in_tree[1])].root.walk())
                line = nodes[min(max(line - 2, 0), len(nodes) - 1)].line + 1
            raise (Lacking if wrong.lacking else Failed)(wrong.message, line)
        return run

    def _installed(self) -> Native | None:
        """The TeX of this machine."""
        if not self._searched:
            self._native, self._searched = Native.found(), True
        return self._native

    def _better(self, document: Document) -> bool:
        """Whether a TeX of this machine may draw a document better; letters are lent here alone."""
        return not self._letters.told(document.preamble + document.body) and self._installed() is not None

    def _preferred(self, document: Document, cancelled: Callable[[], bool], better: _Elsewhere) -> Typeset:
        """The document by a TeX that has the package; by this one if it has not."""
        try:
            return self._elsewhere(document, cancelled, Lacking(str(better)))
        except Unhad:
            return self._typeset(document, cancelled, own=True)

    def _elsewhere(self, document: Document, cancelled: Callable[[], bool], why: Lacking) -> Typeset:
        """The document by a TeX of this machine, where there is one."""
        if (native := self._installed()) is None:
            raise Unhad(f"{why} A TeX that is installed on this machine would be used for it.", why.line)
        try:
            made = native.run(document, cancelled)
        except Unable as error:
            raise Unhad(f"{why} {error}", why.line) from error
        if (wrong := failure(made.said, SOURCE, SOURCE)) is not None:
            if wrong.lacking:
                raise Unhad(f"{why} The TeX of this machine has it neither.", why.line)
            raise Failed(wrong.message, wrong.line)

        def widths(name: str) -> tuple[float, ...]:
            return self._fonts.widths(name) if self._fonts.measured(name) else native.widths(name)

        return Typeset(self._drawn(made.dvi, document.border, widths), remarks(made.said), (), elsewhere=True)

    def _drawn(self, dvi: bytes, border: Border, widths: Widths | None = None) -> Drawing:
        try:
            page = next(pages(dvi, widths or self._fonts.widths), None) if dvi else None
            if page is None:
                raise NothingDrawn
            return drawing(page, self._fonts, border, self._letters)
        except NothingDrawn as error:
            raise Failed("The document draws nothing.") from error
        except (BadDvi, BadDrawing) as error:
            raise Failed(f"TeX's output could not be drawn: {error}") from error


def _grove(files: Sequence[str]) -> dict[str, bytes]:
    return {
        f"sidelight-tree-{number}.tex": text.encode("utf-8", "replace") for number, text in enumerate(files)
    }
