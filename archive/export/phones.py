"""Where telephone numbers stand in a text: today's by libphonenumber, Vietnam's older ones, and what is called one.

Vietnam dialled other area codes until 17 June 2017 and mobile numbers of eleven digits until 14 September 2018
(decisions 2036/QĐ-BTTTT and 798/QĐ-BTTTT of its ministry of information). libphonenumber knows the plan of today
alone; most of an archive is older.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

REGION = "VN"  # whose numbers have no country code
FIVE_DIGITS = re.compile(r"\d(?:\D{0,3}\d){4}")  # libphonenumber is slow: what has fewer digits together has no number
NONE = re.compile(r"\d{1,2}[ .\-/]\d{1,2}[ .\-/](?:19|20)\d\d(?!\d)|0\.\d{4,}(?![ .\-]?\w)")  # a date, a decimal
GAP = r"[^\S\n]?[.\-–]?[^\S\n]?"  # between the code of an area and what follows it
BETWEEN = r"(?:[^\S\n]|[.\-–])?"
MORE = rf"{BETWEEN}\d"  # one digit more
OLDER = re.compile(
    rf"""(?<![\w.,])(?!(?:0\d[ .\-]){{2}})(?:                   # not 01 02 03
      01{BETWEEN}[2689](?:{MORE}){{8}}                         # a mobile number
    | \(0(?:[48]|[2-7]\d{{1,2}})\){GAP}[2-8](?:{MORE}){{5,7}}    # an area in brackets
    | 0[2-8](?:{MORE}){{8,9}}
    | (?:\+|00)?84{GAP}\(?0?\)?{GAP}[1-8](?:{MORE}){{8,9}}
    )(?!\w)""",
    re.VERBOSE,
)
# Behind such words also what lacks the code of its area, or is dialled within one authority alone.
LABEL = re.compile(
    r"(?<!\w)(?:đt|đtdđ|sđt|điện thoại|di động|đường dây nóng|hotline|zalo|tel|phone|mobile|fax|máy bàn)(?!\w)"
    r"(?:[^\S\n]|[:.()\-–/]|(?:số|bàn|di động|liên hệ|cố định|cơ quan|nhà riêng|fax|zalo|number|no)(?!\w)){0,12}",
    re.IGNORECASE,
)
NUMBER = re.compile(
    rf"\(?\+?\(?\d(?:\){GAP}\d|{MORE}){{6,13}}(?![\w])(?!\s*(?:đồng|đ|vnđ|vnd|usd|triệu|tỷ|tỉ|nghìn)(?!\w))",
    re.IGNORECASE,
)
JOINED = re.compile(r"[^\S\n]*(?:[,;/–\-]|hoặc|và|or)[^\S\n]*")


def phones(text: str) -> Iterator[tuple[int, int]]:
    """From where to where numbers stand, in order, none in another."""
    if not FIVE_DIGITS.search(text):
        return
    found = [(match.start, match.end) for match in phonenumbers.PhoneNumberMatcher(text, REGION)]
    found += [match.span() for match in OLDER.finditer(text)]
    found += _labelled(text)
    last = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= last and not NONE.match(text, start):
            yield start, end
            last = end


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    """What stands behind a word for a telephone, one number or several."""
    for label in LABEL.finditer(text):
        at = label.end()
        while number := NUMBER.match(text, at):
            yield number.span()
            joined = JOINED.match(text, number.end())
            at = joined.end() if joined else len(text)
