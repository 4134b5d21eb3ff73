# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A diagram that Mermaid refuses, written as it was meant: line for line, so that they keep their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from sidelight_mermaid.flow import line_meant
from sidelight_mermaid.source import KINDS, kind_of

LONGEST_LINE = 240
"""Characters; a longer line is left as it is: to take it apart in all ways would take too long."""
_FENCE = re.compile(r"\s*(?:```+|~~~+)\s*(?:mermaid)?\s*|\s*mermaid\s*")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200b\u202f\ufeff]")
_MESSAGE = re.compile(
    r"\s*(?:[^\s:;%][^:;]*?(?:--?>>?|--?x|--?\))[+-]?\s*[^:;]+|[Nn]ote (?:over|(?:left|right) of) [^:;]+):"
)
_UNSAID = re.compile(r"(\s*[\w ]+?\s*(?:--?>>?|--?x|--?\))[+-]?\s*\w+)\s+(\S[^:]*)")
_ENDED = re.compile(r"\s*deactivate\s+(.+?)\s*|\s*(.+?)\s*(?:--?>>?|--?x|--?\))-\s*(.+?)\s*(?::.*)?")
_BEGUN = re.compile(r"\s*activate\s+(.+?)\s*|\s*.+?(?:--?>>?|--?x|--?\))\+\s*(.+?)\s*(?::.*)?")
_GENERIC = re.compile(r"\b(\w+)<(?!/?(?:br|b|i)\b)([\w~, \[\]?.]+)>")
_COLUMN = re.compile(
    r"(\s*\w[\w()\[\],.]*)\s+(\w+(?: +(?!(?:PK|FK|UK)\b)\w+)+)((?:\s+(?:PK|FK|UK)\b,?)*)(\s+\"[^\"]*\")?\s*"
)
_TYPE = re.compile(r"(\s*\w+\()([^()]*)(\)\s+\w.*)")
_FACT = re.compile(r"(\s*(?:id|text|type|docref)\s*:\s*)(?!\")(\S.*?)\s*")
_RELATION = re.compile(r"\s*[\w\"-]+\s+[|}o{.-]+\s+[\w\"-]+\s*")
_SLICE = re.compile(r"(\s*)(\"[^\"]*\"|[^\":]+?)\s*:\s*([\d.,_]+)\s*%?\s*")
_SHAPED = re.compile(r"(\s*)([\w-]*)(?:(\(\()(.*)(\)\))|(\()(.*)(\))|(\[)(.*)(\])|(\{\{)(.*)(\}\}))\s*")
_POINT = re.compile(r"(\s*)([^\":\[]+?)\s*(:\s*\[.*|:::.*)")
_AXIS = re.compile(r"(\s*[xy]-axis\s+)(.+?)(?:\s+-->\s+(.+?))?\s*")
_CORNER = re.compile(r"(\s*(?:quadrant-[1-4]|title)\s+)(.+?)\s*")
_CHART_AXIS = re.compile(r"(\s*[xy]-axis)\s*([^\"\[\d-][^\[\"]*?)?\s*(\[.*\]|-?[\d.]+\s*-->\s*-?[\d.]+)?\s*")
_CHART_TITLE = re.compile(r"(\s*title\s+)([^\"].*?)\s*")
_COMMIT = re.compile(r"(\s*commit)\s+(?:-m\s+)?(\"[^\"]*\")\s*(.*)")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_KIND_LINE = re.compile(r"(\s*)([A-Za-z]+)(.*)", re.DOTALL)
_SPELLINGS = {name.lower(): name for name in KINDS}


def meant(text: str) -> str | None:
    """The diagram as it was meant; ``None`` if nothing in it is known to be wrong."""
    lines = [_ODD_SPACE.sub(" ", line).rstrip("\r") for line in text.split("\n")]
    lines = ["" if _FENCE.fullmatch(line) else line for line in lines]
    first = next((place for place, line in enumerate(lines) if _begins(line)), None)
    if first is not None:
        lines[first] = _spelled(lines[first])
    kind = kind_of("\n".join(lines))
    mend = _KINDS.get(kind or "")
    if mend:
        made = mend([line if len(line) <= LONGEST_LINE else "" for line in lines], first or 0)
        lines = [new if len(old) <= LONGEST_LINE else old for new, old in zip(made, lines, strict=True)]
    whole = "\n".join(lines)
    return whole if whole != text else None


def _begins(line: str) -> bool:
    return re.split(r"[\s;:-]", line.strip(), maxsplit=1)[0].lower() in _SPELLINGS


def _spelled(line: str) -> str:
    """A line that begins with a kind, in Mermaid's letters."""
    found = _KIND_LINE.match(line)
    name = _SPELLINGS.get(found[2].lower()) if found else None
    return f"{found[1]}{name}{found[3]}" if found and name else line


def _flow(lines: list[str], _first: int) -> list[str]:
    return [line_meant(line, number) for number, line in enumerate(lines, 1)]


