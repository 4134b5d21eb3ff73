# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of a damaged project, made into a sound one. Each is decoded first: no nonsense gets in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.identity import GenerationId, made_at_ms
from sidelight.domain.message import Conversation
from sidelight.store import battles, blind_log, evidence, journal, records, search
from sidelight.store.connections import connect
from sidelight.store.wreck import Row, Value, Wreck

_LOST_PROMPT = "(This prompt could not be read.)"
_FOUNDLINGS_PROMPT = "(These answers were found without their prompt and their model.)"
_KINDS: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "REAL": (float, int),
    "TEXT": (str, bytes),
    "BLOB": (bytes,),
}
_JOURNAL = "generation_id, seq, text, reasoning, pieces"


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was saved into ``target``. ``lost`` counts the rows that are known to be missing or senseless.

    ``comparisons`` and ``answers`` include what had to be made up to hold the rest: a comparison whose prompt
    is lost, an answer whose model is unknown. Their texts say so.
    """

    target: Path
    comparisons: int
    answers: int
    exchanges: int
    ratings: int
    annotations: int
    runs: int
    lost: int

    @property
    def sentence(self) -> str:
        """What was saved, as one line for a person."""
        saved = (
            f"Saved into “{self.target.name}”: {self.comparisons} comparisons, {self.answers} answers, "
            f"{self.ratings} ratings, {self.annotations} annotations, {self.runs} runs."
        )
        return saved + (f" At least {self.lost} records could not be read." if self.lost else "")


class Rescue:
    """Takes what can be read of a wreck into a new, still empty project."""

    def __init__(self, wreck: Wreck, draft: Path) -> None:
        self._wreck = wreck
        self._senseless = 0
        self._comparisons: set[str] = set()
        self._generations: set[str] = set()
        self._ended: dict[str, None] = {}
        self._foundlings = ""
        with closing(connect(draft, "write")) as self._connection:
            self._connection.execute("BEGIN")
            self._save_comparisons()
            self._save_generations()
            self._save_endings()
            self._exchanges = self._save(
                "exchange", "generation_id, url, request, status, headers", _read_exchange
            )
            self._save("wire", "generation_id, seq, pieces", lambda row: evidence.unpack(row[2]))
            self._ratings = self._save("rating", _by_generation(records.RATING), _after(records.rating_of))
            self._annotations = self._save(
                "annotation", _by_generation(records.ANNOTATION), _after(records.annotation_of)
            )
            self._runs = self._save("run", _by_generation(records.RUN), _after(records.run_of))
            self._save("run_edit", _by_generation(records.RUN_EDIT), lambda row: records.text(row[3]).strip())
            self._save(
                "run_notice", _by_generation(records.RUN_NOTICE), lambda row: records.text(row[-1]).strip()
            )
            self._save("run_picture", _by_generation(records.RUN_PICTURE), _after(records.run_picture_of))
            self._save("judgement", _by_generation(records.JUDGEMENT), _after(records.judgement_of))
            self._save_battles()
            self._save_journal()
            self._index()
            self._connection.execute("COMMIT")

    def report(self, target: Path) -> SalvageReport:
        """What was saved, told of the file that it will be in."""
        return SalvageReport(
            target,
            len(self._comparisons),
            len(self._generations),
            self._exchanges,
            self._ratings,
            self._annotations,
            self._runs,
            self._wreck.lost + self._senseless,
        )

    def _rows(self, table: str, columns: str, decode: Callable[[Row], object]) -> Iterator[Row]:
        """The rows of a table that can be decoded, with the columns that are asked for."""
        info = self._connection.execute(f"PRAGMA table_info({table})").fetchall()

        def read(values: list[Value]) -> Row | None:
            try:
                fitting = {
                    name: _fitting(name, kind, value)
                    for (_, name, kind, *_), value in zip(info, values, strict=True)
                }
                row = tuple(fitting[name] for name in columns.split(", "))
                decode(row)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
                return None
            return row

        return self._wreck.rows(table, read)

    def _insert(self, table: str, columns: str, row: Row) -> bool:
        try:
            records.insert(self._connection, table, columns, row)
        except sqlite3.IntegrityError:
            self._senseless += 1
            return False
        return True

    def _save_comparisons(self) -> None:
        columns = f"{records.COMPARISON}, title"
        for row in self._rows("comparison", columns, _read_comparison):
            if self._insert("comparison", columns, row):
                self._comparisons.add(str(row[0]))

    def _make_comparison(self, identity: str, created_ms: int, title: str) -> None:
        """A stand-in for a lost comparison, so that its answers are found."""
        conversation = records.conversation_json(Conversation.asking(title))
        row = (identity, created_ms, conversation, "[]", "[]", title)
        if self._insert("comparison", f"{records.COMPARISON}, title", row):
            self._comparisons.add(identity)

    def _save_generations(self) -> None:
        none = journal.interrupted_ending("", "")
        for row in self._rows("generation", records.GENERATION, lambda row: records.generation_of(row, none)):
            comparison_id = str(row[1])
            if comparison_id not in self._comparisons:
                self._make_comparison(comparison_id, _time_of(comparison_id, row[-1]), _LOST_PROMPT)
            if self._insert("generation", records.GENERATION, row):
                self._generations.add(str(row[0]))

    def _make_generation(self, identity: str) -> None:
        """A stand-in for a lost generation whose text was found."""
        created_ms = _time_of(identity, 0)
        if not self._foundlings:
            # Comparisons and generations are named apart, so the name is free.
            self._foundlings = identity
            self._make_comparison(identity, created_ms, _FOUNDLINGS_PROMPT)
        config = records.to_json({"stop": []})
        row = (identity, self._foundlings, "unknown", "unknown", "", config, 0, len(self._generations) + 1)
        if self._insert("generation", records.GENERATION, (*row, created_ms)):
            self._generations.add(identity)

    def _save_endings(self) -> None:
        columns = f"generation_id, {records.ENDING}"
        for row in self._rows("generation_end", columns, _read_ending):
            identity = str(row[0])
            if identity not in self._generations:
                self._make_generation(identity)
            if self._insert("generation_end", columns, row):
                self._ended[identity] = None

    def _save(self, table: str, columns: str, decode: Callable[[Row], object]) -> int:
        """Save rows of a table that say of which generation they are in the first of these columns."""
        own = columns.split(", ")
        # Where a record's own columns name the generation too, the first is only there for us.
        first = 1 if own[0] in own[1:] else 0
        saved = 0
        for row in self._rows(table, columns, decode):
            if row[0] not in self._generations:
                self._senseless += 1
            elif self._insert(table, ", ".join(own[first:]), row[first:]):
                saved += 1
        return saved

    def _save_battles(self) -> None:
        """Battles, the votes on those that were found, and the log, which shows for itself what it lacks."""
        found = {row[0] for row in self._rows("battle", battles.BATTLE, battles.battle_of)
                 if self._insert("battle", battles.BATTLE, row)}  # fmt: skip
        for row in self._rows("vote", battles.VOTE, battles.vote_of):
            if row[1] not in found:
                self._senseless += 1
            else:
                self._insert("vote", battles.VOTE, row)
        for row in self._rows("blind_log", blind_log.LOG, blind_log.entry_of):
            self._insert("blind_log", blind_log.LOG, row)

    def _save_journal(self) -> None:
        """Answers that were being written are recovered when the new project is opened."""
        seen: set[tuple[str, int]] = set()
        for identity, seq, text, reasoning, pieces in self._rows("journal", _JOURNAL, _read_journal):
            if identity in self._ended:
                continue
            if identity not in self._generations:
                self._make_generation(identity)
            if (identity, seq) not in seen:
                row = (identity, seq, text, reasoning, pieces if _is_packed(pieces) else b"")
                self._insert("journal", _JOURNAL, row)
                seen.add((identity, seq))
        for identity in self._generations - self._ended.keys() - {identity for identity, _ in seen}:
            self._insert("journal", _JOURNAL, (identity, -1, "", "", b""))

    def _index(self) -> None:
        """Make what people search in; the damaged file's own index is not asked."""
        select = self._connection.execute
        for row in select(f"SELECT {records.COMPARISON} FROM comparison").fetchall():
            search.add_prompt(self._connection, records.comparison_of(row))
        for identity in self._ended:
            (text,) = select(
                "SELECT text FROM generation_end WHERE generation_id = ?", (identity,)
            ).fetchone()
            search.add_answer(self._connection, GenerationId(identity), records.text(text))
        for row in select(f"SELECT {records.ANNOTATION} FROM annotation").fetchall():
            search.add_note(self._connection, records.annotation_of(row))


