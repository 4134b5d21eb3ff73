# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What each of the arena's actions does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sidelight.domain.battle import MOST_RANKED
from sidelight.gui.arena.deeds import CHOICES, REASON_KEYS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sidelight.gui.arena.asking import PromptPart
    from sidelight.gui.arena.cards import Cards
    from sidelight.gui.arena.display import Display
    from sidelight.gui.arena.judge import Judge
    from sidelight.gui.arena.pool import Pool
    from sidelight.gui.arena.vote_bar import VoteBar
    from sidelight.gui.compare.attaching import Attaching
    from sidelight.workbench.rounds import Round


class Page(Protocol):
    """What a page of the arena has, and what can be asked of it."""

    pool: Pool
    bar: VoteBar
    judge: Judge
    cards: Cards
    prompt: PromptPart
    display: Display
    attaching: Attaching

    @property
    def shown(self) -> Round:
        """The round that is on display."""
        ...

    def send(self) -> None:
        """Ask."""
        ...

    def stop(self) -> None:
        """End the answers, or leave the prompt."""
        ...

    def begin_new(self) -> None:
        """Begin a new round."""
        ...

    def same_again(self) -> None:
        """Begin one with the same prompt."""
        ...

    def reroll(self) -> None:
        """Ask once more."""
        ...

    def follow(self) -> None:
        """Ask further."""
        ...

    def focus_prompt(self) -> None:
        """Go to the prompt box."""
        ...

    def show_prompt(self) -> None:
        """Show the whole prompt."""
        ...

    def ask_by_name(self, mode: str) -> None:
        """Go where models have names."""
        ...

    def open_card(self, edit: Callable[[QWidget], object], chip: QWidget) -> None:
        """Open a card at a chip."""
        ...


def deeds_of(page: Page) -> dict[str, Callable[[], object]]:
    """By the action's name."""
    card, cards, prompt = page.open_card, page.cards, page.prompt
    return {
        "arena.send": page.send,
        "arena.stop": page.stop,
        **{name: partial(page.judge.vote, name) for name in CHOICES},
        "arena.skip": lambda: cards.skip.ask(page.bar.deeds["arena.skip"]),
        "arena.undo": page.judge.undo,
        "arena.reveal": page.judge.reveal,
        "arena.next": page.begin_new,
        "arena.new": page.begin_new,
        "arena.same": page.same_again,
        "arena.reroll": page.reroll,
        "arena.follow": page.follow,
        "arena.all": lambda: page.judge.attempt(page.shown.show_all),
        "arena.sure": lambda: page.bar.ballot.step_strength(),
        "arena.comment": lambda: page.bar.ballot.comment.setFocus(),
        "arena.original": page.display.show_originals,
        "arena.prompt": page.show_prompt,
        "arena.pool": lambda: card(cards.pool.choose, prompt.pool_chip),
        "arena.rules": lambda: card(cards.edit_rules, prompt.rules_chip),
        "arena.temperature": lambda: card(cards.edit_temperature, prompt.temperature_chip),
        "arena.tokens": lambda: card(cards.edit_tokens, prompt.tokens_chip),
        "arena.system": lambda: card(cards.edit_system, prompt.system_chip),
        "arena.attach": page.attaching.choose,
        "arena.voter": lambda: card(cards.ask_voter, prompt.voter_chip),
        "arena.two": lambda: page.pool.set_ranking(False),
        "arena.many": lambda: page.pool.set_ranking(True),
        "arena.direct": lambda: page.ask_by_name("direct"),
        "arena.side": lambda: page.ask_by_name("side"),
        "arena.focus": page.focus_prompt,
        "arena.pane": lambda: page.display.step_focus(1),
        "arena.pane_back": lambda: page.display.step_focus(-1),
        **{f"arena.place.{at}": partial(page.judge.place, at) for at in range(1, MOST_RANKED + 1)},
        **{
            f"arena.reason.{at}": partial(page.bar.ballot.toggle_reason, at - 1)
            for at in range(1, REASON_KEYS + 1)
        },
    }
