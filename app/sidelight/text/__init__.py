# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pure work on text: splitting an answer into blocks, colouring code, finding the source of what is shown."""

from __future__ import annotations
