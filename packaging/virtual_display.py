# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A display of one's own: Xvfb on a number that the server itself found free.

``python virtual_display.py COMMAND…`` runs a command on one and ends it afterwards; the tests use the class.
Python's standard library only.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PR_SET_PDEATHSIG = 1
START_S = 60.0


def display_given() -> bool:
    """Whether this session has a display already."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_start() -> bool:
    """Whether Xvfb is installed."""
    return shutil.which("Xvfb") is not None


class VirtualDisplay:
    """A running Xvfb. It ends with ``close()``, and with the process that made it if that dies first.

    Raises:
        RuntimeError: Xvfb did not start; its own words are in the message.
    """

    def __init__(self, size: str = "1600x1000x24") -> None:
        reading, writing = os.pipe()
        libc = ctypes.CDLL(None)

        def die_with_parent() -> None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

        # The number comes over a pipe, so two sessions that start at once cannot choose the same one.
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        # Its words go to a file: nobody reads them once it runs, and a full pipe would stop it.
        with tempfile.TemporaryFile() as words:
            try:
                self._server = subprocess.Popen(
                    command,
                    pass_fds=(writing,),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=words,
                    preexec_fn=die_with_parent,
                )
                os.close(writing)
                number = _read_number(reading, START_S)
            finally:
                os.close(reading)
            if not number:
                self._server.kill()
                self._server.wait()
                words.seek(0)
                said = words.read().decode(errors="replace").strip()[-400:]
                raise RuntimeError(f"Xvfb did not start. It said: {said}")
        self.name = f":{number}"

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._server.pid

    def close(self) -> None:
        """End the server. Does nothing the second time."""
        if self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()


def _read_number(reading: int, seconds: float) -> str:
    said = b""
    due = time.monotonic() + seconds
    while not said.endswith(b"\n"):
        ready, _, _ = select.select([reading], [], [], max(0.0, due - time.monotonic()))
        piece = os.read(reading, 64) if ready else b""
        if not piece:
            return ""
        said += piece
    return said.decode("ascii").strip()


def main() -> int:
    """Run the command that is named by the arguments; its exit status is returned."""
    command = sys.argv[1:]
    if not command:
        print("Usage: virtual_display.py COMMAND [ARGUMENT…]", file=sys.stderr)
        return 2
    if display_given():
        return subprocess.run(command).returncode
    if not can_start():
        print("There is no display, and Xvfb is not installed. Run make setup.", file=sys.stderr)
        return 1
    display = VirtualDisplay()
    try:
        return subprocess.run(command, env={**os.environ, "DISPLAY": display.name}).returncode
    finally:
        display.close()


if __name__ == "__main__":
    sys.exit(main())
