# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scrolling an answer: what is in sight is laid out, what was seen keeps its place, the end is followed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from sidelight.gui.answer.block_view import Shared
from sidelight.gui.answer.chip import Chip
from sidelight.gui.answer.embed import Embeds
from sidelight.gui.answer.flow import Flow
from sidelight.gui.answer.formula import Formulas
from sidelight.gui.answer.notice import Notice
from sidelight.gui.answer.page import Page
from sidelight.gui.answer.selection import Spot

_AUTOSCROLL_MS = 30
_AT_END = 3


class Scrolling(QAbstractScrollArea):
    """A window on a flow of blocks, with a scroll bar that says where it is.

    Signals:
        scrolled: the reader went to another place.
        in_sight: other blocks are laid out and can be seen, or the same ones have grown.

    Attributes:
        following: whether the view stays at the end as text arrives.
        formulas: where drawn formulas come from, if there are any; see ``show_formulas``.
    """

    scrolled = Signal()
    in_sight = Signal()
    formulas: Formulas | None = None

    def __init__(self, shared: Shared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.following = True
        self.shared = shared
        self.flow = Flow()
        self.page = Page(self.flow, shared.look)
        self.embeds = Embeds(self.page, self.viewport(), self.relayout)
        self.notice = Notice(self.viewport())
        self.chip = Chip(self)
        self.chip.clicked.connect(self.follow)
        self._setting_bar = False
        self._awaited: Callable[[], None] | None = None  # what to go to as soon as there is a picture

    # to be given by the view

    def arrange_head(self) -> None:
        """Give what stands above the text its place and ``page.head``."""

    def come_into_sight(self) -> None:
        """Blocks were laid out that may have work for idle time."""

    # formulas

    def show_formulas(self, formulas: Formulas | None) -> None:
        """Draw mathematics from now on; ``None`` shows its source."""
        if formulas is not self.formulas:
            self.formulas = self.shared.look.formulas = formulas
            for view in self.flow:
                view.forget()
            self.relayout()

    def formulas_came(self) -> None:
        """Formulas that were on their way are there: lay out the blocks that wait for some."""
        waiting, self.shared.awaiting = self.shared.awaiting, set()
        for view in waiting:
            view.forget()
        if waiting:
            self.relayout()

    # layout

    @Slot()
    def relayout(self) -> None:
        """Lay out what is in sight and bring the scroll bar, the child widgets and the picture up to date."""
        page = self.page
        page.width, page.height = self.viewport().width(), self.viewport().height()
        if page.width <= 0 or page.height <= 0:
            return
        self._measure_children()
        page.settle(bottom=self.following)
        self.sync()
        self.viewport().update()
        self.come_into_sight()
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            awaited()

    def changed(self, index: int, y: float) -> None:
        """Blocks from ``index`` on are new, that one from ``y`` on: paint no more than that."""
        page = self.page
        before = page.y
        page.settle(bottom=self.following)
        moved = round(before - page.y)
        if moved and abs(moved) < page.height and not self._children_shown:
            self.viewport().scroll(0, moved)
        elif moved:
            self.viewport().update()
        self.sync()
        top = 0.0 if index >= len(self.flow) else page.top(index) - self.flow[index].gap + y
        if index < len(self.flow) and y <= 0:
            top -= 2
        if top < page.height:
            first = max(0, int(top) - 2)
            self.viewport().update(0, first, page.width, page.height - first)
        if not self.following and page.total - page.y - page.height > _AT_END:
            self.show_chip()
        self.come_into_sight()

    @property
    def _children_shown(self) -> bool:
        """Whether widgets stand on the canvas, which a blitted picture would smear."""
        return self.notice.isVisible() or self.page.head > 0

    def _measure_children(self) -> None:
        page = self.page
        self.arrange_head()
        if self.notice.isHidden():
            page.foot = 0.0
        else:
            column = int(page.column)
            height = self.notice.heightForWidth(column)
            self.notice.resize(column, height if height > 0 else self.notice.sizeHint().height())
            page.foot = float(self.notice.height() + self._above_notice)

    @property
    def _above_notice(self) -> int:
        """The room above a notice: none of its own where it stands alone."""
        return self.shared.look.space.l if len(self.flow) else 0

    def place_children(self) -> None:
        """Move child widgets to where the text is."""
        page = self.page
        if not self.notice.isHidden():
            y = page.lead + self.flow.height + self._above_notice - page.y
            self.notice.move(int(page.left), round(y))
        self.embeds.place()
        if self.chip.isVisible():
            self.chip.place(self.viewport().width(), self.viewport().height())

    def sync(self) -> None:
        """Make the scroll bar say where the page is."""
        bar, page = self.verticalScrollBar(), self.page
        self._setting_bar = True
        try:
            if bar.maximum() != page.maximum or bar.pageStep() != page.height:
                bar.setPageStep(page.height)
                bar.setSingleStep(round(self.shared.look.body.line))
                bar.setRange(0, page.maximum)
            bar.setValue(round(page.y))
        finally:
            self._setting_bar = False
        self.place_children()

    # scrolling

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Show another part."""
        if self._setting_bar:
            return
        page = self.page
        value = float(self.verticalScrollBar().value())
        before = page.y
        if abs(value - before) > page.height:
            page.relax()
        page.y = value
        self.following = page.end == page.maximum and value >= page.maximum - _AT_END
        page.settle(bottom=False)
        if self.following:
            self.chip.hide()
        moved = round(before - page.y)
        if abs(page.y - value) < 0.5 and abs(moved) < page.height and not self._children_shown:
            self.viewport().scroll(0, moved)
        else:
            self.viewport().update()
        self.sync()
        self.come_into_sight()
        self.scrolled.emit()

    @Slot()
    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.chip.hide()
        self.page.relax()
        self.relayout()
        self.scrolled.emit()

    def show_chip(self) -> None:
        """Say that there is new text below."""
        if self.chip.isHidden():
            self.chip.show()
            self.chip.raise_()
            self.chip.place(self.viewport().width(), self.viewport().height())

    def reveal(self, spot: Spot) -> None:
        """Scroll so that a spot is in sight, if it is not."""
        page = self.page
        if spot.index >= len(self.flow):
            return
        if page.height <= 0 or not self.isVisible():
            self._awaited = partial(self.reveal, spot)
            return
        for _ in range(4):  # the way there may be laid out on arrival and shift
            box = page.caret(spot)
            if box.top() >= 0 and box.bottom() <= page.height:
                break
            self.following = False
            distance = box.top() if box.top() < 0 else box.bottom() - page.height
            far = abs(distance) > page.height
            if far:
                page.relax()
                page.y += box.center().y() - page.height / 3
            else:
                page.y += distance + (-page.height * 0.1 if distance < 0 else page.height * 0.1)
            page.y = max(0.0, min(page.y, float(page.maximum)))
            page.settle(bottom=False)
        view = self.flow[spot.index]
        pushed = view.sideways if view.width > 0 else None
        if pushed is not None and pushed.overflow:
            x = view.caret(spot.offset).x() - view.indent
            room = view.width - view.indent - 2 * self.shared.look.space.m
            if not self.shared.look.space.m <= x <= room:
                pushed.push(x - room / 2)
        self.sync()
        self.viewport().update()
        self.come_into_sight()

    def put_drawing(
        self, artifact_index: int, widget: QWidget | None, height: int, *, folded: bool, switch: str
    ) -> None:
        """Show what an artifact means in the place of its lines, or below them, or take it away.

        What is being read keeps its place: text below a block that lies in the upper half, else the block.

        Args:
            artifact_index: which artifact.
            widget: the drawing; ``None`` for none.
            height: pixels that it takes.
            folded: it stands in the place of the lines.
            switch: the word that shows the other of both; empty where there is no other.
        """
        page = self.page
        index = self.embeds.index_of(artifact_index)
        self.embeds.fold(artifact_index, folded, switch)
        keep = index
        if 0 <= index < len(self.flow) - 1 and page.y > 0:
            top, below = page.top(index), page.top(index + 1)
            if below < page.height and (top < 0 or below <= page.height / 2):
                keep = index + 1
        before = page.top(keep) if keep >= 0 else 0.0
        if self.embeds.put(artifact_index, widget, height, quietly=True) and index >= 0:
            code = self.flow[index]
            if page.width > 0:
                code.arrange(page.width_for(code))
                self.flow.resized(index)
                page.y = max(0.0, min(page.y + page.top(keep) - before, float(page.maximum)))
        self.relayout()

    def reveal_embed(self, artifact_index: int) -> None:
        """Scroll just enough that all of a live view is in sight; if it is too high, its upper part.

        From then on the view does not follow the end of the answer.
        """
        page = self.page
        if page.height <= 0 or not self.isVisible():
            self._awaited = partial(self.reveal_embed, artifact_index)
            return
        for _ in range(4):  # the way there may be laid out on arrival and shift
            box = self.embeds.box(artifact_index)
            if box is None:
                return
            self.following = False
            margin = self.shared.look.space.s
            if box.height() + 2 * margin <= page.height:
                box.adjust(0, -margin, 0, margin)
            distance = box.top() if box.top() < 0 else min(box.top(), max(0.0, box.bottom() - page.height))
            wanted = max(0.0, min(page.y + distance, float(page.maximum)))
            if abs(wanted - page.y) < 1:
                break
            if abs(distance) > page.height:
                page.relax()
            page.y = wanted
            page.settle(bottom=False)
            self.sync()  # it is given its place now, and may want another height for that
        self.viewport().update()
        self.come_into_sight()
