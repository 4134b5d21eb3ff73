# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From what stands in an answer to what TeX reads: a preamble, a body, and the same numbers of lines."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace

COMMON = (
    "arrows.meta,arrows,calc,positioning,shapes.geometric,shapes.misc,shapes.symbols,shapes.multipart,"
    "decorations.pathmorphing,decorations.pathreplacing,decorations.markings,decorations.text,patterns,"
    "backgrounds,fit,matrix,trees,angles,quotes,intersections,through,automata,chains,shadows,shadows.blur,fadings,"
    "mindmap,scopes,3d,bending,plotmarks,shadings"
)
"""Libraries for a drawing that names none: its writer thinks of a document that loads them."""

ASSUMED = rf"\usetikzlibrary{{{COMMON}}}\usepackage{{amsmath,amssymb}}"
"""What is read for such a drawing; before it for one with a plot or a circuit."""

PLOTS = r"\usepackage{pgfplots}\pgfplotsset{compat=1.16}"
CIRCUITS = r"\usepackage{circuitikz}"

_AXIS = r"\\begin\s*\{(?:axis|semilog[xy]axis|loglogaxis|polaraxis)\}"
_PACKAGES = (
    (re.compile(r"\\begin\s*\{forest\}|\\Forest\b"), r"\usepackage{forest}"),
    (re.compile(r"\\Tree\s*\["), r"\usepackage{tikz-qtree}"),
    (re.compile(r"\\begin\{ganttchart\}"), r"\usepackage{pgfgantt}"),
    (re.compile(r"\\begin\{quantikz\}"), r"\usepackage{quantikz}"),
    (re.compile(r"\\begin\{feynman\}|\\feynmandiagram|\\diagram\*?\s*[\[{]"), r"\usepackage{tikz-feynman}"),
    (re.compile(r"\\tkzDef\w+|\\tkzInit"), r"\usepackage{tkz-euclide}"),
    (re.compile(r"\\pie\s*[\[{]"), r"\usepackage{pgf-pie}"),
    (re.compile(r"\\smartdiagram"), r"\usepackage{smartdiagram}"),
    (re.compile(r"\\ce\s*\{"), r"\usepackage{mhchem}"),
    (re.compile(r"\\begin\{polaraxis\}"), r"\usepackage{pgfplots}\usepgfplotslibrary{polar}"),
    (re.compile(rf"{_AXIS}|\\pgfplotsset|\\addplot"), r"\usepackage{pgfplots}"),
    (re.compile(r"\\begin\{tikzcd\}"), r"\usepackage{tikz-cd}"),
    (re.compile(r"\\begin\{circuitikz\}|\\ctikzset"), r"\usepackage{circuitikz}"),
    (re.compile(r"\\chemfig|\\schemestart"), r"\usepackage{chemfig}"),
    (re.compile(r"\\tdplotset"), r"\usepackage{tikz-3dplot}"),
    (re.compile(r"\\(?:SI|si|qty|unit|num|ang|SIrange|qtyrange|sisetup)\b"), r"\usepackage{siunitx}"),
)
_PICTURE = re.compile(
    r"\\begin\s*\{(?:tikzpicture|tikzcd|circuitikz|scope|pgfpicture|axis|semilog[xy]axis|loglogaxis|polaraxis"
    r"|forest|ganttchart|quantikz|groupplot)\}|\\(?:tikz|chemfig|schemestart|Forest|Tree|feynmandiagram|Qcircuit"
    r"|smartdiagram)(?![a-zA-Z])"
)
_ALONE = re.compile(rf"\s*(?:{_AXIS}|\\begin\s*\{{scope\}})")
_DRAWS = re.compile(r"\\(?:draw|fill|filldraw|node|path|coordinate|shade|shadedraw|clip|foreach|addplot)\b")
_PREAMBLE_ONLY = re.compile(
    r"\\(?:documentclass|usepackage|RequirePackage|usetikzlibrary|usepgfplotslibrary|usepgflibrary)"
    r"\s*(?:\[[^\]]*\]\s*)?\{[^{}]*\}(?:[ \t]*\[[^\]]*\])?"
)
_BEGIN, _END = re.compile(r"\\begin\s*\{document\}"), re.compile(r"\\end\s*\{document\}")
_CLASS = re.compile(r"\\documentclass\s*(?:\[([^\]]*)\])?")
_TEXT_CLASS = re.compile(r"\\documentclass\s*(?:\[[^\]]*\])?\s*\{(?!standalone|minimal)")
_PICTURES = re.compile(
    r"\\begin\s*\{(tikzpicture|tikzcd|circuitikz|forest|ganttchart|quantikz)\}.*?\\end\s*\{\1\}", re.DOTALL
)
_ROUND_A_PICTURE = re.compile(
    r"\\(?:begin|end)\s*\{(?:center|figure\*?|document)\}(?:\[[^\]]*\])?"
    r"|\\(?:centering|maketitle|newpage|clearpage|noindent|thispagestyle\{\w*\}|pagestyle\{\w*\})"
    r"|\\(?:tikzset|tikzstyle|pgfplotsset|def|newcommand|caption|label|vspace|hspace|resizebox)(?![a-zA-Z]).*"
)
_BORDER = re.compile(r"(?:^|,)\s*(?:border|margin)\s*=\s*(\{[^{}]*\}|[^,{}]*)")
_LENGTH = re.compile(r"([\d.]+)\s*(pt|mm|cm|in|bp|ex|em)?")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
# Controls, marks of direction and of no width: TeX has no glyph for them, and they mean nothing to it.
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_UNITS = {"pt": 1.0, "mm": 2.845, "cm": 28.45, "in": 72.27, "bp": 1.00375, "ex": 4.3, "em": 10.0}
_MOST_BORDER = 100.0
_LONGEST_LINE = 1500  # in characters, of up to three bytes in the 5000 that TeX holds
Border = tuple[float, float, float, float]
"""What is left free to the left of, below, to the right of and above a drawing, in points."""

