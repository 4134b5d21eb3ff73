# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From text to a tree that holds nothing but drawing: the one door through which a drawing comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat
from xml.parsers.expat import errors

from sidelight.api import Note, RenderError, Severity
from sidelight_svg import cascade, css, foreign, lenient, moment, paths, sheets
from sidelight_svg.element import Element
from sidelight_svg.left_out import LeftOut, Reason
from sidelight_svg.motion import Smil
from sidelight_svg.names import DRAWN, LEFT_OUT, PLAIN, SILENT, SVG, WRITTEN, XHTML, XLINK
from sidelight_svg.pictures import embedded
from sidelight_svg.source import prepared

DEEPEST = 500
MOST_ELEMENTS = 50_000
MOST_WORDS = 20_000
MOST_MOTIONS = 5_000


@dataclass(slots=True)
class Document:
    """A drawing that was read: its tree, the remarks on the way, and whether it adapts to a dark window."""

    root: Element
    notes: list[Note] = field(default_factory=list)
    adapts: bool = False


def read(text: str, *, finished: bool, nested: int = 0, dark: bool = False) -> Document:
    """Read a drawing. With ``finished`` false it may break off; ``dark``: it is seen in a dark window.

    Raises:
        RenderError: it has no ``<svg>``, is deeper or larger than is drawn, or is not even drawn by browsers.
    """
    source = prepared(text, finished=finished)
    try:
        reader = _taken(source.text, nested, finished=finished)
    except _Broken as broken:
        reader = _mended(source.text, nested, broken)
    reader.notes = [*source.notes, *reader.notes]
    for address in source.outside:
        reader.left_out.add(Reason.OUTSIDE, None, address)
    if reader.root is None:
        raise RenderError("There is no <svg> element here.")
    adapts = reader.settle_styles(dark=dark)
    return Document(reader.root, [*reader.notes, *reader.left_out.notes()], adapts)


def _mended(text: str, nested: int, broken: _Broken) -> _Reader:
    """The same as a browser reads it within a page, with a note on what is wrong."""
    try:
        reader = _taken(lenient.mended(text), nested, finished=True)
    except _Broken:
        raise RenderError(str(broken), broken.line) from None
    if reader.root is None or not any(reader.root.elements):
        raise RenderError(str(broken), broken.line)
    reader.notes.append(
        Note(f"{broken} Browsers draw it within a page, but not as a file.", line=broken.line)
    )
    return reader


def _taken(text: str, nested: int, *, finished: bool) -> _Reader:
    reader = _Reader(nested)
    try:
        reader.expat.Parse(text.encode("utf-8", "replace"), finished)
    except expat.ExpatError as error:
        if not reader.ended:
            raise _Broken(reader.explain(error), error.lineno) from None
        reader.notes.append(
            Note("Something follows the end of the drawing; it is not shown.", line=error.lineno)
        )
    return reader


