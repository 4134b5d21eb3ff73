# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Beginning a comparison that streams another one's answers again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sidelight.gui.compare.pane import Pane

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveComparison


def replay(desk: Desk, live: LiveComparison, panes: Sequence[Pane]) -> LiveComparison:
    """Ask the prompt of models that replay the shown attempts.

    Raises:
        SidelightError: there is nothing to replay yet, or it cannot be kept.
    """
    shown = [pane.answer for pane in panes if pane.answer is not None]
    return desk.comparing.start(live.prompt, desk.replaying.record(live, shown))
