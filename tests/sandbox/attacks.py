# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Each attack makes the very call that it is named after.
# ruff: noqa: PTH101, PTH102, PTH104, PTH106, PTH108, PTH115, PTH116, PTH123, PTH208, PTH211
"""The attacks. This file is run as a stranger's program inside the sandbox; tests read its table.

An attack returns evidence when it succeeded, and raises or returns nothing when it was held. Some leave their
evidence outside: in a folder of their own that is compared before and after.
"""

from __future__ import annotations

import array
import ctypes
import errno
import fcntl
import json
import mmap
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

ATTACKS = {}
SECRET = "the canary sings"
DENIED = (errno.EPERM, errno.ENOSYS, errno.EACCES)

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def attack(category, *, bites=False):
    def keep(function):
        ATTACKS[function.__name__] = SimpleNamespace(run=function, category=category, bites=bites)
        return function

    return keep


def call(number, *arguments):
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def reached(number, *arguments):
    """Whether a call came as far as the kernel's own code, with nonsense for arguments."""
    try:
        call(number, *arguments)
    except OSError as error:
        if error.errno in DENIED:
            raise
    return "the call was carried out"


def long(value):
    return ctypes.c_long(value)


# -- reading
# ---------------------------------------------------------------------------------------------------


@attack("read", bites=True)
def read_a_private_file(t):
    return SECRET in Path(t.mine, "precious.txt").read_text()


@attack("read", bites=True)
def read_through_a_symlink(t):
    Path("link1").symlink_to(Path(t.mine, "precious.txt"))
    return SECRET in Path("link1").read_text()


@attack("read", bites=True)
def read_through_a_symlinked_folder(t):
    Path("link2").symlink_to(t.mine)
    return SECRET in Path("link2/precious.txt").read_text()


@attack("read", bites=True)
def read_through_dot_dot(t):
    up = "../" * 40
    return SECRET in Path(up + t.mine[1:] + "/precious.txt").read_text()


@attack("read", bites=True)
def read_through_proc_root(t):
    return SECRET in Path(f"/proc/self/root{t.mine}/precious.txt").read_text()


@attack("read", bites=True)
def read_through_chdir(t):
    os.chdir(t.mine)
    return SECRET in Path("precious.txt").read_text()


@attack("read", bites=True)
def reopen_a_path_only_descriptor(t):
    place = os.open(t.mine + "/precious.txt", os.O_PATH)
    return SECRET.encode() in Path(f"/proc/self/fd/{place}").read_bytes()


@attack("read", bites=True)
def read_with_openat2(t):
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0)
    opened = call(437, long(-100), (t.mine + "/precious.txt").encode(), how, long(24))
    return SECRET.encode() in os.read(opened, 100)