class _Broken(Exception):
    """It is not well-formed: why, and on which line."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


_CODES = {name: errors.codes[getattr(errors, name)] for name in dir(errors) if name.startswith("XML_ERROR_")}
_HELD_STILL = frozenset(("animate", "set", "animateTransform", "animateMotion", "animateColor"))


class _Reader:
    """What expat tells, made into elements; whatever is not drawn never becomes one."""

    def __init__(self, nested: int) -> None:
        self.root: Element | None = None
        self.notes: list[Note] = []
        self.left_out = LeftOut()
        self.ended = False
        self._nested = nested
        self._foreign = 0
        self._motions: list[Smil] = []
        self._miswritten = False
        self._open: list[Element] = []
        self._skipping = 0
        self._elements = 0
        self._letters = 0
        self._prefixes = {"svg": SVG, "xlink": XLINK}
        self.expat = expat.ParserCreate("utf-8")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._characters

    def explain(self, error: expat.ExpatError) -> str:
        """What is wrong with the text, for a person."""
        code = error.code
        inner = self._open[-1] if self._open else None
        at = f"<{inner.name}> of line {inner.line}" if inner else "the drawing"
        if code == _CODES["XML_ERROR_TAG_MISMATCH"]:
            return f"A closing tag does not fit: {at} is still open here."
        if code in (_CODES["XML_ERROR_NO_ELEMENTS"], _CODES["XML_ERROR_UNCLOSED_TOKEN"]):
            return f"The drawing breaks off: {at} is not closed."
        if code == _CODES["XML_ERROR_INVALID_TOKEN"]:
            return "XML does not allow this here (a bare & or <, or an attribute without quotes)."
        if code == _CODES["XML_ERROR_DUPLICATE_ATTRIBUTE"]:
            return "An attribute is given twice here."
        if code == _CODES["XML_ERROR_UNDEFINED_ENTITY"]:
            return "An entity is used here (&…;) that is not known."
        return f"This is not well-formed XML: {expat.ErrorString(code)}."

    def settle_styles(self, *, dark: bool) -> bool:
        """Say at each element what it looks like; whether the drawing looks after a dark window itself.

        Raises:
            RenderError: there are too many rules.
        """
        assert self.root is not None
        found = []
        for element in [element for element in self.root.all() if element.name == "style"]:
            line = element.line
            found.append(
                sheets.read(
                    element.text,
                    lambda address, line=line: self._outside(address, line),  # type: ignore[misc]
                    lambda line=line: self.left_out.add(Reason.MOTION, line, "@keyframes"),  # type: ignore[misc]
                    dark=dark,
                )
            )
        styled = cascade.settle(self.root, found, lambda address: self._outside(address, None))
        self._find_targets()
        self.left_out.moment = moment.settle(self.root, self._motions, styled)
        for element in self.root.all():
            if found:
                element.children = [
                    child for child in element.children if isinstance(child, str) or child.name != "style"
                ]
            for name in [name for name in element.attributes if name.startswith(("data-", "aria-"))]:
                if name != "aria-label":
                    del element.attributes[name]
        if foreign.settle(self.root):
            self.notes.append(Note("HTML inside the drawing is shown as plain text.", Severity.INFO))
        schemes = self.root.style.get("color-scheme", "")
        return "dark" in schemes or any(sheet.adapts for sheet in found)

    def _find_targets(self) -> None:
        """Animations that name what they move, or the path that they follow, get it."""
        assert self.root is not None
        if not self._motions:
            return
        named = {
            element.attributes["id"]: element for element in self.root.all() if "id" in element.attributes
        }
        for one in self._motions:
            address = one.given.get("href") or one.given.get("xlink:href", "")
            one.target = named.get(address[1:], one.target) if address.startswith("#") else one.target
            path = named.get(one.given.get("mpath", "")[1:])
            made = paths.pieces_of(path) if path is not None else None
            if made:
                one.given["path"] = paths.written(made)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            if self._motions and name.rpartition(":")[2] == "mpath":
                address = attributes.get("href") or attributes.get("xlink:href", "")
                self._motions[-1].given.setdefault("mpath", address)
            return
        line = self.expat.CurrentLineNumber
        for given, value in attributes.items():
            if given.startswith("xmlns:"):
                self._prefixes[given[6:]] = value
        prefix, _, local = name.rpartition(":")
        html = self._prefixes.get(prefix) == XHTML and self._foreign
        if prefix and self._prefixes.get(prefix) != SVG and not html:
            self._skip(Reason.UNKNOWN if prefix not in self._prefixes else None, line, name)
            return
        if self.root is not None and local not in DRAWN and WRITTEN.get(local.lower(), local) != local:
            local = self._as_written(local, line)
        if self.root is None:
            self._check_root(local, prefix, attributes)
        elif self._open and (local == "foreignObject" or (self._foreign and local in foreign.NAMES)):
            pass
        elif not self._open or local not in DRAWN or self._foreign:
            if self._open and local in _HELD_STILL and len(self._motions) < MOST_MOTIONS:
                self._motions.append(Smil(self._open[-1], local, dict(attributes)))
            silent = not self._open or local in SILENT
            self._skip(None if silent else LEFT_OUT.get(local, Reason.UNKNOWN), line, f"<{local}>")
            return
        if len(self._open) >= DEEPEST:
            raise RenderError(f"Elements are nested more than {DEEPEST} deep here.", line)
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise RenderError(f"The drawing has more than {MOST_ELEMENTS:,} elements.", line)
        element = Element(local, line)
        element.attributes = self._kept(element, attributes)
        if local in ("image", "feImage") and not self._pictured(element):
            self._skipping = 1
            return
        if self.root is None:
            self.root = element
        else:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._foreign += local == "foreignObject"

    def _end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._open:
            self._foreign -= self._open.pop().name == "foreignObject"
            self.ended = not self._open

    def _characters(self, text: str) -> None:
        if self._skipping or not self._open:
            return
        element = self._open[-1]
        if element.name in ("text", "tspan", "textPath", "a") or self._foreign:
            self._letters += len(text)
            if self._letters > MOST_WORDS:
                raise RenderError(
                    f"The drawing holds more than {MOST_WORDS:,} characters of text.", element.line
                )
        if element.name in ("text", "tspan", "textPath", "a", "style", "title", "desc") or self._foreign:
            element.children.append(text)

    def _skip(self, reason: Reason | None, line: int, example: str) -> None:
        self._skipping = 1
        if reason is not None:
            self.left_out.add(reason, line, example)

    def _check_root(self, local: str, prefix: str, attributes: dict[str, str]) -> None:
        if local != "svg":
            raise RenderError(f"The drawing begins with <{local}> instead of <svg>.")
        space = attributes.get("xmlns")
        if not prefix and space != SVG and not self._nested:
            what = "has no xmlns" if space is None else "gives an xmlns that is not that of SVG"
            self.notes.append(
                Note(f"<svg> {what}; as a file of its own it would not be drawn.", Severity.INFO, None)
            )

    def _kept(self, element: Element, attributes: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for given, value in attributes.items():
            name = given
            if name.islower() and name in WRITTEN and WRITTEN[name] not in attributes:
                name = self._as_written(name, element.line)
            prefix, _, local = name.rpartition(":")
            if name.lower().startswith("on"):
                self.left_out.add(Reason.HANDLER, element.line, name)
            elif name == "href" or (local == "href" and self._prefixes.get(prefix) == XLINK):
                self._refer(element, value, kept)
            elif prefix == "xml" and local in ("space", "lang"):
                kept[name] = value
            elif prefix or name in ("xmlns", "src", "base"):
                continue
            elif name == "style":
                kept[name] = value  # cleaned with the sheets
            elif name == "font-family":
                kept[name] = css.families(css.references(value, lambda address: None))
            elif name in PLAIN:
                kept[name] = value
            else:
                kept[name] = css.references(value, lambda address: self._outside(address, element.line))
        return kept

    def _refer(self, element: Element, value: str, kept: dict[str, str]) -> None:
        """An ``href``: within the drawing it stays; a link is inert; a picture is looked at later."""
        value = value.strip()
        carried = element.name in ("image", "feImage") and value[:5].lower() == "data:"
        if carried or value.startswith("#"):
            kept["xlink:href"] = value
        elif element.name != "a":
            self._outside(value, element.line)

    def _pictured(self, element: Element) -> bool:
        """Whether an image has something to show; its address is replaced by what was looked at."""
        address = element.attributes.get("xlink:href", "")
        if not address:
            return False
        if address.startswith("#"):
            return True
        picture = embedded(address, self._inner)
        if picture is None:
            self.left_out.add(Reason.PICTURE, element.line, address[:24])
            return False
        element.attributes["xlink:href"] = picture
        return True

    def _inner(self, text: str) -> str | None:
        """An SVG inside an image, cleaned likewise; no third one inside that."""
        if self._nested:
            return None
        try:
            return read(text, finished=True, nested=self._nested + 1).root.written()
        except RenderError:
            return None

    def _as_written(self, name: str, line: int) -> str:
        """A name in the letters that SVG has for it."""
        right = WRITTEN[name.lower()]
        if not self._miswritten:
            self._miswritten = True
            self.notes.append(
                Note(f"“{name}” is written {right}; in a file of its own it would not count.", line=line)
            )
        return right

    def _outside(self, address: str, line: int | None) -> None:
        self.left_out.add(Reason.OUTSIDE, line, address)
