# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A descriptor that goes along with a message: one, and no more than one."""

from __future__ import annotations

import os
import socket

import pytest

from sidelight.sandbox.child import handing


@pytest.fixture
def line():
    ours, theirs = handing.pair()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def test_a_descriptor_goes_along_with_a_message(line, tmp_path):
    (tmp_path / "words").write_text("here")
    folder = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    handing.send(line[0], b"folder", folder)
    os.close(folder)
    message, taken = handing.receive(line[1], 100)
    inside = os.open("words", os.O_RDONLY, dir_fd=taken)
    assert (message, os.read(inside, 9)) == (b"folder", b"here")
    assert not os.get_inheritable(taken)
    os.close(inside)
    os.close(taken)


def test_a_message_may_come_alone(line):
    os.write(line[0], b"sealed 4")
    assert handing.receive(line[1], 100) == (b"sealed 4", -1)


def test_of_two_that_are_sent_one_is_taken_and_the_other_is_not_left_open(line):
    sender = socket.socket(fileno=os.dup(line[0]))
    mark, second = os.pipe()
    socket.send_fds(sender, [b"folder"], [mark, second])
    sender.close()
    os.close(second)
    message, taken = handing.receive(line[1], 100)
    assert message == b"folder"
    os.close(taken)
    # Nobody holds the end that is written to any more.
    os.set_blocking(mark, False)
    assert os.read(mark, 1) == b""
    os.close(mark)
