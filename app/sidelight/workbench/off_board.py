# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Why a board leaves votes out, in words."""

from __future__ import annotations

KNOWN = "the names were known"
AGAIN = "shown a second time, to see whether one votes alike"
ITSELF = "one model on both sides, to see whether one calls it a tie"
LEAKED = "an answer gave its model away"
EARLY = "given before the answers had ended"
PLAIN_STYLE = "style unknown"
