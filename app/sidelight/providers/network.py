# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The network thread: owns the event loop, the HTTP clients and the local servers.

asyncio, httpx and the adapters are imported when the thread starts, so a window is there before they are.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from sidelight import resources
from sidelight.domain.delta import FailureDelta
from sidelight.domain.errors import GenerationError, UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Timing, Usage
from sidelight.domain.identity import GenerationId
from sidelight.domain.model import Connection, Model
from sidelight.providers.catalogue import RECORDED, Catalogue
from sidelight.providers.daemon_executor import DaemonExecutor
from sidelight.providers.outbox import Batch, Ended, Outbox
from sidelight.providers.provider import Patience, Pause, Provider, WireLog
from sidelight.providers.request import Request

if TYPE_CHECKING:
    import asyncio

    from sidelight.providers.clients import Clients
    from sidelight.providers.counting import Counted
    from sidelight.providers.local import LocalServers

_JOIN_S = 3.0
_END_STREAMS_S = 1.0
_END_CLIENTS_S = 0.4


class Network:
    """Streams answers into the outbox, from a thread that starts when it is first needed.

    Every method may be called from any thread and returns at once, except ``close``.

    Args:
        catalogue: knows connections, keys, model files and recordings.
        outbox: where answers go.
        patience: how long to wait for servers.
        pace: tokens a second at which recorded answers are replayed; their own usual one if not given.
        providers: adapters by the name of the connection they serve, before the built-in ones.
        permit: asked before each request, in the network thread; a failure is the answer then, and
            a pause is waited for before it is asked once more.
        settle: told after each request, in the network thread, what may have been charged for.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        outbox: Outbox,
        *,
        patience: Patience | None = None,
        pace: float | None = None,
        providers: Mapping[str, Provider] | None = None,
        permit: Callable[[Request], Failure | Pause | None] = lambda _: None,
        settle: Callable[[Request, Usage | None], None] = lambda _request, _usage: None,
    ) -> None:
        self._catalogue = catalogue
        self._outbox = outbox
        self._patience = patience or Patience()
        self._pace = pace
        self._named = dict(providers or {})
        self._permit = permit
        self._settle = settle
        # Protects _thread, _loop and _closed: two callers must not start two threads.
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        # From here on: touched by the network thread only.
        self._tasks: dict[GenerationId, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._built: dict[str, Provider] = {}
        self._clients: Clients | None = None
        self._servers: LocalServers | None = None

    def preload(self) -> None:
        """Start the thread and import what is slow, so that the first answer need not wait for it."""
        self._call(self._preload)

    def start(self, stream: GenerationId, request: Request) -> None:
        """Begin to answer a request; deltas go to the outbox, then one ``Ended``."""
        if not self._call(self._start, stream, request):
            self._refuse(stream)

    def stop(self, stream: GenerationId) -> None:
        """The user's stop: closes the connection. ``StopDelta(STOPPED)`` and ``Ended`` follow."""
        self._call(self._stop, stream)

    def list_models(self, connection: str) -> Future[list[Model]]:
        """The models that a connection serves.

        The future raises ``GenerationError`` if it would not say, ``UsageError`` if it does not exist.
        """
        future: Future[list[Model]] = Future()
        if not self._call(self._list_models, connection, future):
            future.set_exception(UsageError("The network is closed."))
        return future

    def count(self, request: Request) -> Future[Counted | None]:
        """The tokens of a conversation, counted by whoever serves the model; ``None`` if nobody there counts.

        The future raises ``GenerationError`` if it would not say.
        """
        future: Future[Counted | None] = Future()
        if not self._call(self._count, request, future):
            future.set_exception(UsageError("The network is closed."))
        return future

    def close(self) -> None:
        """End streams, local servers and the thread, within 3 seconds. The second call does nothing."""
        with self._lock:
            thread, loop, was_closed = self._thread, self._loop, self._closed
            self._closed = True
        if was_closed or thread is None or loop is None:
            return
        loop.call_soon_threadsafe(self._spawn, self._shut_down)
        thread.join(_JOIN_S)
        if thread.is_alive() and self._servers is not None:
            self._servers.kill()

    def _call(self, function: Callable[..., None], *arguments: object) -> bool:
        with self._lock:
            if self._closed:
                return False
            if self._loop is None:
                import asyncio

                self._loop = asyncio.new_event_loop()
                self._loop.set_default_executor(DaemonExecutor())
                self._thread = threading.Thread(target=self._run, name="sidelight-network", daemon=True)
                self._thread.start()
            self._loop.call_soon_threadsafe(function, *arguments)
        return True

    # In the network thread from here on.

    def _run(self) -> None:
        loop = self._loop
        assert loop is not None
        import asyncio

        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.close()

    def _preload(self) -> None:
        self._catalogue.read_table()
        for kind in ("openai", "local"):
            self._provider_of_kind(kind)

    def _start(self, stream: GenerationId, request: Request) -> None:
        from sidelight.providers.stream import Stream

        carried = Stream(stream, self._outbox, WireLog())

        def ended(_: asyncio.Task[None]) -> None:
            # A task that is cancelled before its first step never gets to say so itself.
            carried.conclude(StopReason.STOPPED)
            self._tasks.pop(stream, None)
            self._settle(request, carried.charged)

        def provider() -> Provider:
            return self._provider(request.connection)

        assert self._loop is not None
        task = self._loop.create_task(carried.carry(provider, request, self._permit))
        self._tasks[stream] = task
        task.add_done_callback(ended)

    def _stop(self, stream: GenerationId) -> None:
        if task := self._tasks.get(stream):
            task.cancel()

    def _list_models(self, name: str, future: Future[list[Model]]) -> None:
        import asyncio

        async def list_them() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                connection = self._catalogue.connection(name)
                listed = await self._provider(connection).models(connection)
                future.set_result([self._catalogue.described(model) for model in listed])
            except asyncio.CancelledError:
                future.set_exception(GenerationError(Failure("internal", "The list was not waited for.")))
            except Exception as error:
                future.set_exception(error)

        self._spawn(list_them)

    def _count(self, request: Request, future: Future[Counted | None]) -> None:
        import asyncio

        from sidelight.providers.counting import Counter

        async def count() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                provider = self._provider(request.connection)
                future.set_result(await provider.count(request) if isinstance(provider, Counter) else None)
            except asyncio.CancelledError:
                future.set_exception(GenerationError(Failure("internal", "The count was not waited for.")))
            except Exception as error:
                future.set_exception(error)

        self._spawn(count)

    def _spawn(self, function: Callable[[], Coroutine[Any, Any, None]]) -> None:
        assert self._loop is not None
        task = self._loop.create_task(function())
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    def _refuse(self, stream: GenerationId) -> None:
        failure = Failure("internal", "Sidelight is closing, so nothing new is asked.")
        self._outbox.put(Batch(stream, 0.0, (FailureDelta(failure),), ()))
        self._outbox.put(Ended(stream, Timing(), WireLog().exchange()))

    def _provider(self, connection: Connection) -> Provider:
        return self._named.get(connection.name) or self._provider_of_kind(connection.kind)

    def _provider_of_kind(self, kind: str) -> Provider:
        if kind not in self._built:
            self._built[kind] = self._build(kind)
        return self._built[kind]

    def _build(self, kind: str) -> Provider:
        if kind == "recorded":
            from sidelight.providers.recorded import PACE, RecordedAnswers

            pace = PACE if self._pace is None else self._pace
            return RecordedAnswers(self._catalogue.recorded, pace=pace, models=self._recorded_models)
        # httpx would bring its own command line along, and with that half as many modules again.
        sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
        # Imported here because httpx takes a tenth of a second that no window should wait for.
        from sidelight.providers.clients import Clients
        from sidelight.providers.formats import FORMATS
        from sidelight.providers.local import LocalModels, LocalServers
        from sidelight.providers.platform_messages import read_messages
        from sidelight.providers.served import ServedModels

        if self._clients is None:
            self._clients = Clients(self._patience)
        if kind == "local":
            self._servers = LocalServers(self._clients)
            return LocalModels(self._catalogue, self._servers, self._clients, self._patience)
        messages = read_messages(resources.path("platform_messages.toml"))
        return ServedModels(FORMATS[kind], self._clients, self._catalogue.key, self._patience, messages)

    def _recorded_models(self) -> list[Model]:
        return [m for m in self._catalogue.models() if m.ref.connection == RECORDED.name]

    async def _shut_down(self) -> None:
        import asyncio

        servers = asyncio.ensure_future(self._servers.close()) if self._servers is not None else None
        waiting = [*self._tasks.values(), *(self._others - {asyncio.current_task()})]
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting, timeout=_END_STREAMS_S)
        if servers is not None:
            await servers
        if self._clients is not None:
            try:
                async with asyncio.timeout(_END_CLIENTS_S):
                    await self._clients.aclose()
            except Exception:
                # A connection that will not close goes with the process.
                pass
        loop = asyncio.get_running_loop()
        await loop.shutdown_asyncgens()
        loop.call_soon(loop.stop)
