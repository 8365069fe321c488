"""Which posts are no articles, which are hard to fetch, and which are copies of another portal's post."""

from __future__ import annotations

from dataclasses import dataclass

from archive.samples.places import LIFERAY, NEWS, OUTLETS, VCMS, WEBFORMS, Outlet

POSTS = 500  # of all portals together, unless somebody asks for more

KINDS = {4: "gone", 5: "video", 7: "broken"}  # by a post's number; all others are articles, but for later videos
VIDEO_EVERY, VIDEO_AT = 45, 20
FILE_EVERY, FILE_AT, SCAN_EVERY, SCAN_AT = (
    9,
    8,
    27,
    17,
)  # posts that are only a PDF; of them, those without a text layer
SLOW, FLAKY = 6, 9  # answers late; fails the first time
REDIRECTED_EVERY, REDIRECTED = 50, 8  # posts that are listed under an old address

CYCLE = 36
COPIES = {
    (LIFERAY.name, 13): (VCMS, "exact"),
    (LIFERAY.name, 16): (VCMS, "title"),
    (LIFERAY.name, 19): (VCMS, "cut"),
    (LIFERAY.name, 22): (VCMS, "byline"),
    (NEWS.name, 25): (LIFERAY, "exact"),
    (NEWS.name, 28): (LIFERAY, "title"),
    (NEWS.name, 31): (VCMS, "cut"),
    (NEWS.name, 34): (VCMS, "byline"),
}
COPIED = frozenset((outlet.name, at) for (_, at), (outlet, _) in COPIES.items())


@dataclass(frozen=True)
class Copy:
    """``outlet``'s post of the same number again: exact, with another title or byline, or with a paragraph cut."""

    outlet: Outlet
    kind: str


def kind_of(number: int) -> str:
    """article, video (no text), gone (404) or broken (500, always)."""
    if number % VIDEO_EVERY == VIDEO_AT:
        return "video"
    return KINDS.get(number, "article")


def only_file(outlet: Outlet, number: int) -> str | None:
    """For a post that is only a PDF: "text", or "scan" for one without a text layer. None for all others."""
    if outlet is not WEBFORMS or number % FILE_EVERY != FILE_AT:
        return None
    return "scan" if number % SCAN_EVERY == SCAN_AT else "text"


def copy_of(outlet: Outlet, number: int) -> Copy | None:
    found = COPIES.get((outlet.name, number % CYCLE))
    return Copy(*found) if found else None


def is_copied(outlet: Outlet, number: int) -> bool:
    """Posts that another portal takes over are long enough for a cut to leave them alike."""
    return (outlet.name, number % CYCLE) in COPIED


def shares(posts: int) -> dict[str, int]:
    """How many of all posts each portal has, by its name; the first ones take what is left over."""
    each, over = divmod(posts, len(OUTLETS))
    return {outlet.name: each + (at < over) for at, outlet in enumerate(OUTLETS)}
