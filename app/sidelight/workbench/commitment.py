# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the log of blind battles says, and how it can be checked. The format is told in ``docs/arena.md``."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sidelight.domain.battle import Battle, LogEvent, Vote
from sidelight.domain.canonical import canonical_json, digest
from sidelight.domain.message import Conversation

VERSION = 1


class Kind(StrEnum):
    """What an entry of the log is about, in the order in which they come."""

    DRAWN = "drawn"
    SHOWN = "shown"
    VOID = "void"
    VOTE = "vote"
    REVEALED = "revealed"


def conversation_digest(conversation: Conversation) -> str:
    """The digest of what is asked: system message, attachments and prompt."""
    parts = [
        [message.role, [[part.kind, part.text, part.name] for part in message.parts]]
        for message in conversation.messages
    ]
    return digest(canonical_json(parts))


def commitment(battle: Battle) -> str:
    """What a battle is held to before anybody has seen anything of it: the pairing, the order, the settings.

    The nonce in it keeps the models from being guessed. The answers are not in it: they are not there yet.
    """
    return digest(
        canonical_json(
            {
                "battle": battle.id,
                "blind": battle.blind,
                "comparison": battle.comparison_id,
                "follows": battle.follows,
                "models": [str(ref) for ref in battle.models],
                "nonce": battle.nonce,
                "prompt": battle.prompt,
                "purpose": battle.purpose,
                "repeats": battle.repeats,
                "settings": battle.settings,
                "turn": battle.turn,
                "version": VERSION,
            }
        )
    )


def battle_digest(battle: Battle) -> str:
    """The digest of everything that the project says of a battle."""
    return digest(
        canonical_json(
            {
                "answers": list(battle.generations),
                "category": battle.category,
                "commitment": battle.commitment,
                "created_ms": battle.created_ms,
                "held": commitment(battle),
                "origin": battle.origin,
                "styles": [list(style) for style in battle.styles],
            }
        )
    )


def vote_digest(vote: Vote) -> str:
    """The digest of everything that the project says of a vote."""
    return digest(
        canonical_json(
            {
                "annotator": vote.annotator,
                "battle": vote.battle_id,
                "choice": vote.choice,
                "comment": vote.comment,
                "created_ms": vote.created_ms,
                "early": vote.early,
                "id": vote.id,
                "leaked": vote.leaked,
                "ranks": list(vote.ranks),
                "reasons": list(vote.reasons),
                "revealed": vote.revealed,
                "shown_ms": vote.shown_ms,
                "skipped": vote.skipped,
                "strength": vote.strength,
                "supersedes": vote.supersedes,
            }
        )
    )


def drawn(battle: Battle, at_ms: int) -> LogEvent:
    """Before anything is asked: the commitment."""
    return _event(Kind.DRAWN, battle, {"commitment": battle.commitment}, at_ms)


def shown(battle: Battle, texts: Sequence[str], at_ms: int) -> LogEvent:
    """Before anything is displayed: the answers, by their digests."""
    return _event(Kind.SHOWN, battle, _held(battle, texts), at_ms)


def void(battle: Battle, texts: Sequence[str], reason: str, at_ms: int) -> LogEvent:
    """There is no vote on this battle. ``texts`` is what came of the answers, empty if that is not kept."""
    return _event(Kind.VOID, battle, {"reason": reason, **_held(battle, texts)}, at_ms)


def voted(battle: Battle, vote: Vote, at_ms: int) -> LogEvent:
    """A vote was given, changed, skipped or taken back."""
    return _event(Kind.VOTE, battle, {"digest": vote_digest(vote), "vote": vote.id}, at_ms)


def revealed(battle: Battle, at_ms: int) -> LogEvent:
    """The names are known from now on."""
    return _event(Kind.REVEALED, battle, {}, at_ms)


def _held(battle: Battle, texts: Sequence[str]) -> dict[str, object]:
    answers = (
        [[one, digest(text)] for one, text in zip(battle.generations, texts, strict=True)] if texts else []
    )
    return {"answers": answers, "battle": battle_digest(battle)}


def _event(kind: Kind, battle: Battle, body: dict[str, object], at_ms: int) -> LogEvent:
    return LogEvent(
        kind, battle.id, battle.comparison_id, canonical_json({**body, "version": VERSION}), at_ms
    )
