"""A post's content, computed from (seed, portal, number) alone: any number of posts costs no memory."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from random import Random

from archive.samples.bodies import Block, Paragraph, body, files, tags
from archive.samples.bylines import Byline, byline
from archive.samples.grammar import Scene
from archive.samples.places import LIFERAY, NEWS, NUKEVIET, VCMS, WEBFORMS, Outlet, Section, Town
from archive.samples.planted import Copy, copy_of, is_copied, kind_of, only_file
from archive.samples.wording import texts

ZONE = timezone(timedelta(hours=7))
FIRST_DAY = datetime(2018, 1, 2, tzinfo=ZONE)
SPAN_DAYS, SPAN_POSTS = (
    2730,
    20_000,
)  # a portal's 20,000th post is of June 2025; early ones are days apart, later ones hours
NOTICES = "notices"  # the topic whose posts are short and unsigned
DATELINES = {
    VCMS.name: ("{} - ", "{} – "),
    LIFERAY.name: ("({}) - ",),
    NEWS.name: ("{} - ",),
    WEBFORMS.name: ("({}) - ", "({}) – "),
    NUKEVIET.name: ("{} - ",),
}
DATELINE_SHARE = {VCMS.name: 0.5, LIFERAY.name: 0.12, NEWS.name: 0.35, WEBFORMS.name: 0.3, NUKEVIET.name: 0.2}
FILE_TITLES = ("Thông báo số {}.pdf", "Kế hoạch số {}.pdf", "Công văn {}-UBND.pdf")


@dataclass(frozen=True)
class Headline:
    """What listings show of a post, and what the rest is computed from. ``precision``: as the page states its date."""

    outlet: Outlet
    number: int
    kind: str
    title: str
    opening: str
    dateline: str | None
    published: datetime
    precision: str | None
    topic: str
    form: str
    town: Town
    cast: dict[str, str]

    @property
    def section(self) -> Section:
        return self.outlet.section(self.number)

    @property
    def only_file(self) -> str | None:
        """Where its text is but a PDF, what `planted.only_file` says."""
        return only_file(self.outlet, self.number)

    @property
    def teaser(self) -> str:
        """The opening cut at about 200 characters, as listings print it."""
        return self.opening if len(self.opening) <= 200 else self.opening[:200].rsplit(" ", 1)[0] + "..."


@dataclass(frozen=True)
class Post:
    """A whole post: its headline, what stands below it, who signed it, and the names of its attachments.

    Of a post that is only a PDF, the blocks are what the first attachment says.
    """

    headline: Headline
    blocks: tuple[Block, ...]
    byline: Byline | None
    files: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def only_file(self) -> str | None:
        return self.headline.only_file


def _random(seed: int, outlet: Outlet, number: int, part: str) -> Random:
    return Random(f"{seed}/{outlet.name}/{number}/{part}")


def published(rng: Random, number: int) -> datetime:
    """Posts are days apart in a portal's first years and hours apart later; some are backdated."""
    days = SPAN_DAYS * math.log1p(number / 20) / math.log1p(SPAN_POSTS / 20) - (rng.random() < 0.1) * rng.randint(1, 3)
    day = FIRST_DAY + timedelta(days=int(days))
    return day.replace(hour=rng.choice((7, 8, 9, 10, 11, 14, 15, 16, 17, 19, 20, 21)), minute=rng.randrange(60))


def precision(outlet: Outlet, number: int) -> str | None:
    """The first portal's pages have date and time, most of the second's neither; some others have days now and then."""
    if outlet is LIFERAY:
        return (None, None, None, "minute", "day" if number % 20 == 4 else "minute")[number % 5]
    return "day" if (outlet is NEWS and number % 8 == 7) or (outlet is WEBFORMS and number % 4 == 1) else "minute"


@lru_cache(maxsize=4096)
def headline(seed: int, outlet: Outlet, number: int) -> Headline:
    """The headline of a post; cheap, since listings and boxes of related posts ask for dozens."""
    copied = copy_of(outlet, number)
    rng = _random(seed, outlet, number, "headline")
    return _copied_headline(seed, outlet, number, copied, rng) if copied else _own_headline(outlet, number, rng)


