# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The look in numbers: colours, type and spacing, read from ``resources/themes/*.toml``.

Widgets take a ``Theme`` in their constructor and again in ``set_theme`` when the system turns light or dark.
No widget holds a colour or a distance of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from sidelight import resources


@dataclass(frozen=True, slots=True)
class Spacing:
    """Device-independent pixels."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741
    xl: int = 24
    xxl: int = 32
    card_radius: int = 6
    chip_radius: int = 4
    hairline: int = 1
    pane_head: int = 28
    icon: int = 16
    edge: int = 3


class Theme:
    """One look. ``colour(name)`` gives a token; ``syntax`` maps Pygments token names to colours."""

    def __init__(self, name: str, tokens: Mapping[str, Mapping[str, str]]) -> None:
        self.name = name
        self.dark = name == "dark"
        self.space = Spacing()
        self.syntax: dict[str, QColor] = {key: QColor(value) for key, value in tokens["syntax"].items()}
        self.hues: tuple[QColor, ...] = tuple(QColor(value) for value in tokens["models"].values())
        self._colours = {key: QColor(value) for key, value in tokens["colours"].items()}

    @classmethod
    def load(cls, name: str) -> Theme:
        """Read ``light`` or ``dark``."""
        with resources.path("themes", f"{name}.toml").open("rb") as file:
            return cls(name, tomllib.load(file))

    def colour(self, token: str) -> QColor:
        """A colour by its token: page, rail, line, text, quiet, accent, good, warn, bad and the rest."""
        return self._colours[token]

    def css(self, token: str) -> str:
        """The same as ``#rrggbb``, for style sheets and rich text."""
        return self._colours[token].name()

    def hue(self, index: int) -> QColor:
        """A model's stable colour, by its place in the line-up."""
        return self.hues[index % len(self.hues)]

    def sans(self, pixels: int = 13, *, bold: bool = False) -> QFont:
        """The system's interface font."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(pixels)
        font.setBold(bold)
        return font

    def mono(self, pixels: int = 13) -> QFont:
        """The system's fixed-width font."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        font.setPixelSize(pixels)
        return font

    def palette(self) -> QPalette:
        """The theme as Qt's own palette, so that native controls agree with ours."""
        palette = QPalette()
        role = QPalette.ColorRole
        for target, token in (
            (role.Window, "page"),
            (role.Base, "page"),
            (role.AlternateBase, "rail"),
            (role.Button, "rail"),
            (role.ToolTipBase, "rail"),
            (role.WindowText, "text"),
            (role.Text, "text"),
            (role.ButtonText, "text"),
            (role.ToolTipText, "text"),
            (role.PlaceholderText, "quiet"),
            (role.Highlight, "accent"),
            (role.Link, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Mid, "line"),
            (role.Light, "line"),
        ):
            palette.setColor(target, self.colour(token))
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.colour("quiet"))
        return palette
