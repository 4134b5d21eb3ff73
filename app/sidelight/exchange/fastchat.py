# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Records of FastChat's own logs, one event a line, of which only votes on two answers are battles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sidelight.domain.battle import Choice
from sidelight.exchange.arena import Unfit, key_of, moment_of, name_of, sidecar_of, text_of
from sidelight.exchange.cleaning import unfit
from sidelight.exchange.foreign import ForeignBattle, Reason, Said, Talk

VOTES = {
    "leftvote": Choice.A,
    "rightvote": Choice.B,
    "tievote": Choice.TIE,
    "bothbad_vote": Choice.BOTH_BAD,
}
_LONGEST_SHOWN = 1000
_NAMELESS = re.compile(r"model [ab]", re.IGNORECASE)
_HEADED = re.compile(r"^(?:#+\s*|<h\d>\s*)?model [ab]:\s*(.*?)(?:</h\d>)?\s*$", re.IGNORECASE | re.DOTALL)


def looks_like_fastchat(value: Mapping[str, Any]) -> bool:
    """Whether a record is an event of such a log."""
    return "type" in value and "tstamp" in value and "winner" not in value


class FastChatLog:
    """Reads the events of one file. Who voted is told apart by address, and only by a number that is kept."""

    def __init__(self) -> None:
        self._people: dict[str, int] = {}

    def battle(self, value: Mapping[str, Any]) -> ForeignBattle:
        """Read one event.

        Raises:
            Unfit: it is no vote on two answers, or cannot be taken.
        """
        kind = value.get("type")
        choice = VOTES.get(kind) if isinstance(kind, str) else None
        shown, states = value.get("models"), value.get("states")
        if choice is None or not isinstance(states, list) or len(states) != 2:
            raise Unfit(Reason.OTHER_KIND)
        hidden = [name_of(state.get("model_name") if isinstance(state, dict) else None) for state in states]
        blind = _was_blind(shown, hidden)
        if hidden[0] == hidden[1] and not value.get("sidelight"):
            raise Unfit(Reason.SAME_MODEL)
        left, right = _talk(states[0]), _talk(states[1])
        reason = unfit(left, right)
        if reason is not None:
            raise Unfit(reason)
        created_ms = moment_of(value.get("tstamp"))
        models = (hidden[0], hidden[1])
        question = "+".join(str(state.get("conv_id", ""))[:80] for state in states)
        return ForeignBattle(
            models=models,
            choice=choice,
            talks=(left, right),
            annotator=self._person(value.get("ip")),
            created_ms=created_ms,
            blind=blind,
            category="",
            styles=(),
            key=key_of([question], models, choice, created_ms, (left, right)),
            sidecar=sidecar_of(value.get("sidelight")),
        )

    def _person(self, address: object) -> str:
        if not isinstance(address, str) or not address:
            return ""
        return f"arena_user_{self._people.setdefault(address, len(self._people))}"


def _was_blind(shown: object, hidden: list[str]) -> bool:
    """Whether the names were hidden.

    Raises:
        Unfit: the two names shown do not agree with each other, or not with the models.
    """
    if not isinstance(shown, list) or len(shown) != 2 or None in shown:
        raise Unfit(Reason.NO_NAME)
    names = [_plain(name) for name in shown]
    nameless = [not name for name in names]
    if any(nameless) != all(nameless):
        raise Unfit(Reason.ONE_NAME)
    if all(nameless):
        return True
    if names != hidden:
        raise Unfit(Reason.NAMES_DIFFER)
    return False


def _plain(shown: object) -> str:
    """A name as it was shown, without its heading; empty if it was hidden."""
    text = shown.strip() if isinstance(shown, str) else ""
    if len(text) > _LONGEST_SHOWN:
        # No name is so long, and the patterns would take their time with it.
        return text
    headed = _HEADED.match(text)
    if headed:
        return headed[1].strip()
    return "" if _NAMELESS.fullmatch(text.strip("#* ")) else text


def _talk(state: Mapping[str, Any]) -> Talk:
    messages = state.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Unfit(Reason.NO_MESSAGES)
    offset = state.get("offset")
    # What comes before belongs to the template: examples that the platform puts before each conversation.
    own = messages[offset if isinstance(offset, int) and 0 <= offset <= len(messages) else 0 :]
    said: list[Said] = []
    for place, message in enumerate(own):
        if not isinstance(message, list) or len(message) < 2:
            raise Unfit(Reason.NO_MESSAGES)
        said.append(Said("assistant" if place % 2 else "user", text_of(_words(message[1]))))
    system = state.get("system_message")
    first = (Said("system", system),) if isinstance(system, str) and system.strip() else ()
    return (*first, *said)


def _words(value: object) -> object:
    """A message's text; one with pictures is a pair of the text and a list of them."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
        if value[1]:
            raise Unfit(Reason.MORE_THAN_TEXT)
        return value[0]
    return value
