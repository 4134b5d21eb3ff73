# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Sidelight compares language models; this file holds a version only, so a sandbox child starts fast."""

from __future__ import annotations

__version__ = "0.1.0"
