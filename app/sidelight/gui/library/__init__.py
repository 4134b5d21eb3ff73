# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The left rail: places, the history of comparisons, and what the sandbox can hold."""

from __future__ import annotations
