"""Plots as SVG, drawn by matplotlib: trends and timelines, for the command line and for web pages.

Text stays text, and is drawn in the colour of what surrounds it (``currentColor``); by itself the picture follows a
dark screen. The same numbers give the same bytes.

matplotlib draws lines, bars and text, but not its axes: to lay these out, and to draw each of their ticks, takes ten
times as long as all that is left, and a reader waits for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from threading import Lock
from typing import TYPE_CHECKING, Any

from archive.found import Count
from archive.trends import Trends

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

# In points; it scales. The values are drawn between LEFT and RIGHT, above BOTTOM and below what stands on top.
WIDTH, HEIGHT = 576.0, 245.0
LEFT, RIGHT, BOTTOM = 56.0, 568.0, 24.0
MARGIN, GAP = 4.0, 6.0  # around the drawing; between the values and what stands on top
ROW, LETTER, SIGN = 15.0, 5.8, 24.0  # a row of the legend, what a letter of it takes on average, the piece of line
NAMES, NUMBER, LONGEST = 190.0, 60.0, 28  # of a ranking: where bars begin, room behind the longest, letters of a name
FONT, MIDDLE = 9.5, 3.4  # the height of letters; of the middle of an x above the line that they stand on
INK = "#123456"  # stands for the surrounding colour until the drawing is done
# Told apart by the colour-blind (Okabe and Ito), and by their dashes in print.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("solid", "dashed", "dotted", "dashdot")
MARKED = 60  # points of a line, up to which each is marked
LABELS = 10  # at most, on the axis of time
MARKS = 8  # at most, on the axis of values
SHARE = {"en": "share of articles", "vi": "tỉ lệ bài"}
ARTICLES = {"en": "articles", "vi": "số bài"}
STYLE = "<style>svg{color:#222}@media (prefers-color-scheme:dark){svg:root{color:#ddd}}</style>"
DRAWING = Lock()  # matplotlib's fonts and settings are shared by all threads


@dataclass(frozen=True)
class Plot:
    """A drawing of values from 0 to ``most``, so many of them beside each other, with room for rows of text above."""

    number: int
    most: float
    rows: int

    @cached_property
    def figure(self) -> Figure:
        import matplotlib as mpl  # half a second, and few need it
        from matplotlib.figure import Figure

        mpl.rcParams["svg.fonttype"] = "none"
        mpl.rcParams["svg.hashsalt"] = "newsarchive"
        figure = Figure((WIDTH / 72, HEIGHT / 72))
        figure.patch.set_alpha(0)
        return figure

    @cached_property
    def points(self) -> Transform:
        from matplotlib.transforms import Affine2D

        return Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans

    @property
    def top(self) -> float:
        return self.row(self.rows) - ROW / 2 - GAP

    @staticmethod
    def row(number: int) -> float:
        """The middle of that row of text, the first being 1."""
        return HEIGHT - MARGIN - (number - 0.5) * ROW

    def x(self, at: float) -> float:
        """The place of the value number ``at``, the first of them being 0."""
        return LEFT + (at + 0.5) * (RIGHT - LEFT) / max(1, self.number)

    def y(self, value: float) -> float:
        return BOTTOM + value * (self.top - BOTTOM) / self.most

    def line(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        """Through these points; broken where one is no number."""
        from matplotlib.lines import Line2D

        self.figure.add_artist(Line2D(xs, ys, transform=self.points, **look))

    def text(self, x: float, y: float, text: str, across: str = "left") -> None:
        """Its middle at the height ``y``."""
        from matplotlib.text import Text

        look: dict[str, Any] = {"color": INK, "fontsize": FONT, "parse_math": False}  # $ begins no formula
        place: dict[str, Any] = {"horizontalalignment": across, "transform": self.points}
        self.figure.add_artist(Text(x, y - MIDDLE, text, **look, **place))

    def bars(self, values: Sequence[float], colour: str) -> None:
        """One for each value, all of them one shape."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        half = 0.45 * (RIGHT - LEFT) / max(1, self.number)
        boxes = [(self.x(at) - half, self.x(at) + half, self.y(value)) for at, value in enumerate(values)]
        corners = [((a, BOTTOM), (a, y), (b, y), (b, BOTTOM), (a, BOTTOM)) for a, b, y in boxes]
        codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(boxes)
        shape = Path([corner for box in corners for corner in box], codes) if boxes else Path([(LEFT, BOTTOM)])
        self.figure.add_artist(PathPatch(shape, color=colour, linewidth=0, transform=self.points))

    def axes(self, periods: Sequence[str], marks: Sequence[tuple[float, str]]) -> None:
        """The two edges, a thin line at each mark of the values, and labels."""
        nan, heights = float("nan"), [self.y(value) for value, _ in marks]
        broken = [place for y in heights for place in (y, y, nan)]
        self.line([LEFT, RIGHT, nan] * len(marks), broken, color=INK, alpha=0.15, linewidth=0.8, zorder=0)
        self.line([LEFT - 4, LEFT, nan] * len(marks), broken, color=INK, linewidth=0.8)
        places = [(self.x(at), label) for at, label in _labels(periods)]
        feet = [x for x, _ in places for x in (x, x, nan)]
        self.line(feet, [BOTTOM - 4, BOTTOM, nan] * len(places), color=INK, linewidth=0.8)
        self.line([LEFT, LEFT, RIGHT], [self.top, BOTTOM, BOTTOM], color=INK, linewidth=0.8)
        for y, (_, label) in zip(heights, marks, strict=True):
            self.text(LEFT - 7, y, label, "right")
        for x, label in places:
            self.text(x, BOTTOM - 13, label, "center")

    def svg(self, title: str) -> str:
        """What was drawn; ``title`` is told to those who cannot see it."""
        drawn = io.StringIO()
        self.figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
        svg = drawn.getvalue()[drawn.getvalue().index("<svg") :]
        svg = svg.replace(INK, "currentColor")
        opening = f'<svg role="img" aria-label="{escape(title)}"'
        return re.sub(r"(<svg[^>]*>)", rf"\1{STYLE}", svg.replace("<svg", opening, 1), count=1)


