# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools for the answer that is worked with: ask it again, hold it, read it otherwise, run it, copy it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from sidelight.domain.errors import SidelightError
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.tool import Page, Tool, reading


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnswerTools", text)


def tools(page: Page) -> tuple[Tool, ...]:
    """They serve while there is an answer, each where it fits how that stands."""
    tool = partial(reading, page)

    def recorded(known: OpenComparison) -> bool:
        answer = known.answer
        try:
            return answer is not None and not answer.running and page.desk.has_record(answer.id)
        except SidelightError:
            # It cannot be read now, so nothing can be shown; whoever asks for it anew is told why.
            return False

    def stop(known: OpenComparison) -> None:
        if known.answer is not None:
            page.desk.comparing.stop(known.answer)

    def run(known: OpenComparison) -> None:
        if not known.scripts.run_one():
            page.trouble.emit(_tr("This answer holds no complete Python script, so there is nothing to run."))

    def copy_selection(known: OpenComparison) -> None:
        view = known.pane.view if known.pane is not None else None
        if view is None or view.selected_span() is None:
            page.trouble.emit(_tr("Nothing is selected in this answer. “Copy answer” copies the whole."))
        else:
            view.copy_markdown()

    def cut(known: OpenComparison) -> None:
        selected = known.selected_span()
        if known.answer is not None:
            page.tokens_wanted.emit(selected.quote if selected is not None else known.answer.text)

    return (
        tool(
            "answer.again",
            _tr("Ask this model again"),
            "Ctrl+R",
            "again",
            lambda _known: page.rounds.again_here(),
            _can_ask_again,
        ),
        tool("answer.stop", _tr("Stop this answer"), "Ctrl+.", "stop", stop, _running),
        tool(
            "answer.pause",
            _tr("Pause what is shown of this answer"),
            "Ctrl+Shift+P",
            "pause",
            OpenComparison.toggle_held,
            lambda known: not known.covered and (_held(known) or _running(known)),
            on=_held,
        ),
        tool("answer.copy", _tr("Copy answer"), "Ctrl+Alt+C", "copy", _copy),
        tool("answer.raw", _tr("Raw text"), "Ctrl+T", "raw", OpenComparison.toggle_raw, on=_raw),
        tool(
            "answer.record",
            _tr("Show record"),
            "Ctrl+Shift+E",
            "record",
            lambda _known: page.record_wanted.emit(),
            recorded,
        ),
        tool("answer.find", _tr("Find in this answer"), "Ctrl+F", "search", _find),
        tool(
            "answer.before",
            _tr("Attempt before"),
            "Alt+Left",
            "left",
            lambda known: known.step_attempt(-1),
            lambda known: known.answer is not None and known.answer is not _attempts(known)[0],
        ),
        tool(
            "answer.after",
            _tr("Attempt after"),
            "Alt+Right",
            "right",
            lambda known: known.step_attempt(1),
            lambda known: known.answer is not None and known.answer is not _attempts(known)[-1],
        ),
        tool("answer.run", _tr("Run the script of this answer"), "Ctrl+Shift+X", "play", run),
        tool(
            "answer.halt",
            _tr("Stop the scripts that are running"),
            "Ctrl+Alt+X",
            "stop",
            lambda known: known.scripts.stop(),
            lambda known: known.scripts.running,
        ),
        tool("answer.larger", _tr("Larger answers"), "Ctrl++; Ctrl+=", "plus", partial(_zoom, steps=1)),
        tool("answer.smaller", _tr("Smaller answers"), "Ctrl+-", "", partial(_zoom, steps=-1)),
        tool("answer.zoom", _tr("Answers in their ordinary size"), "Ctrl+0", "", partial(_zoom, steps=0)),
        tool(
            "answer.drawings",
            _tr("Show sources, or what they mean"),
            "Ctrl+Shift+D",
            "artifacts",
            OpenComparison.toggle_drawings,
        ),
        tool(
            "answer.markdown", _tr("Copy the selection as Markdown"), "Ctrl+Shift+C", "copy", copy_selection
        ),
        tool(
            "answer.tokens",
            _tr("Show the tokens of this answer, or of what is selected"),
            "Ctrl+Alt+K",
            "tokens",
            cut,
        ),
    )


def _attempts(known: OpenComparison) -> list[object]:
    return list(known.pane.attempts) if known.pane is not None else []


def _can_ask_again(known: OpenComparison) -> bool:
    return known.pane is not None and not any(one.running for one in known.pane.attempts)


def _running(known: OpenComparison) -> bool:
    return known.answer is not None and known.answer.running


def _held(known: OpenComparison) -> bool:
    return known.pane is not None and known.pane.held


def _raw(known: OpenComparison) -> bool:
    return known.pane is not None and known.pane.raw


def _copy(known: OpenComparison) -> None:
    """The raw text goes to the clipboard."""
    if known.answer is not None:
        QGuiApplication.clipboard().setText(known.answer.text)


def _find(known: OpenComparison) -> None:
    if known.pane is not None:
        known.pane.begin_find()


def _zoom(known: OpenComparison, *, steps: int) -> None:
    view = known.pane.view if known.pane is not None else None
    if view is None:
        return
    if steps:
        view.zoom_by(steps)
    else:
        view.zoom_to(1.0)
