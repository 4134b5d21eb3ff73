# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The keys and menus of a live view: how fast it may go, and all that has no button of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt, SignalInstance
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from sidelight.gui.glview.canvas import Canvas
from sidelight.gui.glview.editing import Editing
from sidelight.gui.glview.frame import Body
from sidelight.gui.glview.looking_back import LookingBack
from sidelight.gui.glview.output import Output
from sidelight.gui.glview.pace import SPEEDS
from sidelight.gui.glview.pictures import Pictures
from sidelight.gui.glview.steering import Steering
from sidelight.gui.glview.toolbar import Toolbar
from sidelight.gui.glview.words import speed_meaning, speed_words

if TYPE_CHECKING:
    from sidelight.workbench.live_run import LiveRun

HEIGHT_STEP = 48


def _tr(text: str) -> str:
    return QCoreApplication.translate("LiveView", text)


class Steered(Protocol):
    """As much of a live view as its keys and menus need."""

    run: LiveRun
    body: Body
    canvas: Canvas
    steering: Steering
    past: LookingBack
    pictures: Pictures
    toolbar: Toolbar
    output: Output
    editing: Editing
    verdict_wanted: SignalInstance

    def restart(self) -> None:
        """Run the script again from its first line."""

    def run_original(self) -> None:
        """Run what the answer says."""

    def save(self) -> Path | None:
        """Save the picture as it stands."""

    def toggle_pause(self) -> None:
        """Hold the script, or let it go on."""

    def toggle_editor(self) -> None:
        """Open the code, or put it away."""

    def toggle_full_size(self) -> None:
        """Move the view into a window of its own, or back."""

    def make_higher(self, by: int) -> None:
        """Make the picture higher, or lower."""


def add_menus(view: Steered) -> None:
    """Give the view's line its menus; they are filled when they open."""
    speeds, more = QMenu(view.toolbar), QMenu(view.toolbar)
    speeds.aboutToShow.connect(lambda: fill_speeds(speeds, view))
    more.aboutToShow.connect(lambda: fill_more(more, view))
    for button, menu in ((view.toolbar.speed_button, speeds), (view.toolbar.more_button, more)):
        button.setMenu(menu)
        menu.aboutToHide.connect(button.recede)


def add_shortcuts(view: Steered) -> None:
    """Give the view its keys: they hold while it has the keyboard and its script has not."""
    for keys, action in (
        ("R", view.restart),
        ("P", view.toggle_pause),
        (".", lambda: view.past.step(1)),
        (",", lambda: view.past.step(-1)),
        ("L", view.past.leave),
        ("<", lambda: view.steering.change_speed(-1)),
        (">", lambda: view.steering.change_speed(1)),
        ("S", view.steering.stop),
        ("C", view.save),
        ("Shift+C", view.pictures.save_strip),
        ("G", lambda: view.pictures.save_clip("gif")),
        ("E", view.toggle_editor),
        ("M", view.toolbar.more_button.showMenu),
        ("F", view.toggle_full_size),
        ("Y", lambda: view.verdict_wanted.emit("pass")),
        ("B", lambda: view.verdict_wanted.emit("fail")),
        ("O", lambda: view.output.set_open(not view.output.is_open())),
        ("+", lambda: view.make_higher(HEIGHT_STEP)),
        ("-", lambda: view.make_higher(-HEIGHT_STEP)),
    ):
        shortcut = QShortcut(QKeySequence(keys), view.body)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)


def fill_speeds(menu: QMenu, view: Steered) -> None:
    """The speeds, one of which is taken."""
    menu.clear()
    menu.setToolTipsVisible(True)
    group = QActionGroup(menu)
    for fps in reversed(SPEEDS):
        action = menu.addAction(speed_words(fps), partial(view.steering.set_speed, fps))
        action.setCheckable(True)
        action.setChecked(fps == view.steering.speed)
        action.setToolTip(speed_meaning())
        group.addAction(action)


def fill_more(menu: QMenu, view: Steered) -> None:
    """Everything else, as it can be done now."""
    menu.clear()
    menu.setToolTipsVisible(True)

    def add(text: str, keys: str, do: object, *, possible: bool = True, tip: str = "") -> None:
        # The key is words here: one made of the action would stay when the menu has gone, hold in all the
        # window, and take the view's own away.
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action = menu.addAction(f"{text}\t{shown}" if shown else text, do)  # type: ignore[call-overload]
        action.setEnabled(possible)
        action.setToolTip(tip)

    picture = view.canvas.has_picture()
    seconds = view.past.length_s
    kept = seconds > 0 and not view.pictures.busy
    clip = _tr("Save the last {s:.0f} s as a clip").format(s=max(1.0, seconds))
    add(_tr("Close the code") if view.editing.open else _tr("Edit the code"), "E", view.toggle_editor)
    if view.run.edited:
        add(_tr("Run the answer's own code again"), "", view.run_original)
    menu.addSeparator()
    add(_tr("Save this frame (PNG)"), "C", view.save, possible=picture)
    add(
        _tr("Save the last {s:.0f} s as a strip (PNG)").format(s=max(1.0, seconds)),
        "Shift+C",
        view.pictures.save_strip,
        possible=kept,
    )
    add(f"{clip} (GIF)", "G", lambda: view.pictures.save_clip("gif"), possible=kept)
    add(f"{clip} (WebP)", "", lambda: view.pictures.save_clip("webp"), possible=kept)
    add(f"{clip} (APNG)", "", lambda: view.pictures.save_clip("png"), possible=kept)
    menu.addSeparator()
    of_answer = not view.run.edited
    add(_tr("It passes"), "Y", lambda: view.verdict_wanted.emit("pass"), possible=of_answer)
    add(_tr("It fails"), "B", lambda: view.verdict_wanted.emit("fail"), possible=of_answer)
    menu.addSeparator()
    back = view.past.active
    add(_tr("One frame back"), ",", lambda: view.past.step(-1), possible=seconds > 0)
    add(_tr("One frame on"), ".", lambda: view.past.step(1), possible=back or view.steering.running)
    add(_tr("Back to live"), "L", view.past.leave, possible=back)
    speeds = menu.addMenu(_tr("Speed (< and >)"))
    fill_speeds(speeds, view)
    speeds.setEnabled(view.steering.running)
