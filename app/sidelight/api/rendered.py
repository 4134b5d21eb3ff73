# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a renderer gives back: one of seven kinds, each drawn by the window itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How the window draws it. A ``live`` one is the artifact itself, run in a live view."""

    PNG = "png"
    SVG = "svg"
    HTML = "html"
    TABLE = "table"
    TREE = "tree"
    TEXT = "text"
    LIVE = "live"


class Severity(StrEnum):
    """How much a note matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the artifact. ``line`` counts from 1 in its text; ``None`` if it is on the whole."""

    message: str
    severity: Severity = Severity.WARNING
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. ``data`` is a PNG file, or an SVG document as UTF-8.

    ``width`` and ``height`` are the size at which it is meant to be seen, in device-independent pixels.
    ``baseline`` is how far the line that text stands on lies below its upper edge, in the same pixels; a
    formula inside a line has one.
    """

    data: bytes
    width: float
    height: float
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all as text. Rows may be shorter than ``columns``; what is missing is shown as empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a tree: what it is called, what it holds, and what is below it.

    ``kind`` is a word for what it holds (object, array, string, number, …), shown quietly and searched.
    """

    label: str
    value: str = ""
    kind: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What to show for an artifact. Made with ``of_png``, ``of_svg``, … rather than directly.

    ``alt_text`` says in words what is to be seen; a renderer always gives it. ``links`` are addresses that
    occur in what is shown; the window never follows one by itself.
    """

    kind: Kind
    alt_text: str
    image: Image | None = None
    text: str = ""
    table: Table | None = None
    tree: Node | None = None
    grid: bool = False
    notes: tuple[Note, ...] = ()
    links: tuple[str, ...] = ()

    @classmethod
    def of_png(cls, image: Image, *, alt_text: str, notes: Sequence[Note] = ()) -> Rendered:
        """A picture as a PNG file."""
        return cls(Kind.PNG, alt_text, image=image, notes=tuple(notes))

    @classmethod
    def of_svg(cls, image: Image, *, alt_text: str, notes: Sequence[Note] = ()) -> Rendered:
        """A drawing as an SVG document; it is drawn by the renderer for SVG, in its worker."""
        return cls(Kind.SVG, alt_text, image=image, notes=tuple(notes))

    @classmethod
    def of_html(
        cls, html: str, *, alt_text: str, links: Sequence[str] = (), notes: Sequence[Note] = ()
    ) -> Rendered:
        """A page in the subset that the window shows: text, lists, tables, links. Nothing runs or loads."""
        return cls(Kind.HTML, alt_text, text=html, links=tuple(links), notes=tuple(notes))

    @classmethod
    def of_table(cls, table: Table, *, alt_text: str, notes: Sequence[Note] = ()) -> Rendered:
        """Rows and columns, to be sorted and filtered by whoever looks."""
        return cls(Kind.TABLE, alt_text, table=table, notes=tuple(notes))

    @classmethod
    def of_tree(cls, root: Node, *, alt_text: str, notes: Sequence[Note] = ()) -> Rendered:
        """A tree that opens and closes, with a search."""
        return cls(Kind.TREE, alt_text, tree=root, notes=tuple(notes))

    @classmethod
    def of_text(cls, text: str, *, alt_text: str, grid: bool = False, notes: Sequence[Note] = ()) -> Rendered:
        """Plain text; with ``grid`` each character in a cell of its own, as ASCII pictures need."""
        return cls(Kind.TEXT, alt_text, text=text, grid=grid, notes=tuple(notes))

    @classmethod
    def live(cls, *, alt_text: str, notes: Sequence[Note] = ()) -> Rendered:
        """The artifact is a script and is shown by running it in a live view when the person asks for it."""
        return cls(Kind.LIVE, alt_text, notes=tuple(notes))
