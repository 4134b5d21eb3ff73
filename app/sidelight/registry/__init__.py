# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Plugins: which there are, which may show an artifact, and their workers."""

from __future__ import annotations
