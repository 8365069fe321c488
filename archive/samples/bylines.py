"""Who signed a post, and the line that says so, in the ways these sites have."""

from __future__ import annotations

from dataclasses import dataclass

from archive.samples.grammar import Scene
from archive.samples.places import LIFERAY, NEWS, NUKEVIET, VCMS, WEBFORMS, Outlet
from archive.samples.wording import texts


@dataclass(frozen=True)
class Byline:
    """``line`` as displayed; the names in it; the newspaper that the text was taken from.

    beside: the source stands in a line of its own, labelled.
    """

    line: str
    authors: tuple[str, ...]
    source: str | None = None
    beside: bool = False


# How often lines of each style are met; {a} and {b} are pen names, {paper} and {theo} newspapers. What follows a bar
# is the source, in a line of its own.
STYLES: dict[str, dict[str, int]] = {
    VCMS.name: {"{a}": 52, "{a} - {b}": 12, "Tác giả: {a}": 7, "{a} (tổng hợp)": 6, "Theo {theo}": 5, "": 18},
    LIFERAY.name: {
        "{a} - {paper}": 38,
        "{a}": 20,
        "{a} – {b}": 6,
        "Nguồn: {theo}": 9,
        "Theo {theo}": 7,
        "{a} -": 4,
        "": 16,
    },
    NEWS.name: {"{a}": 62, "{a} - {b}": 24, "Theo {theo}": 6, "": 8},
    WEBFORMS.name: {"Tác giả: {a}": 60, "Tác giả: {a} - {b}": 14, "Nguồn: {theo}": 8, "": 18},
    NUKEVIET.name: {"Tác giả: {a}": 46, "Tác giả: {a}|{paper}": 22, "Tác giả: {a}, {b}": 10, "": 22},
}


def byline(scene: Scene, outlet: Outlet, form: str) -> Byline | None:
    """None for notices, and for posts whose line is empty."""
    styles = STYLES[outlet.name]
    style = scene.rng.choices(tuple(styles), tuple(styles.values()))[0]
    if form == "notice" or not style:
        return None
    names = texts("names")
    a, b = scene.rng.sample(names["pen_names"], 2)
    paper, theo = scene.pick(names["papers"]), scene.pick(names["others"])
    authors = tuple(name for slot, name in (("{a}", a), ("{b}", b)) if slot in style)
    source = paper if "{paper}" in style else theo if "{theo}" in style else None
    line, beside, _ = style.format(a=a, b=b, paper=paper, theo=theo).partition("|")
    return Byline(line, authors, source, bool(beside))
