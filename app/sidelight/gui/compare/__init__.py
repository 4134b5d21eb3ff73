# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place where one prompt meets several models: the prompt box, the panes, and what stands in them."""

from __future__ import annotations
