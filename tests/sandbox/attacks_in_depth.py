# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Each attack makes the very call that it is named after.
# ruff: noqa: PTH101, PTH104, PTH108, PTH208, PTH211
"""More attacks, found by reading the sandbox: around its edges, and at what it counts by.

They belong to those in ``attacks``, with which they are one program (see ``arsenal``).
"""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import resource
import signal
import socket
import subprocess
import threading
from pathlib import Path

from attacks import DENIED, SECRET, _surface, attack, call, libc, long, reached

NO_FILE = mmap.MAP_ANONYMOUS


def map_memory(flags, descriptor=-1):
    """A page, mapped past the interpreter's own function."""
    libc.mmap.restype = ctypes.c_ssize_t
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    place = libc.mmap(None, 2 << 20, mmap.PROT_READ | mmap.PROT_WRITE, flags, descriptor, 0)
    if place == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return place


# -- reading


@attack("read", bites=True)
def read_below_a_path_only_folder(t):
    place = os.open(t.mine, os.O_PATH)
    return SECRET in Path(f"/proc/self/fd/{place}/precious.txt").read_text()


@attack("read", bites=True)
def read_relative_to_a_path_only_folder(t):
    place = os.open(t.mine, os.O_PATH)
    return SECRET.encode() in os.read(os.open("precious.txt", os.O_RDONLY, dir_fd=place), 100)


@attack("read", bites=True)
def read_with_another_root(t):
    place = os.open(t.mine, os.O_PATH)
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0x10)
    opened = call(437, long(place), b"/precious.txt", how, long(24))
    return SECRET.encode() in os.read(opened, 100)


@attack("read", bites=True)
def read_through_the_root_of_a_thread(t):
    return SECRET in Path(f"/proc/thread-self/root{t.mine}/precious.txt").read_text()


@attack("read", bites=True)
def read_through_where_it_works(t):
    os.chdir(t.mine)
    return SECRET in Path("/proc/self/cwd/precious.txt").read_text()


@attack("read", bites=True)
def read_through_a_link_that_changes(t):
    Path("mine3.txt").write_text("nothing")
    over = []

    def exchange():
        while not over:
            for target in ("mine3.txt", t.mine + "/precious.txt"):
                os.symlink(target, "fresh")
                os.rename("fresh", "changing")

    threading.Thread(target=exchange, daemon=True).start()
    found = False
    for _ in range(3000):
        try:
            found = found or SECRET in Path("changing").read_text()
        except OSError:
            continue
    over.append(True)
    return found


@attack("read", bites=True)
def read_by_sending_a_file(t):
    source = os.open(t.mine + "/precious.txt", os.O_RDONLY)
    target = os.open("sent", os.O_RDWR | os.O_CREAT)
    return os.sendfile(target, source, 0, 100)


@attack("read", bites=True)
def list_the_devices(t):
    return os.listdir("/dev")


@attack("read", bites=True)
def read_the_names_of_the_machine(t):
    return Path("/etc/hosts").read_text() or "empty"


@attack("read", bites=True)
def read_the_kernels_messages_and_settings(t):
    return os.listdir("/proc/sys") or os.listdir("/sys/kernel")


@attack("read", bites=True)
def read_the_kernels_keys(t):
    return "keys" and Path("/proc/keys").read_text() is not None


@attack("read")
def open_a_graphics_card(t):
    return [os.open(f"/dev/dri/{name}", os.O_RDWR) for name in os.listdir("/dev/dri")]


# -- secrets


@attack("secret", bites=True)
def ask_who_made_a_socket(t):
    one, _other = socket.socketpair()
    return one.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)


@attack("secret")
def take_hold_of_who_made_a_socket(t):
    one, _other = socket.socketpair()
    return one.getsockopt(socket.SOL_SOCKET, 77) > 0 and "a process"


@attack("secret", bites=True)
def read_the_environment_of_the_supervisor(t):
    return Path(f"/proc/{t.above}/environ").read_bytes() or "empty"


@attack("secret", bites=True)
def advise_on_the_memory_of_another(t):
    return reached(440, long(os.pidfd_open(t.victim)), None, long(0), long(20), long(0))


