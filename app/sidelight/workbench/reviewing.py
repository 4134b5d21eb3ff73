# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a person says of answers: stars, thumbs, notes and marked spans, each of which can be taken back.

Nothing is ever edited in the project: each change is a new record that supersedes an older one, and so is its
undoing. What was read once is kept here, so that a click never waits for the disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from sidelight.domain.errors import ReadOnlyProject, UsageError
from sidelight.domain.identity import GenerationId, RecordId
from sidelight.domain.review import Annotation, Rating, RatingScale, Span
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment

OFFERED_LABELS = ("wrong", "unsupported", "good", "unclear")


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that was done, in words, and how to do and undo it."""

    words: str
    do: Callable[[], None]
    undo: Callable[[], None]


class Reviewing:
    """Ratings and annotations of one project."""

    def __init__(
        self, project: ProjectFile, moment: Moment, is_new: Callable[[GenerationId], bool] = lambda _: False
    ) -> None:
        """Begin.

        Args:
            project: where reviews are kept.
            moment: clocks and chance.
            is_new: whether an answer is of this sitting, so that nothing of it need be read.
        """
        self._is_new = is_new
        self._project = project
        self._moment = moment
        self._ratings: dict[GenerationId, dict[RatingScale, Rating]] = {}
        self._notes: dict[GenerationId, dict[RecordId, Annotation]] = {}
        self._root: dict[RecordId, RecordId] = {}
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    # ratings

    def stars(self, identity: GenerationId) -> int | None:
        """1 to 5, or ``None`` if nobody rated the answer."""
        return self._value(identity, "stars")

    def thumbs(self, identity: GenerationId) -> int | None:
        """-1 or +1, or ``None``."""
        return self._value(identity, "thumbs")

    def rate(self, identity: GenerationId, scale: RatingScale, value: int | None) -> None:
        """Rate an answer; ``None`` withdraws the rating.

        Raises:
            ReadOnlyProject: the rating could not be kept.
        """
        before = self._value(identity, scale)
        if before == value:
            return
        words = _rating_in_words(scale, before if value is None else value)
        if value is None:
            words = f"removal of the {words}"
        self._perform(
            _Step(
                words,
                do=lambda: self._set_rating(identity, scale, value),
                undo=lambda: self._set_rating(identity, scale, before),
            )
        )

    # annotations

    def annotations(self, identity: GenerationId) -> list[Annotation]:
        """Those that stand, oldest first."""
        return [note for note in self._loaded(identity).values() if not note.withdrawn]

    def as_it_stands(self, annotation: Annotation) -> Annotation:
        """The newest record of a note of which an older one is known; it may be withdrawn."""
        return self._notes[annotation.generation_id][self._root_of(annotation)]

    def annotate(
        self, identity: GenerationId, note: str, *, span: Span | None = None, label: str = ""
    ) -> Annotation:
        """Write a note on an answer, or on a span of it under a label.

        Raises:
            UsageError: there is neither a note nor a label.
            ReadOnlyProject: it could not be kept.
        """
        _refuse_nothing(note, label)
        self._loaded(identity)
        root = RecordId(self._moment.new_id())
        first = Annotation(root, identity, span, label.strip(), note.strip(), self._moment.wall_ms())
        words = f"mark “{label.strip()}”" if label.strip() else "note"

        def do() -> None:
            if root in self._notes[identity]:
                self._supersede(root, identity, withdrawn=False)
            else:
                self._keep(root, first)

        self._perform(_Step(words, do=do, undo=lambda: self._supersede(root, identity, withdrawn=True)))
        return self._notes[identity][root]

    def amend(self, annotation: Annotation, *, label: str, note: str) -> Annotation:
        """Change an annotation's label and note."""
        _refuse_nothing(note, label)
        identity = annotation.generation_id
        root = self._root_of(annotation)
        before = self._notes[identity][root]
        self._perform(
            _Step(
                "change of a note",
                # A note that was taken back meanwhile stands again: words that someone wrote are not lost.
                do=lambda: self._supersede(
                    root, identity, label=label.strip(), note=note.strip(), withdrawn=False
                ),
                undo=lambda: self._supersede(
                    root, identity, label=before.label, note=before.note, withdrawn=before.withdrawn
                ),
            )
        )
        return self._notes[identity][root]

    def withdraw(self, annotation: Annotation) -> None:
        """Take an annotation back."""
        identity = annotation.generation_id
        root = self._root_of(annotation)
        self._perform(
            _Step(
                "removal of a note",
                do=lambda: self._supersede(root, identity, withdrawn=True),
                undo=lambda: self._supersede(root, identity, withdrawn=False),
            )
        )

    def labels(self) -> list[str]:
        """Labels in use, most used first, then those that are offered to begin with."""
        used = Counter(
            note.label
            for notes in self._notes.values()
            for note in notes.values()
            if note.label and not note.withdrawn
        )
        return list(dict.fromkeys([label for label, _ in used.most_common()] + list(OFFERED_LABELS)))

    # taking back

    @property
    def can_undo(self) -> bool:
        """Whether something was done in this sitting."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone last."""
        return bool(self._undone)

    def undo(self) -> str | None:
        """Take back the last thing done; its name in words, ``None`` if there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        step.undo()
        self._undone.append(step)
        return step.words

    def redo(self) -> str | None:
        """Do again what was undone last."""
        if not self._undone:
            return None
        step = self._undone.pop()
        step.do()
        self._done.append(step)
        return step.words

    def perform(self, words: str, *, do: Callable[[], None], undo: Callable[[], None]) -> None:
        """Do something that can be taken back with the rest, in words for whoever takes it back.

        Raises:
            ReadOnlyProject: it could not be kept.
        """
        self._perform(_Step(words, do=do, undo=undo))

    def _perform(self, step: _Step) -> None:
        if self._project.read_only:
            raise ReadOnlyProject(
                f"{self._project.path.name} can only be read, so this could not be kept.",
                "Save a copy elsewhere and review there.",
            )
        step.do()
        self._done.append(step)
        self._undone.clear()

    def _value(self, identity: GenerationId, scale: RatingScale) -> int | None:
        rating = self._rated(identity).get(scale)
        return rating.value if rating else None

    def _rated(self, identity: GenerationId) -> dict[RatingScale, Rating]:
        if identity not in self._ratings:
            kept = [] if self._is_new(identity) else self._project.ratings(identity)
            self._ratings[identity] = {r.scale: r for r in kept}
        return self._ratings[identity]

    def _set_rating(self, identity: GenerationId, scale: RatingScale, value: int | None) -> None:
        current = self._rated(identity).get(scale)
        rating = Rating(
            RecordId(self._moment.new_id()),
            identity,
            scale,
            value,
            self._moment.wall_ms(),
            supersedes=current.id if current else None,
        )
        self._ratings[identity][scale] = rating
        self._project.add_rating(rating)

    def _loaded(self, identity: GenerationId) -> dict[RecordId, Annotation]:
        """An answer's annotations by their first record, whose name they keep through every change."""
        if identity not in self._notes:
            self._notes[identity] = {}
            for note in [] if self._is_new(identity) else self._project.annotations(identity):
                self._root[note.id] = note.id
                self._notes[identity][note.id] = note
        return self._notes[identity]

    def _root_of(self, annotation: Annotation) -> RecordId:
        self._loaded(annotation.generation_id)
        return self._root[annotation.id]

    def _keep(self, root: RecordId, note: Annotation) -> None:
        self._root[note.id] = root
        self._notes[note.generation_id][root] = note
        self._project.add_annotation(note)

    def _supersede(
        self,
        root: RecordId,
        identity: GenerationId,
        *,
        label: str | None = None,
        note: str | None = None,
        withdrawn: bool | None = None,
    ) -> None:
        current = self._notes[identity][root]
        changed = replace(
            current,
            id=RecordId(self._moment.new_id()),
            label=current.label if label is None else label,
            note=current.note if note is None else note,
            withdrawn=current.withdrawn if withdrawn is None else withdrawn,
            created_ms=self._moment.wall_ms(),
            supersedes=current.id,
        )
        self._keep(root, changed)


def _refuse_nothing(note: str, label: str) -> None:
    if not note.strip() and not label.strip():
        raise UsageError("The note is empty.", "Write something, or choose a label.")


def _rating_in_words(scale: RatingScale, value: int | None) -> str:
    if scale == "thumbs":
        return "thumb up" if value == 1 else "thumb down"
    return f"rating of {value} star{'s' if value != 1 else ''}"
