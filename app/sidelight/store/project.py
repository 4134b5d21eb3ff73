# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The project file as the rest of the program sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sidelight.domain.comparison import Comparison, HistoryEntry
from sidelight.domain.delta import Exchange
from sidelight.domain.errors import ProjectError, ReadOnlyProject
from sidelight.domain.generation import Generation
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.review import Annotation, Rating
from sidelight.domain.running import Run, RunPicture
from sidelight.domain.verdict import Judgement
from sidelight.store import (
    evidence,
    journal,
    lock,
    opening,
    portions,
    reader,
    records,
    search,
    trouble,
)
from sidelight.store.battle_records import BattleRecords
from sidelight.store.journal import JournalPiece
from sidelight.store.opening import Opened
from sidelight.store.writer import Write

_SETTLE_S = 30.0


class ProjectFile(BattleRecords):
    """One open project. Any thread may use it.

    Writes return at once; a thread of its own makes them in order. Reads see every write that was accepted
    before. What cannot be written, because the disk is full or held, is kept in memory and tried again.

    Attributes:
        path: the file, resolved.
        read_only: whether writes are refused.
        recovered: answers that were being written when the program last ended, found at this opening.
    """

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened; ``create`` and ``open`` are the ways to get a project."""
        super().__init__()
        self.path = opened.path
        self.read_only = opened.writing is None
        self.recovered = opened.writing.recovered if opened.writing else ()
        self._reads = opened.reads
        self._writing = opened.writing
        self._closed = False

    @classmethod
    def create(cls, path: Path) -> ProjectFile:
        """Make a new project where nothing is yet, and open it.

        Raises:
            ProjectError: something is there already, or the folder cannot be written.
        """
        return cls(opening.open_for_writing(opening.make(path)))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> ProjectFile:
        """Open a project. Unless it is for reading only, interrupted answers are recovered.

        Raises:
            NotAProject, NewerProject, DamagedProject: the file was not touched.
            ReadOnlyProject: the file or its folder cannot be written; it may be opened for reading.
            ProjectBusy: another window or program writes it; it may be opened for reading.
            ProjectError: there is no such file, or it cannot be read.
        """
        return cls(opening.open_for_reading(path) if read_only else opening.open_for_writing(path))

    # Reads -------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if self._writing is not None:
            self._writing.writer.settle(_SETTLE_S)
        with trouble.reading(self.path), self._reads.borrow() as connection:
            yield connection

    def _is_written(self) -> bool:
        return self._writing is not None or lock.is_held(self.path)

    def history(self, *, before: ComparisonId | None = None, limit: int = 200) -> list[HistoryEntry]:
        """Comparisons, the newest first: the first page, or the one that follows ``before``."""
        with self._reading() as connection:
            return reader.history(connection, before, limit)

    def search(self, words: str, *, limit: int = 50) -> list[HistoryEntry]:
        """Comparisons in which a prompt, an answer or a note holds all the words, the newest first.

        The last word may be unfinished. Any text is safe; a text without words finds nothing.
        """
        with self._reading() as connection:
            return search.find(connection, words, limit)

    def comparison(self, id: ComparisonId) -> Comparison:  # noqa: A002  the word that everyone uses
        """One comparison."""
        with self._reading() as connection:
            return reader.comparison(connection, id)

    def comparisons_after(self, last: Comparison | None, limit: int = 500) -> list[Comparison]:
        """So many comparisons whose names may be seen, oldest first: from the first, or after ``last``."""
        with self._reading() as connection:
            return portions.comparisons_after(connection, last, limit)

    def generations(self, comparison_id: ComparisonId) -> list[Generation]:
        """The answers of a comparison by position and attempt; a running one as far as it is journaled."""
        with self._reading() as connection:
            return reader.generations(connection, comparison_id, is_written=self._is_written)

    def generation(self, id: GenerationId) -> Generation:  # noqa: A002  the word that everyone uses
        """One answer; a running one as far as it is journaled."""
        with self._reading() as connection:
            return reader.generation(connection, id, is_written=self._is_written)

    def exchange(self, generation_id: GenerationId) -> Exchange | None:
        """What was sent and every byte that came back; of an interrupted answer only what came back."""
        with self._reading() as connection:
            return reader.exchange(connection, generation_id)

    def has_exchange(self, generation_id: GenerationId) -> bool:
        """Whether ``exchange`` would give anything, without reading it."""
        with self._reading() as connection:
            return evidence.is_kept(connection, generation_id)

    def ratings(self, generation_id: GenerationId) -> list[Rating]:
        """Current ratings, oldest first: superseded and withdrawn ones are left out."""
        with self._reading() as connection:
            return reader.current_ratings(connection, generation_id)

    def annotations(self, generation_id: GenerationId) -> list[Annotation]:
        """Current annotations, oldest first: superseded and withdrawn ones are left out."""
        with self._reading() as connection:
            return reader.current_annotations(connection, generation_id)

    def runs(self, generation_id: GenerationId) -> list[Run]:
        """Sandboxed executions of what an answer holds, the newest first."""
        with self._reading() as connection:
            return reader.runs(connection, generation_id)

    def run_pictures(self, generation_id: GenerationId) -> list[RunPicture]:
        """Pictures of those executions that a person kept, oldest first."""
        with self._reading() as connection:
            return reader.run_pictures(connection, generation_id)

    def judgements(self, generation_id: GenerationId) -> list[Judgement]:
        """Verdicts on an answer, oldest first: superseded and withdrawn ones are left out."""
        with self._reading() as connection:
            return reader.current_judgements(connection, generation_id)

    # Writes ------------------------------------------------------------------------------------------------

    def _write(self, apply: Callable[[sqlite3.Connection], None], *, durable: bool) -> None:
        if self._writing is None:
            raise ReadOnlyProject(
                f"“{self.path.name}” is open for reading only.", "Save a copy and work on that."
            )
        self._writing.writer.submit(Write(apply, durable))

    def add_comparison(self, c: Comparison) -> None:
        """Keep what a person asked."""

        def apply(connection: sqlite3.Connection) -> None:
            records.add_comparison(connection, c)
            search.add_prompt(connection, c)

        self._write(apply, durable=True)

    def begin(self, g: Generation) -> None:
        """Keep that an answer was asked for. From now on it is recovered if the program ends."""
        self._write(lambda connection: journal.begin(connection, g), durable=False)

    def journal(self, pieces: Sequence[JournalPiece]) -> None:
        """Keep what arrived, of all streams together."""
        arrived = tuple(pieces)
        if arrived:
            self._write(lambda connection: journal.append(connection, arrived), durable=False)

    def finish(self, g: Generation, exchange: Exchange | None) -> None:
        """Keep a finished answer for good; the raw stream comes from the journal and from ``exchange``.

        Raises:
            ValueError: it does not say why it ended.
        """
        if g.stop_reason is None:
            raise ValueError("a finished answer has a stop reason")
        self._write(lambda connection: journal.finish(connection, g, exchange), durable=False)

    def add_rating(self, r: Rating) -> None:
        """Keep a rating."""
        self._write(lambda connection: records.add_rating(connection, r), durable=True)

    def add_annotation(self, a: Annotation) -> None:
        """Keep an annotation."""

        def apply(connection: sqlite3.Connection) -> None:
            records.add_annotation(connection, a)
            search.add_note(connection, a)

        self._write(apply, durable=True)

    def add_run(self, r: Run) -> None:
        """Keep what came of a sandboxed execution."""
        self._write(lambda connection: records.add_run(connection, r), durable=False)

    def add_run_picture(self, p: RunPicture) -> None:
        """Keep a picture of a sandboxed execution that a person chose."""
        self._write(lambda connection: records.add_run_picture(connection, p), durable=False)

    def add_judgement(self, j: Judgement) -> None:
        """Keep a verdict on an answer."""
        self._write(lambda connection: records.add_judgement(connection, j), durable=True)

    def save_copy(self, target: Path) -> None:
        """Write the project as it stands to a new file; an answer that is being written is interrupted there.

        Raises:
            ProjectError: something is there already, or it cannot be written.
        """

        def fill(draft: Path) -> None:
            copy = sqlite3.connect(draft)
            try:
                connection.backup(copy)
            finally:
                copy.close()

        with self._reading() as connection:
            opening.make(target, fill)

    def flush(self, timeout_s: float = 10.0) -> None:
        """Wait until everything that was accepted is written.

        Raises:
            ProjectError: the first reason why something is not; what waits is kept and tried again.
        """
        if self._writing is not None:
            self._writing.writer.flush(timeout_s)

    def ticket(self) -> int:
        """Stands for everything that was accepted up to now, to be asked for with ``is_kept``."""
        return 0 if self._writing is None else self._writing.writer.ticket()

    def is_kept(self, ticket: int) -> bool:
        """Whether all of it is written; durable writes are then on the disk itself. Does not wait."""
        return self._writing is None or self._writing.writer.is_done(ticket)

    def failed(self) -> ProjectError | None:
        """Why something is not saved at present; ``None`` if all is well."""
        return None if self._writing is None else self._writing.writer.failed()

    def close(self) -> None:
        """Write what is queued and let the file go; again is harmless.

        Raises:
            ProjectError: something could not be written, and is lost now. ``failed()`` tells before.
        """
        # The writer's connection goes last: it takes the write-ahead log into the file.
        self._reads.close()
        if self._writing is None or self._closed:
            return
        self._closed = True
        lost = self._writing.writer.stop()
        self._writing.lock.release()
        if lost:
            reason = self._writing.writer.failed()
            what = f"Not everything could be saved in “{self.path.name}”: {lost} changes are lost."
            raise ProjectError(f"{what} {reason or ''}".strip())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