def trends_svg(found: Trends, language: str = "en") -> str:
    """A line for each question: its share of the articles of each period. ``language``: "en" or "vi"."""
    asked = [line.asked for line in found.lines]
    highest = max((share for line in found.lines for share in line.shares if share), default=0.0)
    legend = _legend(SHARE[language], asked)
    with DRAWING:
        plot = Plot(len(found.periods), 1.04 * highest or 1.0, legend[-1][1] if legend else 1)
        plot.axes(found.periods, [(mark, _percent(mark, language)) for mark in _marks(plot.most)])
        plot.text(MARGIN, plot.row(1), SHARE[language])
        for number, (line, (x, row)) in enumerate(zip(found.lines, legend, strict=True)):
            look: dict[str, Any] = {"color": _of(COLOURS, number), "linestyle": _of(DASHES, number), "markersize": 4}
            shares = [plot.y(share) if share is not None else float("nan") for share in line.shares]
            marked = range(len(shares)) if len(shares) <= MARKED else _alone(line.shares)
            plot.line([plot.x(at) for at in range(len(shares))], shares, marker="o", markevery=list(marked), **look)
            marks = [1] if len(shares) <= MARKED else []
            plot.line([x, x + SIGN / 2, x + SIGN], [plot.row(row)] * 3, marker="o", markevery=marks, **look)
            plot.text(x + SIGN + 5, plot.row(row), line.asked)
        return plot.svg(f"{SHARE[language]}: {', '.join(asked)}")


def timeline_svg(counts: Sequence[Count], language: str = "en") -> str:
    """A bar for each count, in the order given: the articles of months or years."""
    numbers = [count.articles for count in counts]
    with DRAWING:
        plot = Plot(len(counts), 1.04 * max(numbers, default=0) or 1.0, 1)
        plot.bars(numbers, COLOURS[0])
        plot.axes([count.value for count in counts], [(mark, f"{mark:.0f}") for mark in _marks(plot.most, whole=True)])
        plot.text(MARGIN, plot.row(1), ARTICLES[language])
        return plot.svg(ARTICLES[language])


def ranking_svg(counts: Sequence[Count], language: str = "en") -> str:
    """The first of these, a row each with its name, a bar and how many: as many as there is room for."""
    shown = counts[: int((HEIGHT - 2 * MARGIN) // ROW) - 1]
    with DRAWING:
        plot = Plot(len(shown), max((count.articles for count in shown), default=0) or 1, 1)
        plot.text(MARGIN, plot.row(1), ARTICLES[language])
        for row, count in enumerate(shown, 2):
            end = NAMES + count.articles * (RIGHT - NAMES - NUMBER) / plot.most
            name = count.value if len(count.value) <= LONGEST else f"{count.value[: LONGEST - 1]}…"
            plot.text(NAMES - GAP, plot.row(row), name, "right")
            plot.line([NAMES, end], [plot.row(row)] * 2, color=COLOURS[0], linewidth=0.7 * ROW, solid_capstyle="butt")
            plot.text(end + GAP, plot.row(row), f"{count.articles:,}" if language == "en" else _points(count.articles))
        return plot.svg(ARTICLES[language])


def _alone(shares: Sequence[float | None]) -> list[int]:
    """The periods with a share between two without: no line leads there."""
    around = [None, *shares, None]
    return [at for at, share in enumerate(shares) if share is not None and around[at] is None is around[at + 2]]


def _points(number: int) -> str:
    """12.345, as it is written in Vietnamese."""
    return f"{number:,}".replace(",", ".")


def _of(choices: Sequence[str], number: int) -> str:
    return choices[number % len(choices)]


def _legend(heading: str, texts: Sequence[str]) -> list[tuple[float, int]]:
    """Where each text stands: its left edge and its row, from 1; behind the heading, as many in a row as fit."""
    begin = x = MARGIN + LETTER * (len(heading) + 4)
    row, places = 1, []
    for text in texts:
        width = SIGN + LETTER * (len(text) + 5)
        if x > begin and x + width > RIGHT:
            x, row = begin, row + 1
        places.append((x, row))
        x += width
    return places


def _marks(most: float, whole: bool = False) -> list[float]:
    """Round values from 0 to ``most``."""
    from matplotlib.ticker import MaxNLocator

    locator = MaxNLocator(MARKS, steps=[1, 2, 2.5, 5, 10], integer=whole)
    return [float(mark) for mark in locator.tick_values(0, most) if 0 <= mark <= most]


def _percent(share: float, language: str) -> str:
    """0.015 as 1.5%, or 1,5 %: with as few decimals as tell the marks apart."""
    text = f"{share * 100:.3f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', ',')}\u00a0%" if language == "vi" else f"{text}%"


def _labels(periods: Sequence[str]) -> list[tuple[int, str]]:
    """What is written below which of the periods: the years where months are many; a few at most."""
    years = [at for at, period in enumerate(periods) if period.endswith("-01")]
    places = years if len(periods) > LABELS and len(years) > 1 else list(range(len(periods)))
    chosen = places[:: -(-len(places) // LABELS) or 1]
    return [(at, periods[at][:4] if places is years else periods[at]) for at in chosen]
