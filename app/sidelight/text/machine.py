# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The block structure of Markdown as a machine that takes one line after the other.

It follows CommonMark's way: match the containers that are open, open new ones, then put the rest of the line
into the leaf. Whatever could grow without end is cut: paragraphs at ``LEAF_LIMIT`` characters, tables at
``ROW_LIMIT`` rows, nesting at ``DEPTH_LIMIT`` containers.
"""

from __future__ import annotations

from sidelight.text import linemarks, links, markup
from sidelight.text.blocks import Block, Container, Kind, Line, Lines
from sidelight.text.leaf import Leaf
from sidelight.text.numbering import Numbering

LEAF_LIMIT = 4000
"""Characters after which a paragraph goes on in a further block."""
ROW_LIMIT = 40
"""Rows after which a table goes on in a further block."""
DEPTH_LIMIT = 24
"""Containers within containers; deeper marks are text."""

_CUT = (Kind.PARAGRAPH, Kind.HEADING, Kind.MATHS, Kind.VERBATIM, Kind.TABLE)  # code is shown line by line


class Machine:
    """The state between two lines. It knows nothing of unfinished lines.

    Attributes:
        leaf: the block that is being written.
        out: finished blocks, for the caller to take.
    """

    def __init__(self) -> None:
        self.containers: list[Container] = []
        self.opened = 0
        self.leaf: Leaf | None = None
        self.spaced = False
        self.out: list[Block] = []
        self.line_start = 0
        self.place = 0
        self.numbering = Numbering()

    def copy(self) -> Machine:
        """A machine to try a further line on; ``out`` begins empty."""
        other = Machine()
        other.containers = list(self.containers)
        other.opened = self.opened
        other.leaf = self.leaf.copy() if self.leaf else None
        other.spaced = self.spaced
        other.place = self.place
        other.numbering = self.numbering.copy()
        return other

    def line(self, start: int, text: str, *, joined: bool) -> None:
        """Take one line, or a further piece of one, that begins at ``start`` in the raw text."""
        self.place = start + len(text)
        if joined:
            leaf = self.leaf or self._new_leaf(Kind.PARAGRAPH, start)
            self._grow(leaf, Line(start, text, joined=bool(leaf.lines)))
            self._look_for_end()
            return
        self.line_start = start
        if self.leaf is not None and (self.leaf.kind is Kind.HEADING or self.leaf.ended):
            self._close_leaf()
        matched, index, column = self._match(text)
        whole = matched == len(self.containers)
        if self.leaf is not None and whole and self._verbatim(self.leaf, start, text, index, column):
            return
        index, column, fresh = self._open_containers(text, index, column, matched)
        blank = not text[index:].strip()
        if fresh:
            pass
        elif blank:
            self._close_containers(matched)
            self._close_leaf()
            self.spaced = True
        elif not whole:
            if self._in_paragraph() and not self._starts(text, index, column):
                index = linemarks.indent(text, index).behind
                self._grow(self.leaf, Line(start + index, text[index:]))
                return
            self._close_containers(matched)
        if not blank:
            self._leaf_line(start, text, index, column)

    def end(self) -> None:
        """The text ends here."""
        self._close_leaf()
        self._close_containers(0)

    # containers

    def _match(self, text: str) -> tuple[int, int, int]:
        """How many open containers this line goes on in; the index and column behind their marks."""
        index = column = 0
        for number, container in enumerate(self.containers):
            space = linemarks.indent(text, index, column)
            if container.quote:
                if space.columns > 3 or space.behind >= len(text) or text[space.behind] != ">":
                    return number, index, column
                index, column = linemarks.skip_columns(text, space.behind + 1, 1, column + space.columns + 1)
            elif space.behind >= len(text):
                if self.opened and self.leaf is None and number + 1 == len(self.containers):
                    return number, index, column  # an item that begins with two blank lines is empty
            elif space.columns >= container.indent:
                index, column = linemarks.skip_columns(text, index, container.indent, column)
            else:
                return number, index, column
        return len(self.containers), index, column

    def _open_containers(self, text: str, index: int, column: int, matched: int) -> tuple[int, int, bool]:
        fresh = False
        while (len(self.containers) if fresh else matched) < DEPTH_LIMIT:
            space = linemarks.indent(text, index, column)
            if space.columns > 3:
                break
            rest = text[space.behind :]
            place = self.line_start + space.behind
            if rest.startswith(">"):
                self._begin_container(matched, fresh)
                self.numbering.interrupt(len(self.containers))
                self.containers.append(Container(True, place))
                self.opened += 1
                index, column = linemarks.skip_columns(text, space.behind + 1, 1, column + space.columns + 1)
            else:
                bullet = linemarks.BULLET.match(rest)
                if bullet is None or linemarks.RULE.match(rest):
                    break
                paragraph = not fresh and matched == len(self.containers) and self._in_paragraph()
                if paragraph and (not rest[bullet.end() :].strip() or bullet[2] not in (None, "1")):
                    break
                if paragraph and bullet[1] == "-" and linemarks.UNDERLINE.match(rest):
                    break
                width = bullet.end()
                gap = linemarks.indent(rest, width, column + space.columns + width)
                padding = gap.columns if 1 <= gap.columns <= 4 and gap.behind < len(rest) else 1
                self._begin_container(matched, fresh)
                index, column = linemarks.skip_columns(
                    text, space.behind + width, padding, column + space.columns + width
                )
                task = linemarks.TASK.match(text, index)
                self.containers.append(
                    Container(
                        False,
                        place,
                        space.columns + width + padding,
                        self.numbering.item(len(self.containers), bullet[0][-1], bullet[2]),
                        task[1] != " " if task else None,
                    )
                )
                self.opened += 1
                if task:
                    index, column = task.end(), column + task.end() - index
            fresh = True
        return index, column, fresh

    def _begin_container(self, matched: int, fresh: bool) -> None:
        if not fresh:
            self._close_containers(matched)
            self._close_leaf()

    def _close_containers(self, keep: int) -> None:
        if keep == len(self.containers):
            return
        self._close_leaf()
        self._empty_item()
        del self.containers[keep:]
        self.opened = min(self.opened, keep)

    def _empty_item(self) -> None:
        """An item without text still shows its mark."""
        if self.opened and self.leaf is None:
            leaf = self._new_leaf(Kind.PARAGRAPH, self.containers[-1].place)
            leaf.end = min(self.place, leaf.start + self.containers[-1].indent)
            self._close_leaf()

    # leaves

    def _new_leaf(self, kind: Kind, start: int) -> Leaf:
        begin = start if self.opened == 0 else self.containers[-self.opened].place
        self.numbering.interrupt(len(self.containers))
        self.leaf = Leaf(kind, begin, start, tuple(self.containers), self.opened, self.spaced)
        self.opened = 0
        self.spaced = False
        return self.leaf

    def _close_leaf(self, *, closed: bool = False) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        self._definitions(leaf)
        if leaf.lines or leaf.fence or leaf.kind in (Kind.RULE, Kind.HEADING) or leaf.opened:
            self.out.append(leaf.block(closed=closed or not leaf.fence))

    def _definitions(self, leaf: Leaf) -> None:
        """What defines links at the head of a paragraph goes out as blocks that are not shown."""
        if leaf.kind is not Kind.PARAGRAPH or not leaf.lines or not leaf.lines[0].text.startswith("["):
            return
        whole = next((i for i, line in enumerate(leaf.lines) if line.joined), len(leaf.lines) + 1) - 1
        text = "\n".join(line.text for line in leaf.lines[:whole])
        at = 0
        while leaf.lines and (found := links.definition(text, at)):
            count = text.count("\n", at, found.end) + (found.end == len(text) and text[-1] != "\n")
            lines, leaf.lines = leaf.lines[:count], leaf.lines[count:]
            end = lines[-1].start + len(lines[-1].text)
            self.out.append(
                Block(Kind.DEFINITION, Lines(lines), leaf.start, end, leaf.containers, spaced=leaf.spaced)
            )
            leaf.size -= found.end - at
            leaf.start = leaf.lines[0].start if leaf.lines else leaf.end
            at = found.end

    def _in_paragraph(self) -> bool:
        return self.leaf is not None and self.leaf.kind is Kind.PARAGRAPH

    def _starts(self, text: str, index: int, column: int) -> bool:
        """Whether something begins here that is never the lazy continuation of a paragraph."""
        space = linemarks.indent(text, index, column)
        rest = text[space.behind :]
        if space.columns > 3:
            return False
        return bool(
            linemarks.HEADING.match(rest)
            or linemarks.RULE.match(rest)
            or linemarks.fence(rest)
            or markup.block(rest, interrupting=True) is not None
        )

    def _verbatim(self, leaf: Leaf, start: int, text: str, index: int, column: int) -> bool:
        """Take a line that goes on in code, maths or markup; ``False`` if it ends there."""
        if leaf.kind is Kind.CODE and leaf.fence:
            space = linemarks.indent(text, index, column)
            rest = text[space.behind :]
            run = len(rest) - len(rest.lstrip(leaf.fence[0]))
            if space.columns <= 3 and run >= len(leaf.fence) and not rest[run:].strip():
                leaf.end = self.place
                self._close_leaf(closed=True)
                return True
            index, _ = linemarks.skip_columns(text, index, leaf.fence_indent, column)
            leaf.add(Line(start + index, text[index:]), self.place)
            return True
        blank = not text[index:].strip()
        if leaf.kind is Kind.CODE:
            if blank:
                index, _ = linemarks.skip_columns(text, index, 4, column)
                leaf.blanks.append(Line(start + index, text[index:]))
                return True
            if linemarks.indent(text, index, column).columns < 4:
                self.spaced = bool(leaf.blanks)
                return False
            for line in leaf.blanks:
                leaf.add(line, leaf.end)
            leaf.blanks.clear()
            index, _ = linemarks.skip_columns(text, index, 4, column)
            leaf.add(Line(start + index, text[index:]), self.place)
            return True
        if leaf.kind in (Kind.MATHS, Kind.VERBATIM) and (
            not blank or (leaf.kind is Kind.VERBATIM and leaf.fence)
        ):
            self._grow(leaf, Line(start + index, text[index:]))
            self._look_for_end()
            if leaf.kind is Kind.MATHS and linemarks.maths_end(text[index:], leaf.fence):
                self._close_leaf(closed=True)
            return True
        return False

    def _look_for_end(self) -> None:
        """Whether the line that has come, or a further piece of it, is the last one of its markup."""
        leaf = self.leaf
        if leaf is None or leaf.kind is not Kind.VERBATIM or not leaf.fence:
            return
        last = leaf.lines[-1]
        text = last.text
        if last.joined and len(leaf.lines) > 1:
            text = leaf.lines[-2].text[-markup.LONGEST_END :] + text
        if markup.ends(text, leaf.fence):
            leaf.ended, leaf.fence = True, ""

    def _leaf_line(self, start: int, text: str, index: int, column: int) -> None:
        leaf = self.leaf
        space = linemarks.indent(text, index, column)
        rest = text[space.behind :]
        place = start + space.behind
        paragraph = self._in_paragraph()
        if space.columns > 3 and not paragraph:
            self._close_leaf()
            at, _ = linemarks.skip_columns(text, index, 4, column)
            self._new_leaf(Kind.CODE, start + index).add(Line(start + at, text[at:]), self.place)
            return
        if space.columns <= 3 and self._starts_leaf(
            rest, place, space.columns, Line(start + index, text[index:])
        ):
            return
        if leaf is not None and self.leaf is leaf:
            if leaf.kind is Kind.TABLE and "|" in rest:
                self._grow(leaf, Line(place, rest))
                return
            if paragraph:
                if not self._make_table(leaf, rest):
                    self._grow(leaf, Line(place, rest))
                return
        self._close_leaf()
        self._new_leaf(Kind.PARAGRAPH, place).add(Line(place, rest), self.place)

    def _starts_leaf(self, rest: str, place: int, columns: int, whole: Line) -> bool:
        """Begin a heading, rule, fence, maths or markup; ``False`` if the line is none of them."""
        leaf = self.leaf
        underline = leaf is not None and leaf.kind is Kind.PARAGRAPH and linemarks.UNDERLINE.match(rest)
        if leaf is not None and underline:
            self._definitions(leaf)
        if leaf is not None and underline and leaf.lines:
            leaf.kind, leaf.level, leaf.end = Kind.HEADING, 1 if rest[0] == "=" else 2, self.place
            self._close_leaf()
            return True
        if linemarks.RULE.match(rest):
            self._close_leaf()
            self._new_leaf(Kind.RULE, place).end = self.place
            self._close_leaf()
            return True
        heading = linemarks.HEADING.match(rest) if rest.startswith("#") else None
        if heading:
            self._close_leaf()
            begun = self._new_leaf(Kind.HEADING, place)
            begun.level = len(heading[1])
            begun.add(Line(place + max(heading.start(2), 0), heading[2] or ""), self.place)
            return True
        fence = linemarks.fence(rest)
        if fence:
            self._close_leaf()
            begun = self._new_leaf(Kind.CODE, place)
            begun.fence, begun.info = fence
            begun.fence_indent, begun.end = columns, self.place
            return True
        opener = linemarks.maths(rest)
        if opener:
            self._close_leaf()
            begun = self._new_leaf(Kind.MATHS, place)
            begun.fence = opener
            begun.add(Line(place, rest), self.place)
            behind = rest[len(opener) :]
            if behind.strip() and linemarks.maths_end(behind, opener):
                self._close_leaf(closed=True)
            return True
        last = markup.block(rest, interrupting=self._in_paragraph())
        if last is not None:
            self._close_leaf()
            begun = self._new_leaf(Kind.VERBATIM, place)
            begun.fence = last
            begun.add(whole, self.place)
            self._look_for_end()
            return True
        return False

    def _make_table(self, leaf: Leaf, rest: str) -> bool:
        """Turn the paragraph's last line into a table's header if this is the line below one."""
        if not leaf.lines:
            return False  # all of it defined links
        header = leaf.lines[-1]
        if "|" not in header.text or header.joined:
            return False
        columns = linemarks.alignments(rest)
        if not columns or len(linemarks.cells(header.text)) != len(columns):
            return False
        if len(leaf.lines) > 1:
            leaf.lines.pop()
            leaf.end = leaf.lines[-1].start + len(leaf.lines[-1].text)
            self._close_leaf()
            leaf = self._new_leaf(Kind.TABLE, header.start)
            leaf.add(header, self.place)
        leaf.kind, leaf.info, leaf.end = Kind.TABLE, columns, self.place
        return True

    def _grow(self, leaf: Leaf | None, line: Line) -> None:
        """Add a line, in a further block if this one has grown long."""
        if leaf is None:
            return
        rows = len(leaf.lines) > ROW_LIMIT and leaf.kind is Kind.TABLE
        if leaf.kind in _CUT and (rows or leaf.size >= LEAF_LIMIT):
            self._definitions(leaf)
            if not leaf.lines:
                leaf.add(line, self.place)
                return
            self.out.append(leaf.block(closed=leaf.kind is not Kind.MATHS))
            further = self._new_leaf(leaf.kind, line.start)
            further.continued, further.level, further.info, further.fence = (
                True,
                leaf.level,
                leaf.info,
                leaf.fence,
            )
            if leaf.kind is Kind.TABLE:
                further.lines.append(leaf.lines[0])
            leaf, line = further, Line(line.start, line.text)
        leaf.add(line, self.place)
