# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The parts by themselves: what is readable, the outer wall, the scratch folder, processes, what is told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import bubblewrap, order, policy, scope, scratch, tree
from sidelight.sandbox.child import landlock
from sidelight.sandbox.child import plan as plans
from sidelight.sandbox.outgoing import Outgoing
from sidelight.sandbox.policy import Interpreter

# -- policy
# ----------------------------------------------------------------------------------------------------


def test_the_interpreter_needs_its_prefixes_packages_and_sidelight():
    current = Interpreter.current()
    assert current.executable == sys.executable
    assert {sys.prefix, sys.base_prefix} <= set(current.places)
    assert any(Path(place).name == "site-packages" for place in current.site)
    assert Path(current.package, "sandbox", "shim.py").exists()
    assert all(Path(place).exists() for place in current.places)


def test_a_prefix_that_holds_the_home_is_opened_in_parts_only(tmp_path):
    home = tmp_path / "people" / "someone"
    (home / "lib" / "python3.11").mkdir(parents=True)
    for prefix in (home, home.parent, tmp_path, Path("/")):
        roots = policy._root(prefix, home)
        assert not any(home.is_relative_to(root) for root in roots)
    assert policy._root(tmp_path / "other", home) == [str(tmp_path / "other")]


def test_nothing_private_is_readable():
    places = [*policy.runnable(Interpreter.current()), *policy.readable(Policy())]
    for private in (
        "/",
        "/etc",
        "/etc/passwd",
        "/home",
        "/root",
        "/tmp",
        "/proc",
        "/sys",
        "/dev",
        "/var",
        str(Path.home()),
    ):
        assert private not in places
        assert not any(Path(private).is_relative_to(place) for place in places)


