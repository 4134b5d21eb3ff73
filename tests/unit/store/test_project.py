# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.delta import WirePiece
from sidelight.domain.errors import ProjectError, ReadOnlyProject
from sidelight.domain.generation import StopReason
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.store import JournalPiece, ProjectFile
from unit.store import making


@pytest.fixture
def project(tmp_path: Path):
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        yield project


def reopened(project: ProjectFile) -> ProjectFile:
    project.close()
    return ProjectFile.open(project.path)


def test_everything_comes_back_as_it_was_given(project):
    asked = making.comparison(1, "Warm?\nReally?", "Be brief.")
    first, second = making.generation(asked, 0), making.generation(asked, 1)
    again = making.generation(asked, 0, attempt=2)
    done, broken, empty = making.ended(first), making.failed(second), making.ended(again, "", "")
    sent = making.exchange(WirePiece(1.5, b"data: 1"), WirePiece(2.25, b""))
    stars, note, run = making.rating(first, 1), making.annotation(first, 1), making.run(first, 1)
    project.add_comparison(asked)
    for started in (first, second, again):
        project.begin(started)
    project.finish(done, sent)
    project.finish(broken, None)
    project.finish(empty, making.exchange())
    project.add_rating(stars)
    project.add_annotation(note)
    project.add_run(run)
    with reopened(project) as project:
        assert project.recovered == ()
        assert project.comparison(asked.id) == asked
        assert project.generations(asked.id) == [done, empty, broken]
        assert [project.generation(g.id) for g in (first, second, again)] == [done, broken, empty]
        assert project.exchange(first.id) == sent
        assert project.exchange(second.id) is None
        assert project.exchange(again.id) == making.exchange()
        assert project.ratings(first.id) == [stars]
        assert project.annotations(first.id) == [note]
        assert project.runs(first.id) == [run]
        (entry,) = project.history()
        assert (entry.id, entry.title, entry.created_ms, entry.models) == (
            asked.id,
            "Warm?",
            asked.created_ms,
            asked.models,
        )


def test_a_comparison_remembers_what_it_follows(project):
    earlier = making.comparison(1)
    answer = making.generation(earlier)
    later = replace(making.comparison(2), follows=(answer.id, GenerationId("elsewhere")))
    project.add_comparison(later)
    assert project.comparison(later.id) == later


def test_reads_see_what_was_only_queued(project):
    for number in range(50):
        project.add_comparison(making.comparison(number))
        assert project.history(limit=1)[0].id == making.comparison(number).id


def test_a_running_answer_is_read_as_far_as_it_is_journaled(project):
    asked = making.comparison(1)
    started = making.generation(asked)
    project.add_comparison(asked)
    project.begin(started)
    assert project.generation(started.id) == started
    project.journal([JournalPiece(started.id, 0, "Th", "H", (WirePiece(1.0, b"a"),))])
    project.journal([JournalPiece(started.id, 1, "ey", "m", (WirePiece(2.0, b"b"),))])
    project.journal([])
    assert project.generation(started.id) == replace(started, text="They", reasoning="Hm")
    assert project.generations(asked.id) == [replace(started, text="They", reasoning="Hm")]
    assert project.exchange(started.id).pieces == (WirePiece(1.0, b"a"), WirePiece(2.0, b"b"))
    project.finish(making.ended(started), making.exchange(WirePiece(3.0, b"c")))
    assert project.generation(started.id) == making.ended(started)
    assert [piece.data for piece in project.exchange(started.id).pieces] == [b"a", b"b", b"c"]


def test_history_comes_in_pages_from_the_newest_on(project):
    # Two of the same moment, and one that was added late though it is older.
    numbers = [5, 3, 3, 9, 1, 7]
    for place, number in enumerate(numbers):
        asked = making.comparison(number)
        project.add_comparison(replace(asked, id=ComparisonId(making.identity(f"c{place}", number))))
    seen = []
    page = project.history(limit=2)
    while page:
        seen += page
        page = project.history(before=page[-1].id, limit=2)
    assert [entry.created_ms - making.START_MS for entry in seen] == [9, 7, 5, 3, 3, 1]
    assert len({entry.id for entry in seen}) == 6
    assert seen == project.history()
    assert project.history(limit=0) == []


def test_the_newest_rating_stands_until_it_is_withdrawn(project):
    asked = making.comparison(1)
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    first = making.rating(answer, 1, 2)
    second = making.rating(answer, 2, 5, supersedes=first)
    thumbs = replace(making.rating(answer, 3, 1), scale="thumbs")
    withdrawn = making.rating(answer, 4, None, supersedes=second)
    standing = []
    for one in (first, second, thumbs, withdrawn):
        project.add_rating(one)
        standing.append(project.ratings(answer.id))
    assert standing == [[first], [second], [second, thumbs], [thumbs]]


def test_the_newest_annotation_stands_until_it_is_withdrawn(project):
    asked = making.comparison(1)
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    first = making.annotation(answer, 1)
    other = replace(making.annotation(answer, 2), span=None, label="")
    second = making.annotation(answer, 3, "It is.", supersedes=first)
    gone = making.annotation(answer, 4, "", supersedes=second, withdrawn=True)
    standing = []
    for one in (first, other, second, gone):
        project.add_annotation(one)
        standing.append(project.annotations(answer.id))
    # Changed, it keeps its place before the note that was written later.
    assert standing == [[first], [first, other], [second, other], [other]]


