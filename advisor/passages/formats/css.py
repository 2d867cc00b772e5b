"""What the styles of a web page hide: the page's own style sheets and the styles of its elements.

Selectors of tags, classes and ids, one within another, are followed; others, and rules for a printer or a small screen,
are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from advisor.passages.formats.office import is_white

_MOST_RULES = 20_000
_MOST_PLACES = 5_000  # that are kept in mind
_LONGEST = 200  # characters of a value
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ONE = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_ALWAYS = re.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)\s*$|supports\b|layer\b)", re.IGNORECASE)
_TOLD = {
    "display", "visibility", "opacity", "font-size", "color", "background", "background-color", "background-image",
    "left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top", "clip", "clip-path", "overflow",
    "height", "width", "max-height", "max-width", "transform",
}  # fmt: skip
_NO_COLOUR = {
    "none", "transparent", "inherit", "initial", "unset", "revert", "no-repeat", "repeat", "repeat-x", "repeat-y",
    "center", "top", "left", "right", "bottom", "scroll", "fixed", "local", "cover", "contain", "auto", "border-box",
    "padding-box", "content-box", "important", "px", "em", "rem",
}  # fmt: skip
_PALE = {"white", "snow", "ivory", "ghostwhite", "whitesmoke", "floralwhite", "mintcream", "azure"}
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)|(?<![\w-])[a-z][a-z-]*(?![\w(-])")
_NUMBER = re.compile(r"(-?\d*\.?\d+)\s*([a-z%]*)")
_LEAST = {
    "px": 2.0,
    "pt": 2.0,
    "em": 0.15,
    "rem": 0.15,
    "%": 15.0,
    "vw": 0.15,
    "": 0.0,
}  # letters no larger are not read
_FAR = 100  # pixels beside the page, for what is placed there ...
_FARTHER = 1_000  # ... and for margins, which are often used for less


@dataclass(frozen=True, slots=True)
class _One:
    """What one element must be: its tag, its id, its classes."""

    tag: str
    name: str
    classes: frozenset[str]

    def fits(self, element: Any) -> bool:
        """Whether an element is so."""
        return (
            self.tag in ("", "*", element.tag)
            and self.name in ("", element.get("id"))
            and (not self.classes or self.classes <= set((element.get("class") or "").split()))
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    within: tuple[_One, ...]
    last: _One
    rank: tuple[int, int, int, int]
    looks: dict[str, str]

    def fits(self, element: Any) -> bool:
        """Whether an element is so, and within such elements."""
        if not self.last.fits(element):
            return False
        above = element.iterancestors()
        return all(any(one.fits(found) for found in above) for one in reversed(self.within))


class Styles:
    """The styles of a page."""

    def __init__(self, root: Any) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._known: dict[tuple[Any, ...], dict[str, str]] = {}
        count = 0
        for sheet in root.iter("style"):
            if (sheet.get("media") or "all").strip().lower() in ("all", "screen"):
                for selector, looks in _rules(_COMMENT.sub("", sheet.text or "")):
                    count += 1
                    rule = _rule(selector, looks, count)
                    if rule is not None and count <= _MOST_RULES:
                        last = rule.last
                        key = f"#{last.name}" if last.name else f".{min(last.classes)}" if last.classes else last.tag
                        self._rules.setdefault(key or "*", []).append(rule)

    def of(self, element: Any) -> dict[str, str]:
        """An element's looks, property -> value in small letters."""
        looks = dict(self._ruled(element))
        own = _declared(element.get("style") or "")
        looks |= {name: value for name, value in own.items() if not _is_firm(looks.get(name), value)}
        for name, of_old in (("color", "text" if element.tag == "body" else "color"), ("background-color", "bgcolor")):
            if element.get(of_old):
                looks.setdefault(name, element.get(of_old).strip().lower()[:_LONGEST])
        if element.get("background"):
            looks.setdefault("background-image", "url()")
        return looks

    def _ruled(self, element: Any) -> dict[str, str]:
        """What the style sheets say of an element; the same of all that are named alike in places named alike."""
        if not self._rules:
            return {}
        place = tuple((e.tag, e.get("id"), e.get("class")) for e in (element, *element.iterancestors()))
        known = self._known.get(place)
        if known is not None:
            return known
        keys = [
            "*",
            str(element.tag),
            f"#{element.get('id')}",
            *(f".{c}" for c in (element.get("class") or "").split()),
        ]
        found = [rule for key in dict.fromkeys(keys) for rule in self._rules.get(key, ()) if rule.fits(element)]
        looks: dict[str, str] = {}
        for rule in sorted(found, key=lambda rule: rule.rank):
            looks |= {name: value for name, value in rule.looks.items() if not _is_firm(looks.get(name), value)}
        if len(self._known) < _MOST_PLACES:
            self._known[place] = looks
        return looks


