# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the dialog that shows how probable each token was."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt

from sidelight.domain.logprob import Alternative, TokenLogprob
from sidelight.gui.theme import Theme
from sidelight.gui.tokens.probabilities import ProbabilityDialog, percent, probability


def token(text, share, *others, data=None):
    alternatives = tuple(Alternative(name, math.log(part)) for name, part in ((text, share), *others))
    return TokenLogprob(text, math.log(share), alternatives, data)


TOKENS = (
    token("The", 0.95, ("A", 0.04)),
    token(" moon", 0.4, (" sun", 0.5), (" sky", 0.05)),
    token(" is", 0.99),
    token(" \ufffd", 0.02, data=b" \xf0\x9f"),
    token(".", 1.0),
)


@pytest.fixture
def dialog(qtbot):
    made = ProbabilityDialog(TOKENS, "Amber", Theme.load("light"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_sums_up_and_tells_of_the_first_token(dialog):
    assert dialog.summary.text().startswith("5 tokens, 38 % each on average; 2 below 50 %.")
    assert dialog.detail.text() == "“The”: 95 %\nInstead: “A” 4.0 %"
    assert dialog.grid.current == 0


def test_it_goes_from_one_unsure_token_to_the_next_and_round(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_F3)
    assert dialog.detail.text() == "“·moon”: 40 %\nInstead: “·sun” 50 %, “·sky” 5.0 %"
    qtbot.keyClick(dialog, Qt.Key.Key_F3)
    assert dialog.grid.current == 3
    assert dialog.detail.text() == r"“·\xf0\x9f”: 2.0 %"
    qtbot.keyClick(dialog, Qt.Key.Key_F3)
    assert dialog.grid.current == 1


def test_a_token_is_gone_to_with_the_keys_and_stays_through_another_width(dialog, qtbot):
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Right)
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Right)
    assert "“·is”" in dialog.detail.text()
    dialog.resize(300, 400)
    qtbot.waitUntil(lambda: dialog.grid._flow.columns < 40)
    assert dialog.grid.current == 2


def test_less_probable_tokens_stand_on_stronger_ground(dialog):
    alphas = [dialog._ground(number).alphaF() for number in (4, 1, 3)]
    assert alphas == sorted(alphas)


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (1.0, "100 %"),
        (0.995, "99.5 %"),
        (0.734, "73 %"),
        (0.05, "5.0 %"),
        (0.0004, "< 0.1 %"),
        (0.0, "< 0.1 %"),
    ],
)
def test_shares_are_written_for_a_reader(share, written):
    assert percent(share) == written


def test_a_service_that_rounds_up_gives_no_more_than_everything():
    assert probability(TokenLogprob("a", 1e-5)) == 1.0
