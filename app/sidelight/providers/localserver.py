# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The child process that holds one local model: ``python -m sidelight.providers.localserver``.

It is llama.cpp's own server on a port of 127.0.0.1. The first line of standard input tells it what to do
(JSON: ``model``, ``api_key``, ``threads``, ``context``, ``slots``): others can read the arguments and the
environment of a process, but not a pipe. It answers with one line, ``LISTEN http://127.0.0.1:PORT``, and ends
when standard input does, which is when its parent is gone, however that came about.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

BAD_MODEL = 3
"""Exit code of a child that could not load its model; its last words are on standard error."""

_PR_SET_PDEATHSIG = 1
_SIGKILL = 9


def main() -> None:
    """Serve until standard input ends. Never returns."""
    _die_with_parent()
    # What the engine prints must not mix with the answer, so standard output is set aside.
    answers = os.dup(1)
    os.dup2(2, 1)
    line = sys.stdin.buffer.readline()
    if not line:
        os._exit(0)
    told: dict[str, Any] = json.loads(line)
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        server = _serve(told)
    except Exception as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(BAD_MODEL)
    os.write(answers, f"LISTEN {server.listening_address}\n".encode())
    threading.Event().wait()


def _serve(told: dict[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = told["model"]
    params.model_alias = {"local"}
    params.n_ctx = told["context"] * told["slots"]
    params.n_parallel = told["slots"]
    params.cpuparams.n_threads = told["threads"]
    params.cpuparams_batch.n_threads = told["threads"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [told["api_key"]]
    # No web page has any business here; without this line every one may try.
    params.cors_origins = "http://127.0.0.1"
    params.cors_credentials = False
    params.ui = False
    params.endpoint_props = True
    params.endpoint_slots = True
    params.endpoint_metrics = True
    params.warmup = False
    params.cache_ram_mib = 256
    params.verbosity = 1
    return xllamacpp.Server(params)


def _end_with_input() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    # An orderly end takes the engine a tenth of a second, and now and then for ever.
    os._exit(0)


def _die_with_parent() -> None:
    """Let the kernel end this process with its parent, since loading a model holds up every thread."""
    if sys.platform != "linux":
        return
    import ctypes

    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


if __name__ == "__main__":
    main()
