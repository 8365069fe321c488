"""Any article that pages could make, for tests of what must hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from models.article import Article, Attachment, Image

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
SOME = st.lists(LINES, max_size=3).map(tuple)
# Zones without a change of their clocks since 1990: a moment that a clock showed twice is equal to no other's.
ZONES = st.sampled_from([HANOI, UTC, timezone(timedelta(hours=-3, minutes=-30)), None])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1))


@st.composite
def dated(draw: st.DrawFn) -> dict[str, Any]:
    """A date as pages state it: a minute or a day, in a zone or in none that is known."""
    moment = draw(st.none() | MOMENTS)
    if moment is None:
        return {}
    zone = draw(ZONES)
    origins = {} if zone else {"zone": "none"}
    if draw(st.booleans()):
        day = datetime.combine(moment.date(), datetime.min.time(), zone)
        return {"published_at": day, "published_precision": "day", "origins": origins}
    return {"published_at": moment.replace(tzinfo=zone), "published_precision": "minute", "origins": origins}


@st.composite
def articles(draw: st.DrawFn) -> Article:
    plain = st.builds(
        Article,
        url=st.none() | LINES,
        title=LINES,
        lead=st.none() | LINES,
        paragraphs=SOME,
        captions=SOME,
        images=st.lists(st.builds(Image, LINES, st.none() | LINES, st.none() | LINES), max_size=2).map(tuple),
        attachments=st.lists(st.builds(Attachment, LINES, LINES), max_size=2).map(tuple),
        authors=st.lists(LINES, max_size=3, unique=True).map(tuple),
        byline=st.none() | LINES,
        source=st.none() | LINES,
        dateline=st.none() | LINES,
        modified_at=st.none() | MOMENTS.map(lambda moment: moment.replace(tzinfo=HANOI)),
        section=st.none() | LINES,
        tags=SOME,
        language=st.none() | st.sampled_from(["vi", "en"]),
        html=st.none() | LINES,
    )
    return replace(draw(plain), **draw(dated()))
