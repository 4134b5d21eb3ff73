# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The engine, ziamath, with what it leaves unsaid: unknown commands and formulas that are broken."""

from __future__ import annotations

import logging
import math
import re
import warnings
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from typing import Any

import latex2mathml.exceptions as faults
from latex2mathml.symbols_parser import convert_symbol

from sidelight.api import RenderError
from sidelight_maths import lending, marks, shapes, spacing, tables
from sidelight_maths.rewriting import STAND_INS, THIN, rewritten
from sidelight_maths.source import Formula

with warnings.catch_warnings():
    # It looks for its font in a way that Python is about to drop.
    warnings.simplefilter("ignore", DeprecationWarning)
    from ziafont.fonttypes import BBox
    from ziamath import drawable
    from ziamath.config import config
    from ziamath.mathfont import MathFont
    from ziamath.nodes.mnode import Mnode
    from ziamath.nodes.moperator import Moperator
    from ziamath.nodes.mrow import Mrow
    from ziamath.nodes.mtable import Mtable
    from ziamath.tex import tex2mml
    from ziamath.zmath import Math

_SAID = {
    faults.ExtraLeftOrMissingRightError: r"\left and \right do not fit together.",
    faults.DoubleSuperscriptsError: "There are two superscripts on one thing; braces say which is meant.",
    faults.DoubleSubscriptsError: "There are two subscripts on one thing; braces say which is meant.",
    faults.MissingSuperScriptOrSubscriptError: "Nothing follows a ^ or a _.",
    faults.NumeratorNotFoundError: "A fraction has no numerator.",
    faults.DenominatorNotFoundError: "A fraction has no denominator.",
    faults.MissingEndError: "An environment has no end.",
    faults.LimitsMustFollowMathOperatorError: r"\limits does not follow an operator.",
    faults.InvalidAlignmentError: "The columns of an array are not given as l, c or r.",
    faults.NoAvailableTokensError: "Something is missing at the end.",
}
_DELIMITERS = {r"\{": "{", r"\}": "}", r"\|": "\u2016", r"\ ": "\u00a0"}
_PUT_BACK = str.maketrans({stand_in: letter for letter, stand_in in STAND_INS.items()})
_KEPT = frozenset(
    (
        "mathvariant",
        "mathsize",
        "mathcolor",
        "mathbackground",
        "displaystyle",
        "scriptlevel",
        "display",
        "stretchy",
        "form",
        "minsize",
        "maxsize",
        "lspace",
        "rspace",
        "largeop",
        "movablelimits",
        "symmetric",
        "accent",
        "accentunder",
        "width",
        "height",
        "depth",
        "voffset",
        "linethickness",
        "linebreak",
        "notation",
        "columnalign",
        "columnspacing",
        "columnlines",
        "rowlines",
        "rowspacing",
        "frame",
        "fence",
        "separator",
        "open",
        "close",
        "separators",
        "side",
        "bevelled",
        "align",
        "rowalign",
    )
)
_LENDERS: list[lending.Lender] = []
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[A-Za-z]{1,30}")


@dataclass(slots=True)
class Laid:
    """A formula laid out. ``width``, ``above`` and ``below`` the baseline are in pixels."""

    math: Any
    left: float
    width: float
    above: float
    below: float


@cache
def prepare() -> None:
    """Make the engine ready: outlines instead of references, lines in tables, long arrows.

    And time that does not double by level.
    """
    config.svg2 = False
    tables.ruled(Mtable, drawable.HLine, drawable.VLine, BBox)
    shapes.lengthen(Moperator)
    shapes.measure(Mnode)
    lending.lend(MathFont, BBox, _LENDERS)
    measured = Mrow._get_height_nostretch  # noqa: SLF001

    def once(self: Any, line: list[ET.Element], **kwargs: Any) -> tuple[float, float]:
        # In a row that is only measured, signs that stretch count for nothing, so their height is not
        # wanted; the engine would look for it all the same, twice on each level.
        if kwargs.get("nostretch"):
            return 0.0, 0.0
        found: tuple[float, float] = measured(self, line, **kwargs)
        return found

    setattr(Mrow, "_get_height_nostretch", once)  # noqa: B010


def lay_out(
    formula: Formula, size: float, colour: str, *, inline: bool, lender: lending.Lender | None = None
) -> Laid:
    """Lay a formula out with letters of ``size`` pixels; ``lender`` has those that the font lacks.

    Raises:
        RenderError: a command is not known, or it does not fit together.
    """
    prepare()
    tree = _tree(formula, inline=inline)
    tree.set("mathcolor", colour)
    logging.disable(logging.WARNING)
    _LENDERS[:] = [lender] if lender else []
    try:
        found = Math(tree, size=size, margin=0)
    except RecursionError:
        raise RenderError("The formula is nested too deep.", formula.line) from None
    except Exception as error:
        raise RenderError(f"The formula cannot be set ({type(error).__name__}).", formula.line) from error
    finally:
        logging.disable(logging.NOTSET)
    box = found.node.bbox
    edges = (box.xmin, box.xmax, box.ymin, box.ymax)
    if not all(map(math.isfinite, edges)) or box.xmax <= box.xmin or box.ymax <= box.ymin or max(edges) > 1e6:
        raise RenderError("The formula shows nothing.", formula.line)
    return Laid(found, box.xmin, box.xmax - box.xmin, box.ymax, -box.ymin)


def _tree(formula: Formula, *, inline: bool) -> ET.Element:
    text = rewritten(formula)
    try:
        tree = ET.fromstring(tex2mml(text, inline=inline))
    except RecursionError:
        raise RenderError("The formula is nested too deep.", formula.line) from None
    except ET.ParseError:
        raise RenderError("The formula holds characters that cannot be set.", formula.line) from None
    except StopIteration:
        raise RenderError("Something is missing at the end.", formula.line) from None
    except tuple(_SAID) as error:
        raise RenderError(_SAID[type(error)], formula.line) from None
    except Exception as error:
        raise RenderError(
            f"The formula does not fit together ({type(error).__name__}).", formula.line
        ) from error
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {name: value for name, value in element.attrib.items() if name in _KEPT}
        for name in ("mathcolor", "mathbackground"):
            if name in element.attrib and not _COLOUR.fullmatch(element.attrib[name]):
                del element.attrib[name]
        if element.tag == "mstyle" and not element.attrib:
            # The engine takes such a tag out by its attributes.
            element.tag = "mrow"
        words = (element.text or "").strip()
        if words.startswith("\\"):
            element.text = _known(words, formula)
        elif element.text:
            element.text = element.text.translate(_PUT_BACK).replace(THIN, "\u2009")
    marks.settle(tree)
    tables.settle(tree)
    shapes.settle(tree, limits="\\limits" in formula.tex)
    spacing.spaced(tree)
    return tree


def _known(name: str, formula: Formula) -> str:
    """The sign for a command that the engine left as it was.

    Raises:
        RenderError: there is none.
    """
    if name in _DELIMITERS:
        return _DELIMITERS[name]
    code = convert_symbol(name)
    if code is not None:
        return "".join(chr(int(part, 16)) for part in code.split("-"))
    place = re.search(re.escape(name) + r"(?![A-Za-z])", formula.tex)
    line = formula.line + (formula.tex.count("\n", 0, place.start()) if place else 0)
    raise RenderError(f"The command {name[:40]} is not known.", line)
