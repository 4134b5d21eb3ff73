# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a run's state is called, and what is to be said of one that ended badly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from sidelight.domain.running import Level, RunEnd
from sidelight.gui.glview.chip import Tone
from sidelight.gui.glview.page_errors import PAGE, read_page_error
from sidelight.gui.glview.traceback import Traceback, goes_on, read_traceback


class Watched(Protocol):
    """As much of a run as its state is told from."""

    ended: RunEnd | None
    limit: str | None
    frames: int
    first_frame_ms: float | None
    toolkit: str
    title: str

    @property
    def level(self) -> Level:
        """How strongly it is held."""
        ...

    @property
    def stderr(self) -> str:
        """What it wrote to its error stream."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """A run's state in a word, with the tone of its shape and a sentence for the tooltip."""

    word: str
    tone: Tone
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a run ended before its time: a headline, where in the script, and what to do."""

    headline: str
    advice: str = ""
    traceback: Traceback | None = None
    tone: Tone = "bad"


_NEEDS_DISPLAY = re.compile(r"^ImportError: (tkinter) programs cannot be shown here: ", re.MULTILINE)
"""How the stage refuses a toolkit that draws through a display server."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Run", text)


def limit_sentence(limit: str) -> str:
    """Which limit ended a run, as a sentence."""
    return {
        "wall": _tr("The script was stopped at its time limit."),
        "cpu": _tr("The script was stopped: it had used up its processor time."),
        "memory": _tr("The script was stopped: it wanted more memory than it may have."),
        "processes": _tr("The script was stopped: it started more processes than it may."),
        "disk": _tr("The script was stopped: it wrote more to disk than it may."),
        "output": _tr("The script was stopped: it printed more than it may."),
    }.get(limit, _tr("The script was stopped at a limit."))


def state_of(
    run: Watched, *, held: bool = False, asked_to_stop: bool = False, back_s: float | None = None
) -> State:
    """The state in a word.

    Args:
        run: what is shown.
        held: it is paused, or steps from one frame to the next.
        asked_to_stop: a person ended it.
        back_s: how far back the frame lies that is shown instead of the newest, if one is.
    """
    end = run.ended
    if back_s is not None:
        waits = "" if end is not None else _tr(" The script waits meanwhile, as it is.")
        return State(ago(back_s), "accent", _tr("You are looking at an earlier frame.") + waits)
    if end is None:
        if held:
            return State(_tr("paused"), "quiet", _tr("The script waits at its next frame."))
        if run.frames == 0:
            return State(_tr("starting"), "quiet", _tr("No frame has come yet."))
        return State(_tr("running"), "good")
    if end.outcome == "refused":
        return State(_tr("refused"), "warn", _tr("The script was not run."))
    limit = run.limit or end.limit
    if limit:
        return State(_tr("stopped by limit"), "warn", limit_sentence(limit))
    if asked_to_stop:
        return State(_tr("stopped"), "quiet", _tr("You stopped the script."))
    if end.outcome == "killed":
        return State(_tr("crashed"), "bad", _exit_sentence(end.exit_code))
    if end.exit_code not in (0, None) and _NEEDS_DISPLAY.search(run.stderr or end.stderr):
        return State(_tr("not shown"), "warn", _tr("The script needs what the sandbox has not."))
    if end.exit_code not in (0, None):
        return State(_tr("error"), "bad", _exit_sentence(end.exit_code))
    return State(_tr("ended"), "quiet", _tr("The script ran to its end."))


def trouble_of(run: Watched, *, asked_to_stop: bool = False) -> Trouble | None:
    """What the error card says; ``None`` while all is well."""
    end = run.ended
    if end is None and run.toolkit == PAGE:
        failed = read_page_error(run.stderr)
        return Trouble(failed.error, _tr("The page goes on."), failed, tone="warn") if failed else None
    if end is None and goes_on(run.stderr):
        found = read_traceback(run.stderr)
        if found is not None:
            advice = _tr("It happened in a callback or a thread: the script goes on.")
            return Trouble(found.error, advice, found, tone="warn")
    if end is None or asked_to_stop:
        return None
    if end.outcome == "refused":
        return Trouble(_tr("The script was not run."), end.stderr.strip()[:400], tone="warn")
    limit = run.limit or end.limit
    if limit:
        return Trouble(limit_sentence(limit), tone="warn")
    if end.outcome == "exited" and end.exit_code in (0, None):
        return None
    found = read_traceback(run.stderr or end.stderr)
    needs = _NEEDS_DISPLAY.search(run.stderr or end.stderr)
    if found is not None and needs is not None:
        return Trouble(*_no_display(needs[1]), found, tone="warn")
    if found is not None:
        return Trouble(found.error, traceback=found)
    lines = [line for line in (run.stderr or end.stderr).splitlines() if line.strip()]
    return Trouble(_exit_sentence(end.exit_code), lines[-1].strip()[:300] if lines else "")


