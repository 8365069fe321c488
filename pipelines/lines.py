"""What a line of an article says about itself by its own words and dress: chrome, caption, byline, or nothing."""

from __future__ import annotations

import re

from pipelines.byline import Byline, read_byline
from pipelines.chromewords import (
    ADVERTS,
    CHROME_LINES,
    END_LINES,
    END_STARTS,
    NOTICES,
    PICTURES,
    PROMOTIONS,
    READ_ALSO,
    READING_TIME,
    SUMMARY_LABELS,
)
from pipelines.clean import Line
from pipelines.dates import is_modified
from pipelines.elements import HEADINGS
from pipelines.metaline import bylines_in
from pipelines.phrases import ATTACHMENT_LABELS, CAPTION_STARTS, PHOTO_LABELS, alternatives, bare, phrases
from pipelines.text import unaccent

ENDS = phrases(END_LINES)
CAPTION_OPENINGS = tuple(phrases(CAPTION_STARTS))
END_OPENINGS = tuple(phrases(END_STARTS))
ALSO = phrases(READ_ALSO)
CHROME = phrases(CHROME_LINES, ATTACHMENT_LABELS, ADVERTS, SUMMARY_LABELS) | ENDS | ALSO
OFFERS = tuple(phrases(PROMOTIONS))
SHOWN_ELSEWHERE = tuple(phrases(NOTICES))
LETTERS = re.compile(r"[a-z\u0400-\u04ff]")
# "… in Denver. (AP Photo/Ann Lee)"
BRACKETED = re.compile(
    rf"\((?:[^()]{{0,30}}\b)?{alternatives(phrases(PICTURES))}(?:\s?[:/©][^()]*|\s(?:by|von|de|di|door|av)\b[^()]*)?\)$"
)
LETTER = re.compile(r"[^\W_]")
SENTENCE_END = re.compile(r"[.!?…:;。！？。।؟][\"'”’»)\]]*$")
DIGIT = re.compile(r"\d")
# "…. Ảnh: Minh Anh" – who took the picture ends a caption.
CREDIT = re.compile(rf"\S[\s(/|]+{alternatives(phrases(PHOTO_LABELS))}\s?:\s[^.:]{{2,60}}[.)]?$")
# What programs leave for others to fill: "$$ADVERT$$", "{{quote}}", "[button link=…]Read[/button]".
PLACEHOLDER = re.compile(r"\$+\w+\$+|\{\{[^}]*\}\}|\[(\w+)\s[^\]]*=[^\]]*\](?:.*\[/\1\])?")
COUNTER = re.compile(r"\D{0,10}\d{1,3}\s?(?:/|of|von|sur|de|di)[\s/]{0,3}\d{1,3}")  # "Image 1 of 8"
CREDITED = re.compile(alternatives(phrases(PHOTO_LABELS)) + r"\s?:[^.]{0,60}$")
READING = re.compile(alternatives(phrases(READING_TIME)))
FILES = re.compile(alternatives(phrases(ATTACHMENT_LABELS)) + r"\s?:")
LONGEST_PLACEHOLDER = 300
LONGEST_CAPTION = 350
LONGEST_UNDER_IMAGE = 250
LONGEST_TOLD = 45
LONGEST_OFFER = 300  # characters of a line that is there for its links to the site's channels
LONGEST_NOTICE = 700
LONGEST_OPENED = 150  # characters of a line that can be nothing but chrome
LONGEST_BYLINE = 120


def chrome(line: Line) -> str:
    """What a line's words alone make it: "end" where they end articles, "also" before a link to another, or a reason
    to leave it out; "" for words that may be an article's.
    """
    text = line.text
    if not LETTER.search(text):
        return "no letter"
    if len(text) < LONGEST_PLACEHOLDER and PLACEHOLDER.fullmatch(text):
        return "placeholder"
    if line.offers > 1 and len(text) < LONGEST_OFFER:
        return "offer"
    if len(text) > LONGEST_NOTICE:
        return ""
    said = bare(text[:LONGEST_OPENED])
    if said.startswith(SHOWN_ELSEWHERE):
        return "notice"
    if len(text) > LONGEST_OPENED:
        return ""
    if said in ENDS or said.startswith(END_OPENINGS):
        return "also" if said in ALSO else "end"
    if _opens(said, OFFERS) or COUNTER.fullmatch(said) or CREDITED.match(said):
        return "chrome"
    return "chrome" if said in CHROME or FILES.match(said) or _tells_time(text, said) else ""


def _opens(said: str, openings: tuple[str, ...]) -> bool:
    """Does a line open with one of the phrases, whole words of it?"""
    if not said.startswith(openings):
        return False
    return any(said.startswith(one) and not LETTERS.match(said, len(one)) for one in openings)


def _tells_time(text: str, said: str) -> bool:
    """ "4 minute read", "Last updated 6 hours ago": how long it takes, how old it is."""
    return len(said) < LONGEST_TOLD and bool(DIGIT.search(said)) and (bool(READING.search(said)) or is_modified(text))


def is_caption(line: Line) -> bool:
    """Is it called a caption, set like one or signed like one?"""
    if line.role == "caption" or _is_under_image(line):
        return True
    return len(line.text) <= LONGEST_CAPTION and _is_credited(line) and chrome(line) not in {"end", "also"}


def _is_credited(line: Line) -> bool:
    """Does a line end with who took the picture?"""
    if line.text[-1] != ")" and ":" not in line.text:
        return False
    said = unaccent(line.text)
    if line.text[-1] == ")" and BRACKETED.search(said):
        return True
    return ":" in said and CREDIT.search(said) is not None and byline_of(line) is None


def _is_under_image(line: Line) -> bool:
    """A short line right below an image is its caption, when it is dressed as one or opens as one does."""
    if line.image < 0 or len(line.text) > LONGEST_UNDER_IMAGE or line.tag in HEADINGS:
        return False
    return line.side or line.slanted or line.tag in {"td", "th"} or bare(line.text).startswith(CAPTION_OPENINGS)


def is_sentence(text: str) -> bool:
    """Does a text end as sentences do?"""
    return bool(SENTENCE_END.search(text))


def bylines_of(line: Line) -> list[Byline]:
    """The bylines that a line near the text is, from one label or several."""
    if len(line.text) > LONGEST_BYLINE or line.tag in HEADINGS or line.tag in {"li", "tr"}:
        return []
    return bylines_in(line.text, trusted=line.role == "byline" or (line.side and line.strong))


def byline_of(line: Line) -> Byline | None:
    """The byline that a line at the end of the text is, None when it is none."""
    if len(line.text) > LONGEST_BYLINE or line.tag in HEADINGS or line.tag in {"li", "tr"}:
        return None
    return read_byline(line.text, trusted=line.role == "byline" or (line.side and line.strong))
