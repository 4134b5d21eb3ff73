# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From text to a tree that holds nothing but drawing: the one door through which a drawing comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat
from xml.parsers.expat import errors

from sidelight.api import Note, RenderError, Severity
from sidelight_svg import css
from sidelight_svg.element import Element
from sidelight_svg.left_out import LeftOut, Reason
from sidelight_svg.names import DRAWN, LEFT_OUT, PLAIN, SILENT, SVG, XLINK
from sidelight_svg.pictures import embedded
from sidelight_svg.source import prepared

DEEPEST = 500
MOST_ELEMENTS = 50_000
MOST_WORDS = 20_000


@dataclass(slots=True)
class Document:
    """A drawing that was read: its tree and the remarks on the way."""

    root: Element
    notes: list[Note] = field(default_factory=list)


def read(text: str, *, finished: bool, nested: int = 0) -> Document:
    """Read a drawing. With ``finished`` false it may break off anywhere.

    Raises:
        RenderError: it is not well-formed XML, has no ``<svg>``, or is deeper or larger than is drawn.
    """
    source = prepared(text, finished=finished)
    reader = _Reader(nested)
    reader.notes += source.notes
    for address in source.outside:
        reader.left_out.add(Reason.OUTSIDE, None, address)
    try:
        reader.expat.Parse(source.text.encode("utf-8", "replace"), finished)
    except expat.ExpatError as error:
        if error.code == _JUNK and reader.root is not None:
            reader.notes.append(
                Note("Something follows the end of the drawing; it is not shown.", line=error.lineno)
            )
        else:
            raise RenderError(reader.explain(error), error.lineno) from None
    if reader.root is None:
        raise RenderError("There is no <svg> element here.")
    reader.settle_styles()
    return Document(reader.root, [*reader.notes, *reader.left_out.notes()])


_CODES = {name: errors.codes[getattr(errors, name)] for name in dir(errors) if name.startswith("XML_ERROR_")}
_JUNK = _CODES["XML_ERROR_JUNK_AFTER_DOC_ELEMENT"]


class _Reader:
    """What expat tells, made into elements; whatever is not drawn never becomes one."""

    def __init__(self, nested: int) -> None:
        self.root: Element | None = None
        self.notes: list[Note] = []
        self.left_out = LeftOut()
        self._nested = nested
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

    def settle_styles(self) -> None:
        """Clean the style sheets, and put the values of custom properties in where they are used."""
        assert self.root is not None
        elements = list(self.root.all())
        sheets = [element for element in elements if element.name == "style"]
        known = css.variables("".join(sheet.text for sheet in sheets) + self.root.attributes.get("style", ""))
        for sheet in sheets:
            sheet.children = [self._style(css.resolved(sheet.text, known), sheet.line)]
        for element in elements:
            given = element.attributes
            for name, value in given.items():
                if "var(" in value and name not in PLAIN:
                    given[name] = css.references(css.resolved(value, known), lambda address: None)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        line = self.expat.CurrentLineNumber
        for given, value in attributes.items():
            if given.startswith("xmlns:"):
                self._prefixes[given[6:]] = value
        prefix, _, local = name.rpartition(":")
        if prefix and self._prefixes.get(prefix) != SVG:
            self._skip(Reason.UNKNOWN if prefix not in self._prefixes else None, line, name)
            return
        if self.root is None:
            self._check_root(local, prefix, attributes)
        elif not self._open or local not in DRAWN:
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

    def _end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._open:
            self._open.pop()

    def _characters(self, text: str) -> None:
        if self._skipping or not self._open:
            return
        element = self._open[-1]
        if element.name in ("text", "tspan", "textPath", "a"):
            self._letters += len(text)
            if self._letters > MOST_WORDS:
                raise RenderError(
                    f"The drawing holds more than {MOST_WORDS:,} characters of text.", element.line
                )
        if element.name in ("text", "tspan", "textPath", "a", "style", "title", "desc"):
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
        for name, value in attributes.items():
            prefix, _, local = name.rpartition(":")
            if name.lower().startswith("on"):
                self.left_out.add(Reason.HANDLER, element.line, name)
            elif name == "href" or (local == "href" and self._prefixes.get(prefix) == XLINK):
                self._refer(element, value, kept)
            elif prefix == "xml" and local in ("space", "lang"):
                kept[name] = value
            elif prefix or name in ("xmlns", "src", "base") or name.startswith(("data-", "aria-")):
                if name == "aria-label":
                    kept[name] = value
            elif name == "style":
                kept[name] = self._style(value, element.line)
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

    def _style(self, text: str, line: int) -> str:
        return css.cleaned(
            text,
            lambda address: self._outside(address, line),
            lambda: self.left_out.add(Reason.MOTION, line, "@keyframes"),
        )

    def _outside(self, address: str, line: int) -> None:
        self.left_out.add(Reason.OUTSIDE, line, address)