BORDER: Border = (2.0, 2.0, 2.0, 2.0)
"""What is left free around a drawing whose document says nothing of it."""


@dataclass(frozen=True, slots=True)
class Document:
    """What TeX reads. The body begins in the line of the artifact in which it stands there.

    ``page``: it is a text with drawings in it, to be set as a page. ``border`` is left free around.
    ``assumed`` means that libraries and packages were added which it does not name.
    ``lines`` has for each line that TeX reads the line of the artifact in which it stands.
    """

    preamble: str
    body: str
    border: Border
    assumed: bool
    page: bool = False
    lines: tuple[int, ...] = ()

    def line(self, read: int) -> int:
        """The line of the artifact that is TeX's line ``read``."""
        if not self.lines:
            return read
        return self.lines[min(max(read, 1), len(self.lines)) - 1]

    @property
    def source(self) -> str:
        """The part that is read after the preamble."""
        begin, end = ("page", "\\end{minipage}") if self.page else ("body", "")
        return (
            rf"\begin{{document}}\csname sidelight@{begin}\endcsname{self.body}"
            f"\n{end}\\end{{document}}\n"
        )


def document(text: str) -> Document:
    """What TeX is to read for an artifact: a whole document, or as little as one command that draws."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    bare = _without_comments(text)
    text, lines = _folded(text, bare)
    bare = _without_comments(text)
    begin = _BEGIN.search(bare)
    if begin is not None:
        end = _END.search(bare, begin.end())
        body = text[begin.end() : end.start() if end else len(text)]
        # Without its own end there is none to be found: TeX then says what is open.
        page = bool(_TEXT_CLASS.search(bare[: begin.start()])) and _is_text(body)
        made = _made(text[: begin.start()], body, bare, assumed=False)
        return replace(made, lines=lines, page=page)
    return replace(_fragment(text, bare), lines=lines)


def _is_text(body: str) -> bool:
    """Whether there is more in a body than one picture."""
    pictures = _PICTURES.findall(_without_comments(body))
    rest = _PICTURES.sub("", _without_comments(body))
    return len(pictures) > 1 or bool(re.search(r"[A-Za-z0-9]", _ROUND_A_PICTURE.sub("", rest)))


def _without_comments(text: str) -> str:
    """The text with spaces for its comments, each character in its place."""
    return _COMMENT.sub(lambda found: found[1] + " " * (len(found[0]) - len(found[1])), text)


def _folded(text: str, bare: str) -> tuple[str, tuple[int, ...]]:
    """The text with lines that TeX can hold, broken at spaces, and for each the line that it was."""
    folded: list[str] = []
    lines: list[int] = []
    for number, (line, plain) in enumerate(zip(text.split("\n"), bare.split("\n"), strict=True), 1):
        pieces = [line]
        if len(line) > _LONGEST_LINE:
            pieces = textwrap.wrap(plain, _LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
        folded += pieces or [""]
        lines += [number] * max(1, len(pieces))
    return "\n".join(folded), tuple(lines)


def _made(preamble: str, body: str, bare: str, *, assumed: bool) -> Document:
    return Document(preamble, "\n" * preamble.count("\n") + body, _border(bare), assumed)


def _fragment(text: str, bare: str) -> Document:
    """A drawing that is no whole document: what is to be loaded stands before it, or nowhere."""
    picture = _PICTURE.search(bare)
    first = picture.start() if picture else len(bare)
    loads = [found for found in _PREAMBLE_ONLY.finditer(bare) if found.end() <= first]
    cut = loads[-1].end() if loads else 0
    declared = bare[:cut]
    added = []
    if "\\documentclass" not in declared:
        if not any(name in declared for name in ("\\usetikzlibrary", "\\usepackage{tikz-cd}")):
            added.append(rf"\usetikzlibrary{{{COMMON}}}")
        if "amsmath" not in declared and "amssymb" not in declared:
            added.append(r"\usepackage{amsmath,amssymb}")
        added += [load for used, load in _PACKAGES if used.search(bare) and load not in declared]
        if any("pgfplots}" in load for load in added):
            added.append(r"\pgfplotsset{compat=1.16}")
    body, plain = text[cut:], bare[cut:]
    if _DRAWS.search(plain) and (picture is None or _ALONE.match(plain)):
        body = rf"\begin{{tikzpicture}}{body}" + "\n\\end{tikzpicture}"
    return _made("".join(added) + text[:cut], body, bare, assumed=bool(added) and not declared.strip())


def _border(bare: str) -> Border:
    """What the class of a document leaves free: one length for all sides, two for sides and ends, or four."""
    options = _CLASS.search(bare)
    found = _BORDER.search(options[1] or "") if options else None
    try:
        said = [
            min(_MOST_BORDER, float(length) * _UNITS[unit or "pt"])
            for length, unit in _LENGTH.findall(found[1] if found else "")
        ]
    except ValueError:
        return BORDER
    match said:
        case [every]:
            return every, every, every, every
        case [sides, ends]:
            return sides, ends, sides, ends
        case [left, bottom, right, top]:
            return left, bottom, right, top
    return BORDER
