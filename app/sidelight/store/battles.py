# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles and votes as rows and back, and the votes as a leaderboard counts them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from sidelight.domain.battle import (
    Ballot,
    BallotCount,
    Battle,
    Choice,
    Purpose,
    Style,
    Vote,
    choice_between,
)
from sidelight.domain.errors import ProjectError
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId, RecordId
from sidelight.domain.model import ModelRef
from sidelight.store import migrations
from sidelight.store.records import Row, from_json, insert, kept, text, to_json

FIRST_VERSION = 5
"""The schema version that brought battles; an older file that is only read has none."""

BATTLE = (
    "id, comparison_id, created_ms, model_a, model_b, others, generations, prompt, nonce, commitment,"
    " purpose, repeats, follows, turn, blind, category, origin, settings, styles"
)
VOTE = (
    "id, battle_id, choice, created_ms, ranks, skipped, strength, reasons, comment, annotator, shown_ms,"
    " early, leaked, revealed, supersedes"
)
_STANDS = "NOT EXISTS (SELECT 1 FROM vote AS newer WHERE newer.supersedes = v.id)"
_STANDS_BLIND = (
    "b.blind AND NOT v.revealed AND"
    " NOT EXISTS (SELECT 1 FROM vote AS newer WHERE newer.supersedes = v.id AND NOT newer.revealed)"
)
_CHOICES = {choice.value: choice for choice in Choice}
_PURPOSES = {purpose.value: purpose for purpose in Purpose}


def _ref(name: str | bytes) -> ModelRef:
    """A model by its written name; any text has a place, for names come from other programs too."""
    connection, _, rest = text(name).partition("/")
    own, _, setting = rest.partition("@")
    return ModelRef(connection, own, setting)


def add_battle(connection: sqlite3.Connection, b: Battle) -> None:
    """Insert a battle."""
    first, second, *others = (str(ref) for ref in b.models)
    pane = (kept(first), kept(second), to_json(others), to_json(b.generations))
    held = (kept(b.prompt), b.nonce, b.commitment, b.purpose, b.repeats, b.follows, b.turn, b.blind)
    shown = (kept(b.category), kept(b.origin), kept(b.settings), to_json(b.styles))
    insert(connection, "battle", BATTLE, (b.id, b.comparison_id, b.created_ms, *pane, *held, *shown))


def battle_of(row: Row) -> Battle:
    """Read the columns ``BATTLE``."""
    identity, comparison_id, created_ms, model_a, model_b, others, generations, prompt, *rest = row
    nonce, commitment, purpose, repeats, follows, turn, blind, category, origin, settings, styles = rest
    return Battle(
        id=BattleId(identity),
        comparison_id=None if comparison_id is None else ComparisonId(comparison_id),
        models=tuple(_ref(name) for name in (model_a, model_b, *from_json(others))),
        generations=tuple(GenerationId(one) for one in from_json(generations)),
        created_ms=created_ms,
        prompt=text(prompt),
        nonce=text(nonce),
        commitment=text(commitment),
        purpose=Purpose(text(purpose)),
        repeats=None if repeats is None else BattleId(repeats),
        follows=None if follows is None else BattleId(follows),
        turn=turn,
        blind=bool(blind),
        category=text(category),
        origin=text(origin),
        settings=text(settings),
        styles=tuple(_style(one) for one in from_json(styles)),
    )


def _style(figures: Iterable[Any]) -> Style:
    characters, headings, items, bold = (int(figure) for figure in figures)
    return characters, headings, items, bold


def add_vote(connection: sqlite3.Connection, v: Vote) -> None:
    """Insert a vote."""
    said = (v.choice, v.created_ms, to_json(v.ranks), kept(v.skipped), v.strength, to_json(v.reasons))
    by = (kept(v.comment), kept(v.annotator), v.shown_ms, v.early, v.leaked, v.revealed, v.supersedes)
    insert(connection, "vote", VOTE, (v.id, v.battle_id, *said, *by))


def vote_of(row: Row) -> Vote:
    """Read the columns ``VOTE``."""
    identity, battle_id, choice, created_ms, ranks, skipped, strength, reasons, comment, annotator, *rest = (
        row
    )
    shown_ms, early, leaked, revealed, supersedes = rest
    return Vote(
        id=RecordId(identity),
        battle_id=BattleId(battle_id),
        choice=None if choice is None else Choice(text(choice)),
        created_ms=created_ms,
        ranks=tuple(int(rank) for rank in from_json(ranks)),
        skipped=text(skipped),
        strength=strength,
        reasons=tuple(str(reason) for reason in from_json(reasons)),
        comment=text(comment),
        annotator=text(annotator),
        shown_ms=shown_ms,
        early=bool(early),
        leaked=bool(leaked),
        revealed=bool(revealed),
        supersedes=None if supersedes is None else RecordId(supersedes),
    )


def has_any(connection: sqlite3.Connection) -> bool:
    """Whether the file has a place for battles."""
    return migrations.version_of(connection) >= FIRST_VERSION


def battle(connection: sqlite3.Connection, identity: BattleId) -> Battle:
    """One battle.

    Raises:
        ProjectError: there is none of that name.
    """
    query = f"SELECT {BATTLE} FROM battle WHERE id = ?"
    row = connection.execute(query, (identity,)).fetchone() if has_any(connection) else None
    if row is None:
        raise ProjectError("There is no such battle in this project.", "It may belong to another one.")
    return battle_of(row)


def battles(connection: sqlite3.Connection, comparison_id: ComparisonId | None) -> Iterator[Battle]:
    """Battles of one comparison, or all, oldest first."""
    if not has_any(connection):
        return
    where, values = ("WHERE comparison_id = ?", (comparison_id,)) if comparison_id else ("", ())
    for row in connection.execute(f"SELECT {BATTLE} FROM battle {where} ORDER BY created_ms, id", values):
        yield battle_of(row)


