# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Real toolkits brought onto the stage: each module changes one package just after its import."""

from __future__ import annotations