@attack("read", bites=True)
def read_by_mapping(t):
    with (
        open(t.mine + "/precious.txt", "rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as view,
    ):
        return SECRET.encode() in view[:]


@attack("read", bites=True)
def read_with_another_program(t):
    done = subprocess.run(["cat", t.mine + "/precious.txt"], capture_output=True, text=True, check=False)
    return SECRET in done.stdout


@attack("read", bites=True)
def read_with_a_shell(t):
    return SECRET in os.popen(f"tail {t.mine}/* 2>/dev/null").read()


@attack("read", bites=True)
def read_from_a_thread(t):
    import threading

    found = []
    thread = threading.Thread(target=lambda: found.append(SECRET in Path(t.mine, "precious.txt").read_text()))
    threading.excepthook = lambda _: None
    thread.start()
    thread.join()
    return any(found)


@attack("read", bites=True)
def import_a_private_file(t):
    sys.path.insert(0, t.mine)
    import canary_module

    return canary_module.NAME


@attack("read", bites=True)
def list_a_private_folder(t):
    return "precious.txt" in os.listdir(t.mine)


@attack("read", bites=True)
def list_the_home_folder(t):
    return isinstance(os.listdir(t.home), list)


@attack("read", bites=True)
def list_the_temporary_folder(t):
    return os.listdir("/tmp")


@attack("read", bites=True)
def read_the_users_of_the_machine(t):
    return "root" in Path("/etc/passwd").read_text()


@attack("read", bites=True)
def read_the_machine_id(t):
    return Path("/etc/hostname").read_text() or Path("/etc/machine-id").read_text()


@attack("read", bites=True)
def read_the_mounts(t):
    return Path("/proc/self/mountinfo").read_text()


@attack("read", bites=True)
def read_the_mounts_of_a_thread(t):
    return Path(f"/proc/self/task/{os.getpid()}/mounts").read_text()


@attack("read", bites=True)
def read_the_projects_own_tests(t):
    return os.listdir(t.tests)


@attack("read", bites=True)
def read_the_list_of_processes(t):
    seen = [entry for entry in os.listdir("/proc") if entry.isdigit()]
    return str(t.victim) in seen


@attack("read")
def read_the_disk_itself(t):
    for device in ("/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/mem", "/dev/kmsg"):
        try:
            return os.open(device, os.O_RDONLY)
        except OSError:
            continue
    return None


@attack("read")
def open_by_handle(t):
    return reached(304, long(-100), ctypes.create_string_buffer(64), long(0))


@attack("read", bites=True)
def name_to_handle(t):
    handle = ctypes.create_string_buffer(b"\x80\0\0\0", 160)
    mount = ctypes.c_int()
    call(303, long(-100), t.mine.encode(), handle, ctypes.byref(mount), long(0))
    return "a handle"


@attack("read", bites=True)
def read_extended_attributes(t):
    return os.getxattr(t.mine + "/precious.txt", "user.sidelight")


@attack("read", bites=True)
def watch_a_private_folder(t):
    inotify = call(294, long(0))
    return call(254, long(inotify), t.mine.encode(), long(0xFFF)) >= 0


# -- secrets
# ---------------------------------------------------------------------------------------------------


@attack("secret", bites=True)
def read_the_environment_of_another(t):
    return SECRET.encode() in Path(f"/proc/{t.victim}/environ").read_bytes()


@attack("secret", bites=True)
def read_the_command_line_of_another(t):
    return b"victim" in Path(f"/proc/{t.victim}/cmdline").read_bytes()


@attack("secret", bites=True)
def read_the_memory_map_of_another(t):
    return Path(f"/proc/{t.victim}/maps").read_text()


@attack("secret", bites=True)
def list_the_files_of_another(t):
    return os.listdir(f"/proc/{t.victim}/fd")


@attack("secret", bites=True)
def read_where_another_works(t):
    return os.readlink(f"/proc/{t.victim}/cwd")


@attack("secret", bites=True)
def read_the_memory_of_another(t):
    local = ctypes.create_string_buffer(8)
    ours = (ctypes.c_uint64 * 2)(ctypes.addressof(local), 8)
    theirs = (ctypes.c_uint64 * 2)(t.address, 8)
    return call(310, long(t.victim), ours, long(1), theirs, long(1), long(0)) == 8


@attack("secret", bites=True)
def open_the_memory_of_another(t):
    return os.open(f"/proc/{t.victim}/mem", os.O_RDONLY)


@attack("secret", bites=True)
def attach_a_debugger(t):
    return call(101, long(0x4206), long(t.victim), long(0), long(0)) == 0


@attack("secret", bites=True)
def open_another_by_pidfd(t):
    return os.pidfd_open(t.victim)


@attack("secret", bites=True)
def take_a_descriptor_of_another(t):
    return call(438, long(os.pidfd_open(t.victim)), long(1), long(0)) >= 0


@attack("secret", bites=True)
def compare_with_another(t):
    return call(312, long(os.getpid()), long(t.victim), long(1), long(0), long(0)) >= 0


@attack("secret", bites=True)
def find_the_secret_in_the_environment(t):
    return any(SECRET in value for value in os.environ.values())


@attack("secret", bites=True)
def find_the_secret_in_the_first_environment(t):
    return SECRET.encode() in Path(f"/proc/{os.getppid()}/environ").read_bytes()


@attack("secret")
def find_inherited_descriptors(t):
    strange = []
    for number in range(3, 250):
        try:
            kind = os.fstat(number).st_mode
        except OSError:
            continue
        if number != t.report and number not in (*t.own, *t.given):
            strange.append((number, oct(kind)))
    return strange


@attack("secret")
def look_into_the_kernels_keyring(t):
    return call(250, long(0), long(-3), long(1)) >= 0 and reached(250, long(11), long(-3), None, long(0))


# -- writing
# ---------------------------------------------------------------------------------------------------


@attack("write", bites=True)
def write_a_new_file(t):
    Path(t.mine, "new.txt").write_text("x")


@attack("write", bites=True)
def append_to_a_file(t):
    with open(t.mine + "/precious.txt", "a") as file:
        file.write("x")


@attack("write", bites=True)
def truncate_by_path(t):
    os.truncate(t.mine + "/precious.txt", 0)


@attack("write", bites=True)
def truncate_while_reading(t):
    os.open(t.mine + "/precious.txt", os.O_RDONLY | os.O_TRUNC)


@attack("write", bites=True)
def truncate_a_readable_file(t):
    os.open(t.shown, os.O_RDONLY | os.O_TRUNC)
    return os.stat(t.shown).st_size == 0


@attack("write", bites=True)
def delete_a_file(t):
    os.unlink(t.mine + "/precious.txt")


@attack("write", bites=True)
def rename_a_file(t):
    os.rename(t.mine + "/precious.txt", t.mine + "/gone.txt")


@attack("write", bites=True)
def move_a_file_in(t):
    os.rename(t.mine + "/precious.txt", "taken.txt")


@attack("write")
def move_a_file_out(t):
    Path("mine1.txt").write_text("x")
    os.rename("mine1.txt", t.mine + "/planted.txt")


@attack("write", bites=True)
def make_a_folder(t):
    os.mkdir(t.mine + "/folder")


@attack("write", bites=True)
def make_a_symlink(t):
    os.symlink("/etc/passwd", t.mine + "/link")


@attack("write", bites=True)
def make_a_fifo(t):
    os.mkfifo(t.mine + "/fifo")


@attack("write", bites=True)
def make_a_socket_file(t):
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(t.mine + "/s")


@attack("write", bites=True)
def change_a_mode(t):
    os.chmod(t.mine + "/precious.txt", 0o777)


@attack("write", bites=True)
def change_a_mode_by_descriptor(t):
    opened = os.open(t.shown, os.O_RDONLY)
    os.fchmod(opened, 0o777)
    return stat.S_IMODE(os.fstat(opened).st_mode) == 0o777


@attack("write", bites=True)
def change_times(t):
    os.utime(t.mine + "/precious.txt", (1, 1))


@attack("write", bites=True)
def set_an_extended_attribute(t):
    os.setxattr(t.mine + "/precious.txt", "user.planted", b"x")


@attack("write")
def link_a_file_in_and_write(t):
    os.link(t.mine + "/precious.txt", "linked.txt")
    Path("linked.txt").write_text("x")
    return "linked"


@attack("write", bites=True)
def write_through_a_symlink(t):
    Path("link3").symlink_to(t.mine)
    Path("link3/new.txt").write_text("x")


@attack("write", bites=True)
def write_from_another_program(t):
    subprocess.run(["sh", "-c", f"echo x > {t.mine}/shell.txt"], stderr=subprocess.DEVNULL, check=False)


@attack("write", bites=True)
def reopen_for_writing(t):
    opened = os.open(t.shown, os.O_RDONLY)
    return os.open(f"/proc/self/fd/{opened}", os.O_WRONLY)


@attack("write")
def write_among_the_packages(t):
    place = next(path for path in sys.path if path.endswith("site-packages"))
    Path(place, "planted_by_a_test.py").write_text("")
    os.unlink(place + "/planted_by_a_test.py")
    return place


@attack("write")
def write_in_the_system(t):
    for place in ("/usr/local/lib", "/var/tmp", "/etc", "/var/cache/fontconfig"):
        try:
            os.mkdir(place + "/planted-by-a-test")
        except OSError:
            continue
        os.rmdir(place + "/planted-by-a-test")
        return place
    return None


@attack("write", bites=True)
def write_shared_memory(t):
    place = f"/dev/shm/sidelight-{os.getpid()}"
    Path(place).write_text("x")
    os.unlink(place)
    return place


@attack("write", bites=True)
def write_in_the_temporary_folder(t):
    place = f"/tmp/sidelight-planted-{os.getpid()}"
    Path(place).write_text("x")
    os.unlink(place)
    return place


# -- network
# ---------------------------------------------------------------------------------------------------


@attack("net", bites=True)
def connect_with_tcp(t):
    socket.create_connection(("127.0.0.1", t.tcp), timeout=2).close()
    return "connected"


@attack("net", bites=True)
def listen_on_tcp(t):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        return one.getsockname()


@attack("net", bites=True)
def send_with_udp(t):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        return one.sendto(b"x", ("127.0.0.1", t.udp))


@attack("net", bites=True)
def make_an_ipv6_socket(t):
    return socket.socket(socket.AF_INET6).fileno()


@attack("net", bites=True)
def connect_to_a_unix_socket(t):
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(t.unix)
        return "connected"


@attack("net", bites=True)
def connect_to_an_abstract_socket(t):
    with socket.socket(socket.AF_UNIX) as one:
        one.connect("\0" + t.abstract)
        return "connected"


@attack("net", bites=True)
def send_to_a_path_from_a_pair(t):
    one, _other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return one.sendto(b"x", t.datagram)


@attack("net", bites=True)
def send_a_message_to_a_path_from_a_pair(t):
    one, _other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return one.sendmsg([b"x"], [], 0, t.datagram)


@attack("net", bites=True)
def make_a_pair_with_its_own_flags(t):
    kind = socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC
    return socket.socketpair(socket.AF_UNIX, kind)


@attack("net", bites=True)
def pass_descriptors_in_a_message(t):
    one, _other = socket.socketpair()
    return one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])


