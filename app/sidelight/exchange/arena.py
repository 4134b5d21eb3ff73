# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Records as the public arena data sets have them: one battle each, with both conversations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sidelight.domain.battle import Choice, Style
from sidelight.domain.canonical import canonical_json, digest
from sidelight.domain.message import Role
from sidelight.exchange.cleaning import unfit
from sidelight.exchange.foreign import ForeignBattle, Reason, Said, Talk

WINNER = {Choice.A: "model_a", Choice.B: "model_b", Choice.TIE: "tie", Choice.BOTH_BAD: "tie (bothbad)"}
_CHOICE = {
    **{name: choice for choice, name in WINNER.items()},
    "both_bad": Choice.BOTH_BAD,
    "bothbad": Choice.BOTH_BAD,
}
_ROLES: dict[str, Role] = {
    "system": "system",
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "model": "assistant",
}
_LATEST_MS = (1 << 48) - 1
_LONGEST_NAME = 200


class Unfit(Exception):
    """A record cannot be taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def looks_like_arena(value: Mapping[str, Any]) -> bool:
    """Whether a record is of this shape."""
    return "winner" in value and "model_a" in value and "model_b" in value


def arena_battle(value: Mapping[str, Any]) -> ForeignBattle:
    """Read one record.

    Raises:
        Unfit: it cannot be taken.
    """
    if not looks_like_arena(value):
        raise Unfit(Reason.OTHER_KIND)
    winner = value["winner"]
    choice = _CHOICE.get(winner) if isinstance(winner, str) else None
    if choice is None:
        raise Unfit(Reason.NO_WINNER)
    models = (name_of(value["model_a"]), name_of(value["model_b"]))
    if models[0] == models[1] and not value.get("sidelight"):
        raise Unfit(Reason.SAME_MODEL)
    talks = _talks(value)
    created_ms = moment_of(value.get("tstamp", value.get("timestamp")))
    annotator = str(value.get("judge") or value.get("judge_hash") or "")[:_LONGEST_NAME]
    question = str(value.get("question_id", value.get("id", "")))[:_LONGEST_NAME]
    place = [question, str(value.get("turn", "")), annotator] if question else []
    return ForeignBattle(
        models=models,
        choice=choice,
        talks=talks,
        annotator=annotator,
        created_ms=created_ms,
        blind=value.get("anony") is not False,
        category=_category(value),
        styles=_styles(value.get("conv_metadata")),
        key=key_of(place, models, choice, created_ms, talks),
        known_by=bool(question) or created_ms is not None,
        sidecar=sidecar_of(value.get("sidelight")),
    )


def name_of(value: object) -> str:
    """A model's name, of characters that can be seen.

    Raises:
        Unfit: it is missing.
    """
    if not isinstance(value, str) or not value.strip():
        raise Unfit(Reason.NO_NAME)
    # It comes to stand in tables, on terminals and in files, where a line feed or half a character does harm.
    return "".join(c if c.isprintable() else "\ufffd" for c in value.strip()[:_LONGEST_NAME])


def moment_of(value: object) -> int | None:
    """Milliseconds since 1970 of a number of seconds or a date; ``None`` if it is neither."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        value = (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return round(value * 1000) if 0 <= value <= _LATEST_MS // 1000 else None


def key_of(
    place: Sequence[str],
    models: tuple[str, str],
    choice: Choice,
    created_ms: int | None,
    talks: tuple[Talk, ...],
) -> str:
    """What tells one vote from another, whatever file it stands in: SHA-256, hexadecimal."""
    said = [[[one.role, one.text] for one in talk] for talk in talks]
    return digest(canonical_json([list(place), list(models), choice.value, created_ms, said]))


def sidecar_of(value: object) -> dict[str, Any]:
    """What Sidelight put beside a record; empty if nothing, or nothing that can be read."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def talk_of(value: object) -> Talk:
    """A conversation from a list of messages, or from the same as text.

    Raises:
        Unfit: it is no conversation.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise Unfit(Reason.NO_MESSAGES) from error
    if not isinstance(value, list) or not value:
        raise Unfit(Reason.NO_MESSAGES)
    return tuple(_message(message) for message in value)


def _message(value: object) -> Said:
    if not isinstance(value, dict):
        raise Unfit(Reason.NO_MESSAGES)
    role = _ROLES.get(str(value.get("role", value.get("from", ""))).lower())
    if role is None:
        raise Unfit(Reason.NO_MESSAGES)
    return Said(role, text_of(value.get("content", value.get("value"))))


def text_of(value: object) -> str:
    """A message's text.

    Raises:
        Unfit: there is none, or it holds more than text.
    """
    if value is None:
        raise Unfit(Reason.EMPTY_MESSAGE)
    if isinstance(value, (list, tuple)):
        return "".join(_part(part) for part in value)
    if not isinstance(value, str):
        raise Unfit(Reason.MORE_THAN_TEXT)
    return value


def _part(value: object) -> str:
    """The text of one part; the parts of a table have a place for pictures even where there is none."""
    if not isinstance(value, dict) or any(value.get(name) for name in ("image", "image_url", "mimeType")):
        raise Unfit(Reason.MORE_THAN_TEXT)
    text = value.get("text")
    if not isinstance(text, str):
        raise Unfit(Reason.MORE_THAN_TEXT)
    return text


def _talks(value: Mapping[str, Any]) -> tuple[Talk, Talk] | tuple[()]:
    # A file of votes alone has no place for conversations, a table an empty one.
    if value.get("conversation_a") is None and value.get("conversation_b") is None:
        return ()
    left, right = talk_of(value.get("conversation_a")), talk_of(value.get("conversation_b"))
    reason = unfit(left, right)
    if reason is not None:
        raise Unfit(reason)
    return left, right


def _category(value: Mapping[str, Any]) -> str:
    own = value.get("category_tag")
    if isinstance(own, str):
        return own[:_LONGEST_NAME]
    if value.get("is_code") is True:
        return "code"
    language = value.get("language")
    return language[:_LONGEST_NAME] if isinstance(language, str) and language != "unknown" else ""


def _styles(value: object) -> tuple[Style, ...]:
    """Style as published boards count it, if all of it is given."""
    if isinstance(value, str):
        value = sidecar_of(value)
    if not isinstance(value, dict):
        return ()
    found: list[Style] = []
    for side in "ab":
        figures = [
            _sum(value.get(name))
            for name in (
                f"sum_assistant_{side}_tokens",
                f"header_count_{side}",
                f"list_count_{side}",
                f"bold_count_{side}",
            )
        ]
        if None in figures:
            return ()
        length, headings, items, bold = (figure or 0 for figure in figures)
        found.append((length, headings, items, bold))
    return tuple(found)


def _sum(value: object) -> int | None:
    if isinstance(value, dict):
        parts = [_sum(part) for part in value.values() if part is not None]
        return None if None in parts else sum(part or 0 for part in parts)
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 40
    return int(value) if usable else None  # type: ignore[call-overload]
