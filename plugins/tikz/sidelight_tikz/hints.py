# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What may be behind an error of TeX: a library that is not loaded, a colour under another name, a brace."""

from __future__ import annotations

import re

_SHAPES = {
    "shapes.geometric": (
        "diamond ellipse trapezium semicircle regular-polygon star isosceles-triangle kite dart"
        " circular-sector cylinder"
    ),
    "shapes.symbols": "cloud starburst signal tape magnifying-glass forbidden-sign",
    "shapes.misc": "rounded-rectangle chamfered-rectangle cross-out strike-out",
    "shapes.multipart": "circle-split ellipse-split rectangle-split diamond-split circle-solidus",
    "shapes.callouts": "cloud-callout ellipse-callout rectangle-callout",
    "shapes.arrows": "single-arrow double-arrow arrow-box",
}
_KEYS = {
    "angles": "angle-radius angle-eccentricity",
    "arrows.meta": "Stealth Latex Triangle Circle Square Diamond Kite Rays Bar Bracket Parenthesis Hooks",
    "automata": "state initial accepting initial-text accepting-by-double",
    "backgrounds": "on-background-layer show-background-rectangle framed background-rectangle",
    "chains": "start-chain on-chain join start-branch",
    "decorations.markings": "markings",
    "decorations.pathmorphing": "snake zigzag coil bumps saw random-steps straight-zigzag",
    "decorations.pathreplacing": "brace ticks waves expanding-waves border",
    "decorations.text": "text-along-path",
    "er": "entity relationship attribute key-attribute",
    "fadings": "path-fading scope-fading",
    "fit": "fit",
    "intersections": "name-path name-intersections",
    "matrix": "matrix-of-nodes matrix-of-math-nodes left-delimiter right-delimiter",
    "mindmap": "mindmap concept concept-color small-mindmap large-mindmap",
    "patterns": "pattern pattern-color",
    "petri": "place transition tokens",
    "positioning": "on-grid",
    "shadows": "drop-shadow copy-shadow circular-drop-shadow",
    "spy": "spy-using-outlines",
    "svg.path": "svg",
    "through": "circle-through",
    "trees": "grow-cyclic grow-via-three-points clockwise-from",
}
_LIBRARY = {
    word.replace("-", " "): library
    for library, words in (*_SHAPES.items(), *_KEYS.items())
    for word in words.split()
}
_NAMES = """
AliceBlue AntiqueWhite Aqua Aquamarine Azure Beige Bisque BlanchedAlmond BlueViolet BurlyWood
CadetBlue Chartreuse Chocolate Coral CornflowerBlue Cornsilk Crimson DarkBlue DarkCyan DarkGoldenrod
DarkGray DarkGreen DarkGrey DarkKhaki DarkMagenta DarkOliveGreen DarkOrange DarkOrchid DarkRed
DarkSalmon DarkSeaGreen DarkSlateBlue DarkSlateGray DarkTurquoise DarkViolet DeepPink DeepSkyBlue
DimGray DodgerBlue FireBrick FloralWhite ForestGreen Fuchsia Gainsboro GhostWhite Gold Goldenrod
GreenYellow Honeydew HotPink IndianRed Indigo Ivory Khaki Lavender LavenderBlush LawnGreen
LemonChiffon LightBlue LightCoral LightCyan LightGoldenrod LightGreen LightPink LightSalmon
LightSeaGreen LightSkyBlue LightSlateGray LightSteelBlue LightYellow LimeGreen Linen Maroon
MediumAquamarine MediumBlue MediumOrchid MediumPurple MediumSeaGreen MediumSlateBlue
MediumSpringGreen MediumTurquoise MediumVioletRed MidnightBlue MintCream MistyRose Moccasin
NavajoWhite Navy NavyBlue OldLace OliveDrab OrangeRed Orchid PaleGoldenrod PaleGreen PaleTurquoise
PaleVioletRed PapayaWhip PeachPuff Peru Plum PowderBlue RosyBrown RoyalBlue SaddleBrown Salmon
SandyBrown SeaGreen Seashell Sienna Silver SkyBlue SlateBlue SlateGray Snow SpringGreen SteelBlue
Tan Thistle Tomato Turquoise VioletRed Wheat WhiteSmoke YellowGreen
"""
_COLOURS = {name.lower(): name for name in _NAMES.split()}
_KEY = re.compile(r"the key '/(?:tikz|pgf/decoration|pgfplots|pgf)/([^']+?) ?'")
_NAMED = re.compile(r"(?:Unknown shape ``|Unknown arrow tip kind '|Undefined color `)([^'.]+)")
_INSIDE = ("\\draw", "\\node", "\\fill", "\\filldraw", "\\path", "\\shade", "\\coordinate")


def hint(message: str) -> str:
    """A sentence on what may help against the error, to stand behind it; nothing if there is none to give."""
    if "Unknown function `of'" in message:
        return _missing("of", "positioning")
    named = _KEY.search(message) or _NAMED.search(message)
    if named is not None:
        name = named[1].strip().removeprefix("-").removeprefix(">").strip()
        if library := _LIBRARY.get(name) or _LIBRARY.get(name.partition("=")[0].strip()):
            return _missing(name, library)
        if colour := _COLOURS.get(name.partition("!")[0].lower()):
            return f"As a colour it is “{colour}”, with \\usepackage[svgnames]{{xcolor}}."
    if message.startswith("Missing $ inserted"):
        return "Does one of _ ^ or a sign of mathematics stand outside of $…$?"
    if message.startswith("Extra }, or forgotten"):
        return "Does a brace or an environment end that was not begun, or is one within it still open?"
    if message.startswith("Undefined control sequence ") and message.split()[-1] in _INSIDE:
        return "Is it outside of every tikzpicture, or is a brace of the node before it still open?"
    return ""


def _missing(name: str, library: str) -> str:
    return f"“{name}” is from the library {library}: is \\usetikzlibrary{{{library}}} missing?"