@attack("net", bites=True)
def ask_the_kernel_by_netlink(t):
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).fileno()


@attack("net", bites=True)
def use_the_kernels_ciphers(t):
    return reached(41, long(38), long(5), long(0))


@attack("net", bites=True)
def reach_the_host_by_vsock(t):
    return reached(41, long(40), long(1), long(0))


@attack("net")
def read_raw_packets(t):
    return socket.socket(socket.AF_PACKET, socket.SOCK_RAW).fileno()


@attack("net", bites=True)
def resolve_a_name(t):
    # The name itself is never asked for: making the socket to ask with is the attack.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(("127.0.0.1", 53))
        return one.getpeername()


@attack("net", bites=True)
def connect_with_another_program(t):
    code = f"import socket; socket.create_connection(('127.0.0.1', {t.tcp}), 2)"
    done = subprocess.run([sys.executable, "-S", "-c", code], stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0


# -- other processes
# -------------------------------------------------------------------------------------------


@attack("proc", bites=True)
def signal_another(t):
    os.kill(t.victim, signal.SIGUSR1)
    return "sent"


@attack("proc", bites=True)
def signal_a_thread_of_another(t):
    return call(234, long(t.victim), long(t.victim), long(signal.SIGUSR1)) == 0


@attack("proc", bites=True)
def signal_by_tkill(t):
    return call(200, long(t.victim), long(signal.SIGUSR1)) == 0


@attack("proc", bites=True)
def signal_by_pidfd(t):
    signal.pidfd_send_signal(os.pidfd_open(t.victim), signal.SIGUSR1)
    return "sent"


@attack("proc", bites=True)
def signal_with_a_value(t):
    info = ctypes.create_string_buffer(128)
    ctypes.memmove(info, (ctypes.c_int * 3)(signal.SIGUSR1, 0, -1), 12)
    return call(129, long(t.victim), long(signal.SIGUSR1), info) == 0


@attack("proc", bites=True)
def signal_by_a_descriptors_owner(t):
    read, _write = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETOWN, t.victim)
    return fcntl.fcntl(read, fcntl.F_GETOWN) == t.victim


