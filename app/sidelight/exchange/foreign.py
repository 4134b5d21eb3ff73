# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A battle as it stands in a file of another program, and why one is not taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sidelight.domain.battle import Choice, Style
from sidelight.domain.message import Role


class Reason(StrEnum):
    """Why a record is not taken, in the order in which one is looked at."""

    UNREADABLE = "no JSON object in UTF-8"
    BROKEN_OFF = "the file breaks off, or is damaged from here on"
    OTHER_KIND = "no vote on two answers"
    NO_WINNER = "the vote is none of left, right, tie and both bad"
    NO_NAME = "a model's name is missing"
    ONE_NAME = "only one of the two names was shown"
    NAMES_DIFFER = "the names shown are not those of the models"
    SAME_MODEL = "both answers are by one model"
    NO_MESSAGES = "there is no conversation, or it does not alternate between user and model"
    EMPTY_MESSAGE = "a message is missing or empty"
    MORE_THAN_TEXT = "a message holds more than text"
    PROMPTS_DIFFER = "the two models were not asked the same"
    PLATFORM = "an answer is an error message of the platform"
    UNFINISHED = "an answer had not ended"
    TWICE = "the same vote stands in this file already"
    KNOWN = "the same vote is in the project already"


class Said(NamedTuple):
    """One message."""

    role: Role
    text: str


Talk = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ForeignBattle:
    """One vote on two answers.

    Attributes:
        models: names as the file has them, left first.
        choice: the vote.
        talks: the two conversations, of alternating user and assistant messages, a system message first if
            there is one; empty if the file holds votes only.
        annotator: who voted, as the file calls them.
        created_ms: when, or ``None``.
        blind: whether the names were hidden.
        category: of the prompt; empty if none.
        styles: what the file says of both answers' style; empty if nothing.
        key: what makes the record this one, for telling whether it is known.
        known_by: whether anything but its content tells it from others: a name or a time.
        sidecar: what Sidelight itself put beside the record; empty if nothing.
    """

    models: tuple[str, str]
    choice: Choice
    talks: tuple[Talk, Talk] | tuple[()]
    annotator: str
    created_ms: int | None
    blind: bool
    category: str
    styles: tuple[Style, ...]
    key: str
    known_by: bool = True
    sidecar: dict[str, Any] = field(default_factory=dict)


def answers(talk: Talk) -> list[str]:
    """What the model said."""
    return [said.text for said in talk if said.role == "assistant"]
