# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from sidelight.domain.comparison import Comparison
from sidelight.domain.identity import ComparisonId
from sidelight.domain.message import Conversation, Message, Part


def test_a_conversation_knows_its_prompt_and_its_system_message() -> None:
    asked = Conversation.asking("How high is it?", system="Be brief.")
    assert [m.role for m in asked.messages] == ["system", "user"]
    later = Conversation(
        (*asked.messages, Message.of("assistant", "8,849 m"), Message.of("user", "And the next?"))
    )
    assert (later.prompt, later.system) == ("And the next?", "Be brief.")
    assert [m.role for m in later.messages] == ["system", "user", "assistant", "user"]


def test_reasoning_is_no_part_of_what_was_said() -> None:
    message = Message("assistant", (Part("hm, ", "reasoning"), Part("4")))
    assert message.text == "4"


def test_a_title_is_the_first_line_and_short() -> None:
    def titled(prompt: str) -> str:
        return Comparison(ComparisonId("c"), Conversation.asking(prompt), (), 0).title

    assert titled("\n  Draw a cube.\nIn red.") == "Draw a cube."
    assert titled("") == ""
    assert len(titled("word " * 100)) <= 80
    assert titled("word " * 100).endswith("…")
