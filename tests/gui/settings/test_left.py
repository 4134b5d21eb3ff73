# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a user's own limits allow is told before sending, and a refused prompt says when it may go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.gui.compare.left import all_of, line_of
from sidelight.workbench.quotas import Quota

PATIENCE_MS = 100_000


def model(name):
    return Model(ModelRef("lab", name), name.upper())


def test_the_tightest_limit_of_each_model_is_told_the_tightest_first():
    models = [model("a"), model("b"), model("c")]
    quotas = {
        "lab/a": [Quota("hour", 60, 41), Quota("day", 500, 480)],
        "lab/b": [Quota("hour", 60, 50), Quota("day", 500, 3)],
        "lab/c": [Quota("day", 500, 499)],
    }
    assert line_of(models, quotas) == (
        "B: 3 of 500 left this day · A: 41 of 60 left this hour · 1 more model",
        False,
    )
    assert all_of(models, quotas).splitlines()[0] == "A: 41 of 60 left this hour"
    assert len(all_of(models, quotas).splitlines()) == 5


@pytest.mark.parametrize(("times", "warned"), [(1, False), (2, False), (3, True)])
def test_fewer_left_than_would_be_asked_is_a_warning(times, warned):
    assert line_of([model("a")] * times, {"lab/a": [Quota("hour", 9, 2)]})[1] is warned


def test_none_left_says_when_one_is_free():
    told = line_of([model("a")], {"lab/a": [Quota("hour", 8, 0, "43 minutes")]})
    assert told == ("A: none of 8 left this hour, free again in 43 minutes", True)


def test_a_limit_of_none_never_promises_one():
    assert line_of([model("a")], {"lab/a": [Quota("day", 0, 0)]}) == (
        "A: your own limit allows no answer",
        True,
    )


def test_without_a_limit_there_is_no_line(open_window, counted_desk):
    window = open_window(counted_desk)
    assert window.page.composer.left() == ""


def test_the_line_counts_down_and_a_refused_prompt_says_when_it_may_go(open_window, counted_desk, qtbot, url):
    window = open_window(counted_desk)
    composer = window.page.composer
    counted_desk.connecting.save(Connection("lab", "openai", "The lab", url, "", 2), fresh=True)
    window.models_changed()
    while window.page.asking.models:
        window.page.asking.remove(0)
    window.page.asking.add(counted_desk.model("lab/m-1"))

    def says(words):
        qtbot.waitUntil(lambda: composer.left() == words, timeout=PATIENCE_MS)

    def send():
        window.page.begin_new()
        composer.box.set_exact_text("Is it so?")
        qtbot.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not window.page.live.running, timeout=PATIENCE_MS)
        (answer,) = window.page.live.answers()
        return answer

    says("m-1: 2 of 2 left this hour")
    assert send().text == "Yes."
    says("m-1: 1 of 2 left this hour")
    assert send().text == "Yes."
    says("m-1: none of 2 left this hour, free again in 60 minutes")
    refused = send()
    assert refused.text == ""
    assert "The next answer is free in 60 minutes." in refused.failure.sentence
    # Another model is not concerned.
    window.page.begin_new()
    window.page.asking.remove(0)
    window.page.asking.add(counted_desk.model("recorded/amber"))
    says("")
