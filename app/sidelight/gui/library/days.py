# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Naming days and times as the history shows them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale


def _tr(text: str) -> str:
    return QCoreApplication.translate("Days", text)


def day_of(unix_ms: int) -> QDate:
    """The local day of a moment."""
    return QDateTime.fromMSecsSinceEpoch(unix_ms).date()


def name_of_day(day: QDate, today: QDate) -> str:
    """``Today``, ``Yesterday``, ``Tuesday``, ``12 March``, or with its year if it is another one's."""
    behind = day.daysTo(today)
    locale = QLocale()
    if behind == 0:
        return _tr("Today")
    if behind == 1:
        return _tr("Yesterday")
    if 1 < behind < 7:
        return locale.toString(day, "dddd")
    return locale.toString(day, "d MMMM" if day.year() == today.year() else "d MMMM yyyy")


def clock_time(unix_ms: int, *, seconds: bool = False) -> str:
    """Hours and minutes as the user's locale writes them, or with seconds."""
    moment = QDateTime.fromMSecsSinceEpoch(unix_ms)
    locale = QLocale()
    if seconds:
        return locale.toString(moment.time(), "HH:mm:ss")
    return locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
