"""Bylines: who wrote it, where it was taken from; and the dateline that opens a text.

A line is a byline only if every part of it is: one word that is neither a name, an outlet, a role nor a label makes it
a sentence or a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.people import is_office, is_outlet, is_person
from pipelines.phrases import AUTHOR_LABELS, PHOTO_LABELS, ROLES, SOURCE_LABELS, alternatives, phrases
from pipelines.text import fold, nfc, squeeze, unaccent

LONGEST = 160  # characters of a byline
MOST_LOWER = 6  # words in lower case; "Phòng Văn hóa và Thông tin" has two, sentences have more

AUTHOR, SOURCE, PHOTO = phrases(AUTHOR_LABELS), phrases(SOURCE_LABELS), phrases(PHOTO_LABELS)
IS_ROLE = phrases(ROLES)
ROLE_ENDINGS = tuple(mark + role for role in IS_ROLE if len(role) > 5 for mark in " -")
_ANY = alternatives(AUTHOR | SOURCE | PHOTO)
LABEL = re.compile(rf"(?:^|(?<=[\s;|,.(/–-]))({_ANY})\s?:\s*")
COLON = re.compile(r"(?<!\d):")  # of a label, not of a clock
# Words that open a byline without a colon.
OPENING = re.compile(
    r"(theo)\s|(by|written by|reported by|reporting by|story by|text by|von|par|por|door|av|di|texte|a cura di"
    r"|opinion by|analysis by|posted by)\s"
)
SEPARATOR = re.compile(r"\s[-–—]\s|\s?[–—]\s?|\s-(?=\S)|(?<=[^\W\d_])-\s|\s?[;|,+、，•]\s?|\s/\s|(?<=\w\w)/(?=[A-ZĐ])")
SEPARATING = re.compile("[-–—;|,+、，•/]")
AND = re.compile(r"\s(?:&|và|and|und|et|y|e|en|og|och|với|cùng)\s")  # also within the name of an office
LISTED = re.compile(r"[-–—+•*]\s")
BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
MAIL = re.compile(r"\S+@\S+\.\w+|(?<!\w)@\w+")
OTHER_WORK = ("edit", "additional reporting by ", "photo", "foto ", "graphic")
EDGES = ' \t*|•·;,:-–—_"“”'
END = re.compile(r"(?<![ .][A-ZĐ])\s?\.(?:/\.?)?$")  # "Thu Hà./." – initials keep their stop


@dataclass(frozen=True, slots=True)
class Byline:
    """authors: names as published. source: whom the text was taken over from. line: the line as the page has it."""

    authors: tuple[str, ...]
    source: str | None
    line: str


@lru_cache(maxsize=4096)
def read_byline(line: str, *, trusted: bool = False) -> Byline | None:
    """What a line says as a byline; None if it is none. Without authors and source it is a photographer's or empty.

    trusted: the line stands where only bylines stand, so that any capitalised words are a name.
    """
    if len(line) > LONGEST * 2:
        return None
    text = squeeze(nfc(line))
    if not text or len(text) > LONGEST:
        return None
    if not COLON.search(text) and (LISTED.match(text) or _lower(text) > MOST_LOWER):
        return None
    signed = _Signed(trusted)
    fields = _fields(_unwrapped(text))
    if not fields or not all(signed.take(label, value) for label, value in fields):
        return None
    return Byline(tuple(signed.authors), signed.source, text)


def _lower(text: str) -> int:
    return sum(word[0].islower() for word in text.split())


@lru_cache(maxsize=1024)  # a page says its author's name in many places
def split_names(text: str) -> tuple[str, ...]:
    """The names in the value of an author field (JSON-LD, meta, an author box), without label, roles and addresses."""
    plain = MAIL.sub(" ", squeeze(nfc(text)))
    fields = _fields(plain.strip(EDGES)) or [("author", plain)]
    named = [value for label, value in fields if label in ("author", "", "theo")]
    names = [name for value in named for name in _segments(BRACKET.sub(" ", value))]
    return tuple(dict.fromkeys(name for name in names if not _is_role(name) and not name.startswith("http")))


def read_dateline(paragraph: str) -> str | None:
    """The agency or place that a paragraph opens with: "HNP - Chiều 4/12 …" gives "HNP". Without brackets and dash."""
    head = nfc(paragraph[:80]).lstrip()
    for form in DATELINES:
        match = form.match(head)
        if match and _starts_sentence(head[match.end() :]) and _opens(match[1]):
            return squeeze(match[1])
    return None


def _starts_sentence(text: str) -> bool:
    first = text.lstrip("\"“'‘ ")[:1]
    return first.isupper() or first.isdigit()


# "(Chinhphu.vn) - Tháng 3", "(NLĐ)- Không ít", "(HNMO) Sáng" | "QK2 – Tối 4-7", "Kinhtedothi – Sáng", "Hà Nội - Sáng"
# | "PARIS (AFP) - The", "BERLIN, Nov 4 (dpa) —"
DATELINES = (
    re.compile(r"[(\[]\s?([^()\[\]]{2,30}?)\s?[)\]]\s?[-–—:]?\s*"),
    re.compile(r"([A-ZĐ][A-ZĐ .'-]{2,25}(?:, [^()]{3,12})? \([^()]{2,20}\))\s?[-–—]\s*"),
    re.compile(r"([^\W\d_][\w.]*(?: [\w.]+){0,3})(?:\s[-–—]\s?|[–—]\s?|-\s)"),
)
PLACES = frozenset(
    ["hà nội", "tp.hcm", "tp hcm", "tp. hcm", "thành phố hồ chí minh", "đà nẵng", "hải phòng", "cần thơ"]
)


def _opens(name: str) -> bool:
    name = squeeze(name)
    if "(" in name or fold(name) in PLACES:
        return True
    if re.fullmatch(r"[A-ZĐ]{2,8}\d{0,2}[A-ZĐ]?", name):
        return True
    return is_outlet(name, loose=True)


def _unwrapped(text: str) -> str:
    bare = _ended(text.strip(EDGES)) if not text.endswith(":") else text.strip(EDGES[1:]).strip()
    inner = BRACKET.fullmatch(bare)
    return inner[1].strip() if inner else bare + (":" if text.endswith(":") and not bare.endswith(":") else "")


def _fields(text: str) -> list[tuple[str, str]]:
    """(label's kind, value) of each labelled part; the kind is "" for what stands before the first label."""
    plain = unaccent(text)
    if len(plain) != len(text):
        plain = text.lower()
    found = list(LABEL.finditer(plain)) if ":" in plain else []
    fields = []
    head = text[: found[0].start()] if found else text
    if head.strip(EDGES + "(["):
        opening = OPENING.match(plain)
        if opening and not opening[1] and " " not in head[opening.end() :].strip():
            opening = None  # "By Monday", "Von Trapp"
        kind = ("theo" if opening[1] else "author") if opening else ""
        fields.append((kind, head[opening.end() :] if opening else head))
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=False):
        fields.append((_kind(" ".join(match[1].split())), text[match.end() : end]))
    return [(kind, _ended(value.strip(EDGES).removesuffix(" (")).strip(EDGES)) for kind, value in fields]


