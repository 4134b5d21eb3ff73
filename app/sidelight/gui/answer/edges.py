# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Style sheets of an answer's edges: its scroll bar, and the line beside a quiet one."""

from __future__ import annotations

from sidelight.gui.theme import Theme


def bar_sheet(theme: Theme) -> str:
    """The style sheet of a vertical scroll bar: a narrow thumb without buttons."""
    css, space = theme.css, theme.space
    handle = f"background: {css('line')}; min-height: {space.xxl}px; border-radius: {space.xs}px; margin: 2px"
    return (
        f"QScrollBar:vertical {{ background: {css('page')}; width: {space.m}px; border: none; }}"
        f"QScrollBar::handle:vertical {{ {handle}; }}"
        f"QScrollBar::handle:vertical:hover {{ background: {css('quiet')}; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: none; }"
    )


def quiet_sheet(theme: Theme) -> str:
    """The style sheet of an answer that stands behind another, as reasoning does: a line at its left."""
    edge = f"border-left: {theme.space.edge}px solid {theme.css('line')}"
    return f"QAbstractScrollArea {{ background: {theme.css('page')}; border: none; {edge}; }}"