def votes(connection: sqlite3.Connection, battle_id: BattleId | None) -> Iterator[Vote]:
    """Every vote on one battle, or on all, oldest first; superseded ones too."""
    if not has_any(connection):
        return
    where, values = ("WHERE battle_id = ?", (battle_id,)) if battle_id else ("", ())
    for row in connection.execute(f"SELECT {VOTE} FROM vote {where} ORDER BY created_ms, id", values):
        yield vote_of(row)


def repeatable(connection: sqlite3.Connection, annotator: str, leave: int) -> list[BattleId]:
    """See ``ProjectFile.repeatable``."""
    if not has_any(connection):
        return []
    query = f"""SELECT b.id FROM vote AS v JOIN battle AS b ON b.id = v.battle_id
        WHERE v.annotator = ? AND v.choice IS NOT NULL AND NOT v.leaked AND {_STANDS_BLIND}
        AND b.purpose = 'plain' AND b.turn = 1 AND b.origin = '' AND b.comparison_id IS NOT NULL
        AND b.generations != '[]' AND b.others = '[]'
        AND NOT EXISTS (SELECT 1 FROM battle AS again WHERE again.repeats = b.id)
        ORDER BY v.created_ms DESC, v.id DESC LIMIT -1 OFFSET ?"""
    return [BattleId(row[0]) for row in connection.execute(query, (kept(annotator), max(leave, 0)))]


def ballots(connection: sqlite3.Connection, *, blind_only: bool, with_style: bool) -> list[Ballot]:
    """The votes that count, oldest first. See ``ProjectFile.ballots``."""
    if not has_any(connection):
        return []
    query = f"""SELECT v.battle_id, v.id, b.model_a, b.model_b, v.choice, v.annotator, b.prompt, b.category,
            v.leaked, v.early, v.revealed, b.blind, b.purpose, b.origin, v.created_ms,
            {"b.styles" if with_style else "'[]'"}, v.ranks, b.others
        FROM vote AS v JOIN battle AS b ON b.id = v.battle_id
        WHERE (v.choice IS NOT NULL OR v.ranks != '[]')
        AND {_STANDS_BLIND if blind_only else _STANDS} ORDER BY v.created_ms, v.id"""
    found: list[Ballot] = []
    # Names and digests repeat from row to row: one object for each keeps a long list small.
    names: dict[str | bytes, str] = {}

    def name(value: str | bytes) -> str:
        return names.get(value) or names.setdefault(value, text(value))

    for row in connection.execute(query):
        battle_id, vote_id, model_a, model_b, choice, annotator, prompt, category, *rest = row
        leaked, early, revealed, blind, purpose, origin, created_ms, styles, ranks, others = rest
        pair = (None, None) if styles == "[]" else tuple(tuple(one) for one in from_json(styles))
        marks = (leaked == 1, early == 1, revealed == 1, blind == 1, _PURPOSES[purpose], name(origin))
        of: Row = (name(annotator), name(prompt), name(category), *marks, created_ms)
        if choice is not None:
            sides = (name(model_a), name(model_b), _CHOICES[choice])
            found.append(Ballot(battle_id, vote_id, *sides, *of, *pair[:2]))
        else:
            models = (name(model_a), name(model_b), *(name(one) for one in from_json(others)))
            found += _pairs(battle_id, vote_id, models, from_json(ranks), of, pair)
    return found


def _pairs(
    battle_id: str, vote_id: str, models: tuple[str, ...], ranks: list[int], of: Row, styles: Row
) -> Iterator[Ballot]:
    """What a ranking says of each pair in it."""
    if len(ranks) != len(models):
        return
    for left, right in combinations(range(len(models)), 2):
        said = choice_between(ranks[left], ranks[right])
        looks = (None, None) if styles[0] is None else (styles[left], styles[right])
        yield Ballot(BattleId(battle_id), RecordId(vote_id), models[left], models[right], said, *of, *looks)


def ballot_counts(
    connection: sqlite3.Connection,
    *,
    blind_only: bool,
    leaked: bool,
    purpose: Purpose | None,
    category: str | None,
    annotator: str | None,
) -> list[BallotCount]:
    """Votes added up. See ``ProjectFile.ballot_counts``."""
    if not has_any(connection):
        return []
    conditions, values = [_STANDS_BLIND if blind_only else _STANDS], []
    for condition, value in (
        ("b.purpose = ?", purpose),
        ("b.category = ?", None if category is None else kept(category)),
        ("v.annotator = ?", None if annotator is None else kept(annotator)),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if not leaked:
        conditions.append("NOT v.leaked")
    where = " AND ".join(conditions)
    joined = f"FROM vote AS v JOIN battle AS b ON b.id = v.battle_id WHERE {where}"
    counts: dict[tuple[str, str, Choice], int] = {}
    two = (
        f"SELECT b.model_a, b.model_b, v.choice, count(*) {joined} AND v.choice IS NOT NULL GROUP BY 1, 2, 3"
    )
    for model_a, model_b, choice, count in connection.execute(two, values):
        counts[text(model_a), text(model_b), _CHOICES[choice]] = count
    more = f"SELECT b.model_a, b.model_b, b.others, v.ranks {joined} AND v.choice IS NULL AND v.ranks != '[]'"
    for model_a, model_b, others, ranks in connection.execute(more, values):
        models = (text(model_a), text(model_b), *from_json(others))
        for one in _pairs("", "", models, from_json(ranks), (), (None, None)):
            key = (one.model_a, one.model_b, one.choice)
            counts[key] = counts.get(key, 0) + 1
    return [BallotCount(*key, count) for key, count in counts.items()]
