# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which elements and attributes of SVG are drawn, and which are left out for which reason."""

from __future__ import annotations

from sidelight_svg.left_out import Reason

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"

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

WRITTEN = {
    name.lower(): name
    for name in (
        *(element for element in DRAWN if not element.islower()),
        "foreignObject",
        "animateTransform",
        "animateMotion",
        *[
            "viewBox",
            "preserveAspectRatio",
            "gradientUnits",
            "gradientTransform",
            "spreadMethod",
            "patternUnits",
            "patternTransform",
        ],
        *[
            "patternContentUnits",
            "clipPathUnits",
            "maskUnits",
            "maskContentUnits",
            "filterUnits",
            "primitiveUnits",
            "stdDeviation",
        ],
        *[
            "baseFrequency",
            "numOctaves",
            "stitchTiles",
            "tableValues",
            "startOffset",
            "textLength",
            "lengthAdjust",
            "pathLength",
            "refX",
        ],
        *[
            "refY",
            "markerWidth",
            "markerHeight",
            "markerUnits",
            "surfaceScale",
            "specularConstant",
            "specularExponent",
        ],
        *[
            "diffuseConstant",
            "kernelMatrix",
            "xChannelSelector",
            "yChannelSelector",
            "edgeMode",
            "attributeName",
        ],
        *[
            "repeatCount",
            "keyTimes",
            "limitingConeAngle",
            "pointsAtX",
            "pointsAtY",
            "pointsAtZ",
            "requiredExtensions",
        ],
    )
}
"""How names are written that a page, but no file, may have in small letters."""

MOVED = frozenset(
    (
        *[
            "x",
            "y",
            "width",
            "height",
            "cx",
            "cy",
            "r",
            "rx",
            "ry",
            "x1",
            "y1",
            "x2",
            "y2",
            "fx",
            "fy",
            "d",
            "points",
            "offset",
            "startOffset",
        ],
        *[
            "opacity",
            "fill",
            "stroke",
            "fill-opacity",
            "stroke-opacity",
            "stroke-width",
            "stroke-dasharray",
            "stroke-dashoffset",
        ],
        *["stop-color", "stop-opacity", "visibility", "display", "font-size", "letter-spacing"],
        *[
            "stdDeviation",
            "baseFrequency",
            "scale",
            "dx",
            "dy",
            "seed",
            "flood-color",
            "flood-opacity",
            "slope",
        ],
        *["viewBox", "rotate", "color", "font-weight", "word-spacing", "stroke-linecap", "values", "radius"],
    )
)
"""What an animation may leave behind it."""
