# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from sidelight.domain.delta import TextDelta
from sidelight.domain.errors import UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection
from sidelight.providers.provider import Pause
from sidelight.providers.scripted import Scripted, Wait

SCRIPTED = Connection("scripted", "recorded", "Scripted")


def test_importing_it_imports_no_httpx():
    heavy = "{'httpx', 'httpcore', 'xllamacpp', 'PySide6', 'sqlite3'}"
    code = f"import sys, sidelight.providers.network as n; print(sorted({heavy} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_nothing_runs_before_it_is_needed(bench):
    before = threading.active_count()
    bench.network()
    assert threading.active_count() == before


def test_eight_streams_at_once_each_end_once(bench, asking):
    network = bench.network(
        providers={"scripted": Scripted(lambda request: [request.conversation.prompt] * 500)}
    )
    streams = [bench.start(network, asking(SCRIPTED, str(n))) for n in range(8)]
    for number, stream in enumerate(streams):
        answer = bench.ended(stream)
        assert answer.text == str(number) * 500
        assert answer.stops == [StopReason.COMPLETE]


def test_a_failure_of_one_does_not_touch_another(bench, asking):
    def script(request):
        return [Failure("server", "No.")] if request.conversation.prompt == "bad" else ["a", Wait(0.05), "b"]

    network = bench.network(providers={"scripted": Scripted(script)})
    good, bad = bench.start(network, asking(SCRIPTED, "good")), bench.start(network, asking(SCRIPTED, "bad"))
    assert bench.ended(bad).failure.what == "No."
    assert bench.ended(good).text == "ab"


def test_stop_right_after_start_still_ends_once(bench, asking):
    network = bench.network(providers={"scripted": Scripted(lambda _: ["a", Wait(60), "b"])})
    for _ in range(20):
        stream = bench.start(network, asking(SCRIPTED))
        network.stop(stream)
        assert bench.ended(stream).stops == [StopReason.STOPPED]


def test_stopping_what_has_ended_or_never_was_does_nothing(bench, asking):
    network = bench.network(providers={"scripted": Scripted(lambda _: ["a"])})
    stream = bench.start(network, asking(SCRIPTED))
    bench.ended(stream)
    network.stop(stream)
    network.stop("nobody")
    assert bench.ask(network, asking(SCRIPTED)).text == "a"
    assert len(bench.answers[stream].ends) == 1


def test_close_ends_streams_and_thread(bench, asking):
    network = bench.network(providers={"scripted": Scripted(lambda _: ["a", Wait(60)])})
    streams = [bench.start(network, asking(SCRIPTED)) for _ in range(3)]
    bench.until(lambda: all(bench.answers[s].text for s in streams))
    began = time.monotonic()
    network.close()
    assert time.monotonic() - began < 30
    assert not any(t.name == "sidelight-network" for t in threading.enumerate())
    assert [bench.ended(s).stops for s in streams] == [[StopReason.STOPPED]] * 3
    network.close()


def test_close_before_start_and_start_after_close(bench, asking):
    network = bench.network()
    network.close()
    answer = bench.ask(network, asking(SCRIPTED))
    assert "closing" in answer.failure.what
    with pytest.raises(UsageError):
        network.list_models("local").result(5)


def test_close_while_a_server_says_nothing(bench, odd_server, asking, patiently):
    server = odd_server(lambda caller: caller.left_after())
    network = bench.network()
    stream = bench.start(network, asking(server.connection()))
    listing = bench.network(connections=[server.connection()])
    future = listing.list_models("odd")
    patiently(lambda: len(server.callers) == 2)
    began = time.monotonic()
    network.close()
    listing.close()
    assert time.monotonic() - began < 30
    assert bench.ended(stream).stops == [StopReason.STOPPED]
    assert future.exception(1) is not None


def test_preload_imports_in_the_thread(tmp_path):
    code = f"""
import sys, time
from pathlib import Path
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
catalogue = Catalogue(data_folder=Path({str(tmp_path)!r}), connections=[], recordings=[], environ={{}})
network = Network(catalogue, Outbox())
network.preload()
end = time.monotonic() + 60
while "sidelight.providers.local" not in sys.modules and time.monotonic() < end:
    time.sleep(0.01)
network.close()
print("httpx" in sys.modules, "xllamacpp" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert (done.stdout, done.stderr) == ("True False\n", "")


def test_an_unknown_connection_has_no_models(bench):
    with pytest.raises(UsageError, match="no connection “x”"):
        bench.network().list_models("x").result(10)


def test_the_program_ends_although_nobody_closed_the_network(tmp_path):
    code = f"""
from pathlib import Path
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
catalogue = Catalogue(data_folder=Path({str(tmp_path)!r}), connections=[], recordings=[], environ={{}})
network = Network(catalogue, Outbox())
network.list_models("local").result(60)
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_a_slow_window_does_not_slow_the_network(bench, asking):
    network = bench.network(providers={"scripted": Scripted(lambda _: [TextDelta("x")] * 5000)})
    stream = bench.start(network, asking(SCRIPTED))
    assert bench.ended(stream).text == "x" * 5000


def test_getting_ready_brings_no_command_line_along():
    """The packages of httpx's own command line are three megabytes that a window never needs."""
    code = (
        "import sys, time\n"
        "from sidelight.providers.catalogue import Catalogue\n"
        "from sidelight.providers.network import Network\n"
        "from sidelight.providers.outbox import Outbox\n"
        "from pathlib import Path\n"
        "there = Catalogue(data_folder=Path('.'), connections=(), recordings=(), environ={})\n"
        "network = Network(there, Outbox())\n"
        "network.preload()\n"
        "while 'local' not in network._built: time.sleep(0.01)\n"
        "network.close()\n"
        "assert 'httpx' in sys.modules and not {'click', 'rich', 'pygments'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env={"PYTHONPATH": "app"})


def test_a_request_that_may_go_later_waits_and_says_so_once(bench, asking):
    verdicts = [Pause(0.01, "Wait a little."), Pause(0.01, "Wait a little."), None]
    network = bench.network(
        providers={"scripted": Scripted(lambda _: ["now"])}, permit=lambda _: verdicts.pop(0)
    )
    answer = bench.ask(network, asking(SCRIPTED))
    assert (answer.notices, answer.text, verdicts) == (["Wait a little."], "now", [])


def test_one_that_waits_its_turn_can_be_stopped_and_others_go_meanwhile(bench, asking):
    asked = []

    def permit(request):
        asked.append(request.conversation.prompt)
        return Pause(3600.0, "Wait.") if request.conversation.prompt == "later" else None

    network = bench.network(providers={"scripted": Scripted(lambda _: ["now"])}, permit=permit)
    later = bench.start(network, asking(SCRIPTED, "later"))
    assert bench.ask(network, asking(SCRIPTED, "soon")).text == "now"
    bench.until(lambda: bench.answers[later].notices)
    network.stop(later)
    answer = bench.ended(later)
    assert (answer.stops, answer.text, answer.failure) == ([StopReason.STOPPED], "", None)
    assert asked == ["later", "soon"]


def test_a_failure_in_place_of_the_permit_is_the_answer(bench, asking):
    forbidden = Failure("rate_limited", "Enough.")
    network = bench.network(providers={"scripted": Scripted(lambda _: ["now"])}, permit=lambda _: forbidden)
    answer = bench.ask(network, asking(SCRIPTED))
    assert (answer.failure, answer.text) == (forbidden, "")
