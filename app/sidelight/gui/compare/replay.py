# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Beginning a comparison that streams another one's answers again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sidelight.domain.errors import UsageError
from sidelight.gui.compare.pane import Pane

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveComparison


def replay(desk: Desk, live: LiveComparison, panes: Sequence[Pane], pace: float) -> LiveComparison:
    """Ask the prompt of models that replay the shown attempts, all at ``pace`` tokens a second.

    Panes without a word are left out. At pace 0 everything comes at once.

    Raises:
        SidelightError: there is nothing to replay yet, or it cannot be kept.
    """
    shown = [pane.answer for pane in panes if pane.answer is not None and pane.answer.text_length]
    if not shown:
        raise UsageError("None of these answers has any text, so there is nothing to replay.")
    return desk.comparing.start(live.prompt, desk.replaying.record(live, shown, pace=pace))
