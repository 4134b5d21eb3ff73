# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A drawing by a widget of a plugin's own, which the person let run inside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sidelight.api import Context
from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import PluginError
from sidelight.gui.rendered.asking import Renders
from sidelight.gui.rendered.body import Body, Saved, copy_words

if TYPE_CHECKING:
    from sidelight.workbench.rendering import PluginInfo

_LEAST = 80


class OwnBody(Body):
    """Holds the widget; what it does is the plugin's.

    Raises:
        PluginError: the plugin may not, or it failed.
    """

    def __init__(
        self, rendering: Renders, info: PluginInfo, artifact: Artifact, context: Context, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._artifact = artifact
        try:
            made = rendering.widgets(info.id).create_widget(artifact, context, self)
            if not isinstance(made, QWidget):
                raise PluginError(f"“{info.name}” gave no widget.")
        except PluginError:
            self.deleteLater()
            raise
        except Exception as error:
            self.deleteLater()
            raise PluginError(f"“{info.name}” failed: {error}") from error
        self.widget = made
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(made)
        self.setFocusProxy(made)

    def wanted_height(self, width: int, most: int) -> int:
        """What the widget asks for."""
        widget = self.widget
        height = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
        return max(_LEAST, min(height, most))

    def copy(self) -> None:
        """The source: what the widget shows is its own affair."""
        copy_words(self._artifact.text)

    def saved(self) -> Saved:
        """The source."""
        return Saved(self._artifact.text.encode("utf-8", "replace"), "txt", self.tr("Text"))