def _fitting(name: str, kind: str, value: Value) -> Value:
    """SQLite takes any value in any column, and a flipped bit may make a number of a text."""
    kinds = (str,) if name.endswith("id") else _KINDS[kind]
    if value is None:
        return None
    if not isinstance(value, kinds):
        raise TypeError(f"{name} holds something of another kind")
    # A whole number in a column of real ones is stored as an integer.
    return float(value) if kind == "REAL" else value


def _by_generation(columns: str) -> str:
    """The columns of a record, behind the generation that it is of."""
    return f"generation_id, {columns}"


def _after(decode: Callable[[Row], object]) -> Callable[[Row], object]:
    return lambda row: decode(row[1:])


def _read_comparison(row: Row) -> None:
    records.comparison_of(row[:-1])
    records.text(row[-1]).strip()


def _read_ending(row: Row) -> None:
    generation = records.generation_of(("", "", "", "", "", '{"stop":[]}', 0, 0, 0), row[1:])
    if generation.stop_reason is None:
        raise ValueError("an ending without a stop reason")


def _read_exchange(row: Row) -> None:
    for name, value in records.from_json(row[4]):
        str.lower(name + value)
    records.text(row[1]).strip()
    records.text(row[2]).strip()


def _read_journal(row: Row) -> None:
    records.text(row[2]).strip()
    records.text(row[3]).strip()


def _is_packed(pieces: bytes) -> bool:
    try:
        evidence.unpack(pieces)
    except ValueError:
        return False
    return True


def _time_of(identity: str, otherwise: int) -> int:
    try:
        return made_at_ms(identity)
    except ValueError:
        return otherwise