def _sequence(lines: list[str], _first: int) -> list[str]:
    """Semicolons in messages, messages without a colon, and ends of what never began."""
    made = []
    active: Counter[str] = Counter()
    for line in lines:
        if found := _MESSAGE.match(line):
            line = line[: found.end()] + re.sub(
                r"(?<!#\d\d)(?<!#\d)(?<!#\d{3})(?<!#\w{4});", "#59;", line[found.end() :]
            )
        elif (unsaid := _UNSAID.fullmatch(line)) and not line.strip().startswith(
            ("participant", "actor", "Note")
        ):
            line = f"{unsaid[1]}: {unsaid[2]}"
        if begun := _BEGUN.fullmatch(line):
            active[(begun[1] or begun[2]).strip()] += 1
        elif ended := _ENDED.fullmatch(line):
            name = (ended[1] or ended[2]).strip()
            active[name] -= 1
            if active[name] < 0:
                active[name] = 0
                line = "" if ended[1] else re.sub(r"(--?>>?|--?x|--?\))-(?=\s*\S)", r"\1", line, count=1)
        made.append(line)
    return made


def _classes(lines: list[str], _first: int) -> list[str]:
    made = []
    for line in lines:
        for _ in range(4):
            line = _GENERIC.sub(r"\1~\2~", line)
        made.append(line)
    return made


def _entities(lines: list[str], first: int) -> list[str]:
    """Names of several words, and relations that say nothing."""
    made = []
    inside = False
    for place, line in enumerate(lines):
        begins = line.rstrip().endswith("{") and "--" not in line and ".." not in line
        if inside and (type_ := _TYPE.fullmatch(line)):
            line = f"{type_[1]}{re.sub(r'[^A-Za-z0-9_,]', '', type_[2])}{type_[3]}"
        if inside and not begins and (column := _COLUMN.fullmatch(line)):
            line = f"{column[1]} {'_'.join(column[2].split())}{column[3]}{column[4] or ''}"
        elif place > first and not inside and _RELATION.fullmatch(line) and re.search("--|\\.\\.", line):
            line = f'{line.rstrip()} : ""'
        inside = (inside or begins) and line.strip() != "}"
        made.append(line)
    return made


def _pie(lines: list[str], first: int) -> list[str]:
    made = []
    for place, line in enumerate(lines):
        found = _SLICE.fullmatch(line) if place > first else None
        if found and not line.strip().startswith("title"):
            figure = found[3].replace("_", "")
            if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", figure):
                figure = figure.replace(",", "")
            elif re.fullmatch(r"\d+,\d+", figure):
                figure = figure.replace(",", ".")
            line = f'{found[1]}"{found[2].strip(chr(34))}" : {figure}'
        made.append(line)
    return made


def _mind(lines: list[str], first: int) -> list[str]:
    """Labels with brackets in them."""
    made = []
    for place, line in enumerate(lines):
        found = _SHAPED.fullmatch(line) if place > first else None
        if found:
            opener, label, closer = (part for part in found.groups()[2:] if part is not None)
            if re.search(r"[()\[\]{}]", label) and '"' not in label:
                line = f'{found[1]}{found[2] or f"n{place}"}{opener}"{label}"{closer}'
        made.append(line)
    return made


def _quadrants(lines: list[str], first: int) -> list[str]:
    made = []
    for place, line in enumerate(lines):
        if place > first:
            if axis := _AXIS.fullmatch(line):
                line = f"{axis[1]}{_in_quotes(axis[2])}" + (f" --> {_in_quotes(axis[3])}" if axis[3] else "")
            elif corner := _CORNER.fullmatch(line):
                line = line if corner[1].strip() == "title" else f"{corner[1]}{_in_quotes(corner[2])}"
            elif (point := _POINT.fullmatch(line)) and not line.strip().startswith(("classDef", "%%")):
                line = f"{point[1]}{_in_quotes(point[2])}{point[3]}"
        made.append(line)
    return made


def _chart(lines: list[str], first: int) -> list[str]:
    """Titles and categories of several words."""
    made = []
    for place, line in enumerate(lines):
        if place > first:
            if title := _CHART_TITLE.fullmatch(line):
                line = f"{title[1]}{_in_quotes(title[2])}"
            elif axis := _CHART_AXIS.fullmatch(line):
                words = f" {_in_quotes(axis[2])}" if axis[2] else ""
                line = f"{axis[1]}{words} {_listed(axis[3] or '')}".rstrip()
        made.append(line)
    return made


def _listed(figures: str) -> str:
    if not figures.startswith("["):
        return figures
    return "[" + ", ".join(_in_quotes(part) for part in figures[1:-1].split(",") if part.strip()) + "]"


def _times(lines: list[str], first: int) -> list[str]:
    """Times of the day, whose colon parts nothing."""
    return [_CLOCK.sub("\\1\u2236\\2", line) if place > first else line for place, line in enumerate(lines)]


def _facts(lines: list[str], _first: int) -> list[str]:
    return [f"{fact[1]}{_in_quotes(fact[2])}" if (fact := _FACT.fullmatch(line)) else line for line in lines]


def _commits(lines: list[str], _first: int) -> list[str]:
    return [_COMMIT.sub(r"\1 id: \2 \3", line).rstrip() for line in lines]


def _in_quotes(words: str) -> str:
    bare = words.strip()
    return bare if bare[:1] == '"' else f'"{bare}"'


_KINDS: dict[str, Callable[[list[str], int], list[str]]] = {
    "Flowchart": _flow,
    "Sequence diagram": _sequence,
    "Class diagram": _classes,
    "Entity diagram": _entities,
    "Pie chart": _pie,
    "Mind map": _mind,
    "Quadrant chart": _quadrants,
    "Chart": _chart,
    "Timeline": _times,
    "Git graph": _commits,
    "Requirement diagram": _facts,
}
