# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The seccomp program, carried out step by step as the kernel would, for both processors."""

from __future__ import annotations

import errno
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.sandbox.child import rules
from sidelight.sandbox.child.filter import Rule, Test, compose
from sidelight.sandbox.child.syscalls import AARCH64, PROCESSORS, X86_64

ALLOWED, KILLED = "allowed", "killed"
PID = 4321
WORD = st.integers(0, 2**64 - 1)

Test.__test__ = False


def ask(program, processor, number, *arguments):
    """What the kernel would answer: allowed, killed or an error number."""
    words = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, processor.audit_arch, 0, *words)
    accumulator = position = 0
    while True:
        code, yes, no, value = program[position]
        position += 1
        if code == 0x20:
            assert value % 4 == 0
            assert value <= 60
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif code == 0x54:
            accumulator &= value
        elif code == 0x15:
            position += yes if accumulator == value else no
        elif code == 0x35:
            position += yes if accumulator >= value else no
        elif code == 0x06:
            if value == 0x7FFF0000:
                return ALLOWED
            if value == 0x80000000:
                return KILLED
            assert value & 0xFFFF0000 == 0x00050000
            return value & 0xFFFF
        else:
            raise AssertionError(f"unknown instruction {code:#x}")


@pytest.fixture(params=sorted(PROCESSORS))
def processor(request):
    return PROCESSORS[request.param]


def program(processor, *, landlock=7, enclosed=False):
    return compose(processor, rules.build(landlock=landlock, enclosed=enclosed, pid=PID))


def test_the_kernel_takes_a_program_of_this_length(processor):
    assert len(program(processor)) < 4096
    assert len(program(processor, landlock=1)) < 4096


def test_every_jump_lands_inside(processor):
    steps = program(processor, landlock=1)
    for position, (code, yes, no, _value) in enumerate(steps):
        if code in (0x15, 0x35):
            assert 0 <= yes <= 255
            assert 0 <= no <= 255
            assert position + 1 + max(yes, no) < len(steps)
    assert steps[-1][0] == 0x06


def test_every_rule_names_a_call_that_exists_somewhere():
    for landlock in (1, 7):
        for name in rules.build(landlock=landlock, enclosed=False, pid=PID):
            # The one name that neither table of this kernel's headers has is newer than they are.
            assert name in X86_64 or name in AARCH64, name


def test_the_tables_agree_with_what_is_known():
    assert (X86_64["read"], X86_64["execve"], X86_64["seccomp"], X86_64["clone3"]) == (0, 59, 317, 435)
    assert (AARCH64["read"], AARCH64["execve"], AARCH64["seccomp"], AARCH64["clone3"]) == (63, 221, 277, 435)
    for table in (X86_64, AARCH64):
        assert table["landlock_create_ruleset"] == 444
        assert len(set(table.values())) == len(table)
    # Since 424 new calls have one number everywhere.
    common = X86_64.keys() & AARCH64.keys()
    assert all(X86_64[name] == AARCH64[name] for name in common if X86_64[name] >= 424)
    assert "open" not in AARCH64
    assert "fork" not in AARCH64


def test_another_processors_calls_kill(processor):
    other = next(one for one in PROCESSORS.values() if one is not processor)
    assert ask(program(processor), other, processor.numbers["read"]) == KILLED


@given(number=st.integers(0x40000000, 0xFFFFFFFF))
def test_calls_of_the_x32_abi_kill(number):
    processor = PROCESSORS["x86_64"]
    assert ask(program(processor), processor, number) == KILLED


@settings(max_examples=300)
@given(number=st.integers(0, 2**32 - 1), arguments=st.lists(WORD, min_size=6, max_size=6))
def test_what_is_not_named_does_not_exist(number, arguments):
    for processor in PROCESSORS.values():
        known = {
            processor.numbers[name]
            for name in rules.build(landlock=7, enclosed=False, pid=PID)
            if name in processor.numbers
        }
        if number in known or (processor.foreign_bit and number >= processor.foreign_bit):
            continue
        assert ask(program(processor), processor, number, *arguments) == errno.ENOSYS


DANGEROUS = """
    socket connect bind listen accept accept4 sendmsg ptrace process_vm_readv process_vm_writev mount
    umount2 pivot_root chroot unshare setns setuid setgid setresuid setgroups capset init_module
    finit_module kexec_load bpf perf_event_open userfaultfd keyctl add_key io_uring_setup io_uring_enter
    memfd_create memfd_secret open_by_handle_at name_to_handle_at pidfd_open pidfd_getfd seccomp
    landlock_restrict_self shmget mq_open clone3 execveat vmsplice splice personality reboot swapon setsid
    setpgid linkat mknodat fanotify_init inotify_init1 add_key process_madvise rt_sigqueueinfo move_mount
    fsopen quotactl acct syslog
"""


