# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Tokens: how encodings cut a text, side by side."""

from __future__ import annotations
