# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a renderer is told of where its drawing will be seen."""

from __future__ import annotations

from sidelight.api import Context
from sidelight.gui.style import TOKENS
from sidelight.gui.theme import Theme


def context_for(theme: Theme, width: float, scale: float, zoom: float) -> Context:
    """What a renderer is told of its place: width in pixels, the device's scale, the reader's zoom."""
    colours = {token: theme.css(token) for token in (*TOKENS, "code")}
    return Context(width=max(80.0, width / zoom), scale=scale * zoom, dark=theme.dark, colours=colours)
