# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The HTTP clients of the network thread. Made there: their certificates take a tenth of a second to load."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from sidelight import __version__
from sidelight.providers.addresses import is_loopback
from sidelight.providers.provider import Patience


class Clients:
    """One client for the network, and one for this machine that goes round any proxy."""

    def __init__(self, patience: Patience) -> None:
        # Waiting for tokens is timed by the adapter, which knows a token from a keep-alive.
        timeout = httpx.Timeout(
            connect=patience.connect_s, read=None, write=patience.first_token_s, pool=None
        )
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=16)
        headers = {"user-agent": f"sidelight/{__version__}", "accept-encoding": "identity"}
        # Loading the certificates is what takes the time, so both share them.
        trust = httpx.create_ssl_context()
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
