# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What all GLUT functions share: arguments checked as ctypes would, and freeglut's words for misuse.

PyOpenGL calls freeglut through ctypes, which takes no float for an int and no text for bytes. A script that
makes such a mistake should meet the same error here.
"""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from sidelight.stage.screen import Screen


class Session(Protocol):
    """What the checks need to know."""

    screen: Screen
    initialised: bool
    program: str


class Part(Protocol):
    """An object with GLUT functions for methods."""

    session: Session


def _number(kind: Any) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        kind.from_param(value)
        return value.value if isinstance(value, kind) else kind(value).value

    return convert


def _text(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    ctypes.c_char_p.from_param(value)
    return bytes(value) if isinstance(value, bytes) else (value.value or b"")


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value.split(b"\0")[0]
    raise TypeError("wrong type")


def _unsigned_bytes(value: Any) -> bytes:
    pointer = ctypes.POINTER(ctypes.c_ubyte)
    pointer.from_param(value)
    return ctypes.cast(value, ctypes.c_char_p).value or b""


def _font(value: Any) -> int:
    ctypes.c_void_p.from_param(value)
    return int(getattr(value, "value", value) or 0)


def _anything(value: Any) -> Any:
    return value


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "i": _number(ctypes.c_int),
    "u": _number(ctypes.c_uint),
    "d": _number(ctypes.c_double),
    "f": _number(ctypes.c_float),
    "s": _text,
    "b": _bytes,
    "p": _unsigned_bytes,
    "F": _font,
    "o": _anything,
}
"""i int, u unsigned, d double, f float, s string, b bytes, p unsigned bytes, F font, o any object."""

_Method = TypeVar("_Method", bound=Callable[..., Any])


def fail(session: Session, message: str) -> None:
    """Ends the script as freeglut does: its message on stderr, exit code 1, nothing called on the way."""
    sys.stderr.write(f"freeglut {_name(session)}{message}\n")
    session.screen.exit(1)


def warn(session: Session, message: str) -> None:
    """Says what freeglut says when it goes on nevertheless."""
    sys.stderr.write(f"freeglut {_name(session)}{message}\n")


def _name(session: Session) -> str:
    return f"({session.program}): " if session.program else ""


def glut(types: str = "", *, before_init: bool = False) -> Callable[[_Method], _Method]:
    """Makes a method a GLUT function whose arguments are of ``types``.

    Raises (when called):
        TypeError: There are too few arguments.
        ctypes.ArgumentError: One is of the wrong type.
    """
    converters = [_CONVERTERS[one] for one in types]

    def decorate(method: _Method) -> _Method:
        name = method.__name__

        @functools.wraps(method)
        def call(self: Part, *arguments: Any) -> Any:
            if len(arguments) < len(converters):
                wanted, given = len(converters), len(arguments)
                raise TypeError(
                    f"this function takes at least {wanted} argument{'s'[: wanted > 1]} ({given} given)"
                )
            converted = []
            for index, (convert, argument) in enumerate(zip(converters, arguments, strict=False), 1):
                try:
                    converted.append(convert(argument))
                except TypeError as error:
                    raise ctypes.ArgumentError(f"argument {index}: TypeError: {error}") from None
            if not before_init and not self.session.initialised:
                fail(self.session, f" ERROR:  Function <{name}> called without first calling 'glutInit'.")
            return method(self, *converted)

        return call  # type: ignore[return-value]

    return decorate
