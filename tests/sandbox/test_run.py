# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A run as the application sees it, from its start to its end, whoever dies first."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox import canaries, run, tree
from sidelight.sandbox.held import begin
from sidelight.sandbox.linux import LinuxBackend
from sidelight.sandbox.program import Program
from sidelight.sandbox.selftest import examine

APP = Path(run.__file__).resolve().parents[2]
FAMILY = """
import os, signal
for _ in range(3):
    if os.fork() == 0:
        signal.pause()
print("ready", flush=True)
signal.pause()
"""


def until(condition, timeout_s=100.0):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        select.select([], [], [], 0.01)


def collect(running, timeout_s=100.0):
    """Every event to the end, waiting on the descriptor alone."""
    events = []
    while not events or not isinstance(events[-1], run.Ended):
        ready, _, _ = select.select([running], [], [], timeout_s)
        assert ready, "nothing came"
        events += running.events()
    return events


def test_the_probe_shows_a_level_and_is_quick():
    began = time.monotonic()
    report = run.probe(refresh=True)
    took = time.monotonic() - began
    assert report.level in (Level.A, Level.B)
    assert [result.name for result in report.self_test] == [canaries.title(one) for one in canaries.ATTACKS]
    assert all(result.held and result.detail for result in report.self_test)
    assert any("Landlock" in layer for layer in report.layers)
    # The aim is 1.5 s on an idle machine; this one may be busy with anything. A part that hangs costs more.
    assert took < 60
    assert run.probe() is report


def test_the_probe_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    run.probe(refresh=True)
    assert list(tmp_path.iterdir()) == []


def test_the_probe_may_be_asked_from_several_threads():
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(run.probe())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(report) for report in reports}) == 1


def test_the_canaries_bite_without_a_sandbox(tmp_path):
    """Run as plain programs against a helper process, they report that nothing held them."""
    import json
    import socket

    victim = subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE)
    with victim, socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(("127.0.0.1", 0))
        (tmp_path / "secret").write_text("canary")
        stat = Path(f"/proc/{victim.pid}/stat").read_text()
        targets = {
            "secret": str(tmp_path / "secret"),
            "outside": str(tmp_path / "outside"),
            "pid": victim.pid,
            "born": stat.rpartition(")")[2].split()[19],
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": "nowhere",
            "datagram": "nowhere",
            "abstract": "nobody",
            "processes": 4,
        }
        done = subprocess.run(
            [sys.executable, canaries.__file__, json.dumps(targets)],
            capture_output=True,
            text=True,
            env={"PYTHONPATH": str(APP)},
            check=True,
        )
        victim.stdin.write(b"\n")
    told = {line["name"]: line["held"] for line in map(json.loads, done.stdout.splitlines())}
    for bare in (
        canaries.read_home,
        canaries.write_outside,
        canaries.read_environment,
        canaries.connect_tcp,
        canaries.send_udp,
        canaries.signal_application,
        canaries.fork_beyond,
    ):
        assert told[canaries.title(bare)] is False


def reachable(program, text):
    """Put a program where a user who is nobody finds it too."""
    program.write_text(text)
    program.chmod(0o755)
    for folder in program.parents:
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o005)
    return str(program)


def test_without_bubblewrap_the_level_is_b(means):
    report = examine(replace(means, bwrap=None))
    assert report.level is Level.B
    assert report.missing == ("bubblewrap is not installed",)


def test_a_bubblewrap_that_fails_is_not_believed(means, tmp_path):
    text = "#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n"
    report = examine(replace(means, bwrap=reachable(tmp_path / "bwrap", text)))
    assert report.level is Level.B
    assert len(report.missing) == 1
    assert report.missing[0] == "level A: setting up uid map: Permission denied"


def test_a_bubblewrap_that_hangs_costs_a_moment_and_no_more(means, tmp_path):
    hanging = reachable(tmp_path / "bwrap", "#!/bin/sh\nexec sleep 600\n")
    began = time.monotonic()
    report = examine(replace(means, bwrap=hanging))
    took = time.monotonic() - began
    assert report.level is Level.B
    assert report.missing == ("level A: it did not begin in time",)
    assert 3 <= took < 60


def test_a_bubblewrap_that_only_pretends_is_still_no_weaker_than_b(means, tmp_path):
    """The shim inside never trusts what is around it."""
    pretender = reachable(
        tmp_path / "bwrap", '#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done\nshift\nexec "$@"\n'
    )
    with begin(
        Program("open('/etc/passwd')"),
        Policy(Limits(seconds=20)),
        Level.A,
        replace(means, bwrap=pretender),
    ) as running:
        end = running.wait(30)
    assert end.exit_code == 1
    assert "PermissionError" in end.stderr


def test_without_landlock_nothing_is_run(means, level):
    program = Program("print('I ran')")
    with begin(program, Policy(), level, replace(means, abi_ceiling=0)) as running:
        events = collect(running)
    end = events[-1].end
    assert (end.outcome, end.exit_code, end.stdout) == ("refused", 126, "")
    assert "this kernel has no Landlock" in end.stderr


