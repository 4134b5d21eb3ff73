# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is said to a model and by it: messages, their parts, and the conversation that they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a message. ``kind`` says how it is to be read; ``name`` is that of an attached file."""

    text: str
    kind: Literal["text", "reasoning", "attachment"] = "text"
    name: str = ""


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
        """The text parts joined; reasoning and attachments are left out."""
        return "".join(part.text for part in self.parts if part.kind == "text")

    @property
    def attachments(self) -> tuple[Part, ...]:
        """The files that go with it."""
        return tuple(part for part in self.parts if part.kind == "attachment")

    @property
    def sent_parts(self) -> tuple[str, ...]:
        """What a model gets: each attachment in marks of its own, and the text between them."""
        pieces, text = [], ""
        for part in self.parts:
            if part.kind == "text":
                text += part.text
            elif part.kind == "attachment":
                pieces += [text, _marked(part)]
                text = ""
        found = tuple(piece for piece in (*pieces, text) if piece)
        return found or ("",)

    @property
    def sent_text(self) -> str:
        """What a model gets where a message is one text."""
        return "\n\n".join(self.sent_parts)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages in the order in which they were said, a system message first if there is one."""

    messages: tuple[Message, ...]

    @classmethod
    def asking(cls, prompt: str, system: str = "", attachments: Sequence[Part] = ()) -> Conversation:
        """A new conversation with one question, and files before it."""
        first = (Message.of("system", system),) if system else ()
        return cls((*first, Message("user", (*attachments, Part(prompt)))))

    @property
    def attachments(self) -> tuple[Part, ...]:
        """The files that went with what was said, in order."""
        return tuple(part for message in self.messages for part in message.attachments)

    @property
    def prompt(self) -> str:
        """The last thing that the user said; empty if they said nothing."""
        return next((m.text for m in reversed(self.messages) if m.role == "user"), "")

    @property
    def system(self) -> str:
        """The system message; empty if there is none."""
        return next((m.text for m in self.messages if m.role == "system"), "")


def _marked(part: Part) -> str:
    """An attachment between marks that do not occur in it."""
    tag, number = "attachment", 2
    while f"</{tag}>" in part.text:
        tag, number = f"attachment-{number}", number + 1
    name = "".join(c if c.isprintable() and c not in '"<>' else "_" for c in part.name)
    return f'<{tag} name="{name}">\n{part.text.rstrip()}\n</{tag}>'
