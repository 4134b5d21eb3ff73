# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The use cases, free of any toolkit: comparing, reviewing, running, keeping projects and settings."""

from __future__ import annotations
