# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What can be told from the text of a diagram alone: its kind, and where Mermaid's complaints point."""

from __future__ import annotations

import re

from sidelight.api import RenderError

KINDS = {
    "flowchart": "Flowchart",
    "graph": "Flowchart",
    "sequenceDiagram": "Sequence diagram",
    "classDiagram": "Class diagram",
    "stateDiagram": "State diagram",
    "erDiagram": "Entity diagram",
    "gantt": "Gantt chart",
    "pie": "Pie chart",
    "mindmap": "Mind map",
    "journey": "User journey",
    "gitGraph": "Git graph",
    "timeline": "Timeline",
    "quadrantChart": "Quadrant chart",
    "requirementDiagram": "Requirement diagram",
    "C4Context": "C4 diagram",
    "sankey": "Sankey diagram",
    "xychart": "Chart",
    "block": "Block diagram",
    "packet": "Packet diagram",
    "kanban": "Kanban board",
    "architecture": "Architecture diagram",
    "radar": "Radar chart",
    "treemap": "Treemap",
}

_FIRST_WORD = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:-(?:v2|beta))?(?=[\s:;{]|$)")
_AT_LINE = re.compile(r"(?:[Pp]arse|[Ll]exical|[Ll]exer) error on line (\d+)")
_AT_OFFSET = re.compile(r"at offset: (\d+)")
_EXCERPT = re.compile(r"\n(.*)\n(-*)\^")
_GOT = re.compile(r"got '([^']*)'")
_LABEL = re.compile(r"[\[({|][^\"\])}|]*[(\[{]")
# How Mermaid writes #35; to itself.
_SPELLED = (("\ufb02\u00b0\u00b0", "#"), ("\ufb02\u00b0", "#"), ("\u00b6\u00df", ";"))
_WANTED = re.compile(r"Expecting (.*?), got")
# What Mermaid calls the signs that close a shape or a group.
_SIGNS = {"SQE": "]", "PE": ")", "DIAMOND_STOP": "}", "SUBROUTINEEND": "]]", "end": "end", "BRACE_STOP": "}"}


def kind_of(text: str) -> str | None:
    """The diagram's kind in words, from its first word; ``None`` if Mermaid has no such kind."""
    for _number, line in _own_lines(text):
        words = _FIRST_WORD.match(line.strip())
        return KINDS.get(words[1]) if words else None
    return None


def refusal(words: str, text: str) -> RenderError:
    """Mermaid's complaint as a sentence, with the line of ``text`` that it means."""
    if "UnknownDiagramError" in words or "No diagram type detected" in words:
        first = next((number for number, _line in _own_lines(text)), None)
        return RenderError("This does not begin like any diagram that Mermaid has.", first)
    if "Image is not defined" in words:
        return RenderError("A picture in a node is not drawn here.")
    if "Maximum text size" in words:
        return RenderError("The diagram is longer than Mermaid draws.")
    for sign, meant in _SPELLED:
        words = words.replace(sign, meant)
    line = _line(words, text)
    excerpt = _EXCERPT.search(words)
    if excerpt:
        read = excerpt[1][: len(excerpt[2])]
        if read.startswith("..."):
            read = read.partition(" ")[2] or read[3:]
        read = read.strip()[-40:]
        wanted = _WANTED.search(words)
        named = re.findall(r"'(\w+)'", wanted[1] if wanted else "")
        closing = [_SIGNS[name] for name in named if name in _SIGNS]
        hint = _hint(words, line, text) or (f" Perhaps {closing[0]} is missing." if closing else "")
        return RenderError(f"Mermaid cannot read on after “{read}”.{hint}", line)
    plain = re.sub(r"^(?:\w*Error: )+", "", " ".join(words.split()))
    plain = re.sub(r"^Parsing failed: ", "", plain).partition(". ")[0]
    if "produced no output" in plain:
        return RenderError("Mermaid gave no drawing for this.")
    return RenderError(f"Mermaid cannot draw this: {plain[:200].rstrip('.')}.", line)


def _hint(words: str, line: int | None, text: str) -> str:
    """What is most often wrong in a flowchart: brackets in a label, ``end`` as a name, a short arrow."""
    if line is None:
        return ""
    if kind_of(text) == KINDS["sequenceDiagram"] and ";" in text.split("\n")[line - 1]:
        return " A semicolon ends a message; within one it is written #59;."
    if kind_of(text) == KINDS["journey"] and ":" not in text.split("\n")[line - 1]:
        return " A task has a figure behind it, from 1 to 5: Make tea: 4."
    if kind_of(text) == KINDS["pie"] and "%" in text.split("\n")[line - 1]:
        return " A share is a figure without a sign behind it."
    if kind_of(text) != KINDS["flowchart"]:
        return ""
    if any(re.match(r"\s*[xo]--", written) for written in text.split("\n")[line - 1 : line + 1]):
        return " An x or o right before an arrow is taken for a part of it; a space helps."
    written = text.split("\n")[line - 1]
    if re.match(r"\s*subgraph\b[^\[\"]*[(){}]", written):
        return ' A title with brackets in it has to stand in quotes: subgraph one["f(x)"].'
    if re.search(r"[\[({][^\"\])}]*@", written):
        return ' A label with @ in it has to stand in quotes: A["x@y"].'
    if re.search(r"\[/[^\]\"]*[^/\\\]]\]", written):
        return ' A label that begins with a slash has to stand in quotes: A["/x"].'
    if re.search(r"\S\s+(?:%%|//)", written):
        return " A remark has a line of its own, behind %%."
    if re.search(r"(?:-->|---)\s*\w+\s*:(?!:)", written):
        return " Words at an arrow stand between bars: A -->|yes| B."
    got = _GOT.search(words)
    sign = got[1] if got else ""
    if sign in ("PS", "SQS", "DIAMOND_START", "PE", "SQE", "DIAMOND_STOP", "STADIUMSTART") and _LABEL.search(
        written
    ):
        return ' A label with brackets in it has to stand in quotes: A["f(x)"].'
    if re.search(r"(?:^|[->\s])end(?:\s*[-=.<]|\s*$)", written) and re.search(r"[-=.]{2}", written):
        return " “end” closes a group; as a name it needs another spelling, as in End."
    if re.search(r"\w\s*->\s*\w", written):
        return " An arrow is written -->."
    if written.count('"') % 2:
        return " A quote is not closed."
    return ""


def _own_lines(text: str) -> list[tuple[int, str]]:
    """The lines that Mermaid reads as a diagram, numbered: no front matter, comments or directives."""
    lines = list(enumerate(text.split("\n"), 1))
    filled = next((place for place, (_number, line) in enumerate(lines) if line.strip()), 0)
    if lines[filled][1].strip() == "---":
        ends = [
            place for place, (_number, line) in enumerate(lines) if place > filled and line.strip() == "---"
        ]
        lines = lines[ends[0] + 1 :] if ends else lines
    started = False
    kept = []
    for number, line in lines:
        if line.strip().startswith("%%") or (not started and not line.strip()):
            continue
        started = True
        kept.append((number, line))
    return kept


def _line(words: str, text: str) -> int | None:
    """Mermaid counts only the lines that are left once comments and front matter are gone."""
    own = _own_lines(text)
    found = _AT_LINE.search(words)
    if found is None:
        offset = _AT_OFFSET.search(words)
        if offset is None:
            return None
        reached, count = int(offset[1]), 0
        for number, line in own:
            count += len(line) + 1
            if count > reached:
                return number
        return own[-1][0] if own else None
    filled = [number for number, line in own if line.strip()]
    if not filled:
        return None
    # A complaint about the end points behind the last line.
    place = int(found[1])
    return min(own[min(place, len(own)) - 1][0], filled[-1])