# -- writing


@attack("write", bites=True)
def exchange_a_file(t):
    Path("mine4.txt").write_text("planted")
    here, there = long(-100), long(-100)
    return call(316, here, b"mine4.txt", there, (t.mine + "/precious.txt").encode(), long(2)) == 0


@attack("write", bites=True)
def copy_over_a_file(t):
    Path("mine5.txt").write_text("planted")
    source = os.open("mine5.txt", os.O_RDONLY)
    return os.copy_file_range(source, os.open(t.mine + "/precious.txt", os.O_WRONLY), 5)


@attack("write", bites=True)
def make_a_file_without_a_name(t):
    return os.open(t.mine, os.O_TMPFILE | os.O_RDWR)


@attack("write", bites=True)
def write_through_a_link_that_changes(t):
    Path("mine6.txt").write_text("nothing")
    over = []

    def exchange():
        while not over:
            for target in ("mine6.txt", t.mine + "/precious.txt"):
                os.symlink(target, "newest")
                os.rename("newest", "moving")

    threading.Thread(target=exchange, daemon=True).start()
    for _ in range(2000):
        try:
            Path("moving").write_text("planted")
        except OSError:
            continue
    over.append(True)


@attack("write", bites=True)
def be_told_of_changes(t):
    return fcntl.fcntl(os.open(t.shown.rpartition("/")[0], os.O_RDONLY), 1026, 2) == 0


@attack("write", bites=True)
def take_a_lease(t):
    return fcntl.fcntl(os.open("mine7.txt", os.O_RDONLY | os.O_CREAT), 1024, fcntl.F_RDLCK) == 0


# -- network


@attack("net", bites=True)
def make_a_socket_of_any_family(t):
    made = []
    for family in range(1, 46):
        for kind in (1, 2, 3, 5):
            try:
                made.append((family, call(41, long(family), long(kind), long(0))))
            except OSError as error:
                if error.errno not in DENIED:
                    made.append((family, "tried"))
    return made


@attack("net", bites=True)
def make_a_pair_of_packets(t):
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


# -- other processes


@attack("proc", bites=True)
def signal_the_supervisor(t):
    os.kill(t.above, 0)
    return "it could be ended"


@attack("proc", bites=True)
def signal_by_a_sockets_owner(t):
    one, _other = socket.socketpair()
    fcntl.ioctl(one, 0x8902, (ctypes.c_int * 1)(t.victim))
    return "owned"


@attack("proc", bites=True)
def limit_the_supervisor(t):
    resource.prlimit(t.above, resource.RLIMIT_CORE)
    return "reached"


@attack("proc", bites=True)
def ask_for_everything_of_itself(t):
    reached_at_all = []
    # Keeping capabilities, a filter, its memory's map, dispatching calls, core scheduling, merging memory.
    for option in (4, 8, 10, 22, 26, 35, 36, 57, 59, 62, 67, 0x59616D61):
        try:
            call(157, long(option), long(0), long(0), long(0), long(0))
        except OSError as error:
            if error.errno in DENIED:
                continue
        reached_at_all.append(option)
    return reached_at_all


@attack("proc", bites=True)
def run_a_program_by_its_descriptor(t):
    place = os.open("/bin/true", os.O_RDONLY)
    nothing = (ctypes.c_char_p * 1)(None)
    pid = os.fork()
    if pid == 0:
        libc.syscall(long(322), long(place), b"", nothing, nothing, long(0x1000))
        os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@attack("proc", bites=True)
def run_what_it_wrote(t):
    Path("own-true").write_bytes(Path("/bin/true").read_bytes())
    os.chmod("own-true", 0o755)
    return subprocess.run(["./own-true"], check=False).returncode == 0


@attack("proc", bites=True)
def pin_another(t):
    os.sched_setaffinity(t.victim, {0})
    return os.sched_getaffinity(t.victim) == {0}


@attack("proc")
def rise_above_others(t):
    before = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, 0, before - 5)
    return os.getpriority(os.PRIO_PROCESS, 0) < before


