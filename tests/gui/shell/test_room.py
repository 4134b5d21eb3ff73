# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the line that says which models a prompt does not fit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, Model, ModelRef
from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.composer import Composer
from sidelight.gui.compare.room import Room
from sidelight.gui.theme import Theme
from sidelight.workbench.fitting import misfit

SMALL = Model(ModelRef("there", "small"), "Small", context_tokens=20)
LARGE = Model(ModelRef("there", "large"), "Large", context_tokens=20_000)
WORDS = 2 * "Compare these two answers and say which one is better and why. "


class Fitting:
    """Measures a prompt as a desk does, for a conversation without a past."""

    def misfits(self, prompt, models, *, system="", config=None, **_past):
        config = config or GenerationConfig()
        said = Conversation.asking(prompt, system)
        return tuple(fit for model in models if (fit := misfit(model, said, config)) is not None)


class NewRound:
    """Nothing is continued."""

    followed = None
    common = None


@pytest.fixture
def composer(qtbot, settings):
    window = QWidget()
    theme = Theme.load("light")
    actions = Actions(window, theme)
    sampler = ("temperature", "tokens", "seed", "system", "more")
    for name in ("models", "own", *sampler, "attach", "new_round", "continue", "common"):
        actions.add(f"ask.{name}", name, "", lambda: None)
    for name in ("send", "stop"):
        actions.add(f"compare.{name}", name, "", lambda: None)
    asking = Asking(lambda: [SMALL, LARGE], lambda _name: SMALL, settings, window)
    made = Composer(asking, actions, theme, lambda: 800, window)
    made.resize(800, 200)
    room = Room(Fitting(), asking, made, NewRound(), window)
    asking.changed.connect(room.refresh)
    qtbot.addWidget(window)
    yield made, asking
    room.leave()


def test_it_says_what_does_not_fit_and_stops_saying_so(composer, qtbot):
    made, _ = composer
    made.box.set_exact_text(WORDS)
    qtbot.waitUntil(lambda: made.room() != "")
    assert "Small" in made.room()
    assert "Large" not in made.room()
    made.box.set_exact_text("Short.")
    qtbot.waitUntil(lambda: made.room() == "")


def test_room_for_the_answer_counts(composer, qtbot):
    made, asking = composer
    made.box.set_exact_text("Short.")
    asking.set_config(max_tokens=19)
    qtbot.waitUntil(lambda: "leave no room for an answer" in made.room())
    asking.set_config(max_tokens=None)
    qtbot.waitUntil(lambda: made.room() == "")


def test_the_system_prompt_counts(composer, qtbot):
    made, asking = composer
    made.box.set_exact_text("Short.")
    asking.set_system(WORDS)
    qtbot.waitUntil(lambda: "Small" in made.room())
