# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The network: one thread, one adapter for each wire format, and the box through which answers cross."""

from __future__ import annotations