@attack("proc", bites=True)
def be_put_in_front(t):
    # Every program of the run is behind the window's; without a sandbox nobody is.
    return os.getpriority(os.PRIO_PROCESS, 0) < 10


# -- resources


@attack("res", bites=True)
def hide_memory_that_is_shared(t):
    return map_memory(mmap.MAP_SHARED | NO_FILE)


@attack("res", bites=True)
def hide_memory_in_a_device(t):
    return map_memory(mmap.MAP_SHARED, os.open("/dev/zero", os.O_RDWR))


@attack("res")
def hide_memory_in_a_device_that_is_read(t):
    place = os.open("/dev/zero", os.O_RDONLY)
    libc.mmap.restype = ctypes.c_ssize_t
    at = libc.mmap(None, ctypes.c_size_t(4096), mmap.PROT_READ, mmap.MAP_SHARED, place, ctypes.c_long(0))
    return at > 0 and libc.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(4096), 3) == 0


@attack("res", bites=True)
def take_huge_pages(t):
    try:
        return map_memory(mmap.MAP_PRIVATE | NO_FILE | 0x40000)
    except OSError as error:
        return error.errno not in DENIED and "there were none"


@attack("res", bites=True)
def map_what_grows_by_itself(t):
    return map_memory(mmap.MAP_PRIVATE | NO_FILE | 0x100)


@attack("res", bites=True)
def push_memory_out_of_sight(t):
    place = map_memory(mmap.MAP_PRIVATE | NO_FILE)
    return libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(2 << 20), 21) == 0


@attack("res", bites=True)
def reserve_room_in_no_time(t):
    place = os.open("reserved", os.O_RDWR | os.O_CREAT)
    try:
        return call(285, long(place), long(0), long(0), long(1 << 20)) == 0
    finally:
        os.unlink("reserved")


@attack("res", bites=True)
def keep_files_to_oneself(t):
    return call(436, long(200), long(210), long(2)) == 0


@attack("res", bites=True)
def take_all_timers(t):
    return resource.getrlimit(resource.RLIMIT_SIGPENDING)[1] > 4096


@attack("res")
def time_a_signal_to_another(t):
    event = ctypes.create_string_buffer(64)
    ctypes.memmove(event, (ctypes.c_int * 5)(0, 0, signal.SIGUSR1, 4, t.victim), 20)
    timer = ctypes.c_int()
    return call(222, long(1), event, ctypes.byref(timer)) == 0


@attack("res", bites=True)
def watch_without_end(t):
    return [call(294, long(0)) for _ in range(20)]


@attack("res", bites=True)
def queue_messages_by_name(t):
    name = f"sidelight-{os.getpid()}".encode()
    opened = call(240, name, long(os.O_CREAT | os.O_RDWR), long(0o600), None)
    call(241, name)
    return opened


# -- the kernel's surface

_room = ctypes.create_string_buffer(512)
_surface("io_uring_registration", 427, long(-1), long(0), None, long(0), bites=True)
_surface("list_of_mounts", 458, _room, _room, long(1), long(0), bites=True)
_surface("facts_of_a_mount", 457, _room, _room, long(64), long(0), bites=True)
_surface("changing_a_mount", 442, long(-1), b"/", long(0), _room, long(32), bites=True)
_surface("moving_a_mount", 429, long(-1), b"", long(-1), b"", long(0))
_surface("releasing_memory_of_another", 448, long(-1), long(0), bites=True)
_surface("protection_keys", 330, long(0), long(0))
_surface("cached_pages", 451, long(-1), _room, _room, long(0), bites=True)
_surface("memory_policy", 238, long(0), None, long(0), bites=True)
_surface("adjusting_the_clock", 159, _room, bites=True)
_surface("adjusting_a_clock", 305, long(0), _room, bites=True)
_surface("security_attributes", 460, long(100), _room, long(0), long(0), bites=True)
_surface("attributes_of_a_file", 469, long(-100), b"/", _room, long(24), long(0), bites=True)
_surface("old_libraries", 134, b"/nowhere", bites=False)
_surface("hanging_up", 153)


@attack("surface")
def faults_by_a_device(t):
    return os.open("/dev/userfaultfd", os.O_RDWR)