@attack("proc", bites=True)
def signal_the_group_of_another(t):
    os.killpg(t.victim, signal.SIGUSR1)
    return "sent"


@attack("proc", bites=True)
def limit_another(t):
    resource.prlimit(t.victim, resource.RLIMIT_CORE, (0, 0))
    return "limited"


@attack("proc", bites=True)
def slow_another(t):
    os.setpriority(os.PRIO_PROCESS, t.victim, 19)
    return os.getpriority(os.PRIO_PROCESS, t.victim) == 19


@attack("proc", bites=True)
def leave_the_session(t):
    os.setsid()
    return os.getsid(0) == os.getpid()


@attack("proc", bites=True)
def leave_the_process_group(t):
    os.setpgid(0, 0)
    return "left"


@attack("proc")
def become_root(t):
    os.setuid(0)
    return os.getuid() == 0 and "root"


@attack("proc")
def become_root_by_a_program(t):
    done = subprocess.run(
        ["su", "-c", "id -u"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() == "0"


@attack("proc", bites=True)
def make_a_user_namespace(t):
    return call(272, long(0x10000000)) == 0


@attack("proc", bites=True)
def clone_into_a_user_namespace(t):
    pid = call(56, long(0x10000000 | signal.SIGCHLD), long(0), long(0), long(0), long(0))
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "made"


@attack("proc", bites=True)
def clone3_into_a_user_namespace(t):
    arguments = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, signal.SIGCHLD)
    pid = call(435, arguments, long(ctypes.sizeof(arguments)))
    if pid == 0:
        os._exit(0)
    return "made"


@attack("proc", bites=True)
def outlive_the_supervisor(t):
    return libc.prctl(1, long(0), long(0), long(0), long(0)) == 0


@attack("proc", bites=True)
def hide_from_the_supervisor(t):
    return libc.prctl(4, long(0), long(0), long(0), long(0)) == 0


@attack("proc", bites=True)
def adopt_orphans(t):
    return libc.prctl(36, long(1), long(0), long(0), long(0)) == 0


@attack("proc", bites=True)
def make_a_sibling(t):
    pid = call(56, long(0x8000 | signal.SIGCHLD), long(0), long(0), long(0), long(0))
    if pid == 0:
        os._exit(0)
    return "made"


@attack("proc", bites=True)
def escape_the_memory_killer(t):
    Path("/proc/self/oom_score_adj").write_text("500")
    return "written"


# -- resources
# -------------------------------------------------------------------------------------------------


@attack("res", bites=True)
def hide_memory_in_a_memfd(t):
    return os.memfd_create("x")


@attack("res", bites=True)
def hide_memory_in_a_segment(t):
    segment = call(29, long(0), long(4096), long(0o1600))
    call(31, long(segment), long(0), None)
    return "made"


@attack("res", bites=True)
def make_a_message_queue(t):
    return call(68, long(0), long(0o1600)) >= 0 and "made"


@attack("res", bites=True)
def lock_memory(t):
    view = mmap.mmap(-1, 4096)
    return call(149, ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(view))), long(4096)) == 0


