# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Turns what goes wrong between here and a server into a ``Failure``. Knows httpx; ``errors`` does not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpx

from sidelight.domain.failure import Failure
from sidelight.providers.errors import Asked


def failure_of_transport(asked: Asked, error: Exception, *, answering: bool) -> Failure:
    """Why a connection did not come about, or broke.

    Args:
        asked: who was asked.
        error: what httpx raised. Its own words are not shown: they may quote a header.
        answering: whether part of the answer had come.
    """
    host = asked.host
    causes = list(_causes(error))
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return Failure(
            "unreachable",
            f"{host} did not take the connection in time.",
            "Check the address and the network; a firewall may be in between.",
        )
    if isinstance(error, httpx.ProxyError):
        return Failure(
            "unreachable",
            f"The proxy on the way to {host} refused the connection.",
            "Check HTTPS_PROXY and NO_PROXY in the environment.",
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return _tls(host, causes)
    if isinstance(error, httpx.ConnectError):
        return _no_connection(host, causes)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Failure("bad_request", f"“{host}” is not an address.", "Write it like https://host/v1.")
    if isinstance(error, httpx.TimeoutException):
        return Failure(
            "timeout", f"{host} took too long to take the request.", "Check the network; try again."
        )
    if isinstance(error, httpx.DecodingError):
        return Failure("broken_stream", f"What {host} sent could not be unpacked.", "Try again.")
    if answering:
        return Failure(
            "broken_stream",
            f"The connection to {host} broke in the middle of the answer.",
            "What came so far is kept; try again.",
        )
    return Failure(
        "server",
        f"{host} closed the connection without an answer.",
        "It may be starting, or may not speak HTTP here. Check the address and try again.",
    )


def _tls(host: str, causes: list[BaseException]) -> Failure:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failure(
                "unreachable",
                f"The certificate of {host} cannot be trusted: {cause.verify_message}.",
                "Check the address. If it is your institution's own, put its authority's certificate into a "
                "file and name that in SSL_CERT_FILE.",
            )
    return Failure(
        "unreachable",
        f"No secure connection to {host} could be made.",
        "Check whether the address should begin with http:// (only on this machine) or has another port.",
    )


def _no_connection(host: str, causes: list[BaseException]) -> Failure:
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Failure(
            "unreachable",
            f"No machine is known under the name of {host}.",
            "Check its spelling and your network.",
        )
    return Failure(
        "unreachable",
        f"Nobody answers at {host}.",
        "Check that the server is running and the address is right.",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions
