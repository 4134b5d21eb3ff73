# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The names of tkinter that turtle uses, as classes around its one window."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from PIL import Image

from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.turtle.colours import colour
from sidelight.stage.toolkits.turtle.window import TclError, Window

_SCREEN = (1920, 1080)
_GEOMETRY = re.compile(r"(\d+)x(\d+)")

_window = Window()


def use(screen: Screen) -> None:
    """Puts the window on a screen."""
    _window.screen = screen


class _Widget:
    """What root window, frame and canvas have in common; they are one here."""

    def __init__(self, master: Any = None, **options: Any) -> None:
        self.master = master
        self.tk = SimpleNamespace(mainloop=_window.turn_until_closed)

    def _nothing(self, *arguments: Any, **options: Any) -> None:
        """Where things stand is settled: there is one canvas, and it fills the window."""

    pack = grid = place = grid_forget = rowconfigure = columnconfigure = focus_force = focus_set = _nothing
    wm_attributes = attributes = resizable = iconbitmap = lift = bell = call = _nothing

    def winfo_toplevel(self) -> Any:
        return self if self.master is None else self.master.winfo_toplevel()

    def winfo_width(self) -> int:
        return _window.width

    def winfo_height(self) -> int:
        return _window.height

    def winfo_screenwidth(self) -> int:
        return _SCREEN[0]

    def winfo_screenheight(self) -> int:
        return _SCREEN[1]

    def winfo_rgb(self, name: str) -> tuple[int, ...]:
        found = colour(name)
        if found is None:
            raise TclError(f'unknown color name "{name}"')
        return tuple(257 * part for part in found)

    def update(self) -> None:
        _window.turn()

    update_idletasks = update

    def after(self, ms: float, func: Callable[..., Any] | None = None, *args: Any) -> Any:
        return _window.pause(ms) if func is None else _window.after(ms, func, *args)

    def after_idle(self, func: Callable[..., Any], *args: Any) -> str:
        return _window.after(0, func, *args)

    def after_cancel(self, id: str) -> None:  # noqa: A002 - tkinter's own name
        _window.after_cancel(id)

    def mainloop(self, n: int = 0) -> None:
        _window.turn_until_closed()

    def bind(self, sequence: str, func: Callable[..., Any] | None = None, add: Any = None) -> None:
        name = sequence.replace("<Key-", "<KeyPress-").replace("<Key>", "<KeyPress>")
        if func is not None:
            before = _window.bindings.get(name, []) if add else []
            _window.bindings[name] = [*before, func]

    def unbind(self, sequence: str, funcid: Any = None) -> None:
        _window.bindings.pop(sequence, None)

    def destroy(self) -> None:
        _window.open = False

    quit = destroy


class Tk(_Widget):
    """The root window."""

    def title(self, string: str | None = None) -> None:
        if string is not None and _window.screen is not None:
            _window.screen.title(str(string))

    wm_title = title

    def geometry(self, newgeometry: str | None = None) -> str:
        size = _GEOMETRY.match(newgeometry or "")
        if size is not None:
            _window.resize(int(size[1]), int(size[2]))
        return f"{_window.width}x{_window.height}+0+0"

    def wm_protocol(self, name: str | None = None, func: Callable[[], Any] | None = None) -> None:
        if name == "WM_DELETE_WINDOW":
            _window.close = func

    protocol = wm_protocol


class Frame(_Widget):
    """What turtle's canvas lies in."""


class Scrollbar(_Widget):
    """There is nothing to scroll: the middle of the canvas is in the middle of the window."""

    def set(self, *arguments: Any) -> None:
        """Nothing to set."""


class PhotoImage:
    """A picture from a file, or an empty one."""

    def __init__(self, file: Any = None, width: int = 1, height: int = 1, master: Any = None) -> None:
        try:
            self.picture = Image.open(file).convert("RGBA") if file else Image.new("RGBA", (width, height))
        except OSError:
            raise TclError(f'couldn\'t open "{file}": no such file or directory') from None

    def blank(self) -> None:
        """Makes it see-through."""
        self.picture = Image.new("RGBA", self.picture.size)

    def width(self) -> int:
        return self.picture.width

    def height(self) -> int:
        return self.picture.height


