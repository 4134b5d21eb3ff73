# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Runs local models: one child process for each model file, started when it is first asked."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import sys
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx

from sidelight.domain.delta import Delta, FailureDelta, NoticeDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.model import SETTINGS, Connection, Model
from sidelight.providers.catalogue import LOCAL_SETTINGS, Catalogue, ModelFile
from sidelight.providers.clients import Clients
from sidelight.providers.counting import Counted
from sidelight.providers.dialects import Dialect
from sidelight.providers.localserver import BAD_MODEL
from sidelight.providers.openai_chat import FORMAT
from sidelight.providers.provider import Patience, WireLog
from sidelight.providers.request import Request
from sidelight.providers.served import ServedModels

SLOTS = 2
"""Answers that one model gives at the same time; further ones wait their turn."""

_MISSING_LIBRARY = re.compile(r"(\S+\.so[\d.]*): cannot open shared object file")
_LOADING_S = 120.0
_CLOSING_S = 2.0
_LAST_WORDS = 12


class LocalServer:
    """One child process with one model."""

    def __init__(self, file: ModelFile, process: asyncio.subprocess.Process, key: str) -> None:
        self.file = file
        self.key = key
        self.address = ""
        self._process = process
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, file: ModelFile) -> LocalServer:
        """Start a child; it is still loading its model then."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sidelight.providers.localserver",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )
        server = cls(file, process, secrets.token_urlsafe(32))
        told = {
            "model": str(file.path),
            "api_key": server.key,
            "threads": max(1, _cores() - 1),
            "context": file.context_tokens,
            "slots": SLOTS,
        }
        assert process.stdin is not None
        process.stdin.write(json.dumps(told).encode() + b"\n")
        return server

    @property
    def pid(self) -> int:
        """The child's process."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the child lives."""
        return self._process.returncode is None

    async def ready(self, clients: Clients) -> None:
        """Wait until the model answers.

        Raises:
            GenerationError: it cannot be loaded, or not in time.
        """
        try:
            async with asyncio.timeout(_LOADING_S):
                assert self._process.stdout is not None
                line = (await self._process.stdout.readline()).decode("utf-8", "replace")
                word, _, address = line.strip().partition(" ")
                if word != "LISTEN":
                    await self._process.wait()
                    raise GenerationError(self._would_not_start())
                self.address = address
                while not await self._healthy(clients):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            self.kill()
            failure = Failure(
                "timeout",
                f"“{self.file.path.name}” was not loaded within {_LOADING_S:g} seconds.",
                "It may be too large for this machine.",
                None,
                self.last_words(),
            )
            raise GenerationError(failure) from None

    async def _healthy(self, clients: Clients) -> bool:
        url = f"{self.address}/health"
        try:
            return (await clients.of(url).get(url)).status_code == 200
        except httpx.HTTPError:
            if not self.running:
                raise GenerationError(self._would_not_start()) from None
            return False

    async def ended(self, within_s: float) -> bool:
        """Whether the child ends within that time."""
        try:
            async with asyncio.timeout(within_s):
                await self._process.wait()
                # What it said last may still be in the pipe.
                await asyncio.wait([self._listening])
        except TimeoutError:
            return False
        return True

    def last_words(self) -> str:
        """The last lines that the child wrote."""
        return "\n".join(self._words)

    def crashed(self) -> Failure:
        """What to say of an answer that the child took with it."""
        code = self._process.returncode
        how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
        return Failure(
            "server",
            f"The process that runs “{self.file.path.name}” {how}.",
            "It starts again with the next question. If that happens again, memory may be short.",
            None,
            self.last_words(),
        )

    def _would_not_start(self) -> Failure:
        code = self._process.returncode
        if library := _MISSING_LIBRARY.search(self.last_words()):
            what = f"Models on this machine need the system library {library[1]}, which is missing."
            package = " On Debian and Ubuntu it is in the package libgomp1." if "gomp" in library[1] else ""
            return Failure("model_file", what, f"Install it and ask again.{package}", None, self.last_words())
        if code == BAD_MODEL:
            what = f"“{self.file.path.name}” cannot be loaded."
            advice = "The file may be damaged, or too large for this machine's memory. Download it again."
        else:
            what = f"The process that should run “{self.file.path.name}” ended at once (code {code})."
            advice = "Its last words are in the details; the package xllamacpp may be missing or damaged."
        return Failure("model_file", what, advice, None, self.last_words())

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        while True:
            try:
                line = await self._process.stderr.readline()
            except ValueError:
                # A line beyond the reader's limit; its head is dropped, and the pipe must not fill up.
                continue
            if not line:
                return
            self._words.append(line.decode("utf-8", "replace").rstrip()[:500])

    def kill(self) -> None:
        """End the child at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """Let the child end; after 2 seconds make it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if not await self.ended(_CLOSING_S):
            self.kill()
            await self.ended(0.3)
        self._listening.cancel()