@attack("res")
def raise_a_limit(t):
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        hard = resource.getrlimit(kind)[1]
        try:
            resource.setrlimit(kind, (hard + 1, hard + 1))
        except (OSError, ValueError):
            continue
        return kind
    return None


@attack("res", bites=True)
def leave_a_core_file(t):
    # One byte is too little for any, and the sign that nobody else shall be given it either.
    return resource.getrlimit(resource.RLIMIT_CORE)[1] not in (0, 1)


@attack("res", bites=True)
def open_many_files(t):
    opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(400)]
    return len(opened)


@attack("res", bites=True)
def write_a_huge_file(t):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open("huge", "wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, 80 << 20)
            return "allocated"
        finally:
            os.unlink("huge")


@attack("res", bites=True)
def stretch_a_file(t):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open("stretched", "wb") as file:
        os.ftruncate(file.fileno(), 80 << 20)
        os.unlink("stretched")
        return "stretched"


@attack("res")
def take_real_time(t):
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    return os.sched_getscheduler(0) == os.SCHED_FIFO


# -- the kernel's surface
# --------------------------------------------------------------------------------------


def _surface(name, number, *arguments, bites=False):
    def run(t):
        return reached(number, *arguments)

    run.__name__ = name
    attack("surface", bites=bites)(run)


_buffer = ctypes.create_string_buffer(256)
_surface("io_uring", 425, long(1), _buffer, bites=True)
_surface("extended_berkeley_filters", 321, long(5), _buffer, long(120))
_surface("faults_handled_by_the_user", 323, long(1))
_surface("performance_counters", 298, _buffer, long(0), long(-1), long(-1), long(0))
_surface("kernel_keys", 248, b"user", b"name", b"value", long(5), long(-2))
_surface("secret_memory", 447, long(0))
_surface("mounting", 165, b"none", b"/", b"none", long(4096), None)
_surface("open_tree", 428, long(-100), b"/", long(0), bites=True)
_surface("fsopen", 430, b"tmpfs", long(0))
_surface("changing_root", 161, b"/nowhere")
_surface("pivot_root", 155, b"/", b"/")
_surface("entering_namespaces", 308, long(0), long(0), bites=True)
_surface("personality", 135, long(0x0040000), bites=True)
_surface("modules", 175, _buffer, long(1), b"")
_surface("kexec", 246, long(0), long(0), None, long(0))
_surface("swap", 167, b"/nowhere", long(0))
_surface("accounting", 163, b"/nowhere")
_surface("quota", 179, long(0x80000700), None, long(0), None, bites=True)
_surface("ports", 172, long(3))
_surface("descriptor_tables", 154, long(0), _buffer, long(16))
_surface("splicing", 275, long(0), None, long(1), None, long(1), long(0), bites=True)
_surface("giving_pages", 278, long(1), None, long(0), long(0), bites=True)
_surface("watching_all_files", 300, long(0), long(0))
_surface("a_filter_of_its_own", 317, long(2), long(0), _buffer, bites=True)
_surface("the_clock", 164, _buffer, None)
_surface("the_name_of_the_machine", 170, b"x", long(1))
_surface("the_log_of_the_kernel", 103, long(10), None, long(0))
_surface("a_landlock_of_its_own", 444, None, long(0), long(1), bites=True)
_surface("moving_pages", 279, long(0), long(0), None, None, None, long(0), bites=True)
_surface("aio", 206, long(1), (ctypes.c_ulong * 1)(), bites=True)


@attack("surface")
def type_on_the_terminal(t):
    for descriptor in (0, 1, 2):
        try:
            fcntl.ioctl(descriptor, 0x5412, b"x")
        except OSError:
            continue
        return "typed"
    return os.open("/dev/tty", os.O_RDWR)


def _machine_code(code):
    view = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    view.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(view))
    return ctypes.CFUNCTYPE(ctypes.c_long)(address)()


