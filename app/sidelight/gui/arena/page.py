# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Arena: a prompt, answers without names, a vote, and then the names.

The page shows a ``Round`` and forwards intentions to it; what may be known when is decided there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui.actions import Actions
from sidelight.gui.arena.asking import PromptPart
from sidelight.gui.arena.cards import Cards
from sidelight.gui.arena.deeds import add_deeds, enable_deeds, is_single
from sidelight.gui.arena.display import Display
from sidelight.gui.arena.doing import deeds_of
from sidelight.gui.arena.head import Head
from sidelight.gui.arena.judge import Judge
from sidelight.gui.arena.leaving import Leaving
from sidelight.gui.arena.pool import Pool
from sidelight.gui.arena.vote_bar import VoteBar
from sidelight.gui.arena.words import summary, told
from sidelight.gui.compare.attaching import Attaching
from sidelight.gui.compare.draft import Draft
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme
from sidelight.workbench.venue import RoundState

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.rounds import Round


class ArenaPage(QWidget):
    """The page.

    Signals:
        named_wanted: a prompt is to be put to models by their names (``direct`` or ``side``, the prompt).
        opened: the names of a round are known now.
        blind_changed: whether nothing in the window may name a model from now on, and whether answers
            without names have been on display, so that nobody may look for their like.
    """

    named_wanted = Signal(str, str)
    opened = Signal()
    blind_changed = Signal(bool, bool)

    def __init__(
        self,
        desk: Desk,
        clock: FrameClock,
        actions: Actions,
        rooms: Rooms,
        theme: Theme,
        settings: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._arena = desk.arena
        self._clock = clock
        self._actions = actions
        self._round: Round | None = None
        self._seen: tuple[object, ...] = ()
        self._writing = True
        self._begun = 0.0
        self._voted = 0
        self._was_blind = (False, False)
        self.pool = Pool(desk.models, desk.model, settings, self)
        add_deeds(actions, self._do)
        self.head = Head(self.pool, actions, theme, self)
        self.head.named_wanted.connect(self.ask_by_name)
        self.display = Display(desk, clock, rooms, actions, theme, self)
        self.display.empty.round_wanted.connect(self.take_up)
        self.bar = VoteBar(actions, theme, self)
        self.bar.scroll_wanted.connect(self.display.turn_pages)
        self.judge = Judge(self, self.bar, lambda: self._round, self._done)
        self.bar.step_wanted.connect(self.judge.step_mark)
        self.display.chosen.connect(self.judge.mark)
        self.bar.ballot.done.connect(self.focus_bar)
        self.prompt = PromptPart(self.pool, actions, theme, self.height, self)
        self.attaching = Attaching(self.pool, self.prompt, self.window())
        self._draft = Draft(self.prompt.box, settings, desk.path, self, "arena-draft")
        self.cards = Cards(self, desk, self.pool, actions, theme, self._rules_changed)
        self.leaving = Leaving(lambda: self._round, self.cards.leave, self._advance)
        self.cards.skip.chosen.connect(self.judge.skip)
        self.cards.skip.closed.connect(self.focus_bar)
        self.cards.prompt.reuse_requested.connect(self.offer_prompt)
        self.display.link_clicked.connect(self.cards.link.ask)
        self.display.trouble.connect(self.bar.say_error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.display, 1)
        around = QVBoxLayout()
        around.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.m)
        around.addWidget(self.bar)
        layout.addLayout(around)
        layout.addWidget(self.prompt)
        self._seconds = QTimer(self, interval=1000)
        self._seconds.timeout.connect(self.refresh)
        self._arena.annotator = self.pool.voter
        self.pool.changed.connect(self._pool_changed)
        clock.advanced.connect(self._advance)
        clock.rested.connect(self._advance)
        if self._arena.notice:
            self.prompt.say_error(self._arena.notice)
        self._arena.unfinished()
        clock.wake()
        self.refresh()

    # the page of a place

    def enter(self) -> None:
        """On with the round, or with the prompt."""
        self.pool.refresh()
        self._advance()
        self.refresh()
        if self._writing:
            self.focus_prompt()
        else:
            self.focus_bar()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (self.head, self.display, self.bar, self.prompt, self.cards):
            part.set_theme(theme)

    def leave(self) -> None:
        """The window closes."""
        self._seconds.stop()
        self.attaching.leave()
        self._draft.keep()
        self.display.rest()

    # what others may ask of it

    @property
    def round(self) -> Round | None:
        """The round that is on display."""
        return self._round

    @property
    def blind(self) -> bool:
        """Whether there is a round whose names must not be known yet."""
        return self._round is not None and self._round.state is not RoundState.REVEALED

    def offer_prompt(self, text: str) -> None:
        """Put a text into the prompt box."""
        if text.strip():
            self._following = False
            self._write()
            self.prompt.box.set_exact_text(text)

    # asking

    def send(self) -> None:
        """Ask models for a new round, or those of this one something further."""
        box = self.prompt.box
        if box.composing:
            return
        if self.pool.reading:
            self.prompt.say_error(self.tr("A file is still being read. Send again in a moment."))
            return
        if self.pool.refused:
            _, why = next(iter(self.pool.refused.values()))
            self.prompt.say_error(self.tr("Nothing was sent. {0}").format(why))
            return
        following = self.following
        before = self._round
        try:
            if following and before is not None:
                before.show_all()
                made = self._arena.follow(before, box.exact_text(), attachments=self.pool.attachments)
            else:
                pool = self.pool
                made = self._arena.start(
                    box.exact_text(),
                    pool.models,
                    panes=pool.panes,
                    system=pool.system,
                    config=pool.config,
                    attachments=pool.attachments,
                )
        except SidelightError as error:
            self.prompt.say_error(error.sentence)
            return
        box.set_exact_text("")
        self.pool.set_attachments(())
        self._take(made)

    def reroll(self) -> None:
        """Ask the same models the same once more."""
        self.judge.attempt(lambda: self._take(self._arena.reroll(self.shown)))

    def same_again(self) -> None:
        """Write a new round with the same prompt, and the files that went with it."""
        shown = self.shown
        self._write()
        self.prompt.box.set_exact_text(shown.prompt)
        self.pool.set_attachments(shown.attachments)

    def begin_new(self) -> None:
        """A new round: now and then an earlier one comes once more; else a prompt is wanted."""
        if self._round is not None and self._round.state in (RoundState.REVEALED, RoundState.VOID):
            repeat = self._arena.again()
            if repeat is not None:
                self._take(repeat)
                return
        self._following = False
        self._write()

    def follow(self) -> None:
        """Write a further turn of this round."""
        self._following = True
        self._write()

    def stop(self) -> None:
        """End the answers, or leave the prompt for the answers."""
        shown = self._round
        if self._writing and shown is not None:
            self._writing = self._following = False
            self.refresh()
            self.focus_bar()
        elif shown is not None:
            shown.stop()
            self._clock.wake()

    _following = False

    @property
    def following(self) -> bool:
        """Whether the prompt that is written goes on with the round."""
        return self._writing and self._following and self._round is not None and self._round.can_follow

    def take_up(self, round_: Round) -> None:
        """Go on with a round of an earlier sitting."""
        self._take(self._arena.take_up(round_))

    def ask_by_name(self, mode: str) -> None:
        """Take the prompt to where models are asked by their names."""
        shown = self._round.prompt if self._round is not None else ""
        self.named_wanted.emit(mode, self.prompt.box.exact_text() or shown)

    # judging

    def focus_prompt(self) -> None:
        """Go to the prompt box."""
        if not self._writing:
            self._write()
        self.prompt.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_bar(self) -> None:
        """Go to where single keys judge."""
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    # within

    @property
    def shown(self) -> Round:
        """The round that is on display; there must be one."""
        assert self._round is not None
        return self._round

    @property
    def _exposed(self) -> bool:
        return self._round is not None and self._round.exposed

    def _done(self) -> None:
        """Something was said of the round."""
        self.refresh()
        self._clock.wake()

    def _write(self) -> None:
        self._writing = True
        self.refresh()
        self.focus_prompt()

    def _take(self, made: Round) -> None:
        """Show another round."""
        before = self._round
        if before is not None and before.state is RoundState.REVEALED:
            self._note_opened(before)
        self.display.drop()
        self.display.show_asked(made.prompt)
        self._round = made
        self._writing = self._following = False
        self._begun = time.monotonic()
        self._seen = ()
        self.judge.begin()
        self._advance()
        self.refresh()
        self.focus_bar()
        self._clock.wake()

    def _advance(self) -> None:
        """Time has gone on: show what became of the round."""
        shown = self._round
        if shown is None:
            self.refresh()
            return
        here = self.isVisible()
        seen = (shown.version, shown.state, shown.busy, shown.complete, here)
        if seen == self._seen:
            return
        if shown.state is RoundState.READY and here:
            shown.show()
        hidden = (RoundState.ASKING, RoundState.READY, RoundState.VOID)
        if shown.state not in hidden and self.display.panes is None:
            self.display.show_panes(shown)
        if shown.state is RoundState.REVEALED and self._note_opened(shown):
            self.display.show_names(shown)
        self._seen = (shown.version, shown.state, shown.busy, shown.complete, here)
        self.refresh()

    def _note_opened(self, round_: Round) -> bool:
        """A round is open; returns whether that is new."""
        if not self._seen or self._seen[1] is RoundState.REVEALED:
            return False
        self._voted += round_.given is not None and round_.given.counts
        self.opened.emit()
        return True

    def _pool_changed(self) -> None:
        self._arena.annotator = self.pool.voter
        self.refresh()

    def _rules_changed(self, trouble: str) -> None:
        self.refresh()
        self.prompt.say_error(trouble)

    def show_prompt(self) -> None:
        """Show the whole prompt of the round."""
        if self._round is not None:
            shown = self._round
            self.cards.prompt.show_prompt(self.head.title, shown.prompt, shown.system, shown.attachments)

    def open_card(self, edit: Callable[[QWidget], object], chip: QWidget) -> None:
        """Open a card at a chip, and only beside the prompt.

        Which models there are is nothing to look at while answers are judged.
        """
        if not self._writing:
            self._write()
        edit(chip)

    def refresh(self) -> None:
        """Show what can be done now."""
        shown = self._round
        blind = (self.blind, self._exposed)
        if blind != self._was_blind:
            self._was_blind = blind
            self.blind_changed.emit(*blind)
        rank = self.judge.can_rank and not self._writing
        enable_deeds(self._actions, shown, writing=self._writing, can_rank=rank, here=self.isVisible())
        asking = shown is not None and shown.state is RoundState.ASKING
        if asking and not self._seconds.isActive():
            self._seconds.start()
        elif not asking:
            self._seconds.stop()
        following = self.following
        new = self._writing and not following
        self.prompt.setVisible(self._writing)
        self.prompt.show_following(following=following, waits=shown is not None)
        self.prompt.show_rules(summary(self._arena.rules))
        self.bar.setVisible(shown is not None and not self._writing)
        self.head.show_prompt("" if shown is None or new else shown.prompt)
        self.head.show_count(self._voted)
        self.display.empty.show_pool(len(self.pool.models), self.pool.panes)
        self.display.show_current(empty=shown is None or new)
        self.display.empty.show_rounds([one for one in self._arena.unfinished() if one is not shown])
        if shown is not None:
            seconds = int(time.monotonic() - self._begun)
            self.bar.show_round(shown, told(shown, seconds), says_more=self._hid_something(shown))
            panes = self.display.panes
            if panes is not None:
                panes.show_vote()
                if rank and not self.judge.ranks.complete:
                    panes.show_ranks(self.judge.ranks.given, self.judge.ranks.at)

    def _hid_something(self, shown: Round) -> bool:
        return shown.void is None and (shown.leaked or shown.rules.plain)

    def _do(self, name: str) -> None:
        if name == "arena.reveal" and self.bar.ballot.comment.hasFocus():
            self.focus_bar()  # Enter ends the word that was typed
        elif self.judge.free or not is_single(name):
            deeds_of(self)[name]()
