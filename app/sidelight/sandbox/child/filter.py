# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Seccomp: a small program that the kernel asks before each system call.

It is a list of what is allowed; whatever is not named answers "no such call". Arguments can be compared as
numbers only, never what a pointer points at. See: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import struct

from sidelight.sandbox.child import kernel
from sidelight.sandbox.child.syscalls import Processor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000

_LOAD = 0x20
_AND = 0x54
_JUMP_EQUAL = 0x15
_JUMP_GREATER_OR_EQUAL = 0x35
_RETURN = 0x06

# Where the kernel lays the call's number, the processor, and its arguments of 64 bits (little-endian).
_AT_NUMBER = 0
_AT_PROCESSOR = 4
_AT_ARGUMENTS = 16

_KIND = 0xFF00

_FILTER_MODE = 2

Instruction = tuple[int, int, int, int]


class Test:
    """Does one argument, masked, equal one of these values?

    Arguments are compared in their lower 32 bits, as the kernel takes numbers, flags and process ids;
    ``whole`` compares all 64, as for pointers. With ``kinds`` any value whose second byte is one of these
    will do as well: requests to a device are named so.
    """

    __slots__ = ("argument", "kinds", "mask", "values", "whole")

    def __init__(
        self,
        argument: int,
        values: tuple[int, ...],
        *,
        mask: int = 0xFFFFFFFF,
        whole: bool = False,
        kinds: tuple[int, ...] = (),
    ) -> None:
        self.argument = argument
        self.values = values
        self.mask = mask
        self.whole = whole
        self.kinds = kinds


class Rule:
    """What a call answers: allowed (``None``) or an error number, 0 being success without any effect.

    With tests the call is allowed when all of them hold, and answers ``answer`` when one does not.
    """

    __slots__ = ("answer", "tests")

    def __init__(self, answer: int | None = None, tests: tuple[Test, ...] = ()) -> None:
        self.answer = answer
        self.tests = tests


def _answer(rule: int | None) -> Instruction:
    return (_RETURN, 0, 0, _ALLOW if rule is None else _ERRNO | rule)


def _tested(test: Test, otherwise: Instruction) -> list[Instruction]:
    """Instructions that fall through when the test holds and return ``otherwise`` when not."""
    low = _AT_ARGUMENTS + 8 * test.argument
    body: list[Instruction] = []
    if test.whole:
        body += [(_LOAD, 0, 0, low + 4), (_JUMP_EQUAL, 1, 0, 0), otherwise]
    body.append((_LOAD, 0, 0, low))
    if test.mask != 0xFFFFFFFF:
        body.append((_AND, 0, 0, test.mask))
    comparisons = [(_JUMP_EQUAL, value & 0xFFFFFFFF) for value in test.values]
    if test.kinds:
        comparisons += [(_AND, _KIND), *((_JUMP_EQUAL, kind) for kind in test.kinds)]
    count = len(comparisons)
    # Each comparison that holds jumps over the rest of them and over the refusal.
    body += [
        (code, count - index if code == _JUMP_EQUAL else 0, 0, value)
        for index, (code, value) in enumerate(comparisons)
    ]
    return [*body, otherwise]


def compose(processor: Processor, rules: Mapping[str, Rule]) -> list[Instruction]:
    """The filter that keeps ``rules`` on ``processor``; a name that it does not have is passed over."""
    program: list[Instruction] = [
        (_LOAD, 0, 0, _AT_PROCESSOR),
        (_JUMP_EQUAL, 1, 0, processor.audit_arch),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    if processor.foreign_bit:
        program += [(_JUMP_GREATER_OR_EQUAL, 0, 1, processor.foreign_bit), (_RETURN, 0, 0, _KILL_PROCESS)]
    for name, rule in rules.items():
        number = processor.numbers.get(name)
        if number is None:
            continue
        if rule.tests:
            refusal = _answer(rule.answer)
            body = [step for test in rule.tests for step in _tested(test, refusal)]
            body.append(_answer(None))
        else:
            body = [_answer(rule.answer)]
        program += [(_JUMP_EQUAL, 0, len(body), number), *body]
    program.append(_answer(errno.ENOSYS))
    return program


def install(program: list[Instruction]) -> None:
    """Keep ``program`` for this process and all that come of it. New privileges must have been given up.

    Raises:
        OSError: the kernel refused.
    """
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    kernel.process_control(kernel.PR_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(head))