def _ended(text: str) -> str:
    """Without the stop that ends a line."""
    return END.sub("", text) if text.endswith((".", "/")) else text


def _kind(label: str) -> str:
    return "theo" if label == "theo" else "author" if label in AUTHOR else "source" if label in SOURCE else "photo"


def _segments(value: str) -> list[str]:
    found: list[str] = []
    parts = SEPARATOR.split(value) if SEPARATING.search(value) else [value]  # a cheap test first
    for part in filter(None, (part.strip(EDGES) for part in parts)):
        names = AND.split(part)
        found += [part] if len(names) > 1 and (is_office(part) or is_outlet(part)) else names
    return [name for name in (name.strip(EDGES) for name in found) if name]


def _is_role(text: str) -> bool:
    plain = unaccent(text).strip(" .()")
    return plain in IS_ROLE or plain.endswith(ROLE_ENDINGS)


class _Signed:
    """Authors and source, gathered part by part; a part that is neither says no."""

    def __init__(self, trusted: bool) -> None:
        self.trusted = trusted
        self.authors: list[str] = []
        self.source: str | None = None

    def take(self, label: str, value: str) -> bool:
        if label == "source":
            return self._source(value)
        if label == "photo":
            return not value or all(
                is_person(name, labelled=True) or is_outlet(name, loose=True) for name in _segments(value)
            )
        if label == "theo":
            return bool(value) and self._taken_from(value)
        return self._names(value, label == "author") if value else label == "author"

    def _source(self, value: str) -> bool:
        value = value.strip("()[] ")
        if len(value) > 80 or len(value.split()) > 12:
            return False
        self.source = self.source or value or None
        return True

    def _taken_from(self, value: str) -> bool:
        """ "Theo X": X is an outlet, or capitals throughout; "Theo Nghị quyết …" opens a sentence."""
        head = BRACKET.sub("", value).strip()
        if not is_outlet(head, loose=True) and not is_office(head):
            parts = _segments(head)
            if not parts or not all(is_outlet(part, loose=True) or is_person(part, labelled=True) for part in parts):
                return False
        return self._source(value)

    def _names(self, value: str, labelled: bool) -> bool:
        value = MAIL.sub(" ", value) if "@" in value else value
        if "(" in value or "[" in value:
            if not all(self._bracket(inner.strip()) for inner in BRACKET.findall(value)):
                return False
            value = BRACKET.sub(" ", value)
        parts = _segments(value)
        return bool(parts) and len(parts) <= 8 and all(self._name(part, labelled or self.trusted) for part in parts)

    def _bracket(self, inner: str) -> bool:
        """ "(tổng hợp)" is a role; "(theo TTXVN)", "(TTXVN)" a source."""
        if _is_role(inner):
            return True
        folded = fold(inner)
        for opening in ("theo ", "tổng hợp từ ", "tổng hợp theo ", "nguồn: ", "nguồn "):
            if folded.startswith(opening):
                return self._source(inner[len(opening) :])
        return is_outlet(inner, loose=True) and self._source(inner)

    def _name(self, part: str, labelled: bool) -> bool:
        if labelled and (_is_role(part) or part.lower().startswith(OTHER_WORK)):
            return True
        if part.startswith("Theo "):
            return self._taken_from(part.removeprefix("Theo "))
        if is_person(part):
            self.authors.append(part)
        elif is_outlet(part, loose=bool(self.authors)) or (self.authors and is_office(part)):
            self.source = self.source or part
        elif is_office(part) or (labelled and is_person(part, labelled=True)):
            self.authors.append(part)
        else:
            return False
        return True
