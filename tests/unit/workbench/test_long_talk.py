# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A conversation of hundreds of turns, each a comparison that follows the one before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation, StopReason, Timing
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

TURNS = 600
AMBER = ModelRef.parse("recorded/amber")


def talk(project: ProjectFile, moment: Moment) -> ComparisonId:
    """Write the turns into a project; the newest one's name."""
    before: tuple[GenerationId, ...] = ()
    newest = ComparisonId("")
    for turn in range(TURNS):
        newest = ComparisonId(moment.new_id())
        asked = Conversation.asking(f"Question {turn}?", "Be brief." if not turn else "")
        project.add_comparison(Comparison(newest, asked, (AMBER,), moment.wall_ms(), follows=before))
        generation = Generation(
            id=GenerationId(moment.new_id()),
            comparison_id=newest,
            model=AMBER,
            config=GenerationConfig(),
            position=0,
            attempt=1,
            created_ms=moment.wall_ms(),
            text=f"Answer {turn}.",
            stop_reason=StopReason.COMPLETE,
            timing=Timing(),
        )
        project.begin(generation)
        project.finish(generation, None)
        before = (generation.id,)
    project.flush()
    return newest


def test_a_conversation_deeper_than_calls_may_be_is_read_whole(
    tmp_path: Path, desk: Desk, reopened: Callable[[], Desk]
) -> None:
    desk.close()
    project = ProjectFile.open(tmp_path / "test.sidelight")
    newest = talk(project, Moment.real())
    project.close()
    again = reopened()
    live = again.comparing.open(newest)
    messages = again.comparing.conversation(live, 0).messages
    assert [message.text for message in messages[:4]] == [
        "Be brief.", "Question 0?", "Answer 0.", "Question 1?",
    ]  # fmt: skip
    assert len(messages) == 2 * TURNS
    assert messages[-1].text == f"Question {TURNS - 1}?"
