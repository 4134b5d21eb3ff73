# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All tools of the place Compare, in the order of the palette, and all that can lie over its panes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sidelight.gui.compare import (
    answer_tools,
    asking_tools,
    diffing,
    gallery,
    lives,
    pane_tools,
    probable,
    sheeting,
    token_marks,
    vote_tools,
)
from sidelight.gui.compare.overlay import Overlay
from sidelight.gui.compare.tool import Page, Tool

TOOLS: tuple[Callable[[Page], Iterable[Tool]], ...] = (
    asking_tools.tools,
    pane_tools.tools,
    answer_tools.tools,
    diffing.tools,
    sheeting.tools,
    gallery.tools,
    token_marks.tools,
    probable.tools,
    lives.tools,
    vote_tools.tools,
)
"""Each gives some tools for the page that they are to serve in."""

OVERLAYS: tuple[type[Overlay[Any]], ...] = (diffing.Diffing, sheeting.Sheeting, gallery.Gallery)
