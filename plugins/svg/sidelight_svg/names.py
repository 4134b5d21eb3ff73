# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which elements and attributes of SVG are drawn, and which are left out for which reason."""

from __future__ import annotations

from sidelight_svg.left_out import Reason

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

DRAWN = frozenset(
    (
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "image",
        "switch",
        "a",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "marker",
        "pattern",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
        "style",
        "title",
        "desc",
        "filter",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feFuncR",
        "feFuncG",
        "feFuncB",
        "feFuncA",
        "feComposite",
        "feConvolveMatrix",
        "feDiffuseLighting",
        "feDisplacementMap",
        "feDistantLight",
        "feDropShadow",
        "feFlood",
        "feGaussianBlur",
        "feImage",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
        "fePointLight",
        "feSpecularLighting",
        "feSpotLight",
        "feTile",
        "feTurbulence",
    )
)

LEFT_OUT = {
    **dict.fromkeys(("script", "handler", "listener"), Reason.SCRIPT),
    **dict.fromkeys(("foreignObject",), Reason.HTML),
    **dict.fromkeys(
        ("animate", "animateTransform", "animateMotion", "animateColor", "set", "mpath", "discard"),
        Reason.MOTION,
    ),
    **dict.fromkeys(
        ("iframe", "embed", "object", "video", "audio", "link", "base", "tref", "font-face-uri", "cursor"),
        Reason.OUTSIDE,
    ),
}

SILENT = frozenset(
    (
        "metadata",
        "view",
        "font",
        "font-face",
        "hkern",
        "vkern",
        "glyph",
        "missing-glyph",
        "color-profile",
        "altGlyph",
    )
)

PLAIN = frozenset(
    (
        "id",
        "class",
        "d",
        "points",
        "transform",
        "gradientTransform",
        "patternTransform",
        "viewBox",
    )
)
"""Attributes whose values never hold an address."""
