# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from sidelight.domain.generation import StopReason, Timing
from sidelight.store import JournalPiece, ProjectFile
from unit.store import making, streaming_child
from unit.store.children import child

HERE = Path(streaming_child.__file__).resolve()
TOKENS_LOST_AT_MOST = 60
"""0.3 s of 200 tokens a second."""


def last_step(lines: list[str]) -> dict[str, int]:
    """Characters that each stream had when it was last acknowledged."""
    reached: dict[str, int] = {}
    for line in lines:
        _, *streams = line.split()
        reached.update((stream, int(length)) for stream, length in (word.split(":") for word in streams))
    return reached


def kill_and_look(path: Path, attempt: int, steps: int, later_s: float) -> None:
    """Let eight streams write, kill the program, and look at what is left of them.

    Args:
        path: the project; it may have been left by a killed program before.
        attempt: a number that no other attempt in this project has.
        steps: how many steps of 5 ms are acknowledged before the kill.
        later_s: how much later than that it comes, to hit any moment of a step.
    """
    with child(HERE, path, attempt) as process:
        assert process.stdout.readline() == "open 0\n"
        lines = [process.stdout.readline() for _ in range(steps)]
        time.sleep(later_s)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        # The pipe may hold steps that were made before the signal came; its last line may be cut.
        lines += [line for line in process.stdout if line.endswith("\n")]
    reached = last_step(lines)
    with ProjectFile.open(path) as project:
        assert making.integrity(path) == "ok"
        answers = {g.id: g for g in project.generations(making.comparison(attempt).id)}
        assert set(project.recovered) == {g.id for g in answers.values() if g.interrupted}
        assert len(project.recovered) == streaming_child.STREAMS
        for stream, length in reached.items():
            answer = answers[stream]
            whole = "".join(map(streaming_child.token, range(length // 4)))
            if answer.interrupted:
                assert answer.stop_reason is StopReason.TRUNCATED
                assert answer.failure is None
                assert whole.startswith(answer.text) or answer.text.startswith(whole)
                assert (length - len(answer.text)) // 4 <= TOKENS_LOST_AT_MOST
            else:
                assert answer.text == whole
                assert answer.stop_reason is StopReason.COMPLETE
            exchange = project.exchange(answer.id)
            if answer.text:
                # One piece of wire came with each token, and both were journaled together.
                assert len(exchange.pieces) == len(answer.text) // 4
        # "000" is the first token of each.
        found = {entry.id for entry in project.search("000")}
        assert (making.comparison(attempt).id in found) == any(answer.text for answer in answers.values())


def kills(tmp_path: Path, seed: int, count: int) -> None:
    """Kill at random moments, again and again in the same project."""
    tmp_path.mkdir(exist_ok=True)
    path = tmp_path / "work.sidelight"
    ProjectFile.create(path).close()
    chance = random.Random(seed)
    for attempt in range(count):
        kill_and_look(path, attempt, chance.randrange(1, 240), chance.uniform(0, streaming_child.STEP_S))


def test_a_killed_program_loses_at_most_three_tenths_of_a_second(tmp_path):
    path = tmp_path / "work.sidelight"
    ProjectFile.create(path).close()
    # The first moments, a write of the journal, and around the end of an answer.
    for attempt, steps in enumerate([1, 52, 174, 347]):
        kill_and_look(path, attempt, steps, 0.0)
    kills(tmp_path / "random", 5, 8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_kills_at_random_moments(tmp_path, seed):
    kills(tmp_path, 1000 + seed, 25)


def test_what_was_interrupted_is_recovered_once(tmp_path):
    path = tmp_path / "work.sidelight"
    asked = making.comparison(1)
    with ProjectFile.create(path) as project:
        project.add_comparison(asked)
        streams = [making.generation(asked, position) for position in range(3)]
        for stream in streams:
            project.begin(stream)
        project.journal([JournalPiece(streams[0].id, 0, "So far", "Hm", ())])
        project.finish(making.ended(streams[1]), None)
    # Closing a project does not end its answers; whoever streams does.
    with ProjectFile.open(path, read_only=True) as project:
        assert project.recovered == ()
        told = project.generation(streams[0].id)
        assert told.interrupted
    with ProjectFile.open(path) as project:
        assert project.recovered == (streams[0].id, streams[2].id)
        first, _, third = project.generations(asked.id)
        assert first == told
        assert (first.text, first.reasoning, first.timing) == ("So far", "Hm", Timing())
        assert (first.stop_reason, first.interrupted, first.failure) == (StopReason.TRUNCATED, True, None)
        assert (third.text, third.interrupted) == ("", True)
        assert [entry.id for entry in project.search("far")] == [asked.id]
    with ProjectFile.open(path) as project:
        assert project.recovered == ()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_pieces_are_joined_by_their_number(tmp_path, order):
    asked = making.comparison(1)
    stream = making.generation(asked)
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        project.add_comparison(asked)
        project.begin(stream)
        project.journal([JournalPiece(stream.id, seq, "ab"[seq], "xy"[seq], ()) for seq in order])
        assert (project.generation(stream.id).text, project.generation(stream.id).reasoning) == ("ab", "xy")
