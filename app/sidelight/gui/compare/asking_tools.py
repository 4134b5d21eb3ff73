# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools around the prompt box: what is asked, of whom, with which settings; sending and stopping."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sidelight.gui.compare.tool import Page, Tool


def _tr(text: str) -> str:
    return QCoreApplication.translate("ComparePage", text)


def tools(page: Page) -> tuple[Tool, ...]:
    """They serve whether anything is open or not, but for what goes on from it."""

    def is_open() -> bool:
        return page.known is not None

    def running() -> bool:
        return page.known is not None and page.known.live.running

    def several() -> bool:
        return page.known is not None and len(page.known.deck.panes) > 1

    common = _tr("Continue from this answer: every model goes on from the answer that is worked with")
    alone = _tr("Continue: each model goes on from its own answer")
    more = _tr("More settings: top p, effort, probabilities, stops…")
    return (
        Tool("compare.new", _tr("New comparison"), "Ctrl+N", "plus", page.begin_new),
        Tool(
            "compare.send",
            _tr("Send the prompt"),
            "Ctrl+Return; Ctrl+Enter",
            "send",
            lambda: page.rounds.send(),
        ),
        Tool("compare.stop", _tr("Stop writing"), "Esc", "stop", lambda: page.rounds.stop(), running),
        Tool("compare.focus", _tr("Go to the prompt box"), "Ctrl+L", "note", page.focus_prompt),
        Tool(
            "ask.direct",
            _tr("Direct: ask one model"),
            "Ctrl+Shift+1",
            "",
            lambda: page.set_mode("direct"),
        ),
        Tool(
            "ask.side",
            _tr("Side by side: ask several models"),
            "Ctrl+Shift+2",
            "compare",
            lambda: page.set_mode("side"),
        ),
        Tool(
            "ask.new_round",
            _tr("New round: begin without what was said"),
            "Ctrl+J",
            "",
            lambda: page.rounds.follow(False),
            is_open,
        ),
        Tool("ask.continue", alone, "Ctrl+Shift+J", "follow", lambda: page.rounds.follow(True), is_open),
        Tool(
            "ask.common",
            common,
            "Ctrl+Alt+J",
            "follow",
            lambda: page.rounds.follow(True, common=True),
            several,
        ),
        Tool(
            "ask.own",
            _tr("Back to your own models, from those of what is open"),
            "Alt+L",
            "undo",
            lambda: page.asking.go_back(),
            lambda: bool(page.asking.own) and page.rounds.followed is None,
        ),
        Tool("ask.models", _tr("Choose models…"), "Ctrl+M", "model", page.choose_models),
        Tool(
            "ask.temperature",
            _tr("Temperature…"),
            "Alt+T",
            "temperature",
            lambda: page.cards.edit_temperature(page.composer.temperature_chip),
        ),
        Tool(
            "ask.tokens",
            _tr("Max tokens…"),
            "Alt+M",
            "length",
            lambda: page.cards.edit_tokens(page.composer.tokens_chip),
        ),
        Tool(
            "ask.seed", _tr("Seed…"), "Alt+S", "seed", lambda: page.cards.edit_seed(page.composer.seed_chip)
        ),
        Tool(
            "ask.system",
            _tr("System prompt…"),
            "Alt+Y",
            "system",
            lambda: page.cards.edit_system(page.composer.system_chip),
            lambda: page.rounds.followed is None,
        ),
        Tool(
            "ask.more",
            more,
            "Alt+P",
            "more",
            lambda: page.cards.edit_more(page.composer.more_chip, page.composer.models()),
        ),
        Tool(
            "ask.attach",
            _tr("Attach text files…"),
            "Alt+A",
            "attach",
            lambda: page.before.attaching.choose(),
        ),
    )
