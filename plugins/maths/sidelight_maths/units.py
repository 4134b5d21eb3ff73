# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
r"""Numbers and units as siunitx takes them, written out as mathematics."""

from __future__ import annotations

import re

_PREFIXES = {
    "femto": "f",
    "pico": "p",
    "nano": "n",
    "micro": "\u00b5",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "deca": "da",
    "hecto": "h",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "peta": "P",
}
_UNITS = {
    "meter": "m",
    "metre": "m",
    "gram": "g",
    "kilogram": "kg",
    "kg": "kg",
    "second": "s",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "candela": "cd",
    "hertz": "Hz",
    "newton": "N",
    "pascal": "Pa",
    "joule": "J",
    "watt": "W",
    "coulomb": "C",
    "volt": "V",
    "farad": "F",
    "ohm": "\u03a9",
    "siemens": "S",
    "weber": "Wb",
    "tesla": "T",
    "henry": "H",
    "lumen": "lm",
    "lux": "lx",
    "becquerel": "Bq",
    "gray": "Gy",
    "sievert": "Sv",
    "radian": "rad",
    "steradian": "sr",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "litre": "L",
    "liter": "L",
    "tonne": "t",
    "bar": "bar",
    "electronvolt": "eV",
    "eV": "eV",
    "angstrom": "\u00c5",
    "decibel": "dB",
    "degreeCelsius": "\u00b0C",
    "celsius": "\u00b0C",
    "degree": "\u00b0",
    "percent": "%",
    "bit": "bit",
    "byte": "B",
    "molar": "M",
    "cm": "cm",
    "mm": "mm",
    "km": "km",
    "nm": "nm",
    "ms": "ms",
    "s": "s",
    "m": "m",
}
_WORD = re.compile(r"\\([A-Za-z]+)\s*|\{([^{}]*)\}|([^\\{}]+)")
_NUMBER = re.compile(r"([+-]?[\d.,\s]*)(?:\(\d+\))?(?:\s*(?:\\pm|\+-|±)\s*([\d.,]+))?(?:[eE]([+-]?\d+))?\s*")
_FREE = re.compile(r"\s*([+-]?[\d.,]+(?:[eE][+-]?\d+)?)?\s*(.*)", re.DOTALL)


def number(text: str) -> str:
    """A number: five figures and more in groups of three, ``e`` as a power of ten."""
    text = text.strip()
    found = _NUMBER.fullmatch(text)
    if found is None or not (found[1].strip() or found[3]):
        return re.sub(r"\s*x\s*", r" \\times ", text)
    made = _grouped(found[1].strip())
    if found[2]:
        made = rf"{made} \pm {found[2]}"
        made = f"({made})" if found[3] else made
    if found[3]:
        power = f"10^{{{found[3].removeprefix('+')}}}"
        made = rf"{made} \times {power}" if made else power
    return made


def quantity(value: str, words: str) -> str:
    """A number and its unit."""
    given = unit(words)
    space = "" if given.startswith(r"\mathrm{°}") or not given else r"\,"
    return f"{number(value)}{space}{given}"


def free(text: str) -> str:
    r"""A number with its unit behind it, as ``\pu`` takes them."""
    found = _FREE.fullmatch(text)
    assert found is not None
    return quantity(found[1], found[2]) if found[1] else unit(found[2])


def unit(words: str) -> str:
    """Units, by their names or as they are."""
    parts: list[str] = []
    prefix, below, raised = "", False, ""
    for word, braced, plain in _WORD.findall(words):
        if word in _PREFIXES:
            prefix += _PREFIXES[word]
        elif word == "per":
            below = True
        elif word in ("squared", "cubed", "tothe"):
            power = {"squared": "2", "cubed": "3"}.get(word, "")
            if power and parts:
                parts[-1] = _raised(parts[-1], power)
        elif word in ("square", "cubic"):
            raised = "2" if word == "square" else "3"
        elif word:
            sign = _UNITS.get(word)
            shown = rf"\mathrm{{{prefix}{_escaped(sign)}}}" if sign else rf"{prefix}\{word} "
            shown = f"{shown}^{{-1}}" if below else shown
            parts.append(_raised(shown, raised) if raised else shown)
            prefix, below, raised = "", False, ""
        elif braced and parts and not plain:
            parts[-1] = _raised(parts[-1], braced)
        elif plain.strip():
            parts.append(_plain(plain.strip()))
    return r"\,".join(parts)


def _raised(shown: str, power: str) -> str:
    base, sign, _old = shown.partition("^{-1}")
    return f"{base}^{{-{power}}}" if sign else f"{base}^{{{power}}}"


def _plain(text: str) -> str:
    made = re.sub(r"\^\{?([-+]?\d+)\}?", r"^{\1}", text)
    made = re.sub(r"[A-Za-zµμΩÅ°%]+", lambda found: rf"\mathrm{{{_escaped(found[0])}}}", made)
    return re.sub(r"[.\s~*]+", r"\\,", made)


def _escaped(sign: str) -> str:
    return sign.replace("%", r"\%")


def _grouped(text: str) -> str:
    whole, point, rest = text.replace(" ", "").partition(".")
    sign, figures = (whole[0], whole[1:]) if whole[:1] in ("+", "-") else ("", whole)
    if len(figures) > 4 and figures.isdigit():
        first = len(figures) % 3
        groups = [figures[:first]] if first else []
        groups += [figures[place : place + 3] for place in range(first, len(figures), 3)]
        figures = r"\,".join(groups)
    elif "," in figures:
        figures = figures.replace(",", "{,}")
    return f"{sign}{figures}{point}{rest}"
