# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Starts the engine for one page, and ends the process when the application is gone or the page has died."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from sidelight.stage.boot import CHANNEL_VARIABLE, RING_VARIABLE
from sidelight.stage.channel import Channel
from sidelight.stage.page.shelf import Shelf
from sidelight.stage.ring import RingWriter

NO_ENGINE = 3
"""The exit code where the engine is not there or cannot start."""

_FLAGS = (
    # The engine's own sandbox would need namespaces and a set-uid helper. All of it is inside ours.
    "--no-sandbox",
    "--no-zygote",
    # Shared memory lies in the scratch folder: there is no other place to write.
    "--disable-dev-shm-usage",
    # There is no graphics card; WebGL is drawn by the processor, as for scripts.
    "--ignore-gpu-blocklist",
    "--mute-audio",
    # There is nobody to play it to; what a page times by its sound goes on.
    "--disable-audio-output",
    "--lang=en-US",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-color-profile=srgb",
    # What it says on its way up is about buses and devices that are not here; a fatal error is still told.
    "--log-level=3",
)
_ENVIRONMENT = {
    "QT_QPA_PLATFORM": "offscreen",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINE_CHROMIUM_FLAGS": " ".join(_FLAGS),
    # The scale of the person's screen comes as a message: the picture has its pixels.
    "QT_ENABLE_HIGHDPI_SCALING": "0",
}


def main(path: str, arguments: list[str]) -> NoReturn:
    """Show the page in the file ``path``; the process ends with it. Its argument, if any, is the shelf."""
    ring = RingWriter(int(os.environ.pop(RING_VARIABLE)))
    channel = Channel(int(os.environ.pop(CHANNEL_VARIABLE)), gone=lambda: os._exit(0))
    os.environ.update(_ENVIRONMENT)
    html = Path(path).read_bytes()
    try:
        from sidelight.stage.page.player import play
    except ImportError as error:
        print(f"The browser engine cannot be started: {error}", file=sys.stderr, flush=True)
        os._exit(NO_ENGINE)
    shelf = Shelf(Path(arguments[0]) if arguments else None)
    code = play(html, shelf, ring, channel)
    channel.tell({"t": "exit", "code": code, "swaps": 0})
    channel.flush(1.0)
    # Past the engine's own tidying, which waits for processes that are ended with this one.
    os._exit(code)
