# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Leaderboard: what votes say of the models, how surely, and which votes say it."""

from __future__ import annotations
