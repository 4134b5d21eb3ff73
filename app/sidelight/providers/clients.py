# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The HTTP clients of the network thread. Made there: their certificates take a tenth of a second to load."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import httpx

from sidelight import __version__
from sidelight.providers.addresses import is_loopback
from sidelight.providers.provider import Patience

# Where the distributions keep the authorities that a system trusts, an institution's own among them.
_SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_NAMED_BY = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def trusted(environ: Mapping[str, str]) -> ssl.SSLContext:
    """Whom to trust: the system's authorities (Mozilla's if there are none), and those that are named.

    What is named and cannot be read is passed over: the connection then says what is missing.
    """
    ours = ssl.get_default_verify_paths().openssl_cafile
    system = next((file for file in (ours, *_SYSTEM_FILES) if Path(file).is_file()), certifi.where())
    # Named as a file, for the default places are read without letting other threads run meanwhile.
    context = ssl.create_default_context(cafile=system)
    for variable in _NAMED_BY:
        if not (named := environ.get(variable, "")):
            continue
        try:
            if Path(named).is_dir():
                context.load_verify_locations(capath=named)
            else:
                context.load_verify_locations(named)
        except (OSError, ssl.SSLError):
            continue
    return context


class Clients:
    """One client for the network, and one for this machine that goes round any proxy.

    Proxies are taken from ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, as everywhere.
    """

    def __init__(self, patience: Patience) -> None:
        # Waiting for tokens is timed by the adapter, which knows a token from a keep-alive.
        timeout = httpx.Timeout(
            connect=patience.connect_s, read=None, write=patience.first_token_s, pool=None
        )
        # As many streams at once as there are panes, whoever they go to; what is idle is kept for the next.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=16)
        headers = {"user-agent": f"sidelight/{__version__}", "accept-encoding": "identity"}
        # Loading the certificates is what takes the time, so both share them.
        trust = trusted(os.environ)
        self._network = httpx.AsyncClient(timeout=timeout, limits=limits, headers=headers, verify=trust)
        self._here = httpx.AsyncClient(
            timeout=timeout, limits=limits, headers=headers, verify=trust, trust_env=False
        )

    def of(self, url: str) -> httpx.AsyncClient:
        """The client for an address."""
        return self._here if is_loopback(urlsplit(url).hostname or "") else self._network

    async def aclose(self) -> None:
        """Close all connections."""
        await self._here.aclose()
        await self._network.aclose()
