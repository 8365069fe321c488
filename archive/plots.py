"""Plots as SVG, drawn by matplotlib: trends and timelines, for the command line and for web pages.

Text stays text, and is drawn in the colour of what surrounds it (``currentColor``); by itself the picture follows a
dark screen. The same numbers give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from threading import Lock
from typing import TYPE_CHECKING, Any

from archive.found import Count
from archive.trends import Trends

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 8.0, 3.4  # inches of 72 points; it scales
INK = "#123456"  # stands for the surrounding colour until the drawing is done
# Told apart by the colour-blind (Okabe and Ito), and by their dashes in print.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("solid", "dashed", "dotted", "dashdot")
MARKED = 60  # points of a line, up to which each is marked
LABELS = 10  # at most, on the axis of time
SHARE = {"en": "share of articles", "vi": "tỉ lệ bài"}
ARTICLES = {"en": "articles", "vi": "số bài"}
STYLE = "<style>svg{color:#222}@media (prefers-color-scheme:dark){svg:root{color:#ddd}}</style>"
DRAWING = Lock()  # matplotlib's fonts and settings are shared by all threads


def trends_svg(found: Trends, language: str = "en") -> str:
    """A line for each question: its share of the articles of each period. ``language``: "en" or "vi"."""
    with DRAWING:
        figure, axes = _figure()
        for number, line in enumerate(found.lines):
            shares = [share if share is not None else float("nan") for share in line.shares]
            marker = "o" if len(shares) <= MARKED else ""
            look: dict[str, Any] = {"color": _of(COLOURS, number), "linestyle": _of(DASHES, number), "marker": marker}
            axes.plot(shares, markersize=4, label=_plain(line.asked), **look)
        axes.set_ylim(bottom=0, top=_room(found))
        axes.yaxis.set_major_formatter(_percent(language))
        axes.set_ylabel(SHARE[language], color=INK)
        _time(axes, found.periods)
        if found.lines:
            axes.legend(frameon=False, labelcolor=INK)
        title = f"{SHARE[language]}: {', '.join(line.asked for line in found.lines)}"
        return _svg(figure, title)


def timeline_svg(counts: Sequence[Count], language: str = "en") -> str:
    """A bar for each count, in the order given: the articles of months or years."""
    with DRAWING:
        figure, axes = _figure()
        axes.bar(range(len(counts)), [count.articles for count in counts], color=COLOURS[0], width=0.9)
        axes.set_ylabel(ARTICLES[language], color=INK)
        axes.yaxis.set_major_locator(_whole_numbers())
        _time(axes, [count.value for count in counts])
        return _svg(figure, ARTICLES[language])


def _of(choices: Sequence[str], number: int) -> str:
    return choices[number % len(choices)]


def _figure() -> tuple[Figure, Axes]:
    import matplotlib as mpl  # half a second, and few need it
    from matplotlib.figure import Figure

    mpl.rcParams["svg.fonttype"] = "none"
    mpl.rcParams["svg.hashsalt"] = "newsarchive"
    figure = Figure((WIDTH, HEIGHT), layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(INK)
    axes.tick_params(colors=INK)
    axes.grid(axis="y", color=INK, alpha=0.15)
    axes.set_axisbelow(True)
    return figure, axes


def _room(found: Trends) -> float:
    """The top of the axis: a little above the highest point."""
    highest = max((share for line in found.lines for share in line.shares if share), default=0.0)
    return 1.08 * highest or 1.0


def _percent(language: str) -> Any:
    """0.015 as 1.5%, or 1,5 %: with as few decimals as tell the marks apart."""
    from matplotlib.ticker import FuncFormatter

    def said(share: float, _at: int | None) -> str:
        text = f"{share * 100:.3f}".rstrip("0").rstrip(".")
        return f"{text.replace('.', ',')}\u00a0%" if language == "vi" else f"{text}%"

    return FuncFormatter(said)


def _whole_numbers() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)


def _time(axes: Axes, periods: Sequence[str]) -> None:
    """Labels at the years where months are many; a few at most."""
    years = [at for at, period in enumerate(periods) if period.endswith("-01")]
    places = years if len(periods) > LABELS and len(years) > 1 else list(range(len(periods)))
    step = -(-len(places) // LABELS) or 1
    chosen = places[::step]
    short = places is years
    axes.set_xticks(chosen, [_plain(periods[at][:4] if short else periods[at]) for at in chosen])


def _plain(text: str) -> str:
    return text.replace("$", r"\$")  # which begins a formula


def _svg(figure: Figure, title: str) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    svg = drawn.getvalue()[drawn.getvalue().index("<svg") :]
    svg = svg.replace(INK, "currentColor")
    opening = f'<svg role="img" aria-label="{escape(title)}"'
    return re.sub(r"(<svg[^>]*>)", rf"\1{STYLE}", svg.replace("<svg", opening, 1), count=1)