def _no_display(toolkit: str) -> tuple[str, str]:
    """What is said of a script whose toolkit needs a display server, and what can be done."""
    why = _tr(
        "{0} draws through a display server. To reach one a script must be let connect to a socket, and the "
        "sandbox lets none do that. This says nothing against the script: it was not run past this line."
    ).format(toolkit)
    instead = _tr(
        "Ask for it with turtle, matplotlib, pygame, pyglet, GLUT, glfw or moderngl: those are shown here. "
        "Or read the code, copy it and run it yourself."
    )
    return _tr("Scripts that use {0} cannot be shown here.").format(toolkit), f"{why}\n{instead}"


def held_word(level: Level) -> str:
    """How strongly a script is held, in two words."""
    return _tr("no sandbox") if level is Level.NONE else _tr("sandbox {0}").format(level.value)


def held_sentence(level: Level) -> str:
    """The same as a sentence."""
    return {
        Level.A: _tr("Sandbox level A: namespaces of its own, and inside them all of level B."),
        Level.B: _tr("Sandbox level B: Landlock, seccomp, limits and a supervisor."),
        Level.NONE: _tr("No sandbox: only limits are around this script, as you allowed for this one run."),
    }[level]


def facts_of(run: Watched, fps: float | None) -> tuple[str, ...]:
    """Figures of a run, the most important first; ``fps`` is the script's own, if it is known."""
    held = [] if run.ended is not None and run.ended.outcome == "refused" else [held_word(run.level)]
    # That nothing holds a script is more than any figure.
    facts = held if run.level is Level.NONE else []
    if fps:
        facts.append(_tr("{n} fps").format(n=round(fps)))
    elif run.frames == 1:
        facts.append(_tr("1 frame"))
    elif run.frames:
        facts.append(_tr("{n} frames").format(n=f"{run.frames:,}".replace(",", "\u2009")))
    if run.level is not Level.NONE:
        facts += held
    if run.first_frame_ms is not None:
        facts.append(_tr("first frame {s:.1f} s").format(s=run.first_frame_ms / 1000))
    if run.toolkit:
        facts.append(run.toolkit)
    if run.title:
        facts.append(_tr("“{title}”").format(title=run.title))
    return tuple(facts)


def speed_mark(fps: float) -> str:
    """A speed in as few signs as possible."""
    return _tr("{n}/s").format(n=round(fps)) if fps else _tr("max")


def speed_words(fps: float) -> str:
    """A speed in words."""
    if not fps:
        return _tr("As many frames as it can")
    share = {30.0: _tr("half speed"), 15.0: _tr("quarter speed")}.get(fps)
    words = _tr("{n} frames a second").format(n=round(fps))
    return f"{words} ({share})" if share else words


def speed_meaning() -> str:
    """What a speed does to a script, and what it does not."""
    return _tr(
        "The script is let draw this often at most. One that moves by the frame slows down with it; one that "
        "goes by the clock keeps its pace and only gets choppier."
    )


def ago(seconds: float) -> str:
    """How far back a frame lies."""
    return _tr("{s:.1f} s ago").format(s=max(0.0, seconds))


def hint_of(*, script: bool, entry: bool, window: bool, caught: bool = False) -> tuple[str, str]:
    """Which key leads on from here, in a few words and as a sentence; both empty if none needs saying.

    Args:
        script: the script has the keyboard.
        entry: the view has it and can hand it on.
        window: the view is in a window of its own.
        caught: the script has the pointer for itself as well.
    """
    if script and caught:
        free = _tr("Esc takes pointer and keyboard back from the script.")
        own = _tr("Shift+Esc is the script's own Esc.")
        return _tr("Esc: free the pointer"), f"{free} {own}"
    if script:
        own = _tr("Shift+Esc is the script's own Esc.")
        if window:
            twice = _tr("Esc takes the keyboard back from the script; a second Esc closes the window.")
            return _tr("Esc twice: close"), f"{twice} {own}"
        return _tr("Esc: leave"), f"{_tr('Esc takes the keyboard back from the script.')} {own}"
    enter = _tr("Enter gives the script your keyboard.") if entry else ""
    if window:
        return _tr("Esc: close"), f"{_tr('Esc brings the view back into the answer.')} {enter}".strip()
    return (_tr("Enter: keyboard"), enter) if entry else ("", "")


def _exit_sentence(code: int | None) -> str:
    if code is None:
        return _tr("The script was ended.")
    # A shell's convention for a death by signal is 128 and the signal's number.
    signal = -code if code < 0 else code - 128 if 128 < code < 160 else 0
    names = {
        4: _tr("an illegal instruction"),
        6: _tr("an abort"),
        7: _tr("a bus error"),
        8: _tr("an arithmetic error"),
        9: _tr("a kill"),
        11: _tr("a memory fault"),
        31: _tr("a system call that the sandbox denies"),
    }
    if signal in names:
        return _tr("The script was ended by {cause}.").format(cause=names[signal])
    if signal:
        return _tr("The script was ended by signal {number}.").format(number=signal)
    return _tr("The script ended with exit code {code}.").format(code=code)
