# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Handing an open descriptor to another process along with a message, before the door is closed.

``_socket`` alone: the module around it would cost each child and each supervisor 20 ms.
"""

from __future__ import annotations

import _socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_ONE = 4
_RIGHTS = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS)


def pair() -> tuple[int, int]:
    """Two descriptors of a line that keeps messages whole; nobody inherits them."""
    ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    return ours.detach(), theirs.detach()


def send(line: int, message: bytes, descriptor: int) -> None:
    """Send a message with a descriptor, of which the other end gets its own.

    Raises:
        OSError: it cannot be sent, or not now.
    """
    socket = _of(line)
    try:
        socket.sendmsg([message], [(*_RIGHTS, descriptor.to_bytes(_ONE, "little"))])
    finally:
        socket.detach()


def receive(line: int, most: int) -> tuple[bytes, int]:
    """The next message, and the descriptor that came along; -1 if none did.

    Raises:
        OSError: nothing can be read, or not now.
    """
    socket = _of(line)
    try:
        message, beside, _flags, _sender = socket.recvmsg(
            # Not the space that one takes, for there the system would put in two.
            most,
            _socket.CMSG_LEN(_ONE),
            _socket.MSG_CMSG_CLOEXEC,
        )
    finally:
        socket.detach()
    return message, taken(beside)


def taken(beside: Iterable[tuple[int, int, bytes]]) -> int:
    """The descriptor among what came beside a message; -1 if there is none."""
    for level, kind, data in beside:
        if (level, kind) == _RIGHTS and len(data) >= _ONE:
            return int.from_bytes(data[:_ONE], "little")
    return -1


def _of(line: int) -> _socket.socket:
    return _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET, 0, line)
