# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The answer view: Markdown that arrives token by token, read, selected, searched and annotated."""

from __future__ import annotations

from sidelight.gui.answer.view import AnswerView

__all__ = ["AnswerView"]
