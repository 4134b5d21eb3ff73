# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Asking the user for files, and telling them why one could not be used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from sidelight.domain.errors import SidelightError, UsageError
from sidelight.domain.project import SUFFIX
from sidelight.gui import last_folder
from sidelight.gui.icons import pixmap
from sidelight.gui.places import Unfinished
from sidelight.gui.theme import Theme


def _tr(text: str) -> str:
    return QCoreApplication.translate("Files", text)


def _projects() -> str:
    return _tr("Sidelight projects") + f" (*{SUFFIX})"


def project_to_open(parent: QWidget | None, folder: Path) -> Path | None:
    """Which project to open."""
    return _chosen(
        QFileDialog.getOpenFileName(
            parent, _tr("Open a project"), str(folder), f"{_projects()};;{_tr('All files')} (*)"
        )
    )


def model_to_add(parent: QWidget | None) -> Path | None:
    """Which model file to add."""
    chosen = _chosen(
        QFileDialog.getOpenFileName(
            parent, _tr("Add a model"), str(last_folder.folder()), _tr("GGUF models (*.gguf);;All files (*)")
        )
    )
    if chosen is not None:
        last_folder.note(chosen)
    return chosen


def project_to_make(parent: QWidget | None, title: str, suggestion: Path) -> Path | None:
    """Where to put a new project; its name ends in ``.sidelight``."""
    chosen = _chosen(QFileDialog.getSaveFileName(parent, title, str(suggestion), _projects()))
    if chosen is not None and chosen.suffix != SUFFIX:
        chosen = chosen.with_name(chosen.name + SUFFIX)
    return chosen


def tell(parent: QWidget | None, error: SidelightError) -> None:
    """Say what happened and what to do."""
    _box(parent, error).exec()


def choose_after(parent: QWidget | None, error: SidelightError, choices: Sequence[str]) -> int | None:
    """Say what happened and offer ways on; the index of the one taken, ``None`` if none was."""
    box = _box(parent, error)
    box.setStandardButtons(QMessageBox.StandardButton.NoButton)
    buttons = [box.addButton(text, QMessageBox.ButtonRole.ActionRole) for text in choices]
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(buttons[0])
    box.exec()
    clicked = box.clickedButton()
    return buttons.index(clicked) if clicked in buttons else None


def close_nevertheless(parent: QWidget | None, found: Unfinished) -> bool:
    """Say what closing would end; whether the window is to close."""
    box = _box(parent, UsageError(found.what, found.then))
    box.setStandardButtons(QMessageBox.StandardButton.NoButton)
    back = box.addButton(found.back, QMessageBox.ButtonRole.RejectRole)
    close = box.addButton(_tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    box.exec()
    return box.clickedButton() is close


def _box(parent: QWidget | None, error: SidelightError) -> QMessageBox:
    # Plain text: names of files are no markup, and markup could load things.
    box = QMessageBox(QMessageBox.Icon.Warning, _tr("Sidelight"), str(error), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(error.advice)
    # The program's own drawing: the style's belongs to another set, and is blurred on a fine screen.
    theme = Theme.load(
        "dark" if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"
    )
    box.setIconPixmap(pixmap("warn", theme.css("warn"), 32, box.devicePixelRatioF()))
    return box


def _chosen(answer: tuple[str, str]) -> Path | None:
    return Path(answer[0]) if answer[0] else None