@attack("surface")
def call_as_a_32_bit_program(t):
    # mov eax, 20 (getpid); int 0x80; ret
    return _machine_code(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3") == os.getpid()


@attack("surface")
def call_as_an_x32_program(t):
    return reached(0x40000000 | 39)


# -- the runner
# ------------------------------------------------------------------------------------------------


def _one(name, targets, report):
    targets.mine = f"{targets.outside}/{name}"
    targets.report = report
    signal.alarm(5)
    try:
        evidence = ATTACKS[name].run(targets)
    except BaseException as error:
        return {"name": name, "done": False, "detail": f"{type(error).__name__}: {error}"[:200]}
    return {"name": name, "done": bool(evidence), "detail": str(evidence)[:200]}


def main():
    """Try every attack in a process of its own."""
    targets = SimpleNamespace(**json.loads(sys.argv[1]))
    targets.own = []
    targets.above = os.getppid()
    for name in ATTACKS:
        read, write = os.pipe()
        targets.own = [read, write]
        pid = os.fork()
        if pid == 0:
            told = _one(name, targets, write)
            os.write(write, json.dumps(told).encode())
            os._exit(0)
        os.close(write)
        _pid, status = os.waitpid(pid, 0)
        told = os.read(read, 65536)
        os.close(read)
        line = told.decode() or json.dumps(
            {"name": name, "done": False, "detail": f"ended with status {status}"}
        )
        print(line, flush=True)
    print(json.dumps({"name": "end"}), flush=True)


if __name__ == "__main__":
    main()