def test_a_note_whose_first_words_are_gone_stands_where_the_oldest_left_of_it_would(project):
    asked = making.comparison(1)
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    lost, other = making.annotation(answer, 1), making.annotation(answer, 3)
    second = making.annotation(answer, 2, "Second.", supersedes=lost)
    third = making.annotation(answer, 4, "Third.", supersedes=second)
    # A salvaged or merged file may lack the first record of a chain.
    for one in (other, second, third):
        project.add_annotation(one)
    assert project.annotations(answer.id) == [third, other]


def test_runs_come_newest_first(project):
    asked = making.comparison(1)
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    runs = [making.run(answer, number) for number in (2, 1, 3)]
    for run in runs:
        project.add_run(run)
    assert project.runs(answer.id) == [runs[2], runs[0], runs[1]]


def test_pictures_of_runs_come_oldest_first(project):
    making.fill(project, 1)
    first, second = project.generations(making.comparison(0).id)
    pictures = [making.run_picture(first, number) for number in (2, 1)]
    for picture in (*pictures, making.run_picture(second, 3)):
        project.add_run_picture(picture)
    assert project.run_pictures(first.id) == [pictures[1], pictures[0]]


def test_verdicts_that_stand_come_oldest_first(project):
    making.fill(project, 1)
    first, second = project.generations(making.comparison(0).id)
    later, earlier = making.judgement(first, 4), making.judgement(first, 0)
    changed = making.judgement(first, 6, supersedes=later.id)
    gone = making.judgement(second, 1)
    for judgement in (later, earlier, changed, gone, making.judgement(second, 2, supersedes=gone.id)):
        project.add_judgement(judgement)
    assert project.judgements(first.id) == [earlier, changed]
    assert project.judgements(second.id) == []


def test_what_is_not_there_is_said(project):
    for ask in (
        lambda: project.comparison(ComparisonId("x")),
        lambda: project.generation(GenerationId("x")),
        lambda: project.history(before=ComparisonId("x")),
    ):
        with pytest.raises(ProjectError, match="There is no such"):
            ask()
    assert project.generations(ComparisonId("x")) == []
    assert project.exchange(GenerationId("x")) is None
    assert project.ratings(GenerationId("x")) == project.annotations(GenerationId("x")) == []


def test_an_answer_is_not_finished_without_a_reason(project):
    with pytest.raises(ValueError, match="stop reason"):
        project.finish(making.generation(making.comparison(1)), None)


def test_records_are_final(project):
    making.fill(project, 1)
    answer = project.generations(making.comparison(0).id)[0]
    project.add_run(making.run(answer, 1))
    project.add_run_picture(making.run_picture(answer, 1))
    project.add_judgement(making.judgement(answer, 1))
    project.close()
    with closing(sqlite3.connect(project.path)) as connection:
        for table in (
            "comparison",
            "generation",
            "generation_end",
            "exchange",
            "wire",
            "rating",
            "annotation",
            "run",
            "run_edit",
            "run_picture",
            "judgement",
            "run_notice",
        ):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
            (column,) = connection.execute(
                f"SELECT name FROM pragma_table_info('{table}') LIMIT 1"
            ).fetchone()
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(f"UPDATE {table} SET {column} = {column}")
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(f"DELETE FROM {table}")


def test_many_threads_may_read_while_one_writes(project):
    making.fill(project, 5)
    wrong: list[object] = []
    started = threading.Barrier(4)

    def read() -> None:
        started.wait()
        for _ in range(40):
            try:
                found = {g.stop_reason for e in project.history() for g in project.generations(e.id)}
                if found - {StopReason.COMPLETE, None}:
                    wrong.append(found)
                project.search("penguin")
            except ProjectError as error:
                wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    started.wait()
    for number in range(10, 40):
        asked = making.comparison(number)
        answer = making.generation(asked)
        project.add_comparison(asked)
        project.begin(answer)
        project.journal([JournalPiece(answer.id, 0, "They", "", ())])
        project.finish(making.ended(answer), None)
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(project.history()) == 35


def test_a_half_surrogate_and_a_nul_are_kept(project):
    text = "cut \ud83d here, and \0 there"
    asked = making.comparison(1, text)
    answer = making.generation(asked)
    project.add_comparison(asked)
    project.begin(answer)
    project.journal([JournalPiece(answer.id, 0, text, text, ())])
    assert project.generation(answer.id).text == text
    project.finish(making.ended(answer, text, text), None)
    project.add_annotation(making.annotation(answer, 1, text))
    assert project.comparison(asked.id) == asked
    assert project.generation(answer.id) == making.ended(answer, text, text)
    assert project.annotations(answer.id)[0].note == text
    assert [entry.id for entry in project.search("there")] == [asked.id]
    assert project.search("there")[0].snippet.encode("utf-8")


def test_closed_means_closed(project):
    making.fill(project, 1)
    project.close()
    project.close()
    assert sorted(path.name for path in project.path.parent.iterdir()) == ["work.sidelight"]
    with pytest.raises(ProjectError, match="closed"):
        project.history()
    with pytest.raises(ProjectError, match="closed"):
        project.add_comparison(making.comparison(3))


def test_a_project_for_reading_takes_no_writes(project):
    making.fill(project, 1)
    project.close()
    with ProjectFile.open(project.path, read_only=True) as project:
        answer = project.generations(making.comparison(0).id)[0]
        for write in (
            lambda: project.add_comparison(making.comparison(3)),
            lambda: project.begin(answer),
            lambda: project.journal([JournalPiece(answer.id, 0, "a", "", ())]),
            lambda: project.finish(answer, None),
            lambda: project.add_rating(making.rating(answer, 9)),
            lambda: project.add_annotation(making.annotation(answer, 9)),
            lambda: project.add_run(making.run(answer, 9)),
        ):
            with pytest.raises(ReadOnlyProject, match="reading only"):
                write()
        project.flush()
        assert project.failed() is None