class LocalServers:
    """One server for each model file, shared by all its settings."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._servers: dict[Path, asyncio.Task[LocalServer]] = {}
        # Every child that was started and not yet closed, also those that are still loading.
        self._children: list[LocalServer] = []

    async def serving(self, file: ModelFile) -> LocalServer:
        """The server of a file, started if it does not run.

        Raises:
            GenerationError: it cannot be started.
        """
        task = self._servers.get(file.path)
        if task is None or (task.done() and not self._alive(task)):
            task = self._servers[file.path] = asyncio.create_task(self._start(file))
            # Looked at even if every answer was stopped meanwhile, so that it is not reported as forgotten.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        # One answer's stop must not keep the others from their server.
        return await asyncio.shield(task)

    def _alive(self, task: asyncio.Task[LocalServer]) -> bool:
        return not task.cancelled() and task.exception() is None and task.result().running

    async def _start(self, file: ModelFile) -> LocalServer:
        server = await LocalServer.start(file)
        for gone in [child for child in self._children if not child.running]:
            self._children.remove(gone)
            await gone.close()
        self._children.append(server)
        await server.ready(self._clients)
        return server

    def pids(self) -> list[int]:
        """The children that live."""
        return [child.pid for child in self._children if child.running]

    def kill(self) -> None:
        """End every child at once; the last resort, from any thread."""
        for child in list(self._children):
            child.kill()

    async def close(self) -> None:
        """End every child."""
        starting = [task for task in self._servers.values() if not task.done()]
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        await asyncio.gather(*(child.close() for child in self._children))
        self._children.clear()


class LocalModels:
    """Adapter to models on this machine: finds the server of the model's file and asks it."""

    def __init__(
        self, catalogue: Catalogue, servers: LocalServers, clients: Clients, patience: Patience
    ) -> None:
        self._catalogue = catalogue
        self._servers = servers
        self._keys: dict[str, str] = {}
        # Its end is seen here and told in better words than a second attempt would find.
        once = replace(patience, retry_s=0.0)
        form = replace(FORMAT, dialect=lambda _: Dialect(refused=SETTINGS - LOCAL_SETTINGS))
        self._openai = ServedModels(form, clients, lambda c: self._keys[c.base_url], once)

    async def stream(self, request: Request, wire: WireLog) -> AsyncIterator[Delta]:
        """Answer a request, delta by delta.

        Raises:
            GenerationError: no answer came, or it broke off.
            UsageError: the model's file is gone.
        """
        server = await self._servers.serving(self._catalogue.model_file(request.model.ref))
        base_url = f"{server.address}/v1"
        self._keys[base_url] = server.key
        here = replace(request, connection=replace(request.connection, base_url=base_url))
        try:
            stream = cast("AsyncGenerator[Delta, None]", self._openai.stream(here, wire))
            async with aclosing(stream) as deltas:
                async for delta in deltas:
                    if isinstance(delta, FailureDelta):
                        raise GenerationError(delta.failure)
                    if isinstance(delta, NoticeDelta):
                        delta = NoticeDelta(_by_label(delta.text, server, request))
                    yield delta
        except GenerationError as error:
            broken = error.failure.kind in ("broken_stream", "unreachable", "server")
            # A connection that breaks is seen before the process is known to have ended.
            if broken and await server.ended(0.5):
                raise GenerationError(server.crashed()) from None
            raise GenerationError(_named(error.failure, server, request)) from None

    async def count(self, request: Request) -> Counted | None:
        """The tokens of a text, cut by the model's own tokenizer.

        Raises:
            GenerationError: the model cannot be loaded.
            UsageError: the model's file is gone.
        """
        server = await self._servers.serving(self._catalogue.model_file(request.model.ref))
        base_url = f"{server.address}/v1"
        self._keys[base_url] = server.key
        here = replace(request.connection, base_url=base_url)
        return await self._openai.count(replace(request, connection=here))

    async def models(self, connection: Connection) -> list[Model]:
        """The models on this machine."""
        return [model for model in self._catalogue.models() if model.ref.connection == connection.name]


def _named(failure: Failure, server: LocalServer, request: Request) -> Failure:
    """The failure in words of models, not of ports."""
    return replace(failure, what=_by_label(failure.what, server, request))


def _by_label(words: str, server: LocalServer, request: Request) -> str:
    host = server.address.partition("//")[2]
    names = "|".join(re.escape(name) for name in (request.wire_name, host))
    return re.sub(rf"(?<![\w.-])(?:{names})(?![\w-])", lambda _: request.model.label, words)


def _cores() -> int:
    """Cores that this process may use, each counted once however many threads it runs.

    The engine's threads wait for each other by spinning, so two on one core slow both down.
    """
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    cores: set[str] = set()
    for cpu in os.sched_getaffinity(0):
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            cores.add(siblings.read_text(encoding="ascii"))
        except OSError:
            cores.add(str(cpu))
    return len(cores)


def _environment() -> dict[str, str]:
    """This process's environment without anything that looks like a key: the child needs none."""
    secret = ("KEY", "TOKEN", "SECRET", "PASSWORD")
    return {name: value for name, value in os.environ.items() if not any(s in name.upper() for s in secret)}
