# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a chunk from the network costs the window's thread: ours beside httpx in the window's own loop.

    python tests/bench/network.py [--streams 8] [--rate 200] [--seconds 5] [--rounds 3]

A server in a process of its own sends so many chunks a second in each stream. *Sidelight* is the whole
way to what a pane pulls from: network thread, outbox, the 8 ms tick, the journal to a real project.
*httpx in the loop* only parses the chunks and joins their text, in a qasync loop on the window's thread.
Both are measured in turns in one run. Prints microseconds of that thread's CPU per chunk and the ratio.
Trust the ratio: times depend on the machine. Nothing is drawn. It is no test.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import httpx
import qasync
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.comparing import Comparing
from sidelight.workbench.moment import Moment

TICK_MS = 8


async def serve(rate: float, seconds: float) -> None:
    """Answer every request with a stream of chunks, evenly spaced; the port is printed. Never returns."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        loop = asyncio.get_running_loop()
        begin = loop.time()
        for number in range(int(rate * seconds)):
            chunk = {"choices": [{"index": 0, "delta": {"content": f" w{number}"}, "finish_reason": None}]}
            writer.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            await asyncio.sleep(max(0.0, begin + (number + 1) / rate - loop.time()))
        writer.write(b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n')
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@dataclass(frozen=True)
class Round:
    """One measurement: microseconds of the window's thread and of the whole process, per chunk."""

    thread_us: float
    process_us: float


def measured(chunks: int, work: Callable[[], int]) -> Round:
    """Do the work, which says how many chunks came, and divide what it cost by them."""
    thread, process = time.thread_time(), time.process_time()
    came = work()
    spent = time.thread_time() - thread, time.process_time() - process
    if came != chunks:
        raise SystemExit(f"{came} chunks came, {chunks} were sent: nothing can be said.")
    return Round(spent[0] / chunks * 1e6, spent[1] / chunks * 1e6)


def sidelight(base_url: str, streams: int, rate: float, seconds: float) -> Round:
    """The program's own way, from the socket to the text that a pane pulls."""
    connection = Connection("bench", "openai", "Bench", base_url)
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(data_folder=Path(folder), connections=[connection], recordings=(), environ={})
        outbox = Outbox()
        network = Network(catalogue, outbox)
        project = ProjectFile.create(Path(folder) / "bench.sidelight")
        comparing = Comparing(project, catalogue, network, outbox, Moment.real())
        network.list_models("bench").exception(30)  # The clients are there from now on, as after a start.
        models = [Model(ModelRef("bench", f"m{n}"), f"m{n}") for n in range(streams)]

        def work() -> int:
            live = comparing.start("?", models)
            loop = QEventLoop()

            def tick() -> None:
                comparing.tick()
                if not live.running:
                    loop.quit()

            timer = QTimer()
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(tick)
            timer.start(TICK_MS)
            loop.exec()
            timer.stop()
            failed = [answer.failure for answer in live.answers() if answer.failure]
            if failed:
                raise SystemExit(failed[0].sentence)
            return sum(answer.text.count(" ") for answer in live.answers())

        round_ = measured(int(rate * seconds) * streams, work)
        network.close()
        project.close()
    return round_


def in_the_loop(loop: qasync.QEventLoop, base_url: str, streams: int, rate: float, seconds: float) -> Round:
    """httpx in the window's own loop, with nothing but the parsing."""
    client = httpx.AsyncClient(timeout=None, limits=httpx.Limits(max_connections=None), trust_env=False)

    async def one() -> int:
        pieces: list[str] = []
        async with client.stream("POST", f"{base_url}/chat/completions", json={}) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    pieces.append(json.loads(line[6:])["choices"][0]["delta"].get("content", ""))
        return "".join(pieces).count(" ")

    async def every() -> int:
        return sum(await asyncio.gather(*(one() for _ in range(streams))))

    round_ = measured(int(rate * seconds) * streams, lambda: loop.run_until_complete(every()))
    loop.run_until_complete(client.aclose())
    return round_


def main() -> None:
    """Measure in turns and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--streams", type=int, default=8)
    parser.add_argument("--rate", type=float, default=200.0, help="chunks a second in each stream")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.rate, options.seconds))
        return
    command = [sys.executable, __file__, "--serve", f"--rate={options.rate}", f"--seconds={options.seconds}"]
    app = QApplication.instance() or QApplication([])
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        base_url = f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
        shape = (base_url, options.streams, options.rate, options.seconds)
        ours: list[Round] = []
        theirs: list[Round] = []
        loop = qasync.QEventLoop(app)
        asyncio.set_event_loop(loop)
        for _ in range(options.rounds):
            ours.append(sidelight(*shape))
            theirs.append(in_the_loop(loop, *shape))
        loop.close()
    finally:
        server.kill()
        server.wait()
    figures: dict[str, float] = {}
    for name, rounds in (("sidelight", ours), ("httpx_in_the_loop", theirs)):
        figures[f"{name}_thread_us"] = round(statistics.median(r.thread_us for r in rounds), 1)
        figures[f"{name}_process_us"] = round(statistics.median(r.process_us for r in rounds), 1)
    ratios = [other.thread_us / own.thread_us for own, other in zip(ours, theirs, strict=True)]
    figures["cheaper_for_the_window"] = round(statistics.median(ratios), 1)
    figures["lowest_ratio"] = round(min(ratios), 1)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):30} {value}")


if __name__ == "__main__":
    main()