def test_folders_given_are_readable_and_not_runnable(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    asked = Policy(readable=(str(tmp_path / "link"), str(tmp_path / "missing")))
    places = policy.readable(asked)
    assert {str(tmp_path / "link"), str(tmp_path / "real")} <= set(places)
    assert str(tmp_path / "missing") not in places
    assert str(tmp_path / "link") not in policy.runnable(Interpreter.current())


def test_the_environment_is_made_and_not_passed_on(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    made = policy.environment("/scratch", 64)
    assert "SECRET_KEY" not in made
    assert made["HOME"] == "/scratch"
    assert made["OMP_NUM_THREADS"] == "4"
    assert policy.environment("/scratch", 1)["OMP_NUM_THREADS"] == "1"
    assert "DISPLAY" not in made


# -- Landlock
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("abi", "bits"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (8, 16), (9, 17)])
def test_each_landlock_handles_all_that_it_knows(abi, bits):
    assert landlock.handled(abi) == (1 << bits) - 1


def test_working_is_neither_executing_nor_making_devices_or_sockets():
    assert landlock.WORK & (landlock.EXECUTE | landlock.IOCTL_DEV | landlock.RESOLVE_UNIX) == 0
    assert landlock.WORK & (0b1111 << 8) == landlock.MAKE_REG
    assert landlock.RUN & landlock.WRITE_FILE == 0


def test_a_graphics_card_is_asked_for_only_where_it_is_allowed(tmp_path):
    cards = ("dri/renderD128", "dri/renderD129", "nvidia0", "nvidiactl", "nvidia-uvm")
    for name in (*cards, "dri/card0", "sda", "tty"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    asked = Policy(gpu=True)
    assert policy.graphics(Policy(), tmp_path) == []
    assert policy.graphics(asked, tmp_path) == [str(tmp_path / name) for name in cards]
    more = set(policy.readable(asked)) - set(policy.readable(Policy()))
    assert all(place.startswith(("/sys/", "/proc/driver/", "/etc/")) for place in more)
    line = bubblewrap.command("bwrap", [], "/s", ["true"], ["/dev/null", "/dev/dri/renderD128"])
    assert line[line.index("/dev/dri/renderD128") - 1] == "--dev-bind"


# -- bubblewrap
# ------------------------------------------------------------------------------------------------


def test_the_outer_wall_shows_each_place_once_and_writes_in_one():
    line = bubblewrap.command(
        "bwrap", ["/usr", "/usr/lib/x", "/usrlocal", "/proc/self/maps", "/a/"], "/s", ["run"]
    )
    shown = [line[at + 1] for at, word in enumerate(line) if word == "--ro-bind-try"]
    assert shown == ["/a", "/usr", "/usrlocal"]
    assert line[line.index("--bind") + 1] == "/s"
    assert line.count("--bind") == 1
    assert line[-2:] == ["--", "run"]
    for wanted in ("--unshare-all", "--die-with-parent", "--new-session", "--remount-ro"):
        assert wanted in line


def test_a_name_like_an_option_stays_an_argument():
    line = bubblewrap.command("bwrap", ["/--bind"], "/s", ["--share-net"])
    assert line.index("--share-net") > line.index("--")


# -- control groups
# --------------------------------------------------------------------------------------------


def manager(folder, code):
    """A stand-in for the service manager's program: it forgets its options and becomes the command."""
    program = folder / "systemd-run"
    body = 'while [ "$1" != "--" ]; do shift; done; shift; exec "$@"' if code == 0 else f"exit {code}"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    (folder / "systemd").mkdir()
    (folder / "cgroup.controllers").write_text("memory pids")
    return {"PATH": f"{folder}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(folder), "SECRET_KEY": "x"}


def test_a_manager_that_answers_is_used(tmp_path):
    environ = manager(tmp_path, 0)
    unified = tmp_path / "cgroup.controllers"
    program = scope.find(environ, unified=unified)
    assert program == str(tmp_path / "systemd-run")
    assert scope.find(environ, unified=tmp_path / "missing") is None
    assert scope.find({**environ, "XDG_RUNTIME_DIR": ""}, unified=unified) is None
    line = scope.command(program, Limits(memory_mb=800, processes=10), {"A": "b c"}, ["/usr/bin/env"])
    assert "MemoryMax=900M" in line
    done = subprocess.run(line, env=scope.bus(environ), capture_output=True, text=True, check=True)
    assert done.stdout == "A=b c\n"


def test_a_manager_that_does_not_answer_is_not_used(tmp_path):
    assert scope.find(manager(tmp_path, 1), unified=tmp_path / "cgroup.controllers") is None


def test_the_bus_is_all_that_the_manager_is_told():
    assert scope.bus({"PATH": "/bin", "SECRET_KEY": "x", "XDG_RUNTIME_DIR": "/run"}) == {
        "PATH": "/bin",
        "XDG_RUNTIME_DIR": "/run",
    }


# -- scratch
# ---------------------------------------------------------------------------------------------------


def test_scratch_is_made_for_its_owner_alone(tmp_path):
    place = tmp_path / "scratch"
    scratch.make(str(place), {"script.py": b"pass"})
    assert place.stat().st_mode & 0o777 == 0o700
    assert (place / "script.py").read_bytes() == b"pass"
    with pytest.raises(FileExistsError):
        scratch.make(str(place), {})


def test_measuring_counts_blocks_and_entries_and_follows_nothing(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"x" * 100_000)
    (tmp_path / "link").symlink_to("/usr")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    size = scratch.measure(str(tmp_path), most_bytes=1 << 40, most_entries=1000)
    assert size.entries == 5
    assert 100_000 <= size.bytes < 1_000_000


def test_measuring_stops_at_a_limit(tmp_path):
    for number in range(50):
        (tmp_path / str(number)).mkdir()
    assert scratch.measure(str(tmp_path), most_bytes=1 << 40, most_entries=10).entries > 10
    nothing = scratch.measure(str(tmp_path / "missing"), most_bytes=1, most_entries=1)
    assert (nothing.bytes, nothing.entries) == (0, 0)


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_measuring_and_removing_leave_no_descriptor_open(tmp_path):
    before = descriptors()
    deep(tmp_path / "one", 300)
    scratch.measure(str(tmp_path / "one"), most_bytes=1 << 40, most_entries=1000)
    (tmp_path / "two" / "inner").mkdir(parents=True)
    scratch.measure(str(tmp_path / "two"), most_bytes=1 << 40, most_entries=1000)
    assert scratch.remove(str(tmp_path / "one"))
    assert scratch.remove(str(tmp_path / "two"))
    assert descriptors() == before


def deep(place, depth):
    place.mkdir()
    here = os.open(place, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d" * 100, dir_fd=here)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def test_removing_goes_as_deep_as_need_be(tmp_path):
    deep(tmp_path / "scratch", 2500)
    assert scratch.remove(str(tmp_path / "scratch"))
    assert not (tmp_path / "scratch").exists()


def test_removing_touches_nothing_outside(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    place = tmp_path / "scratch"
    (place / "inner").mkdir(parents=True)
    (place / "link").symlink_to(outside)
    (place / "inner" / "link").symlink_to("../../outside")
    (place / "inner" / "up").symlink_to("..")
    os.mkfifo(place / "fifo")
    assert scratch.remove(str(place))
    assert (outside / "kept").read_text() == "kept"
    assert scratch.remove(str(place))
    (tmp_path / "instead").symlink_to(outside)
    assert not scratch.remove(str(tmp_path / "instead"))
    assert (outside / "kept").read_text() == "kept"


NAMES = st.text(
    st.characters(blacklist_characters="/\0", blacklist_categories=("Cs",)), min_size=1, max_size=20
)


@given(
    paths=st.lists(
        st.lists(NAMES.filter(lambda name: name not in (".", "..")), min_size=1, max_size=5), max_size=8
    )
)
def test_removing_leaves_nothing_whatever_the_names(paths, tmp_path_factory):
    place = tmp_path_factory.mktemp("names") / "scratch"
    place.mkdir()
    for path in paths:
        folder = place.joinpath(*path[:-1])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / path[-1]).touch()
        except OSError:
            continue
    assert scratch.remove(str(place))
    assert not place.exists()


# -- processes
# -------------------------------------------------------------------------------------------------


def test_a_tree_is_found_weighed_and_ended():
    code = """
import os, signal
if os.fork() == 0:
    if os.fork() == 0:
        signal.pause()
    signal.pause()
print("ready", flush=True)
signal.pause()
"""
    with subprocess.Popen([sys.executable, "-S", "-c", code], stdout=subprocess.PIPE) as root:
        assert root.stdout.readline() == b"ready\n"
        below = tree.descendants(root.pid)
        while len(below) < 2:
            below = tree.descendants(root.pid)
        assert below == tree.descendants_by_parent(root.pid)
        weight = tree.weigh({root.pid, *below})
        assert weight.tasks == 3
        assert weight.memory_kib > 3 * 2000
        assert tree.stat(root.pid).parent == os.getpid()
        for pid in (*below, root.pid):
            tree.kill(pid)
    assert tree.stat(root.pid) is None
    tree.kill(root.pid)


def test_a_name_with_brackets_and_spaces_is_read_past(tmp_path):
    program = tmp_path / "a) R 1 (b"
    program.write_text("#!/bin/sh\necho ready\nread line\n")
    program.chmod(0o755)
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as odd:
        assert odd.stdout.readline() == b"ready\n"
        assert ") R 1 (" in Path(f"/proc/{odd.pid}/comm").read_text()
        assert tree.stat(odd.pid).parent == os.getpid()
        odd.stdin.write(b"\n")


def test_my_own_tasks_are_counted():
    assert tree.tasks_of_user(os.getuid()) >= 1
    assert tree.tasks_of_user(3_999_999_999) == 0


# -- what is told
# ----------------------------------------------------------------------------------------------


def heard(ours):
    ours.setblocking(False)
    pieces = []
    while True:
        try:
            piece = ours.recv(65536)
        except BlockingIOError:
            return pieces
        if not piece:
            return pieces
        pieces.append(piece)


def test_output_beyond_the_limit_is_counted_and_errors_keep_their_share():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        outgoing = Outgoing(theirs.fileno(), kept_bytes=800)
        outgoing.output(order.OUTPUT, b"w" * 1000)
        outgoing.output(order.ERROR_OUTPUT, b"e" * 1000)
        outgoing.output(order.OUTPUT, b"more")
        assert heard(ours) == [b"o" + b"w" * 700, b"e" + b"e" * 100]
        assert (outgoing.seen, outgoing.dropped) == (2004, 1204)


def test_errors_may_use_what_words_leave():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        outgoing = Outgoing(theirs.fileno(), kept_bytes=800)
        outgoing.output(order.ERROR_OUTPUT, b"e" * 500)
        outgoing.output(order.OUTPUT, b"w" * 500)
        assert [len(piece) - 1 for piece in heard(ours)] == [500, 300]


def test_a_full_channel_keeps_things_waiting_in_order():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        outgoing = Outgoing(theirs.fileno(), kept_bytes=8 << 20)
        for number in range(400):
            outgoing.output(order.OUTPUT, b"%06d" % number + b"x" * 10_000)
        assert outgoing.waiting
        everything = []
        while outgoing.waiting:
            everything += heard(ours)
            outgoing.flush()
        everything += heard(ours)
        assert [int(piece[1:7]) for piece in everything] == list(range(400))


def test_a_closed_channel_is_nobodys_trouble():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        ours.close()
        outgoing = Outgoing(theirs.fileno(), kept_bytes=100)
        outgoing.output(order.OUTPUT, b"words")
        assert not outgoing.waiting
        assert outgoing.seen == 5


def test_a_plan_survives_its_way():
    plan = plans.Plan(
        runnable=["/usr"],
        readable=[],
        devices=["/dev/null"],
        scratch="/s",
        package="/p",
        site=[],
        script="/s/ü.py",
        arguments=["a"],
        stage=False,
        keep=[4],
        enclosed=True,
        abi_ceiling=7,
        tasks=None,
        cpu=None,
        memory=1 << 40,
        file_size=1,
        open_files=2,
    )
    read, write = os.pipe()
    os.write(write, plans.pack(plan))
    os.close(write)
    assert plans.receive(read) == plan


def test_neither_entry_waits_for_slow_modules():
    """What ``typing`` and ``dataclasses`` cost would double the time to the first line of a program."""
    package = Path(policy.__file__).parent
    for entry, needed in (
        ("supervisor", "import sidelight.sandbox.order, sidelight.sandbox.watch"),
        ("shim", "from sidelight.sandbox.child import plan, program, seal"),
    ):
        code = f"""
import importlib.machinery, sys
for name, folder in (("sidelight", {str(package.parent)!r}), ("sidelight.sandbox", {str(package)!r})):
    module = type(sys)(name)
    module.__path__ = [folder]
    sys.modules[name] = module
{needed}
print(*sorted({{"typing", "dataclasses", "pathlib", "json", "re", "enum"}} & sys.modules.keys()))
"""
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout == "\n", entry
