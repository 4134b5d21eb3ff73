# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a page reaches: itself. Every other address is refused and named.

The sandbox has no network and no files in any case. This is the nearer fence, which can say what was wanted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

SCHEME = b"page"
HOME = QUrl("page://answer/")
"""Where the page stands: an origin of its own, so that it may keep things as long as it is shown."""

WITHIN = frozenset({"page", "data", "blob", "about"})
"""Schemes that lead nowhere else."""

REFUSED = "The page asked for {address}. Nothing outside can be reached."
_MOST_NAMED = 30
_LONGEST_ADDRESS = 200


def register() -> None:
    """Make the page's own scheme known; before there is an application."""
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(flags.SecureScheme | flags.CorsEnabled | flags.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


class Fence(QWebEngineUrlRequestInterceptor):
    """Refuses each request that would leave the page; ``refused`` is called with the first of them."""

    def __init__(self, refused: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._refused = refused
        self._named: set[str] = set()

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block it unless it stays within, and say so on the error stream, each address once."""
        url = info.requestUrl()
        if url.scheme() in WITHIN:
            return
        info.block(True)
        address = url.toDisplayString()[:_LONGEST_ADDRESS]
        if address in self._named or len(self._named) >= _MOST_NAMED:
            return
        if not self._named:
            self._refused(REFUSED.format(address=address))
        self._named.add(address)
        print(f"Not loaded: {address}", file=sys.stderr, flush=True)


class Home(QWebEngineUrlSchemeHandler):
    """Serves the page at its own address, and nothing at any other."""

    def __init__(self, html: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._html = html

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request of the engine."""
        url = job.requestUrl()
        if url.host() != HOME.host() or url.path() != HOME.path():
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        body = QBuffer(job)
        body.setData(self._html)
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        # Without a charset: a page says itself how it is written, and UTF-8 is what is assumed of one that
        # says nothing.
        job.reply(b"text/html", body)
