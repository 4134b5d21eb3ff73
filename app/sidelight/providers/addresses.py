# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where requests may go: encrypted, unless to this machine, and with the key in the header only."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_bare(url: str) -> bool:
    """Whether what goes to an address can be read on the way to another machine."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme == "http" and not is_loopback(parts.hostname or "")
    except ValueError:
        return False


def endpoint(base_url: str, path: str, *, insecure: bool = False) -> str:
    """The address of one service under a connection's base address.

    ``insecure`` is the user's word that it need not be encrypted.

    Raises:
        GenerationError: it is no address, is not encrypted, or carries a name or password.
    """
    try:
        parts = urlsplit(base_url.strip())
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        raise GenerationError(
            Failure(
                "bad_request",
                "The connection has no usable address.",
                "Write it like https://host/v1, ending before the name of the service (/chat/completions).",
            )
        )
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise GenerationError(
            Failure(
                "bad_request",
                f"The address of {host} carries a name, a password or a query.",
                "Leave that out and put the key into an environment variable that the connection names.",
            )
        )
    if is_bare(base_url) and not insecure:
        raise GenerationError(
            Failure(
                "bad_request",
                f"The address of {host} is not encrypted, so others could read your key and your prompts.",
                "Write https:// instead of http://. Only servers on this machine may do without, or those "
                "for which you say insecure_http = true in connections.toml.",
            )
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/{path.lstrip('/')}"


def place(url: str) -> str:
    """Host and port of an address, for a sentence."""
    return urlsplit(url).netloc.rpartition("@")[2]
