"""Class and id names that tell chrome from article; they help and mislead in equal measure, so none counts alone."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

WORDS = """
comments? comment-?list comment-?form disqus related relate more-?(?:news|stories|on|from) read-?(?:more|also|next) recommend\\w* suggested popular trending most-?(?:read|viewed)
newsletter\\w* subscribe subscription signup sign-?up paywall share sharing shares sharebar social socials addthis sidebar side-?bar aside breadcrumbs? pagination pager
nav navigation navbar menu footer masthead cookie consent gdpr advert\\w* ads? ad-?(?:slot|unit|box|container|wrapper|label) banner promo\\w* sponsor\\w* outbrain taboola teasers? widget widgets
author-?(?:bio|box|info|card) about-?(?:the-)?author bio tags? tag-?list topics keywords byline toolbar tools print copyright disclaimer
modal popup overlay tooltip login toc table-of-contents
""".split()
NAMED_CHROME = re.compile(r"(?:^|[\s_-])(%s)(?=$|[\s_-])" % "|".join(WORDS))
# Names of the parts of an article, Vietnamese ones among them (sapo is a lead, hometext NukeViet's).
ROLES = {
    "caption": re.compile(r"caption|img-?title|image-?title|photo-?credit|cutline|(?:^|[\s_-])legende?\b"),
    "lead": re.compile(r"(?:^|[\s_-])(?:sapo|lead|lede|standfirst|hometext|chapo|intro|abstract|subtitle|sub-?head(?:line)?|dek|deck|summary|excerpt|lead-?detail)(?=$|[\s_-])"),
    "byline": re.compile(r"(?:^|[\s_-])(?:byline|authors?|actor|tac-?gia|nguon|source|writer|reporter|credits?)(?=$|[\s_-])"),
    "date": re.compile(r"(?:^|[\s_-])(?:date|time|datetime|date-?time|published?|timestamp|ngay|pubdate|updated?)(?=$|[\s_-])"),
}  # fmt: skip
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def names(element: etree._Element) -> str:
    """The class and id names of an element, lower case, camelCase parted by dashes."""
    return _names(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=8192)
def _names(classes: str, identifier: str) -> str:
    return CAMEL.sub("-", f"{classes} {identifier}").lower().strip()


@lru_cache(maxsize=8192)
def chrome_word(classes: str, identifier: str) -> str:
    """The word in class and id names that says chrome, "" if none does."""
    match = NAMED_CHROME.search(_names(classes, identifier))
    return match[1] if match else ""