@settings(max_examples=60)
@given(arguments=st.lists(WORD, min_size=6, max_size=6), landlock=st.integers(1, 9), enclosed=st.booleans())
def test_no_argument_opens_a_dangerous_call(arguments, landlock, enclosed):
    for processor in PROCESSORS.values():
        steps = program(processor, landlock=landlock, enclosed=enclosed)
        for name in DANGEROUS.split():
            number = processor.numbers[name]
            assert ask(steps, processor, number, *arguments) in (errno.EPERM, errno.ENOSYS), name


@given(value=WORD)
def test_metadata_writers_answer_success_without_being_carried_out(value):
    for processor in PROCESSORS.values():
        for name in (
            "fchmod",
            "fchmodat",
            "fchownat",
            "utimensat",
            "setxattr",
            "setpriority",
            "sched_setaffinity",
        ):
            assert ask(program(processor), processor, processor.numbers[name], value) == 0


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("clone", (0x11,), ALLOWED),
        ("clone", (0x3D0F00,), ALLOWED),
        ("clone", (0x10000011,), errno.EPERM),
        ("clone", (0x20000011,), errno.EPERM),
        ("clone", (0x00008011,), errno.EPERM),
        ("clone", (0xFFFFFFFF_00000011,), ALLOWED),
        ("socketpair", (1, 1, 0), ALLOWED),
        ("socketpair", (1, 1 | 0o2000000 | 0o4000, 0), ALLOWED),
        ("socketpair", (1, 2, 0), errno.EPERM),
        ("socketpair", (1, 5, 0), errno.EPERM),
        ("socketpair", (1, 3, 0), errno.EPERM),
        ("socketpair", (2, 1, 0), errno.EPERM),
        ("socketpair", (0x1_00000001, 2, 0), errno.EPERM),
        ("sendto", (3, 1, 1, 0, 0, 0), ALLOWED),
        ("sendto", (3, 1, 1, 0, 0x7FFF00000000, 0), errno.EPERM),
        ("sendto", (3, 1, 1, 0, 0x1000, 0), errno.EPERM),
        ("fcntl", (3, 2), ALLOWED),
        ("fcntl", (3, 1030), ALLOWED),
        ("fcntl", (3, 8), errno.EPERM),
        ("fcntl", (3, 10), errno.EPERM),
        ("fcntl", (3, 15), errno.EPERM),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("ioctl", (0, 0x5412), errno.ENOTTY),
        ("ioctl", (0, 0x1_00005412), errno.ENOTTY),
        ("prctl", (15,), ALLOWED),
        ("prctl", (1,), errno.EPERM),
        ("prctl", (4,), errno.EPERM),
        ("prctl", (22,), errno.EPERM),
        ("prctl", (36,), errno.EPERM),
        ("clone", (0x3D0B00,), errno.EPERM),
        ("clone", (0x4111,), ALLOWED),
        ("mmap", (0, 4096, 3, 0x22), ALLOWED),
        ("mmap", (0, 4096, 3, 0x20022), ALLOWED),
        ("mmap", (0, 4096, 3, 0x02), ALLOWED),
        ("mmap", (0, 4096, 3, 0x01), ALLOWED),
        ("mmap", (0, 4096, 3, 0x21), errno.EPERM),
        ("mmap", (0, 4096, 3, 0x23), errno.EPERM),
        ("mmap", (0, 4096, 3, 0x40022), errno.EPERM),
        ("mmap", (0, 4096, 3, 0x122), errno.EPERM),
        ("madvise", (0, 4096, 4), ALLOWED),
        ("madvise", (0, 4096, 21), errno.EINVAL),
        ("madvise", (0, 4096, 20), errno.EINVAL),
        ("madvise", (0, 4096, 100), errno.EINVAL),
        ("close_range", (3, 9, 0), ALLOWED),
        ("close_range", (3, 9, 4), ALLOWED),
        ("close_range", (3, 9, 2), errno.EINVAL),
        ("close_range", (3, 9, 6), errno.EINVAL),
        ("getsockopt", (3, 1, 3), ALLOWED),
        ("getsockopt", (3, 1, 17), errno.ENOPROTOOPT),
        ("getsockopt", (3, 1, 77), errno.ENOPROTOOPT),
        ("getsockopt", (3, 6, 3), errno.ENOPROTOOPT),
        ("fallocate", (3, 0, 0, 1 << 30), errno.ENOTSUP),
        ("fsync", (3,), 0),
        ("prlimit64", (0,), ALLOWED),
        ("prlimit64", (PID,), ALLOWED),
        ("prlimit64", (1,), errno.EPERM),
    ],
)
def test_arguments_decide(processor, name, arguments, answer):
    assert ask(program(processor), processor, processor.numbers[name], *arguments) == answer


