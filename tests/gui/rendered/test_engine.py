# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A renderer that lacks its engine: it is fetched from the message that says so."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from gui.rendered.scripted import info
from sidelight.domain.errors import PluginError
from sidelight.gui.rendered.engine import EngineFetching

PATIENCE_MS = 100_000
HOW = "The TikZ engine is not there yet. Get it with: sidelight plugin get-engine tikz"


@pytest.fixture
def lacking(scripted, open_answer, qtbot):
    """An answer whose drawing failed for want of an engine."""
    rendering = scripted(info("tikz", "tikz", engine="x.y:fetch"))
    _, drawings = open_answer(rendering, "```tikz\n\\draw;\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.end(rendering.jobs[0], failure=HOW)
    qtbot.waitUntil(lambda: drawings.seat(0).failed, timeout=PATIENCE_MS)
    return rendering, drawings


def test_the_engine_is_fetched_and_the_drawing_tried_again(lacking, qtbot):
    rendering, drawings = lacking
    go_on, asked = threading.Event(), []

    def fetch(identifier, say):
        asked.append(identifier)
        say("Fetching it (7 MB).")
        assert go_on.wait(30)

    drawings.studio._fetch_engine = fetch
    card = drawings.seat(0).widget
    assert card.words.text() == "The tikz: The TikZ engine is not there yet."
    qtbot.mouseClick(card.engine_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.words.text() == "Fetching it (7 MB).", timeout=PATIENCE_MS)
    assert card.stop_button.isVisible()
    assert not card.engine_button.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: len(rendering.jobs) == 2, timeout=PATIENCE_MS)
    assert asked == ["tikz"]
    assert rendering.forgiven == ["tikz"]


def test_other_failures_offer_no_engine(scripted, open_answer, qtbot):
    rendering = scripted(info("tikz", "tikz", engine="x.y:fetch"))
    _, drawings = open_answer(rendering, "```tikz\n\\draw;\n```\n")
    qtbot.waitUntil(lambda: bool(rendering.jobs), timeout=PATIENCE_MS)
    rendering.end(rendering.jobs[0], failure="The package “forest” is not part of the TikZ engine.")
    qtbot.waitUntil(lambda: drawings.seat(0).failed, timeout=PATIENCE_MS)
    assert drawings.seat(0).widget.engine_button is None


def test_what_went_wrong_is_said_where_it_was_asked_for(lacking, qtbot):
    _, drawings = lacking

    def fetch(identifier, say):
        raise PluginError("There is no way to the package index.", "Try later.")

    drawings.studio._fetch_engine = fetch
    card = drawings.seat(0).widget
    qtbot.mouseClick(card.engine_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no way" in card.words.text(), timeout=PATIENCE_MS)
    assert card.engine_button.isVisible()
    assert not card.stop_button.isVisible()


def test_it_is_stopped_at_its_next_step(qapp, qtbot):
    go_on, steps = threading.Event(), []

    def fetch(identifier, say):
        say("One.")
        assert go_on.wait(30)
        say("Two.")
        steps.append("after")

    fetching = EngineFetching(fetch, qapp)
    fetching.begin("tikz")
    fetching.give_up()
    with qtbot.waitSignal(fetching.ended, timeout=PATIENCE_MS) as ended:
        go_on.set()
    assert ended.args == ["tikz", "It was stopped."]
    assert steps == []
    assert not fetching.busy
