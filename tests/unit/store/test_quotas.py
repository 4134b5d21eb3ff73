# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.domain.errors import SidelightError
from sidelight.store.quotas import Clocks, Limit, QuotaLedger

HOUR = 3_600_000
START = 1_780_000_000_000


@dataclass
class Hands:
    """Clocks that a test sets."""

    wall: int = START
    steady: float = 5_000.0
    boot: str = "first"

    def clocks(self) -> Clocks:
        return Clocks(lambda: self.wall, lambda: self.steady, self.boot)

    def pass_(self, ms: int) -> None:
        self.wall += ms
        self.steady += ms


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def ledger(tmp_path, hands):
    return lambda: QuotaLedger(tmp_path / "quotas.sqlite", hands.clocks())


def granted(ledger: QuotaLedger, times: int, *limits: Limit, model: str = "lab/m") -> int:
    return sum(ledger.take(model, limits) is None for _ in range(times))


def test_a_rolling_hour(ledger, hands):
    book, limit = ledger(), Limit(3, HOUR)
    assert granted(book, 2, limit) == 2
    hands.pass_(HOUR // 2)
    assert granted(book, 5, limit) == 1
    assert book.take("lab/m", [limit]) == HOUR // 2
    hands.pass_(HOUR // 2 - 1)
    assert book.take("lab/m", [limit]) == 1
    hands.pass_(1)
    assert granted(book, 5, limit) == 2


def test_each_model_has_its_own_and_every_limit_must_allow(ledger, hands):
    book = ledger()
    limits = (Limit(5, HOUR), Limit(8, 24 * HOUR))
    assert granted(book, 9, *limits) == 5
    assert granted(book, 9, *limits, model="lab/other") == 5
    hands.pass_(HOUR)
    assert granted(book, 9, *limits) == 3
    assert book.left("lab/m", limits) == [2, 0]
    assert book.take("lab/m", limits) == 23 * HOUR


def test_a_limit_of_none_and_no_limit(ledger):
    assert granted(ledger(), 3, Limit(0, HOUR)) == 0
    assert granted(ledger(), 3) == 3


def test_it_holds_over_projects_and_restarts_of_the_program(ledger):
    assert granted(ledger(), 2, Limit(3, HOUR)) == 2
    assert granted(ledger(), 2, Limit(3, HOUR)) == 1


@pytest.mark.parametrize("jump", [-30 * 24 * HOUR, -HOUR, HOUR, 30 * 24 * HOUR])
def test_a_clock_that_is_set_grants_nothing(ledger, hands, jump):
    assert granted(ledger(), 3, Limit(3, HOUR)) == 3
    hands.wall += jump
    assert granted(ledger(), 3, Limit(3, HOUR)) == 0
    hands.pass_(HOUR - 1)
    assert granted(ledger(), 3, Limit(3, HOUR)) == 0
    hands.pass_(1)
    assert granted(ledger(), 9, Limit(3, HOUR)) == 3


def test_a_clock_that_is_set_back_over_a_restart_grants_nothing(ledger, hands):
    assert granted(ledger(), 3, Limit(3, HOUR)) == 3
    hands.boot, hands.steady = "second", 100.0
    hands.wall -= 24 * HOUR
    assert granted(ledger(), 3, Limit(3, HOUR)) == 0
    # It is not locked for a day either: the steady clock goes on.
    hands.pass_(HOUR)
    assert granted(ledger(), 9, Limit(3, HOUR)) == 3


def test_a_restart_counts_the_time_that_the_machine_was_off(ledger, hands):
    assert granted(ledger(), 3, Limit(3, HOUR)) == 3
    hands.boot, hands.steady = "second", 100.0
    hands.wall += 2 * HOUR
    assert granted(ledger(), 9, Limit(3, HOUR)) == 3


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, HOUR), st.integers(-10 * HOUR, 10 * HOUR)), max_size=12))
def test_no_setting_of_the_clock_lets_more_through_in_any_hour(tmp_path_factory, steps):
    hands = Hands()
    book = QuotaLedger(tmp_path_factory.mktemp("q") / "quotas.sqlite", hands.clocks())
    times = []
    for passed, jump in steps:
        hands.pass_(passed)
        hands.wall += jump
        times += [hands.steady] * granted(book, 3, Limit(4, HOUR))
    for begin in times:
        assert sum(begin <= time < begin + HOUR for time in times) <= 4


def test_sixteen_threads_at_a_limit_of_eight_let_exactly_eight_through(tmp_path, hands):
    gate = threading.Barrier(16)
    found: list[int | None] = []

    def send() -> None:
        # Each as a window of its own would: nothing shared but the file.
        book = QuotaLedger(tmp_path / "quotas.sqlite", hands.clocks())
        gate.wait(30)
        found.append(book.take("lab/m", [Limit(8, HOUR)]))

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 16
    assert found.count(None) == 8


def test_four_processes_share_eight(tmp_path):
    code = """
import json, sys
from pathlib import Path
from sidelight.store.quotas import Clocks, Limit, QuotaLedger
print("ready", flush=True)
sys.stdin.readline()
clocks = Clocks(lambda: 1_780_000_000_000, lambda: 5_000.0, "boot")
book = QuotaLedger(Path(sys.argv[1]), clocks)
print(json.dumps([book.take("m", [Limit(8, 3_600_000)]) for _ in range(4)]))
"""
    command = [sys.executable, "-c", code, str(tmp_path / "quotas.sqlite")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    found = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(answers.count(None) for answers in found) == 8


def test_a_ledger_that_is_damaged_grants_nothing_and_is_told(tmp_path, hands):
    path = tmp_path / "quotas.sqlite"
    path.write_bytes(b"this is no database, but it is quite long enough to be looked at" * 20)
    with pytest.raises(SidelightError, match="cannot be used") as caught:
        QuotaLedger(path, hands.clocks()).take("m", [Limit(8, HOUR)])
    assert "remove it" in caught.value.advice
    (tmp_path / "file").write_text("")
    with pytest.raises(SidelightError, match="cannot be used"):
        QuotaLedger(tmp_path / "file" / "quotas.sqlite", hands.clocks()).left("m", [Limit(8, HOUR)])
