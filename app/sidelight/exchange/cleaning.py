# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What makes conversations unfit: missing messages, a platform's errors, unfinished answers."""

from __future__ import annotations

from sidelight.exchange.foreign import Reason, Talk, answers

PLATFORM = (
    "network error due to high traffic",
    "rate limit of this model is reached",
    "you have reached the conversation length limit",
    "this session has been inactive for too long",
    "your input violates our content moderation guidelines",
    "$moderation$",
    "api request error",
    "**api request error** reason:",
    "(error_code:",
)
"""How a platform's messages begin or read that stand in place of an answer, in small letters."""

UNFINISHED = ("▌", '<span class="cursor">', "<span class='cursor'>")
"""What an interface puts behind an answer that is still being written."""

_LONGEST_ERROR = 400


def unfit(left: Talk, right: Talk) -> Reason | None:
    """Why two conversations cannot be compared; ``None`` if they can."""
    for talk in (left, right):
        if not answers(talk) or not _alternates(talk):
            return Reason.NO_MESSAGES
        if any(not said.text.strip() for said in talk if said.role != "system"):
            return Reason.EMPTY_MESSAGE
    if [said for said in left if said.role == "user"] != [said for said in right if said.role == "user"]:
        return Reason.PROMPTS_DIFFER
    for talk in (left, right):
        if any(_is_platform(text) for text in answers(talk)):
            return Reason.PLATFORM
        if any(text.rstrip().endswith(UNFINISHED) for text in answers(talk)):
            return Reason.UNFINISHED
    return None


def _alternates(talk: Talk) -> bool:
    turns = [said.role for said in talk if said.role != "system"]
    wanted = ["user", "assistant"] * (len(turns) // 2)
    systems = [place for place, said in enumerate(talk) if said.role == "system"]
    return turns == wanted and systems in ([], [0])


def _is_platform(text: str) -> bool:
    # A long answer that quotes such a message is an answer.
    if len(text) > _LONGEST_ERROR:
        return False
    small = text.lower()
    return any(words in small for words in PLATFORM)
