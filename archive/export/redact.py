"""Takes out of texts what lets a private person be called, written to or robbed: each kind counted.

phones.py finds telephones, python-stdnum knows the check digits of IBANs. Numbers of accounts and identity papers have
no form of their own in Vietnam (ISO/IEC 7812 aside): a run of digits counts when a word that says so stands before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError

from archive.export.phones import phones
from archive.found import FIELDS
from archive.records import Values
from models.article import text_of

TEXTS = (
    *("title", "lead", "paragraphs", "captions", "images", "attachments"),
    *("authors", "byline", "source", "dateline", "section", "tags"),
)
KEPT = tuple(name for name in FIELDS if name not in (*TEXTS, "html"))
MARKS = {"phone": "[PHONE]", "email": "[EMAIL]", "identity": "[IDENTITY]", "account": "[ACCOUNT]"}
# Lengths as in RFC 5321 and 1035: without them a text full of dots takes hours.
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
DIGITS = r"\d(?:[^\S\n]?\d|[.\-]\d){{{least},{most}}}(?!\d)"
IDENTITY = re.compile(
    r"(?P<label>(?:CMND|CCCD|CMT|CMTND|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|định danh(?: cá nhân)?|"
    r"hộ chiếu|identity card|id card|passport)[^\d\n]{0,30}?)(?P<found>(?<![\w])(?:[A-Z]\d{7}|"
    + DIGITS.format(least=8, most=11)
    + "))",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"(?P<label>(?:tài khoản|STK|số TK|TK số|account|a/c)[^\d\n]{0,40}?)(?P<found>(?<![\w])"
    + DIGITS.format(least=7, most=18)
    + ")",
    re.IGNORECASE,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
CARD = re.compile(r"(?<![\w])\d(?:[ \-]?\d){12,18}(?!\w)")


def redacted(article: Values, kinds: Sequence[str], counts: Counter[str]) -> Values:
    """The article without these kinds in any of its texts, and without its HTML, where tags could hide them."""
    if not kinds:
        return article
    changed = {name: _within(article[name], kinds, counts) for name in TEXTS}
    text = text_of(changed["lead"], changed["paragraphs"])
    kept = {name: article[name] for name in KEPT}
    return {**kept, **changed, "html": None, "text": text}


def _within(value: Any, kinds: Sequence[str], counts: Counter[str]) -> Any:
    if isinstance(value, str):
        return redact(value, kinds, counts)
    if isinstance(value, list):
        return [_within(one, kinds, counts) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "url" else _within(one, kinds, counts) for name, one in value.items()}
    return value


def redact(text: str, kinds: Sequence[str], counts: Counter[str]) -> str:
    """The text with a mark in place of each find. Labelled numbers go first: an account can look like a phone."""
    for kind in ("email", "identity", "account", "phone"):
        if kind in kinds:
            spans = list(FINDERS[kind](text))
            counts[kind] += len(spans)
            for start, end in reversed(spans):
                text = text[:start] + MARKS[kind] + text[end:]
    return text


Spans = Iterator[tuple[int, int]]


def _emails(text: str) -> Spans:
    return (match.span() for match in EMAIL.finditer(text)) if "@" in text else iter(())


def _identities(text: str) -> Spans:
    return (match.span("found") for match in IDENTITY.finditer(text))


def _accounts(text: str) -> Spans:
    found = [match.span("found") for match in ACCOUNT.finditer(text)]
    found += [match.span() for match in IBAN.finditer(text) if _is_iban(match[0])]
    found += [match.span() for match in CARD.finditer(text) if luhn.is_valid(re.sub(r"\D", "", match[0]))]
    return iter(_apart(sorted(found)))


def _is_iban(text: str) -> bool:
    try:
        return bool(iban.validate(text))
    except ValidationError:
        return False


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Without those that overlap an earlier one."""
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end


FINDERS = {"phone": phones, "email": _emails, "identity": _identities, "account": _accounts}
