"""Class and id names that tell chrome from article; they help and mislead in equal measure, so none counts alone."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest

from pipelines.document import Element

# One word of a name, or two in a row.
_WORDS = (
    "comment comments comment-list comment-form commentlist commentform disqus related relate more-news more-stories"
    " more-on more-from read-more read-also read-next suggested popular trending most-read most-viewed subscribe"
    " subscription signup sign-up paywall share sharing shares sharebar social socials addthis sidebar side-bar aside"
    " breadcrumb breadcrumbs pagination pager nav navigation navbar menu footer masthead cookie cookies consent gdpr ad"
    " ads ad-slot ad-unit ad-box ad-container ad-wrapper ad-label banner outbrain taboola teaser teasers widget widgets"
    " author-bio author-box author-info author-card about-author about-the bio tag tags tag-list taglist topics"
    " keywords toolbar tools print copyright disclaimer modal popup overlay tooltip login toc table-of"
)
WORDS = frozenset(_WORDS.split())
OPENINGS = frozenset(word.partition("-")[0] for word in WORDS if "-" in word)
_STARTS = "recommend newsletter advert promo sponsor"  # … or the beginning of one
START = re.compile("|".join(_STARTS.split()))
STARTS = tuple(f" {start}" for start in _STARTS.split())
# Names of an article's parts, Vietnamese ones among them: sapo is a lead, hometext NukeViet's, actor VCMS's author.
_PARTS = {
    "caption": "\\w*caption|img-?title|image-?title|photo-?credit|cutline|legende?",
    "lead": (
        "sapo|lead|lede|standfirst|hometext|chapo|intro|abstract|subtitle|sub-?head(?:line)?|dek|deck|summary|excerpt"
    ),
    "byline": "byline|authors?|actor|tac-?gia|nguon|source|writer|reporter|credits?",
    "date": "date|time|datetime|published?|timestamp|ngay|pubdate|updated?",
}
_ENDING = "text|detail|content|paragraph|name|line|wrapper|container|box|block|info|meta|area|time"
# A name says what a part is when it ends so: "detail-sapo", "lead-text", but not "has-dropcap__lead-standard".
ROLES = {
    role: re.compile(rf"(?:^|[\s_-])(?:{names})(?:[_-]+(?:{_ENDING}))*(?:--\S*)?(?=$|\s)")
    for role, names in _PARTS.items()
}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HIDING = frozenset({"hidden", "hide", "d-none", "invisible", "hide-accessible", "sr-only", "visually-hidden"})
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def names(element: Element) -> str:
    """The class and id names of an element, lower case, camelCase parted by dashes."""
    return _names(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=8192)
def _names(classes: str, identifier: str) -> str:
    own = f"{classes} {identifier}".strip()
    lower = own.lower()
    return lower if lower == own else CAMEL.sub("-", own).lower()


@lru_cache(maxsize=8192)
def role_in(names: str) -> str:
    """The part of an article that `names` call an element: a key of ROLES, "" if none."""
    return next((role for role, pattern in ROLES.items() if pattern.search(names)), "")


def _has_start(words: list[str]) -> bool:
    text = f" {' '.join(words)}"
    return any(start in text for start in STARTS)


@lru_cache(maxsize=8192)
def chrome_word(classes: str, identifier: str) -> str:
    """The word in class and id names that says chrome, "" if none does."""
    words = _names(classes, identifier).replace("_", " ").replace("-", " ").split()
    if WORDS.isdisjoint(words) and OPENINGS.isdisjoint(words) and not _has_start(words):
        return ""
    for one, two in zip_longest(words, words[1:], fillvalue=""):
        if one in WORDS:
            return one
        if start := START.match(one):
            return start[0]
        if one in OPENINGS and f"{one}-{two}" in WORDS:
            return f"{one}-{two}"
    return ""


def is_hidden(element: Element) -> bool:
    """Is an element, by itself, not shown: by its style, its attributes or the names that frameworks give such?"""
    if not element.attrib or element.tag == "p":  # paragraphs are hidden until a reader scrolls or pays
        return False
    style = element.get("style")
    if style and HIDDEN.search(style):
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return not HIDING.isdisjoint((element.get("class") or "").split())
