# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What leads from a window to other projects and to files of models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sidelight.gui.actions import Actions
from sidelight.workbench.catalogue import has_demo_model

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("Window", text)


@dataclass(frozen=True, slots=True)
class FileActions:
    """What the window asks for but does not do itself: whatever opens another project or a file."""

    new_project: Callable[[], None]
    open_project: Callable[[], None]
    save_copy: Callable[[], None]
    add_model: Callable[[], None]
    fetch_model: Callable[[], None] | None = None

    def add_to(self, actions: Actions) -> None:
        """Make them known."""
        fetch = self.fetch_model or (lambda: None)
        for name, text, keys, do, drawing in (
            ("project.new", _tr("New project…"), "Ctrl+Shift+N", self.new_project, "project"),
            ("project.open", _tr("Open a project…"), "Ctrl+O", self.open_project, "folder"),
            ("project.copy", _tr("Save a copy…"), "Ctrl+Shift+S", self.save_copy, "save-copy"),
            ("model.add", _tr("Add a GGUF model…"), "Ctrl+Shift+M", self.add_model, "model"),
            ("model.fetch", _tr("Fetch the demo model (93 MB)"), "Ctrl+Alt+H", fetch, "down"),
        ):
            actions.add(name, text, keys, do, icon_name=drawing)

    def offer_demo_model(self, actions: Actions, desk: Desk) -> None:
        """Offer to fetch the demo model as long as it is not there."""
        wanted = self.fetch_model is not None and not has_demo_model(desk.models())
        actions["model.fetch"].setVisible(wanted)
