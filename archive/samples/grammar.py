"""Fills a sentence pattern's slots from random numbers: the same numbers give the same sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from archive.samples.places import Town
from archive.samples.wording import texts

SLOT = re.compile(r"\{(\w+)\}")
SENTENCE_START = re.compile(r"(?<=[.?!] )\w")


@cache
def _parts(pattern: str) -> tuple[str, ...]:
    """Literal text and slot names, taking turns."""
    return tuple(SLOT.split(pattern))


@dataclass
class Scene:
    """Where a post happens and who is in it: the town, its ward and school, the officials, the day."""

    rng: Random
    town: Town
    day: date
    cast: dict[str, str] = field(default_factory=dict)

    def pick(self, choices: Sequence[str]) -> str:
        return choices[int(self.rng.random() * len(choices))]

    def number(self, low: int, high: int) -> int:
        return low + int(self.rng.random() * (high - low + 1))

    def fill(self, pattern: str) -> str:
        """The pattern with its slots filled, each sentence beginning with a capital."""
        filled = SENTENCE_START.sub(lambda found: found[0].upper(), self._fill(pattern))
        return filled[0].upper() + filled[1:]

    def _fill(self, pattern: str) -> str:
        parts = _parts(pattern)
        if len(parts) == 1:
            return pattern
        filled = list(parts)
        for at in range(1, len(parts), 2):
            filled[at] = self._slot(parts[at])
        return "".join(filled)

    def _slot(self, name: str) -> str:
        if name in CAST:
            if name not in self.cast:
                self.cast[name] = CAST[name](self)
            return self.cast[name]
        made = SLOTS.get(name)
        return made(self) if made else self._fill(self.pick(texts("common")["slot"][name]))


def thousands(number: int) -> str:
    """12450 as Vietnamese prints it: 12.450."""
    return f"{number:,}".replace(",", ".")


def _name(scene: Scene, given: str) -> str:
    """A full name with the given name of one of the ``men`` or ``women``."""
    return f"{scene.pick(texts('names')['surnames'])} {scene.pick(texts('names')[given])}"


def _anyone(scene: Scene) -> str:
    return _name(scene, "men" if scene.rng.random() < 0.55 else "women")


def _official(scene: Scene) -> str:
    polite = scene.pick(("đồng chí", "đồng chí", "ông" if scene.rng.random() < 0.6 else "bà"))
    given = {"ông": "men", "bà": "women"}.get(polite) or ("men" if scene.rng.random() < 0.6 else "women")
    return f"{polite} {_name(scene, given)}, {scene._fill(scene.pick(texts('names')['posts']))}"


def _resident(scene: Scene) -> str:
    polite, given = (("ông", "men"), ("bà", "women"), ("anh", "men"), ("chị", "women"))[scene.number(0, 3)]
    return f"{polite} {_name(scene, given)} ({scene._fill('{group}, {ward}')})"


def _short(scene: Scene) -> str:
    return scene._slot("ch").split(",")[0]


def _document(scene: Scene) -> str:
    return scene.fill(scene.pick(texts("names")["documents"]))


def day_and_month(day: date) -> str:
    return f"{day.day}/{day.month}"


def _dated(low: int, high: int) -> Callable[[Scene], str]:
    return lambda scene: f"ngày {day_and_month(scene.day + timedelta(days=scene.number(low, high)))}"


def _in(low: int, high: int) -> Callable[[Scene], str]:
    return lambda scene: str(scene.number(low, high))


def _period(scene: Scene) -> str:
    """What is reported on: the last quarter, half or year that is over."""
    year, ended = scene.day.year, (scene.day.month - 1) // 3
    months = (f"năm {year - 1}", f"quý I năm {year}", f"6 tháng đầu năm {year}", f"9 tháng năm {year}")
    return months[ended]


def _school_year(scene: Scene) -> str:
    first = scene.day.year if scene.day.month >= 6 else scene.day.year - 1
    return f"{first} - {first + 1}"


def _school(scene: Scene) -> str:
    return scene.pick(scene.town.schools)


def _unit(scene: Scene) -> str:
    return f"{scene.town.unit} {scene.pick(scene.town.units)}"


ONCE = (
    "aim", "doc", "h", "k", "km", "level", "lvl", "lvl3", "m", "n", "pct", "period", "roman", "street", "task", "ty",
    "ward",
)  # fmt: skip


def _once(name: str) -> Callable[[Scene], str]:
    """A slot in capitals: what its small one gives, but the same all through a post, title and text."""
    return lambda scene: scene._slot(name)


CAST: dict[str, Callable[[Scene], str]] = {  # the same all through a post
    "w": _unit,
    "s": _school,
    "ch": _official,
    "c": _short,
    "fname": lambda scene: _name(scene, "women"),
    "mname": lambda scene: _name(scene, "men"),
    "dm": lambda scene: day_and_month(scene.day),
    "project": lambda scene: scene._fill(scene.pick(texts("common")["slot"]["project"])),
    "product": lambda scene: scene.pick(texts("common")["slot"]["product"]),
    **{name.upper(): _once(name) for name in ONCE},
}
SLOTS: dict[str, Callable[[Scene], str]] = {
    "q": lambda scene: scene.town.title,
    "ten": lambda scene: scene.town.name,
    "kind": lambda scene: scene.town.kind,
    "kind2": lambda scene: scene.town.kind.capitalize(),
    "uy": lambda scene: scene.town.committee,
    "unit": lambda scene: scene.town.unit,
    "ward": _unit,
    "school": _school,
    "group": lambda scene: f"{scene.town.group} {scene.number(1, 24)}",
    "p": _official,
    "name": _anyone,
    "rname": _anyone,
    "res": _resident,
    "doc": _document,
    "day": _dated(-6, 0),
    "soon": _dated(12, 120),
    "ago": _dated(-90, -20),
    "year": lambda scene: str(scene.day.year),
    "lasty": lambda scene: str(scene.day.year - 1),
    "nexty": lambda scene: str(scene.day.year + scene.number(1, 5)),
    "mon": lambda scene: str(scene.day.month),
    "period": _period,
    "syear": _school_year,
    "number": _in(3, 480),
    "lvl": _in(2, 5),
    "n": lambda scene: f"{scene.number(2, 19):02d}" if scene.rng.random() < 0.5 else str(scene.number(2, 19)),
    "m": _in(20, 98),
    "h": _in(105, 985),
    "age": _in(66, 97),
    "k": lambda scene: thousands(scene.number(1050, 48900)),
    "pct": lambda scene: f"{scene.number(31, 98)},{scene.number(1, 9)}%",
    "tr": lambda scene: f"{scene.number(3, 95) * 10} triệu đồng",
    "ty": lambda scene: f"{scene.number(2, 290)},{scene.number(1, 9)} tỷ đồng",
    "pp": lambda scene: f"{scene.number(0, 7)},{scene.number(1, 9)}%",
    "small": lambda scene: f"{scene.number(2, 19) * 50}.000 đồng",
    "ev": _in(7, 10),
    "km": lambda scene: f"{scene.number(1, 24)},{scene.number(1, 9)}",
}
