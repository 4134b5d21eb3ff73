# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How models cut text into tokens: OpenAI's encodings, without a network."""

from __future__ import annotations