def is_gone(looks: dict[str, str]) -> bool:
    """Whether an element and all in it is not shown, whatever its colours."""

    def value(name: str) -> str:
        return looks.get(name, "").replace("!important", "").strip()

    number, unit = _number(value("font-size"))
    if value("display") == "none" or value("visibility") in ("hidden", "collapse"):
        return True
    if number is not None and number <= _LEAST.get(unit, -1):
        return True
    faint, _ = _number(value("opacity"))
    if (faint is not None and faint < 0.05) or re.search(r"scale\(\s*0(?:\.0*)?\s*[,)]", value("transform")):
        return True
    for names, far in (
        (("left", "top", "right", "bottom", "text-indent"), _FAR),
        (("margin-left", "margin-top"), _FARTHER),
    ):
        if any((_number(value(name))[0] or 0) <= -far for name in names):
            return True
    if re.match(r"inset\((?:100|50)%", value("clip-path")) or re.match(
        r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)", value("clip")
    ):
        return True
    sizes = [_number(value(name)) for name in ("height", "width", "max-height", "max-width")]
    return value("overflow") == "hidden" and any(n is not None and n <= 1 and u in ("", "px") for n, u in sizes)


def is_white_letters(looks: dict[str, str]) -> bool | None:
    """Whether an element's letters are white or clear; None where its style does not say."""
    value = looks.get("color", "").replace("!important", "").strip()
    return None if value in ("", "inherit") else value == "transparent" or _is_pale(value)


def has_ground(looks: dict[str, str]) -> bool | None:
    """Whether white letters are read on an element's ground; None where it has none of its own."""
    said = " ".join(looks.get(name, "") for name in ("background", "background-image", "background-color"))
    if "url(" in said or "gradient(" in said or "var(" in said:
        return True
    colours = [found for found in _COLOUR.findall(said) if found not in _NO_COLOUR and not _is_clear(found)]
    return not _is_pale(colours[-1]) if colours else None


def _rules(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The selectors of a style sheet, each with its looks."""
    open_: list[str] = []
    said = ""
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            open_.append(said.rpartition(";")[2].strip())
        elif piece != "}":
            said = piece
        elif open_:
            before = open_.pop()
            looks = _declared(said) if all(map(_ALWAYS.match, open_)) and not before.startswith("@") else {}
            if looks:
                for selector in before.split(","):
                    yield selector, looks


def _rule(selector: str, looks: dict[str, str], count: int) -> _Rule | None:
    ones = []
    for word in selector.replace(">", " ").split():
        found = _ONE.fullmatch(word)
        if found is None:
            return None
        names = re.findall(r"([.#])([\w-]+)", found[2])
        ids = [name for mark, name in names if mark == "#"]
        classes = frozenset(name for mark, name in names if mark == ".")
        ones.append(_One((found[1] or "").lower(), ids[-1] if ids else "", classes))
    if not ones:
        return None
    rank = (sum(bool(o.name) for o in ones), sum(len(o.classes) for o in ones), sum(bool(o.tag) for o in ones), count)
    return _Rule(tuple(ones[:-1]), ones[-1], rank, looks)


def _declared(text: str) -> dict[str, str]:
    """Declarations -> property and value, those that can hide something."""
    pairs = (one.partition(":") for one in text.lower().split(";"))
    return {name.strip(): value.strip()[:_LONGEST] for name, _, value in pairs if name.strip() in _TOLD}


def _is_firm(before: str | None, after: str) -> bool:
    return before is not None and "!important" in before and "!important" not in after


def _number(value: str) -> tuple[float | None, str]:
    found = _NUMBER.fullmatch(value)
    return (float(found[1]), found[2]) if found else (None, "")


def _is_pale(colour: str) -> bool:
    if colour in _PALE or _is_clear(colour):
        return True
    if colour.startswith("#"):
        digits = colour[1:]
        return is_white("".join(2 * d for d in digits[:3]) if len(digits) in (3, 4) else digits[:6])
    numbers = [float(number) * (2.55 if unit else 1) for number, unit in re.findall(r"(\d*\.?\d+)(%?)", colour)]
    if colour.startswith("rgb"):
        return len(numbers) >= 3 and min(numbers[:3]) >= 0xF5
    return colour.startswith("hsl") and len(numbers) >= 3 and numbers[2] >= 0xF5


def _is_clear(colour: str) -> bool:
    if colour == "transparent":
        return True
    alpha = re.search(r"[,/]\s*(\d*\.?\d+)(%?)\s*\)$", colour) if colour.count(",") == 3 or "/" in colour else None
    if alpha is not None:
        return float(alpha[1]) < (5 if alpha[2] else 0.05)
    return colour.startswith("#") and len(colour) in (5, 9) and colour[5 if len(colour) == 9 else 4 :].startswith("0")
