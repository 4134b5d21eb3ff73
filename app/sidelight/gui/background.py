# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a person asks for and has to wait for, written as coroutines, while the window goes on.

asyncio costs a start more time than most windows ever need it, so it comes with the first coroutine and then
runs inside Qt's own loop. Streams of answers are not driven from here: they have a thread of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop

if TYPE_CHECKING:
    import asyncio

    import qasync

Result = TypeVar("Result")


class _Host:
    """Qt's application as far as asyncio's loop may use it: when that one ends, nothing else does."""

    def __init__(self, application: QCoreApplication) -> None:
        self.aboutToQuit = application.aboutToQuit

    def exit(self) -> None:
        """Quitting is the session's to do."""


class Background:
    """The coroutines of one session; made and used on the thread of the windows."""

    def __init__(self) -> None:
        self._loop: qasync.QEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether something is still under way."""
        return bool(self._tasks)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin a coroutine, which goes on by itself; what it raises reaches ``sys.excepthook``.

        It must not open a dialog that waits for its user: no other coroutine could go on meanwhile.
        """
        task = self._running().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def apart(self, work: Callable[[], Result]) -> Result:
        """Await something that blocks, on a thread of its own; raises what ``work`` raises."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1, thread_name_prefix="background") as thread:
            result: Result = await self._running().run_in_executor(thread, work)
        return result

    def finish(self) -> None:
        """Wait for what is under way, with the windows alive."""
        events = QEventLoop()
        while self._tasks:
            events.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        """Finish, and give the loop back. Afterwards it can be used anew."""
        self.finish()
        loop, self._loop = self._loop, None
        if loop is not None:
            from asyncio import events

            events._set_running_loop(None)  # noqa: SLF001  asyncio has no public word for a guest that leaves
            loop.stop()
            loop.close()

    def _running(self) -> qasync.QEventLoop:
        if self._loop is None:
            import qasync  # with asyncio 45 ms: not before it is wanted

            application = QCoreApplication.instance()
            assert application is not None
            self._loop = qasync.QEventLoop(_Host(application), already_running=True)
        return self._loop

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            raise error