def test_where_nothing_holds_the_run_is_refused_with_reasons(means, monkeypatch):
    lame = replace(means, abi_ceiling=0)
    report = examine(lame)
    assert report.level is Level.NONE
    assert report.missing
    assert any("Landlock" in reason for reason in report.missing)
    monkeypatch.setattr(run._EXAMINED, "found", (report, LinuxBackend(lame)))
    with pytest.raises(SandboxRefused, match="no Landlock") as caught:
        run.start(Program("print(1)"), Policy())
    assert "bubblewrap" in caught.value.advice


class Slow:
    """A real backend whose self-test lasts until it is let go on, or cannot be made."""

    def __init__(self, backend, error=None):
        self.backend, self.error = backend, error
        self.begun, self.over = threading.Event(), threading.Event()

    def __getattr__(self, name):
        return getattr(self.backend, name)

    def examine(self):
        self.begun.set()
        if self.error is not None:
            raise self.error
        assert self.over.wait(60)
        return self.backend.examine()


def test_nobody_waits_while_a_machine_that_is_known_is_tried_again(means, monkeypatch):
    report, slow = run.probe(), Slow(LinuxBackend(means))
    monkeypatch.setattr(run, "_backend", lambda _system: slow)
    again = threading.Thread(target=lambda: run.probe(refresh=True))
    again.start()
    try:
        assert slow.begun.wait(60)
        with run.start(Program("print('hello')"), Policy(Limits(seconds=30))) as running:
            assert running.wait(60).stdout == "hello\n"
            assert running.level is report.level
        assert not slow.over.is_set()
    finally:
        slow.over.set()
        again.join()


def test_what_could_not_be_tried_refuses_with_a_sentence_and_is_tried_again(means, monkeypatch):
    slow = Slow(LinuxBackend(means), error=OSError(24, "Too many open files"))
    monkeypatch.setattr(run, "_backend", lambda _system: slow)
    monkeypatch.setattr(run._EXAMINED, "found", None)
    assert not run.probed()
    with pytest.raises(SandboxRefused, match="Too many open files") as caught:
        run.start(Program("print(1)"), Policy())
    assert "try again" in caught.value.advice
    assert run.prepare(Policy()) is None
    slow.error = None
    slow.over.set()
    with run.start(Program("print(1)"), Policy(Limits(seconds=30))) as running:
        assert running.wait(60).stdout == "1\n"
    assert run.probed()


def test_start_takes_the_level_that_was_shown():
    with run.start(Program("print('hello')"), Policy(Limits(seconds=30))) as running:
        assert running.level is run.probe().level
        end = running.wait(60)
    assert end.stdout == "hello\n"


def test_events_come_in_order_and_end_once(means, level):
    source = "import sys\nprint('one', flush=True)\nprint('two', file=sys.stderr)\n"
    with begin(Program(source), Policy(Limits(seconds=30)), level, means) as running:
        events = collect(running)
        assert running.events() == []
        assert running.wait() is events[-1].end
    assert run.Output("stdout", "one\n") in events
    assert run.Output("stderr", "two\n") in events
    assert [type(event) for event in events].count(run.Ended) == 1


def test_events_never_wait(means, level):
    with begin(Program("import time\ntime.sleep(60)"), Policy(), level, means) as running:
        took = []
        for _ in range(51):
            began = time.monotonic()
            running.events()
            took.append(time.monotonic() - began)
        # Any one of them may have lost the processor to others; what waits, waits each time.
        assert sorted(took)[25] < 0.02
        with pytest.raises(TimeoutError):
            running.wait(0.05)


def test_a_limit_is_told_before_the_end(means, level):
    with begin(Program("while True: pass"), Policy(Limits(seconds=0.3)), level, means) as running:
        events = collect(running)
    assert events[-2:] == [run.LimitHit("wall"), events[-1]]
    assert events[-1].end.limit == "wall"


def test_nothing_is_readable_after_the_end(means, level):
    with begin(Program("pass"), Policy(Limits(seconds=30)), level, means) as running:
        running.wait(30)
        running.events()
        assert select.select([running], [], [], 0)[0] == []
        running.stop()
        running.send({"t": "quit"})
        running.pause(True)
        running.pace(30)
        assert running.latest_frame() is None


def test_a_slow_reader_loses_nothing(means, level):
    """The program is long gone when its output is first read."""
    source = "for number in range(100_000): print(number)"
    with begin(Program(source), Policy(Limits(seconds=60)), level, means) as running:
        until(
            lambda: (
                not tree.in_session(running._session) if running._session > 0 else running._pump() or False
            ),
            40,
        )
        end = running.wait(30)
    assert end.stdout == "".join(f"{number}\n" for number in range(100_000))


