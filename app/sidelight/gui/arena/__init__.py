# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Arena: answers without names, a vote, and only then the names."""

from __future__ import annotations
