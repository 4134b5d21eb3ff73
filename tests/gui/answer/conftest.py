# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from sidelight.gui.answer import AnswerView
from sidelight.gui.theme import Theme


@pytest.fixture
def make_view(qtbot: QtBot) -> Iterator[Callable[..., AnswerView]]:
    """A shown answer view, with text if some is given."""
    # A window that nobody holds is collected while it still gets events.
    kept: list[AnswerView] = []

    def make(
        text: str | None = None, *, width: int = 720, height: int = 600, theme: str = "light"
    ) -> AnswerView:
        view = AnswerView(Theme.load(theme))
        kept.append(view)
        view.resize(width, height)
        with qtbot.waitExposed(view):
            view.show()
        if text is not None:
            view.set_text(text)
            qtbot.waitUntil(lambda: not view.waiting)
        return view

    yield make
    for view in kept:
        view.close()
        shiboken6.delete(view)
