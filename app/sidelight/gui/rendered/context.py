# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a renderer is told of where its drawing will be seen."""

from __future__ import annotations

from dataclasses import replace

from sidelight.api import Context
from sidelight.gui.style import TOKENS
from sidelight.gui.theme import Theme


def context_for(theme: Theme, width: float, scale: float, zoom: float) -> Context:
    """What a renderer is told of its place: width in pixels, the device's scale, the reader's zoom."""
    return dressed(Context(width=max(80.0, width / zoom), scale=scale * zoom), theme)


def dressed(context: Context, theme: Theme) -> Context:
    """The same place in the colours of another look."""
    colours = {token: theme.css(token) for token in (*TOKENS, "code")}
    return replace(context, dark=theme.dark, colours=colours)
