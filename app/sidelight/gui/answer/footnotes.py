# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Footnotes: ``[^1]`` becomes a raised mark that leads to its note, ``[^1]: …`` a small note with that mark.

A mark without a note stays as it was written, so notes count from when they have come: at the latest at the
end of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sidelight.text.blocks import Line
from sidelight.text.inline import BREAK, Inline, Run, Style

RAISED = Style(1 << 12)
"""A small raised mark."""

ADDRESS = "footnote:"
"""What the address of a mark begins with; its label follows."""

_MARK = re.compile(r"\[\^([^\s\[\]\\]{1,60})\]")
_NOTE = re.compile(r"\[\^([^\s\[\]\\]{1,60})\]:[ \t]")


def begins_note(lines: Sequence[Line]) -> bool:
    """Whether a paragraph is a note, or several."""
    return bool(lines) and _NOTE.match(lines[0].text) is not None


def labels(lines: Sequence[Line]) -> list[str]:
    """The notes of a paragraph, by label."""
    if not begins_note(lines):
        return []
    return [found[1] for line in lines if not line.joined and (found := _NOTE.match(line.text))]


def with_marks(inline: Inline, body: str, known: Collection[str]) -> Inline:
    """The text with raised marks, each note on a line of its own.

    Args:
        inline: the paragraph as it was read.
        body: what it was read from.
        known: labels of the notes there are.
    """
    if "[^" not in inline.text:
        return inline
    notes = _NOTE.match(body) is not None
    taken: list[tuple[int, int, str, int]] = []  # from, to (in the text), label, end of the source
    breaks: set[int] = set()
    for found in _MARK.finditer(inline.text):
        start, stop = found.span()
        source = inline.places[start]
        whole = found.group()
        if body[source : source + len(whole)] != whole or (source and body[source - 1] == "\\"):
            continue
        if any(run.start < stop and run.end > start and run.style & _VERBATIM for run in inline.runs):
            continue
        begins_line = not source or body[source - 1] == "\n"
        if notes and begins_line and _NOTE.match(body, source):
            stop += 1  # the colon
            if start:
                breaks.add(start - 1)
        elif found[1] not in known:
            continue
        taken.append((start, stop, found[1], source + stop - start))
    return _rebuilt(inline, taken, breaks) if taken else inline


_VERBATIM = Style.CODE | Style.MATHS | Style.LINK


def _rebuilt(inline: Inline, taken: Sequence[tuple[int, int, str, int]], breaks: set[int]) -> Inline:
    text: list[str] = []
    places: list[int] = []
    ends: dict[int, int] = {}
    marks: list[Run] = []
    moved: list[int] = []  # where each old position is now
    at = 0
    for start, stop, label, end in (*taken, (len(inline.text), len(inline.text), "", 0)):
        for position in range(at, start):
            moved.append(len(places))
            text.append(BREAK if position in breaks else inline.text[position])
            if position in inline.ends:
                ends[len(places)] = inline.ends[position]
            places.append(inline.places[position])
        moved.extend([len(places)] * (stop - start))
        if label:
            first = len(places)
            text.append(label)
            places.extend([inline.places[start]] * len(label))
            ends.update((position, end) for position in range(first, len(places)))
            marks.append(Run(first, len(places), RAISED, ADDRESS + label))
        at = stop
    moved.append(len(places))
    places.append(inline.places[-1])
    runs: list[Run] = []
    for run in inline.runs:
        # A run around a mark goes on behind it.
        begin, stop = moved[run.start], moved[run.end]
        for mark in marks:
            if begin < mark.end and mark.start < stop:
                if begin < mark.start:
                    runs.append(Run(begin, mark.start, run.style, run.address))
                begin = mark.end
        if begin < stop:
            runs.append(Run(begin, stop, run.style, run.address))
    runs.extend(marks)
    return Inline("".join(text), places, tuple(sorted(runs, key=lambda run: run.start)), ends)
