# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Text from a model, a script or a server, shown as text: Qt would take some of it for markup and obey it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(text: str = "", kind: str = "", *, selectable: bool = True) -> QLabel:
    """A label that wraps and never reads its text as markup; ``kind`` is the style sheet's."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if kind:
        label.setProperty("kind", kind)
    return label


def plain_tooltip(text: str, limit: int = 1000) -> str:
    """A tooltip that shows exactly these characters; empty for no text."""
    if not text:
        return ""
    shown = text if len(text) <= limit else text[:limit].rstrip() + "…"
    return f'<p style="white-space: pre-wrap">{escape(shown)}</p>'
