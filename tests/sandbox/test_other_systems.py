# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What would be asked of Windows and of macOS, and what the parts that all systems share do."""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox import canaries, experimental, macos, plain_folder, run, windows
from sidelight.sandbox import windows_calls as calls
from sidelight.sandbox.piped import PipedRun
from sidelight.sandbox.policy import Interpreter
from sidelight.sandbox.program import Program

APP = Path(run.__file__).resolve().parents[2]
PS = Path(macos._PS[0])


@pytest.fixture(autouse=True)
def listing(monkeypatch):
    """Every Mac has ``ps``; where it is missing here, a program of ours stands in for it."""
    if not PS.exists():
        monkeypatch.setattr(macos, "_PS", (sys.executable, str(Path(__file__).with_name("ps.py"))))


FOREIGN = """
import asyncio, ctypes.wintypes, os, select, signal, socket, ssl, subprocess, sys, tempfile, threading
system, gone = sys.argv[1], sys.argv[2].split()
for name in gone:
    owner, _, attribute = name.rpartition(".")
    if owner:
        delattr(sys.modules[owner], attribute)
    else:
        sys.modules[name] = None
sys.platform = system
import sidelight.sandbox.macos as macos
macos._PS = tuple(os.environ["PS"].splitlines())
import sidelight.sandbox.run as run
from sidelight.sandbox.frames import Frame
if len(sys.argv) > 3:
    report = run.probe()
    print(report.level, *report.missing)
else:
    print(run.SandboxedRun.__name__, Frame.__name__)
"""
ONLY_LINUX = (
    "os.memfd_create os.pidfd_open os.sched_getaffinity select.epoll os.O_PATH os.getresuid os.setresuid"
)
ONLY_UNIX = (
    "fcntl resource pwd grp termios os.fork os.getuid os.O_DIRECTORY os.sysconf os.setsid socket.AF_UNIX"
)