@pytest.mark.parametrize(
    ("request_", "without", "with_card"),
    [
        (0x5401, ALLOWED, ALLOWED),
        (0x5451, ALLOWED, ALLOWED),
        (0xC0406400, errno.ENOTTY, ALLOWED),
        (0xC01064B2, errno.ENOTTY, ALLOWED),
        (0xC020462A, errno.ENOTTY, ALLOWED),
        (0xC0104B09, errno.ENOTTY, ALLOWED),
        (0x5412, errno.ENOTTY, errno.ENOTTY),
        (0x541C, errno.ENOTTY, errno.ENOTTY),
        (0x8901, errno.ENOTTY, errno.ENOTTY),
        (0x00640001, errno.ENOTTY, errno.ENOTTY),
    ],
)
def test_a_cards_driver_is_spoken_to_only_where_it_is_allowed(processor, request_, without, with_card):
    number = processor.numbers["ioctl"]
    for graphics, answer in ((False, without), (True, with_card)):
        kept = rules.build(landlock=7, enclosed=False, pid=PID, graphics=graphics)
        assert ask(compose(processor, kept), processor, number, 3, request_) == answer


@pytest.mark.parametrize(
    ("landlock", "enclosed", "others"),
    [
        (7, False, ALLOWED),
        (6, False, ALLOWED),
        (5, False, errno.EPERM),
        (1, False, errno.EPERM),
        (1, True, ALLOWED),
    ],
)
def test_signals_reach_others_only_where_something_else_holds_them(processor, landlock, enclosed, others):
    steps = program(processor, landlock=landlock, enclosed=enclosed)
    for name in ("kill", "tgkill"):
        assert ask(steps, processor, processor.numbers[name], PID, PID, 10) == ALLOWED
        assert ask(steps, processor, processor.numbers[name], 1, 1, 9) == others
        assert ask(steps, processor, processor.numbers[name], 2**32 - 1, 1, 9) == others


@pytest.mark.parametrize(
    ("flags", "old", "new"),
    [
        (0o0, ALLOWED, ALLOWED),
        (0o1, ALLOWED, ALLOWED),
        (0o2, ALLOWED, ALLOWED),
        (0o101, ALLOWED, ALLOWED),
        (0o1101, ALLOWED, ALLOWED),
        (0o1102, ALLOWED, ALLOWED),
        (0o1000, errno.EACCES, ALLOWED),
        (0o1100, errno.EACCES, ALLOWED),
        (0o2001000, errno.EACCES, ALLOWED),
    ],
)
def test_truncating_while_reading_is_denied_where_landlock_does_not_see_it(processor, flags, old, new):
    number = processor.numbers["openat"]
    assert ask(program(processor, landlock=2), processor, number, 0, 0, flags) == old
    assert ask(program(processor, landlock=3), processor, number, 0, 0, flags) == new
    for name, without in (("truncate", errno.EPERM), ("openat2", errno.ENOSYS)):
        assert ask(program(processor, landlock=2), processor, processor.numbers[name]) == without
        assert ask(program(processor, landlock=3), processor, processor.numbers[name]) == ALLOWED


VALUES = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=6).map(tuple)


@given(
    first=VALUES,
    second=VALUES,
    mask=st.integers(1, 2**32 - 1),
    whole=st.booleans(),
    arguments=st.lists(WORD, min_size=6, max_size=6),
)
def test_a_rule_allows_exactly_when_its_tests_hold(first, second, mask, whole, arguments):
    processor = PROCESSORS["x86_64"]
    tests = (Test(2, first, mask=mask), Test(5, second, whole=whole))
    steps = compose(processor, {"read": Rule(errno.EIO, tests)})
    fits = arguments[2] & 0xFFFFFFFF & mask in first
    other = arguments[5] if whole else arguments[5] & 0xFFFFFFFF
    expected = ALLOWED if fits and other in second else errno.EIO
    assert ask(steps, processor, processor.numbers["read"], *arguments) == expected
    held = [0, 0, first[0] & mask, 0, 0, second[0]]
    masked = Rule(errno.EIO, (Test(2, (first[0] & mask,), mask=mask), Test(5, second)))
    assert ask(compose(processor, {"read": masked}), processor, processor.numbers["read"], *held) == ALLOWED