class Canvas(_Widget):
    """The canvas."""

    def __init__(self, master: Any = None, **options: Any) -> None:
        super().__init__(master)
        _window.drawing.clear()
        _window.open = True
        self._options: dict[str, Any] = {"width": 400, "height": 300, "bg": "white"}
        self.config(**options)

    def config(self, **options: Any) -> None:
        named = {"background": "bg"}
        given = {named.get(name, name): value for name, value in options.items() if value is not None}
        self._options |= given
        if "bg" in given:
            self.winfo_rgb(given["bg"])
            _window.drawing.background = str(given["bg"])
            _window.drawing.changed = True
        if "scrollregion" in given:
            left, top, right, bottom = (float(place) for place in given["scrollregion"])
            _window.region = (left, top, right, bottom)
            _window.drawing.changed = True

    configure = config

    def cget(self, key: str) -> Any:
        return self._options.get({"background": "bg"}.get(key, key), "")

    __getitem__ = cget

    def xview_moveto(self, fraction: float) -> None:
        """The middle stays in the middle."""

    yview_moveto = xview = yview = xview_moveto

    def canvasx(self, screenx: float, gridspacing: Any = None) -> float:
        return screenx + _window.corner[0]

    def canvasy(self, screeny: float, gridspacing: Any = None) -> float:
        return screeny + _window.corner[1]

    def _create(self, kind: str, places: tuple[Any, ...], options: dict[str, Any]) -> int:
        flat = places[0] if len(places) == 1 and isinstance(places[0], tuple | list) else places
        return _window.drawing.add(kind, flat, options)

    def create_polygon(self, *places: Any, **options: Any) -> int:
        return self._create("polygon", places, options)

    def create_line(self, *places: Any, **options: Any) -> int:
        return self._create("line", places, options)

    def create_text(self, *places: Any, **options: Any) -> int:
        return self._create("text", places, options)

    def create_image(self, *places: Any, **options: Any) -> int:
        return self._create("image", places, {"fill": "white", **options})

    def coords(self, item: int, *places: Any) -> list[float]:
        if places:
            flat = places[0] if len(places) == 1 and isinstance(places[0], tuple | list) else places
            found = _window.drawing.touch(item)
            if found is not None:
                found.places = [float(place) for place in flat]
        found = _window.drawing.items.get(item)
        return list(found.places) if found is not None else []

    def itemconfigure(self, item: int, **options: Any) -> None:
        for name in ("fill", "outline"):
            if options.get(name):
                self.winfo_rgb(options[name])
        known = _window.drawing.items.get(item)
        if known is not None and any(known.options.get(name) != value for name, value in options.items()):
            known.options.update(options)
            _window.drawing.touch(item)

    itemconfig = itemconfigure

    def tag_raise(self, item: int) -> None:
        _window.drawing.move_to_top(item)

    def tag_lower(self, item: int) -> None:
        _window.drawing.move_to_bottom(item)

    def delete(self, *items: Any) -> None:
        for item in items:
            if item == "all":
                _window.drawing.clear()
            else:
                _window.drawing.remove(item)

    def bbox(self, item: int) -> tuple[int, int, int, int]:
        return _window.drawing.box(item)

    def type(self, item: int) -> str:
        found = _window.drawing.items.get(item)
        return found.kind if found is not None else ""

    def find_all(self) -> tuple[int, ...]:
        return tuple(_window.drawing.items)

    def tag_bind(self, item: int, sequence: str, func: Callable[..., Any], add: Any = None) -> None:
        before = _window.item_bindings.get((item, sequence), []) if add else []
        _window.item_bindings[item, sequence] = [*before, func]

    def tag_unbind(self, item: int, sequence: str, funcid: Any = None) -> None:
        _window.item_bindings.pop((item, sequence), None)


def names() -> dict[str, object]:
    """What turtle finds in ``tkinter``."""
    classes = (Tk, Frame, Canvas, Scrollbar, PhotoImage, TclError)
    words = {name: name.lower() for name in ("ROUND", "SUNKEN", "HORIZONTAL", "VERTICAL")}
    loops = {"mainloop": _window.turn_until_closed, "TkVersion": 8.6}
    return {**{one.__name__: one for one in classes}, **words, **loops}


def dialogs() -> dict[str, object]:
    """What turtle finds in ``tkinter.simpledialog``: nobody can be asked, so all are as if cancelled."""

    def ask(title: str, prompt: str, **options: Any) -> Any:
        if _window.screen is not None:
            _window.screen.say(f"The script asks: {prompt} There is no way to answer here.")
        return options.get("initialvalue")

    return {"askstring": ask, "askfloat": ask}