def foreign(system, gone, *more):
    done = subprocess.run(
        [sys.executable, "-c", FOREIGN, system, gone, *more],
        env={
            "PYTHONPATH": str(APP),
            "PATH": os.environ["PATH"],
            "HOME": "/tmp",
            "PS": "\n".join(macos._PS),
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_that_others_import_comes_in_on_every_system():
    assert foreign("darwin", ONLY_LINUX) == "SandboxedRun Frame\n"
    assert foreign("win32", f"{ONLY_LINUX} {ONLY_UNIX}") == "SandboxedRun Frame\n"


def test_a_system_that_nothing_is_known_of_holds_nothing():
    told = foreign("haiku", ONLY_LINUX, "probe")
    assert told == "none nothing is known that holds on haiku\n"


def test_a_mac_that_does_not_pass_its_self_test_holds_nothing():
    """Here there is no such program as sandbox-exec, so nothing can be shown."""
    told = foreign("darwin", ONLY_LINUX, "probe")
    assert told.startswith("none this system's sandbox is experimental and did not pass its self-test here: ")
    assert "sandbox-exec" in told


# -- macOS
# ----------------------------------------------------------------------------------------------


def test_the_profile_denies_all_but_what_is_named():
    text = macos.profile(2, 1)
    lines = text.splitlines()
    assert lines[:2] == ["(version 1)", "(deny default)"]
    # Of rules that both fit the last one counts, so denials come after what is brought in.
    assert lines.index("(deny network*)") > lines.index('(import "system.sb")')
    assert "(allow network" not in text
    assert "(allow mach" not in text
    assert lines.count('(allow file-read* file-write* (subpath (param "SCRATCH")))') == 1
    writing = [line for line in lines if "file-write" in line]
    assert len(writing) == 2
    assert '(allow file-read* process-exec (subpath (param "RUN_1")))' in lines
    assert '(allow file-read* (subpath (param "READ_0")))' in lines
    assert text.count("(") == text.count(")")


def test_no_path_can_become_a_rule():
    evil = '/x")) (allow default) (subpath "/'
    line = macos.command(["python"], [evil], [evil], evil)
    profile = line[line.index("-p") + 1]
    assert "allow default" not in profile
    given = [line[at + 1] for at, word in enumerate(line) if word == "-D"]
    assert given == [f"RUN_0={evil}", f"READ_0={evil}", f"SCRATCH={evil}"]
    assert line[0] == "/usr/bin/sandbox-exec"
    assert line[-1] == "python"


def test_the_shells_limits_are_those_of_the_policy():
    line = macos.limited(["prog", "a b"], Limits(cpu_seconds=5, open_files=64, file_mb=1))
    assert line[:2] == ["/bin/sh", "-c"]
    for limit in ("ulimit -t 7", "ulimit -n 64", "ulimit -f 2048", "ulimit -c 0"):
        assert limit in line[2]
    assert line[3:] == ["sh", "prog", "a b"]
    asked = [
        *macos.limited(
            [sys.executable, "-c", "import resource as r; print(r.getrlimit(r.RLIMIT_NOFILE)[1])"],
            Limits(open_files=77),
        )
    ]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "77\n"


def test_a_listing_is_read_whatever_stands_in_it():
    rows = macos.read_listing(
        "  1 0 1 100 1-02:03:04 Ss\n 20 1 20 2048 0:01.50 R+\nnonsense\n 3 4\n x 1 1 1 0:01 S\n"
        "21 20 20 5 10:00 S\n22 20 20 0 0:00 Z\n"
    )
    assert rows == [(1, 0, 1, 100, 93784.0), (20, 1, 20, 2048, 1.5), (21, 20, 20, 5, 600.0)]


def mac(**more):
    return macos.MacBackend(Interpreter.current(), **more)


def test_what_a_mac_is_asked_to_start():
    asked = {}

    class Asked(Exception):
        pass

    def start(line, **how):
        asked.update(how, line=line)
        raise Asked

    with pytest.raises(Asked):
        mac(start=start).begin(Program("pass", args=("x",)), Policy(readable=("/data",)), Level.B)
    line = asked["line"]
    assert macos.SANDBOX_EXEC in line
    assert f"SCRATCH={asked['cwd']}" in line
    assert "READ_3=/data" in line
    assert line[-2:] == [f"{asked['cwd']}/script.py", "x"]
    assert asked["start_new_session"] is True
    assert asked["env"].keys().isdisjoint({"PYTHONPATH", "DISPLAY"})
    assert asked["env"]["HOME"] == asked["cwd"]
    # What could not be started leaves nothing.
    assert not Path(asked["cwd"]).exists()


# -- a run on pipes: real processes of this system, held by nothing
# ----------------------------------------------------------------------------------------------


@pytest.fixture
def piped():
    """Run a harmless program of our own on pipes, with limits alone."""

    def begin(source, **limits) -> PipedRun:
        return mac().begin(Program(source), Policy(Limits(**{"seconds": 30.0, **limits})), Level.NONE)

    return begin


def collect(running):
    events = []
    while not events or not isinstance(events[-1], run.Ended):
        assert select.select([running], [], [], 30)[0]
        events += running.events()
    return events


def test_a_run_on_pipes_tells_what_any_run_tells(piped):
    with piped(
        "import sys\nprint('ä\\x1b[2Jb', flush=True)\nprint('e', file=sys.stderr)\nsys.exit(3)"
    ) as running:
        events = collect(running)
        folder = running._scratch
        assert running.events() == []
        assert running.wait(1) is events[-1].end
    end = events[-1].end
    assert (end.outcome, end.exit_code, end.limit, end.survivors) == ("exited", 3, None, 0)
    assert (end.stdout, end.stderr, end.level) == ("ä␛[2Jb\n", "e\n", Level.NONE)
    told = [event for event in events if isinstance(event, run.Output)]
    assert "".join(event.text for event in told if event.stream == "stderr") == "e\n"
    assert not folder.exists()


@pytest.mark.parametrize(
    ("limit", "limits", "source"),
    [
        ("wall", {"seconds": 0.4}, "import time\ntime.sleep(60)"),
        ("cpu", {"cpu_seconds": 1}, "while True: pass"),
        ("memory", {"memory_mb": 120}, "kept = bytearray(b'x' * (300 << 20))\nimport time\ntime.sleep(60)"),
        ("output", {"output_mb": 1, "output_kept_mb": 1}, "import os\nwhile True: os.write(1, b'x' * 9999)"),
        (
            "disk",
            {"scratch_mb": 4},
            "import time\nopen('big', 'wb').write(b'x' * (8 << 20))\ntime.sleep(60)",
        ),
        (
            "processes",
            {"processes": 5},
            "import os, time\nfor _ in range(4): os.fork()\ntime.sleep(60)",
        ),
    ],
)
def test_the_watchdog_names_the_limit(piped, limit, limits, source):
    with piped(source, **limits) as running:
        end = running.wait(60)
    assert (end.outcome, end.limit, end.survivors) == ("killed", limit, 0)
    assert not running._scratch.exists()


def test_a_daemon_is_followed_and_ended(piped):
    source = """
import os, time
if os.fork() == 0:
    time.sleep(0.3)
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    time.sleep(0.5)
    os._exit(0)
time.sleep(1)
print(os.getpid())
"""
    with piped(source) as running:
        end = running.wait(60)
    assert (end.outcome, end.survivors) == ("exited", 0)
    assert macos.read_listing(macos._list_processes())
    rows = [row for row in macos.read_listing(macos._list_processes()) if row[2] == int(end.stdout)]
    assert rows == []


def test_a_run_ends_also_where_processes_cannot_be_listed():
    def broken():
        raise FileNotFoundError("ps")

    policy = Policy(Limits(seconds=0.3))
    with mac(listing=broken).begin(Program("import time\ntime.sleep(60)"), policy, Level.NONE) as running:
        end = running.wait(30)
    assert (end.outcome, end.limit, end.survivors) == ("killed", "wall", 0)
    assert not running._scratch.exists()


def test_stopping_and_closing_end_a_run_on_pipes(piped):
    with piped("import time\nwhile True: time.sleep(1)") as running:
        with pytest.raises(TimeoutError):
            running.wait(0.05)
        running.stop()
        running.stop()
        end = running.wait(30)
        running.pause(True)
        running.pace(3)
        running.send({"t": "quit"})
        assert running.latest_frame() is None
    running.close()
    assert (end.outcome, end.limit) == ("killed", None)


def test_a_plain_folder_is_weighed_and_removed_however_deep(tmp_path):
    folder, script = plain_folder.make("script.py", "pass")
    assert script.read_text() == "pass"
    assert not plain_folder.too_much(folder, most_bytes=100, most_entries=10)
    assert plain_folder.too_much(folder, most_bytes=3, most_entries=10)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x" * 1000)
    (folder / "link").symlink_to(outside)
    assert not plain_folder.too_much(folder, most_bytes=100, most_entries=10)
    place = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deeper", dir_fd=place)
        inner = os.open("deeper", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)
    assert plain_folder.too_much(folder, most_bytes=100, most_entries=100_000)
    assert plain_folder.remove(folder)
    assert (outside / "kept").exists()


def test_a_self_test_that_holds_gives_a_level_and_one_that_does_not_gives_none(means):
    """The judge itself, with this system's real wall and without any."""
    from sidelight.sandbox.held import begin

    held = experimental.examine(
        lambda program, allowed: begin(program, allowed, Level.B, means), experimental.EVERYWHERE, ("wall",)
    )
    assert held.level is Level.B
    assert [result.name for result in held.self_test] == [
        canaries.title(one) for one in experimental.EVERYWHERE
    ]
    assert "experimental" in held.layers[-1]
    bare = experimental.examine(
        lambda program, allowed: mac().begin(program, allowed, Level.NONE), experimental.EVERYWHERE, ("wall",)
    )
    assert bare.level is Level.NONE
    assert "a file was written outside" in bare.missing[0]


# -- Windows
# ----------------------------------------------------------------------------------------------


class Library:
    """Stands for one library of Windows: writes down what it is asked, and says yes."""

    def __init__(self, asked, answers):
        self._asked = asked
        self._answers = answers

    def __getattr__(self, name):
        def call(*arguments):
            self._asked.append((name, arguments))
            answer = self._answers.get(name, 1)
            return answer(*arguments) if callable(answer) else answer

        return call


def value(argument):
    return getattr(argument, "value", argument)


def behind(reference):
    return reference._obj


@pytest.fixture
def windows_asked():
    asked = []
    seen = {}

    def make_profile(_name, _title, _text, _capabilities, count, sid):
        assert value(count) == 0
        behind(sid).value = 0x5150
        return 0

    def name_sid(_sid, text):
        behind(text).value = "S-1-15-2-7"
        return 1

    def size_list(memory, _count, _zero, size):
        if memory is None:
            behind(size).value = 96
            return 0
        return 1

    def create(_app, line, _process, _thread, inherit, flags, environment, folder, info, told):
        info = behind(info)
        seen.update(
            line=line.value,
            inherit=value(inherit),
            flags=value(flags),
            environment=ctypes.wstring_at(environment, len(environment)),
            folder=folder.value,
            cb=info.cb,
            std=(info.hStdInput, info.hStdOutput, info.hStdError),
            list=info.lpAttributeList,
            use=info.dwFlags,
        )
        behind(told).hProcess = 0x77
        return 1

    def update(_list, _zero, name, place, size, _previous, _returned):
        seen.setdefault("attributes", {})[value(name)] = (behind(place), value(size))
        return 1

    answers = {
        "CreateAppContainerProfile": make_profile,
        "ConvertSidToStringSidW": name_sid,
        "InitializeProcThreadAttributeList": size_list,
        "UpdateProcThreadAttribute": update,
        "CreateProcessW": create,
        "CreateJobObjectW": 0x99,
        "WaitForSingleObject": 0,
        "IsUserAnAdmin": 0,
    }
    libraries = [Library(asked, answers) for _ in range(4)]
    return calls.Calls(*libraries), asked, seen, answers


def test_structures_have_the_sizes_of_64_bit_windows():
    assert ctypes.sizeof(calls.StartupInfo) == 112
    assert ctypes.sizeof(calls.ProcessInformation) == 24
    assert ctypes.sizeof(calls.SecurityCapabilities) == 24
    assert ctypes.sizeof(calls.JobLimits) == 144
    assert ctypes.sizeof(calls.JobAccounting) == 48
    assert calls.StartupInfo.hStdInput.offset == 80
    assert calls.JobLimits.ActiveProcessLimit.offset == 40
    assert calls.JobLimits.JobMemoryLimit.offset == 120


def test_a_job_is_told_the_limits_and_ends_with_us():
    asked = calls.job_limits(Limits(memory_mb=800, processes=9, cpu_seconds=4))
    assert asked.ActiveProcessLimit == 9
    assert asked.JobMemoryLimit == 900 << 20
    assert asked.PerJobUserTimeLimit == 6 * 10_000_000
    assert asked.LimitFlags == 0x2000 | 0x400 | 0x200 | 0x8 | 0x4
    assert calls.job_limits(Limits(cpu_seconds=None)).LimitFlags & 0x4 == 0


def test_what_windows_is_asked_to_start(windows_asked):
    system, asked, seen, _answers = windows_asked
    ran = []
    backend = windows.WindowsBackend(
        Interpreter.current(),
        system,
        run=lambda line, **how: ran.append(line),
        environ={"SystemRoot": r"C:\Windows", "SECRET_KEY": "x", "PATH": "p"},
    )
    program = Program("print(1)", args=("two words",))
    with backend.begin(program, Policy(readable=("/data",)), Level.B) as running:
        end = running.wait(30)
    assert end.level is Level.B
    assert seen["line"].endswith('script.py "two words"')
    assert seen["flags"] == 0x00080000 | 0x00000400 | 0x08000000
    assert seen["use"] == 0x100
    assert seen["cb"] == 112
    assert seen["list"]
    variables = dict(pair.split("=", 1) for pair in seen["environment"].split("\0") if pair)
    assert variables["SystemRoot"] == r"C:\Windows"
    assert variables["TEMP"] == seen["folder"]
    assert "SECRET_KEY" not in variables
    attributes = seen["attributes"]
    assert attributes.keys() == {0x20002, 0x20009, 0x2000D}
    handles, size = attributes[0x20002]
    assert size == 24
    assert tuple(handles) == seen["std"]
    capabilities, size = attributes[0x20009]
    assert (capabilities.AppContainerSid, capabilities.CapabilityCount, size) == (0x5150, 0, 24)
    jobs, size = attributes[0x2000D]
    assert (jobs[0], size) == (0x99, 8)
    # In the job from its first instruction, and the job limited before that.
    names = [name for name, _arguments in asked]
    assert names.index("SetInformationJobObject") < names.index("CreateProcessW")
    kinds = [value(arguments[1]) for name, arguments in asked if name == "SetInformationJobObject"]
    assert kinds == [9, 4]
    assert names.index("TerminateJobObject") > names.index("CreateProcessW")
    assert ran[0] == ["icacls.exe", seen["folder"], "/grant", "*S-1-15-2-7:(OI)(CI)(M)", "/Q"]
    assert all("(RX)" in line[3] for line in ran[1:])
    assert "/data" in [line[1] for line in ran]
    assert not Path(seen["folder"]).exists()


def test_without_a_container_the_job_still_holds(windows_asked):
    system, _asked, seen, _answers = windows_asked
    backend = windows.WindowsBackend(Interpreter.current(), system, run=None, environ={})
    with backend.begin(Program("pass"), Policy(), Level.NONE) as running:
        running.wait(30)
    assert seen["attributes"].keys() == {0x20002, 0x2000D}


def test_what_windows_refuses_is_an_error_in_words(windows_asked):
    system, _asked, _seen, answers = windows_asked
    answers["CreateProcessW"] = 0
    before = len(list(Path("/proc/self/fd").iterdir()))
    backend = windows.WindowsBackend(Interpreter.current(), system, run=lambda *_a, **_k: None, environ={})
    with pytest.raises(OSError, match="starting the program failed"):
        backend.begin(Program("pass"), Policy(), Level.B)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert not backend.administrator()


def test_a_windows_that_passes_nothing_holds_nothing(windows_asked):
    system, _asked, _seen, _answers = windows_asked
    backend = windows.WindowsBackend(Interpreter.current(), system, run=lambda *_a, **_k: None, environ={})
    report = backend.examine()
    assert report.level is Level.NONE
    assert "did not pass its self-test here" in report.missing[0]


def test_a_container_that_is_there_is_used_again(windows_asked):
    system, asked, _seen, answers = windows_asked

    def derive(_name, sid):
        behind(sid).value = 0x5151
        return 0

    answers["CreateAppContainerProfile"] = -2147024713
    answers["DeriveAppContainerSidFromAppContainerName"] = derive
    assert system.container("Sidelight.Sandbox") == (0x5151, "S-1-15-2-7")
    assert [name for name, _ in asked][:2] == [
        "CreateAppContainerProfile",
        "DeriveAppContainerSidFromAppContainerName",
    ]


def test_variables_are_laid_out_as_windows_reads_them():
    assert calls.environment_block({"b": "2", "A": "1"}) == "A=1\0b=2\0\0"


def test_there_is_no_windows_here():
    with pytest.raises(OSError, match="Windows"):
        calls.Calls.real()
