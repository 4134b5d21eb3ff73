# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a page reaches: itself, and the shelf. Every other address is refused and named.

The sandbox has no network and no files in any case. This is the nearer fence, which can say what was wanted.
A request that the shelf answers is led to the page's own host: what came from another one, the engine would
not let a page read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from sidelight.stage.page import GET_SHELF
from sidelight.stage.page.answering import REFUSED, Counter
from sidelight.stage.page.shelf import STUB

SCHEME = b"page"
HOME = QUrl("page://answer/")
"""Where the page stands: an origin of its own, so that it may keep things as long as it is shown."""

WITHIN = frozenset({"page", "data", "blob", "about"})
"""Schemes that lead nowhere else."""

SHELF = "/~shelf/"
NOT_BESIDE = "The page asked for {name}. There is no such file beside it, and nothing else can be reached."
_ICON = "/favicon.ico"
_SAID_ELSEWHERE = (
    QWebEngineUrlRequestInfo.ResourceType.ResourceTypeMainFrame,
    QWebEngineUrlRequestInfo.ResourceType.ResourceTypeFavicon,
)
_READ_AS_DATA = QWebEngineUrlRequestInfo.ResourceType.ResourceTypeXhr
"""Who fetches a module's text wants that text, and not another name of it."""
_MOST_NAMED = 30
_LONGEST_ADDRESS = 200
_SETTLED_MS = 400
"""So long after the last library was asked for, what the page should be told of them is said."""


def register() -> None:
    """Make the page's own scheme known; before there is an application."""
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(flags.SecureScheme | flags.CorsEnabled | flags.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


class Fence(QWebEngineUrlRequestInterceptor):
    """Leads each request that would leave the page to the shelf, or refuses it.

    ``say`` is called with the first refusal, the first that a shelf would spare, and with what the person
    should know of what was answered.
    """

    def __init__(self, counter: Counter, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._say = say
        self._named: set[str] = set()
        self._missing: set[str] = set()
        self._helped = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._say_notes)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block it unless it stays within or the shelf has it, and say so on the error stream, each once."""
        url = info.requestUrl()
        if url.scheme() == HOME.scheme():
            # What Home refuses, the page would wait for: only what is refused here has failed at once.
            there = self._is_there(url)
            info.block(not there)
            if not there and info.resourceType() not in _SAID_ELSEWHERE:
                self._name_missing(url)
            return
        if url.scheme() in WITHIN:
            return
        answer = self._counter.answer(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if answer.place and info.requestMethod() == b"GET":
            target = QUrl(HOME)
            target.setPath(SHELF + answer.place)
            if answer.stub and info.resourceType() != _READ_AS_DATA:
                target.setQuery(STUB)
            info.redirect(target)
            self._settled.start()
            return
        info.block(True)
        address = url.toDisplayString()[:_LONGEST_ADDRESS]
        if address in self._named or len(self._named) >= _MOST_NAMED:
            return
        helps = GET_SHELF in answer.sentence
        if not self._named or (helps and not self._helped):
            self._helped |= helps
            self._say(answer.sentence or REFUSED.format(address=address))
        self._named.add(address)
        print(f"Not loaded: {address}", file=sys.stderr, flush=True)

    def _name_missing(self, url: QUrl) -> None:
        """Say of the first file that is not beside the page that it is not; the others are printed."""
        path = url.path()
        if url.host() != HOME.host() or path == _ICON or path.startswith(SHELF):
            return
        name = path.lstrip("/")[:_LONGEST_ADDRESS]
        if name in self._missing or len(self._missing) >= _MOST_NAMED:
            return
        if not self._missing:
            self._say(NOT_BESIDE.format(name=name))
        self._missing.add(name)
        print(f"Not loaded: {name}", file=sys.stderr, flush=True)

    def _is_there(self, url: QUrl) -> bool:
        path = url.path()
        shelved = path.startswith(SHELF) and self._counter.has(path.removeprefix(SHELF))
        return url.host() == HOME.host() and (path == HOME.path() or shelved)

    def _say_notes(self) -> None:
        for note in self._counter.notes():
            self._say(note)


class Home(QWebEngineUrlSchemeHandler):
    """Serves the page at its own address, the shelf below it, and nothing at any other."""

    def __init__(self, html: bytes, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._html = counter.fitted(html)
        self._counter = counter

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request of the engine."""
        url = job.requestUrl()
        path = url.path()
        found: tuple[str, bytes] | None = None
        if url.host() == HOME.host() and path == HOME.path():
            # Its text came as text and was written as this, whatever it says itself of how it is written.
            found = "text/html; charset=utf-8", self._html
        elif url.host() == HOME.host() and path.startswith(SHELF):
            found = self._counter.serve(path.removeprefix(SHELF), url.query())
        if found is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        media, content = found
        body = QBuffer(job)
        body.setData(content)
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(media.encode(), body)
