# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What makes pictures of the SVG drawings that other renderers give."""

from __future__ import annotations

from collections.abc import Mapping

from sidelight.api import Kind
from sidelight.registry.discovery import Found, Installed, comes_along
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.standing import Standing

SVG = "svg"


def drawer_of(found: Found) -> Installed | None:
    """The renderer that makes a picture of SVG, if there is one: Sidelight's own before a stranger's.

    Others take SVG too, and give a live page or SVG again: what a manifest says of output decides.
    """
    drawers = [
        one
        for one in found.usable
        if SVG in one.info.languages
        and one.info.isolation == "worker"
        and (not one.info.output or Kind.PNG in one.info.output)
    ]
    return min(drawers, key=_rank, default=None)


def _rank(drawer: Installed) -> tuple[bool, bool, int, str]:
    info = drawer.info
    return not comes_along(drawer), Kind.PNG not in info.output, -info.priority, info.id


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
