# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A board, or who won against whom, as a file: a table, a text, or a drawing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from sidelight.domain.errors import UsageError
from sidelight.gui.board.words import tr
from sidelight.workbench import board_text, matrix_text
from sidelight.workbench.board import Board

SUFFIXES = (".csv", ".md", ".svg", ".png", ".json")


def file_to_save(parent: QWidget | None, folder: Path, *, wins: bool = False) -> Path | None:
    """Where to save the board, or the ``wins``; ``None`` if nowhere. The name ends in one of ``SUFFIXES``."""
    title = tr("Save who won against whom") if wins else tr("Save the leaderboard")
    name = "wins" if wins else "leaderboard"
    kinds = {
        tr("Table (*.csv)"): ".csv",
        tr("Markdown (*.md)"): ".md",
        tr("Drawing (*.svg)"): ".svg",
        tr("Picture (*.png)"): ".png",
        tr("JSON (*.json)"): ".json",
    }
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(folder / f"{name}.csv"), ";;".join(kinds))
    if not chosen:
        return None
    path = Path(chosen)
    wanted = kinds.get(kind, ".csv")
    if path.suffix.lower() not in SUFFIXES:
        path = path.with_name(path.name + wanted)
    elif path.name == f"{name}.csv":
        path = path.with_suffix(wanted)
    return path


def file_to_take_in(parent: QWidget | None, folder: Path) -> Path | None:
    """Which file of battles to import, or ``None``."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent,
        tr("Import battles"),
        str(folder),
        tr("Battles (*.json *.jsonl *.parquet)") + ";;" + tr("All files (*)"),
    )
    return Path(chosen) if chosen else None


def writing(
    board: Board, path: Path, picture: Callable[[], QImage], *, wins: bool = False
) -> Callable[[], None]:
    """What writes a board in the form that the file's name asks for; it blocks, and is for a thread.

    Args:
        board: what is written.
        path: its suffix is one of ``SUFFIXES``.
        picture: draws what is written; called here, for a PNG only.
        wins: write who won against whom instead of the table.

    Raises:
        UsageError: the suffix is none of them; from what is returned: the file cannot be written.
    """
    suffix = path.suffix.lower()
    form = matrix_text if wins else board_text
    texts: dict[str, Callable[[Board], str]] = {
        ".csv": form.as_csv,
        ".md": form.as_markdown,
        ".svg": form.as_svg,
        ".json": lambda made: json.dumps(form.as_record(made), ensure_ascii=False, indent=2) + "\n",
    }
    if suffix not in SUFFIXES:
        raise UsageError(
            tr("“{0}” does not say in which form the board is to be written.").format(path.name),
            tr("End its name in .csv, .md, .svg, .png or .json."),
        )
    image = picture() if suffix == ".png" else None

    def write() -> None:
        made = _png(image) if image is not None else texts[suffix](board).encode("utf-8")
        try:
            path.write_bytes(made)
        except OSError as error:
            raise UsageError(
                tr("{0} cannot be written: {1}.").format(path, error.strerror or error),
                tr("Choose another folder or name."),
            ) from error

    return write


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