def _copied_headline(seed: int, outlet: Outlet, number: int, copied: Copy, rng: Random) -> Headline:
    found = headline(seed, copied.outlet, number)
    moment = found.published + timedelta(hours=rng.randint(3, 60))
    title = found.title
    if copied.kind == "title":
        title = f"{rng.choice(texts(found.topic)['heading'])} ở {found.town.title}"
    return replace(found, outlet=outlet, published=moment, precision=precision(outlet, number), title=title)


def _own_headline(outlet: Outlet, number: int, rng: Random) -> Headline:
    topic = rng.choice(
        [one for one in outlet.section(number).topics if one != NOTICES or not is_copied(outlet, number)]
    )
    form = _form(rng, topic, is_copied(outlet, number))
    moment = published(rng, number)
    scene = Scene(rng, rng.choice(outlet.towns), moment.date())
    story = rng.choice(texts(topic)["story"])
    opening = scene.fill(story["opening"])
    title = scene.fill(scene.pick(story.get("title") or texts(topic)["title"]))
    if form == "interview":
        opening += scene.fill(" Phóng viên đã có cuộc trao đổi với {ch} về nội dung này.")
    dateline = scene.pick(outlet.datelines) if form != "notice" and rng.random() < DATELINE_SHARE[outlet.name] else None
    if only_file(outlet, number):
        dateline = None
    if kind_of(number) == "video":
        opening, dateline = "", None
    if dateline:
        opening = scene.pick(DATELINES[outlet.name]).format(dateline) + opening
    return Headline(
        outlet, number, kind_of(number), title, opening, dateline, moment, precision(outlet, number),
        topic, form, scene.town, scene.cast,
    )  # fmt: skip


def _form(rng: Random, topic: str, copied: bool) -> str:
    """report, long (a report others copy), short, interview or notice."""
    if topic == NOTICES:
        return "notice"
    if copied:
        return "long"
    return rng.choices(("report", "long", "short", "interview"), (50, 16, 20, 14))[0]


@lru_cache(maxsize=256)
def post(seed: int, outlet: Outlet, number: int) -> Post:
    """The whole post. Videos have no text below their headline."""
    head = headline(seed, outlet, number)
    rng = _random(seed, outlet, number, "body")
    copied = copy_of(outlet, number)
    if copied:
        return _copied_post(head, post(seed, copied.outlet, number), copied.kind, rng)
    if head.kind == "video":
        return Post(head, (), None, (), ())
    scene = Scene(rng, head.town, head.published.date(), dict(head.cast))
    if head.only_file:
        return _file_post(head, scene)
    signed = byline(scene, outlet, head.form)
    return Post(
        head, body(scene, head.topic, head.form), signed, files(scene, head.form), tags(scene, head.topic, outlet)
    )


def _file_post(head: Headline, scene: Scene) -> Post:
    """What its PDF says: a letter's head, the opening, the text."""
    number = str(scene.number(11, 990))
    title = scene.pick(FILE_TITLES).format(number)
    letter = (f"ỦY BAN NHÂN DÂN {head.town.title.upper()}", f"Số: {number}/UBND-VP", head.title)
    text = [one for one in body(scene, head.topic, "report") if isinstance(one, Paragraph) and one.text[-1] != ":"]
    blocks = (*map(Paragraph, letter), Paragraph(head.opening), *text) if head.only_file == "text" else ()
    return Post(head, blocks, None, (title,), ())


def _copied_post(head: Headline, original: Post, kind: str, rng: Random) -> Post:
    blocks, signed = original.blocks, original.byline
    scene = Scene(rng, head.town, head.published.date())
    if kind == "cut":
        paragraphs = [at for at, block in enumerate(blocks) if isinstance(block, Paragraph)]
        gone = rng.choice(paragraphs[1:-1])
        blocks = blocks[:gone] + blocks[gone + 1 :]
    while kind == "byline" and signed == original.byline:
        signed = byline(scene, head.outlet, head.form)
    return Post(head, blocks, signed, original.files, tags(scene, head.topic, head.outlet))
