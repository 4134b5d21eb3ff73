# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import socket
import ssl

import httpx
import pytest

from sidelight.providers.errors import Asked
from sidelight.providers.transport_errors import failure_of_transport

ASKED = Asked("api.example.org", "m")


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (httpx.ConnectTimeout("x"), "unreachable", "in time"),
        (httpx.ProxyError("x"), "unreachable", "proxy"),
        (httpx.UnsupportedProtocol("x"), "bad_request", "address"),
        (httpx.WriteTimeout("x"), "timeout", "too long"),
        (httpx.DecodingError("x"), "broken_stream", "unpacked"),
        (caused(httpx.ConnectError("x"), socket.gaierror(-2, "x")), "unreachable", "No machine"),
        (
            caused(httpx.ConnectError("x"), ExceptionGroup("x", [ConnectionRefusedError()])),
            "unreachable",
            "Nobody",
        ),
        (caused(httpx.ConnectError("x"), ssl.SSLError(1, "x")), "unreachable", "secure connection"),
    ],
)
def test_each_kind_of_trouble(error, kind, words):
    failure = failure_of_transport(ASKED, error, answering=False)
    assert failure.kind == kind
    assert words in failure.what
    assert failure.advice


def test_a_certificate_that_cannot_be_trusted():
    cause = ssl.SSLCertVerificationError(1, "x")
    cause.verify_message = "self-signed certificate"
    failure = failure_of_transport(ASKED, caused(httpx.ConnectError("x"), cause), answering=False)
    assert "self-signed certificate" in failure.what
    assert "SSL_CERT_FILE" in failure.advice


def test_a_break_before_and_in_an_answer():
    error = httpx.RemoteProtocolError("peer closed connection")
    assert failure_of_transport(ASKED, error, answering=True).kind == "broken_stream"
    assert failure_of_transport(ASKED, error, answering=False).kind == "server"


def test_what_httpx_says_is_not_shown():
    error = httpx.LocalProtocolError("Illegal header value b'Bearer sk-canary'")
    assert "canary" not in repr(failure_of_transport(ASKED, error, answering=False))


def test_causes_that_go_in_circles_are_no_trap():
    first, second = httpx.ReadError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert failure_of_transport(ASKED, first, answering=True).kind == "broken_stream"
