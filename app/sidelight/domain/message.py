# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is said to a model and by it: messages, their parts, and the conversation that they form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a message. ``kind`` says how it is to be read."""

    text: str
    kind: Literal["text", "reasoning"] = "text"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, role: Role, text: str) -> Message:
        """A message of one text part."""
        return cls(role, (Part(text),))

    @property
    def text(self) -> str:
        """The text parts joined; reasoning is left out."""
        return "".join(part.text for part in self.parts if part.kind == "text")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages in the order in which they were said, a system message first if there is one."""

    messages: tuple[Message, ...]

    @classmethod
    def asking(cls, prompt: str, system: str = "") -> Conversation:
        """A new conversation with one question."""
        first = (Message.of("system", system),) if system else ()
        return cls((*first, Message.of("user", prompt)))

    @property
    def prompt(self) -> str:
        """The last thing that the user said; empty if they said nothing."""
        return next((m.text for m in reversed(self.messages) if m.role == "user"), "")

    @property
    def system(self) -> str:
        """The system message; empty if there is none."""
        return next((m.text for m in self.messages if m.role == "system"), "")
