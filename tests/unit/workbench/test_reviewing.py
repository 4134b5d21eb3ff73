# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable

import pytest

from sidelight.domain.errors import UsageError
from sidelight.domain.identity import GenerationId
from sidelight.domain.review import Span
from sidelight.workbench.desk import Desk
from support.ticking import finish

SPAN = Span(0, 5, "amber")


@pytest.fixture
def answer(desk: Desk) -> GenerationId:
    live = desk.comparing.start("Say hello.", [desk.model("recorded/amber")])
    finish(desk, live)
    return live.panes[0][0].id


def test_stars_thumbs_and_notes_are_there_after_a_restart(
    desk: Desk, reopened: Callable[[], Desk], answer: GenerationId
) -> None:
    desk.reviewing.rate(answer, "stars", 4)
    desk.reviewing.rate(answer, "thumbs", 1)
    desk.reviewing.annotate(answer, "Is it?", span=SPAN, label="wrong")
    desk.reviewing.annotate(answer, "Short and good.")
    reviewing = reopened().reviewing
    assert (reviewing.stars(answer), reviewing.thumbs(answer)) == (4, 1)
    kept = [(note.span, note.label, note.note) for note in reviewing.annotations(answer)]
    assert kept == [(SPAN, "wrong", "Is it?"), (None, "", "Short and good.")]


def test_notes_keep_their_order_when_one_is_changed_and_the_project_opened_again(
    desk: Desk, reopened: Callable[[], Desk], answer: GenerationId
) -> None:
    first = desk.reviewing.annotate(answer, "first")
    desk.reviewing.annotate(answer, "second")
    desk.reviewing.amend(first, label="", note="first, better")
    desk.reviewing.undo()
    desk.reviewing.redo()
    order = ["first, better", "second"]
    assert [note.note for note in desk.reviewing.annotations(answer)] == order
    again = reopened().reviewing
    assert [note.note for note in again.annotations(answer)] == order
    again.amend(again.annotations(answer)[0], label="", note="first, best")
    assert [note.note for note in reopened().reviewing.annotations(answer)] == ["first, best", "second"]


def test_what_is_undone_of_a_rating_that_was_withdrawn_is_its_removal(
    desk: Desk, answer: GenerationId
) -> None:
    desk.reviewing.rate(answer, "stars", 4)
    desk.reviewing.rate(answer, "stars", None)
    assert desk.reviewing.undo() == "removal of the rating of 4 stars"
    assert desk.reviewing.stars(answer) == 4
    assert desk.reviewing.undo() == "rating of 4 stars"
    assert desk.reviewing.stars(answer) is None
    desk.reviewing.redo()
    assert desk.reviewing.redo() == "removal of the rating of 4 stars"
    desk.reviewing.rate(answer, "thumbs", -1)
    desk.reviewing.rate(answer, "thumbs", None)
    assert desk.reviewing.undo() == "removal of the thumb down"


def test_a_new_rating_supersedes_and_undo_goes_back_step_by_step(
    desk: Desk, reopened: Callable[[], Desk], answer: GenerationId
) -> None:
    desk.reviewing.rate(answer, "stars", 2)
    desk.reviewing.rate(answer, "stars", 5)
    assert desk.reviewing.undo() == "rating of 5 stars"
    assert desk.reviewing.stars(answer) == 2
    assert desk.reviewing.undo() == "rating of 2 stars"
    assert desk.reviewing.stars(answer) is None
    assert desk.reviewing.undo() is None
    assert desk.reviewing.redo() == "rating of 2 stars"
    reviewing = reopened().reviewing
    assert reviewing.stars(answer) == 2


def test_a_rating_can_be_withdrawn(desk: Desk, reopened: Callable[[], Desk], answer: GenerationId) -> None:
    desk.reviewing.rate(answer, "thumbs", -1)
    desk.reviewing.rate(answer, "thumbs", None)
    assert reopened().reviewing.thumbs(answer) is None


def test_a_note_can_be_changed_taken_back_and_brought_back(
    desk: Desk, reopened: Callable[[], Desk], answer: GenerationId
) -> None:
    note = desk.reviewing.annotate(answer, "frist", span=SPAN, label="good")
    changed = desk.reviewing.amend(note, label="good", note="first")
    desk.reviewing.withdraw(changed)
    assert desk.reviewing.annotations(answer) == []
    assert desk.reviewing.undo() == "removal of a note"
    assert [n.note for n in desk.reviewing.annotations(answer)] == ["first"]
    assert desk.reviewing.undo() == "change of a note"
    assert [n.note for n in desk.reviewing.annotations(answer)] == ["frist"]
    assert desk.reviewing.undo() == "mark “good”"
    assert desk.reviewing.annotations(answer) == []
    desk.reviewing.redo()
    desk.reviewing.redo()
    reviewing = reopened().reviewing
    assert [(n.note, n.span) for n in reviewing.annotations(answer)] == [("first", SPAN)]
    kept = reviewing.annotations(answer)[0]
    reviewing.amend(kept, label="unclear", note="still")
    assert [n.label for n in reopened().reviewing.annotations(answer)] == ["unclear"]


def test_an_empty_note_is_refused_in_words(desk: Desk, answer: GenerationId) -> None:
    with pytest.raises(UsageError, match="empty"):
        desk.reviewing.annotate(answer, "  ")


def test_labels_in_use_come_first(desk: Desk, answer: GenerationId) -> None:
    desk.reviewing.annotate(answer, "", label="off topic", span=SPAN)
    assert desk.reviewing.labels()[0] == "off topic"
    assert {"wrong", "good"} <= set(desk.reviewing.labels())


def test_rating_the_same_again_is_nothing_to_undo(desk: Desk, answer: GenerationId) -> None:
    desk.reviewing.rate(answer, "stars", 3)
    desk.reviewing.rate(answer, "stars", 3)
    desk.reviewing.undo()
    assert not desk.reviewing.can_undo


def test_words_written_into_a_note_that_was_undone_meanwhile_are_kept(
    desk: Desk, reopened: Callable[[], Desk], answer: GenerationId
) -> None:
    note = desk.reviewing.annotate(answer, "first words")
    desk.reviewing.undo()
    desk.reviewing.amend(note, label="", note="better words")
    assert [n.note for n in desk.reviewing.annotations(answer)] == ["better words"]
    assert [n.note for n in reopened().reviewing.annotations(answer)] == ["better words"]