def test_closing_ends_it(at_work):
    with at_work(FAMILY) as (running, _text):
        child = running._session
        running.close()
        running.close()
    until(lambda: not tree.in_session(child))


def test_a_run_may_be_started_on_a_thread_that_ends(means, level):
    started = []
    thread = threading.Thread(
        target=lambda: started.append(
            begin(Program("input\nprint('still here')"), Policy(Limits(seconds=30)), level, means)
        )
    )
    thread.start()
    thread.join()
    with started[0] as running:
        assert running.wait(30).stdout == "still here\n"


@pytest.mark.parametrize(
    "name", ["../../evil.py", "/etc/passwd", "-c", "tmp", "..", "", "ä b.py", "x" * 300 + ".py"]
)
def test_a_name_leads_nowhere(means, level, name):
    source = "import os\nprint(os.path.dirname(__file__) == os.getcwd())"
    with begin(Program(source, name=name), Policy(Limits(seconds=30)), level, means) as running:
        end = running.wait(30)
    assert (end.stdout, end.exit_code) == ("True\n", 0)


@pytest.mark.parametrize("victim", ["guard", "supervisor"])
def test_killing_one_that_watches_ends_the_program(at_work, victim):
    with at_work(FAMILY) as (running, _text):
        session = running._session
        scratch = running._scratch
        os.kill(running._process.pid if victim == "guard" else running._supervisor, signal.SIGKILL)
        end = running.wait(30)
    assert (end.outcome, end.survivors) == ("killed", 0)
    assert tree.in_session(session) == set()
    assert not os.path.lexists(scratch)


def test_killing_both_that_watch_ends_the_program(at_work):
    with at_work(FAMILY) as (running, _text):
        session = running._session
        for pid in (running._process.pid, running._supervisor):
            os.kill(pid, signal.SIGKILL)
        end = running.wait(30)
    assert (end.outcome, end.survivors) == ("killed", 0)
    assert tree.in_session(session) == set()
    assert not os.path.lexists(running._scratch)


HELPER = f"""
import sys
sys.path.insert(0, {str(APP)!r})
import os, select
from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox.held import begin
from sidelight.sandbox.linux import LinuxBackend
from sidelight.sandbox.launch import Means
from sidelight.sandbox.program import Program
run = begin(Program({FAMILY!r}), Policy(Limits(seconds=None)), Level(sys.argv[1]), Means.find(os.environ))
while "ready" not in "".join(run._texts["stdout"]):
    select.select([run], [], [])
    run._pump()
print(run._process.pid, run._supervisor, run._session, run._scratch, flush=True)
select.select([], [], [])
"""


@pytest.mark.parametrize("also", ["nobody", "supervisor", "guard"])
def test_killing_the_application_ends_everything(level, also):
    """Real SIGKILLs: nothing of the application is left to tidy up, and perhaps one less to do it."""
    _kill_application(level, also)


def test_killing_two_at_once_never_leaves_anybody():
    for time_over in range(20):
        _kill_application(Level.B, ("supervisor", "guard")[time_over % 2])


def _kill_application(level, also):
    helper = subprocess.Popen([sys.executable, "-c", HELPER, level], stdout=subprocess.PIPE, text=True)
    with helper:
        guard, supervisor, session, scratch = helper.stdout.readline().split()
        family = {process.pid for process in psutil.Process(int(guard)).children(recursive=True)}
        assert len(family) >= 5
        victims = [helper.pid, *{"nobody": [], "supervisor": [int(supervisor)], "guard": [int(guard)]}[also]]
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
    # Whoever adopts the dead may be slow to bury them.
    until(
        lambda: all((known := tree.stat(pid)) is None or known.state in "ZX" for pid in {int(guard), *family})
    )
    assert tree.in_session(int(session)) == set()
    until(lambda: not os.path.lexists(scratch))


def test_nobody_on_the_way_is_told_the_applications_secrets(at_work, monkeypatch):
    monkeypatch.setenv("SOME_API_KEY", "the canary sings")
    with at_work(FAMILY) as (running, _text):
        told = psutil.Process(running._process.pid)
        for process in (told, *told.children(recursive=True)):
            assert "canary" not in repr((process.environ(), process.cmdline()))
        assert told.cmdline()[0] == sys.executable


def test_a_run_cannot_see_the_one_beside_it(means, level):
    """Two runs at once: neither may read or signal the other."""
    with begin(Program(FAMILY), Policy(Limits(seconds=60)), level, means) as first:
        until(lambda: first._pump() or "ready" in "".join(first._texts["stdout"]))
        source = f"""
import os
for attempt in (lambda: os.kill({first._session}, 9), lambda: os.listdir({first._scratch!r})):
    try:
        attempt()
    except OSError:
        print("held")
"""
        with begin(Program(source), Policy(Limits(seconds=30)), level, means) as second:
            assert second.wait(30).stdout == "held\nheld\n"
        assert first._end is None
