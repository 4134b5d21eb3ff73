# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pure work on text: splitting an answer into blocks, colouring code, aligning what is shown with its source."""

from __future__ import annotations
