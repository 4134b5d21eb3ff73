# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whom the clients trust, which way they go, and how many streams they hold, with real sockets."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest

from sidelight.domain.model import Connection
from sidelight.providers.clients import trusted
from sidelight.providers.provider import Patience

# A certificate for localhost that no authority knows, until the year 2126, with its key.
CERTIFICATE = Path(__file__).with_name("localhost.pem")


@pytest.fixture
def secure():
    """The address of a server that encrypts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def serve(sock):
        try:
            with context.wrap_socket(sock, server_side=True) as wrapped:
                data = b""
                while b"\r\n\r\n" not in data or not data.endswith(b"}"):
                    data += wrapped.recv(65536)
                body = b'{"choices": [{"message": {"content": "safely"}, "finish_reason": "stop"}]}'
                head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
                wrapped.sendall(head.encode() + b"connection: close\r\n\r\n" + body)
        except OSError:
            # Somebody who does not trust it hangs up.
            sock.close()

    def accept():
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve, args=(sock,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    yield f"https://localhost:{listener.getsockname()[1]}/v1"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    for thread in [accepting, *threads]:
        thread.join(10)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_an_institutions_own_authority_is_trusted_when_named(bench, asking, secure, monkeypatch, variable):
    monkeypatch.setenv(variable, str(CERTIFICATE))
    connection = Connection("own", "openai", "Own", secure)
    assert bench.ask(bench.network(), asking(connection)).text == "safely"


def test_a_certificate_that_nobody_knows_is_refused(bench, asking, secure):
    connection = Connection("own", "openai", "Own", secure)
    failure = bench.ask(bench.network(), asking(connection)).failure
    assert failure.kind == "unreachable"
    assert "cannot be trusted" in failure.what
    assert "SSL_CERT_FILE" in failure.advice


def test_the_systems_authorities_are_trusted_and_those_that_are_named(tmp_path):
    known = len(trusted({}).get_ca_certs())
    assert known > 100
    assert len(trusted({"SSL_CERT_FILE": str(CERTIFICATE)}).get_ca_certs()) == known + 1
    assert len(trusted({"SSL_CERT_FILE": str(tmp_path / "nothing")}).get_ca_certs()) == known
    (tmp_path / "bad.pem").write_text("no certificate")
    assert len(trusted({"REQUESTS_CA_BUNDLE": str(tmp_path / "bad.pem")}).get_ca_certs()) == known


def test_a_proxy_from_the_environment_is_asked(bench, asking, odd_server, monkeypatch):
    proxy = odd_server(lambda caller: caller.answer("403 Forbidden", ""))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    connection = Connection("far", "openai", "Far", "https://far.example.org/v1")
    failure = bench.ask(bench.network(), asking(connection)).failure
    assert proxy.callers[0].head.startswith("CONNECT far.example.org:443 ")
    assert failure.kind == "unreachable"
    assert "proxy" in failure.what


def test_twelve_streams_to_one_host_run_at_once(bench, odd_server, asking):
    everybody = threading.Barrier(12, timeout=30)

    def answer(caller):
        caller.begin()
        caller.say("one ")
        # Nobody goes on before all have begun: a pool that is too small would never get here.
        everybody.wait()
        caller.say("two", "stop")
        caller.done()

    server = odd_server(answer)
    network = bench.network(patience=Patience(retry_s=0))
    streams = [bench.start(network, asking(server.connection())) for _ in range(12)]
    assert {bench.ended(stream).text for stream in streams} == {"one two"}
    assert server.connections == 12
