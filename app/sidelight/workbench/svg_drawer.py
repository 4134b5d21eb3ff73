# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What makes pictures of the SVG drawings that other renderers give."""

from __future__ import annotations

from collections.abc import Mapping

from sidelight.api import Kind
from sidelight.registry.discovery import Found, Installed
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.standing import Standing

SVG = "svg"


def drawer_of(found: Found) -> Installed | None:
    """The renderer that makes a picture of SVG, if there is one; another may run it as a page."""
    drawers = (one for one in found.usable if SVG in one.info.languages)
    return next((one for one in drawers if not one.info.output or Kind.PNG in one.info.output), None)


def drawn_by(info: PluginInfo, found: Found, standing: Standing, eras: Mapping[str, int]) -> str:
    """What a result of this renderer depends on besides, where it may be a drawing.

    Args:
        info: what gives the result.
        found: all that there is.
        standing: what is set for each.
        eras: how often what each gave came to count no more.
    """
    drawer = drawer_of(found)
    if drawer is None or (info.output and Kind.SVG not in info.output):
        return ""
    one = drawer.info
    return repr((one.id, one.version, eras.get(one.id, 0), sorted(standing.settings(one).items())))
