"""The entries of a listing: runs of like links, each with what stands beside it – a date, an abstract.

An entry is the largest part of the page that holds one headline only; a run is entries side by side.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import TypeAlias
from zoneinfo import ZoneInfo

from models.article import Hint
from pipelines.anchors import Anchor
from pipelines.dates import read_date, read_machine_date
from pipelines.document import Element
from pipelines.feeds import bounded
from pipelines.text import nfc, squeeze

Keyed: TypeAlias = Mapping[str, Sequence[Anchor]]
Run: TypeAlias = tuple[Element, str]

RUN = 3  # entries side by side that make a run
LONGEST_DATE = 90
SHORTEST_ABSTRACT = 40
MOST_BESIDE = 6  # elements behind a headline that may belong to it, where nothing encloses an entry
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
CUT = ("...", "…")
CLOCK = re.compile(r"\(?\d{1,2}\s?[:h]\s?\d{2}\)?")
YEAR = re.compile(r"\d{4}")


@dataclass(slots=True)
class Entry:
    """A post as a listing shows it: its first link, its block, what stands behind that, the text of its links."""

    url: str
    link: Anchor
    title: str
    block: Element
    beside: list[Element] = field(default_factory=list)

    @property
    def run(self) -> Run:
        """Equal for all entries that stand side by side."""
        return self.block.getparent(), self.block.tag


def is_headline(text: str) -> bool:
    """Four words and 20 letters, or 12 letters of a script that is written without spaces."""
    return (len(text) >= 20 and len(text.split()) >= 4) or len(UNSPACED.findall(text)) >= 12


def entries(keyed: Keyed, others: Keyed) -> dict[str, Entry]:
    """The entries of the headlines; of ``others``, links too short for one, those that stand in a run of them or all
    say the same beside headlines."""
    owner = _owners(keyed)
    found = {key: _entry(anchors, owner, key) for key, anchors in keyed.items()}
    found |= _titled_beside(keyed, others)
    runs = _runs(found)
    for key, anchors in others.items():
        if key in found:
            continue
        entry = _entry(anchors, owner, key)
        if runs[entry.run] >= RUN and owner.get(entry.run[0], "") is None and len(entry.title) > 3:
            found[key] = entry
    return found


def _titled_beside(keyed: Keyed, others: Keyed) -> Iterator[tuple[str, Entry]]:
    """Links that all say the same, "Chi tiết", each in a block of its own with a headline that is no link."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for key, anchors in others.items():
        alike[anchors[0].text].append(key)
    likely = [key for keys in alike.values() if len(keys) >= RUN for key in keys]
    owner = _owners({**keyed, **others}) if likely else {}
    for key in likely:
        entry = _entry(others[key], owner, key)
        title = next(filter(is_headline, texts_of(entry)), None)
        if title:
            yield key, replace(entry, title=title)


def longest_run(found: Mapping[str, Entry]) -> int:
    """How many entries stand side by side at most."""
    return max(_runs(found).values(), default=0)


def in_one_run(found: Mapping[str, Entry]) -> bool:
    """Whether all entries stand side by side."""
    return len(_runs(found)) == 1


def _runs(found: Mapping[str, Entry]) -> Counter[Run]:
    return Counter(entry.run for entry in found.values())


def _owners(keyed: Keyed) -> dict[Element, str | None]:
    """Of each element the one key whose links it holds, None where there are several."""
    owner: dict[Element, str | None] = {}
    for key, anchors in keyed.items():
        for anchor in anchors:
            for element in (anchor.element, *anchor.element.iterancestors()):
                known = owner.get(element, "")
                if known is None or known == key:
                    break
                owner[element] = key if known == "" else None
    return owner


def _entry(anchors: Sequence[Anchor], owner: Mapping[Element, str | None], key: str) -> Entry:
    best = max(anchors, key=lambda anchor: (not anchor.text.endswith(CUT), len(anchor.text)))
    block = anchors[0].element
    for above in anchors[0].element.iterancestors():
        if above.tag in {"body", "html", "form"} or owner.get(above, key) != key:
            break
        block = above
    return Entry(anchors[0].url, anchors[0], _title(best), block, list(_beside(block, owner)))


def _title(anchor: Anchor) -> str:
    said = squeeze(nfc(anchor.element.get("title") or ""))
    return said if anchor.text.endswith(CUT) and len(said) > len(anchor.text) else anchor.text


def _beside(block: Element, owner: Mapping[Element, str | None]) -> Iterator[Element]:
    """What follows a headline up to the next one."""
    following = takewhile(lambda one: one not in owner and one.tag != block.tag, block.itersiblings())
    for count, element in enumerate(following):
        if count >= MOST_BESIDE:
            return
        yield element


def hint_of(entry: Entry, origin: str, zone: ZoneInfo, now: datetime | None, language: str) -> Hint:
    """What the listing says of the post: its title, its date as shown (ISO where that is relative), its abstract."""
    texts = [text for text in texts_of(entry) if text not in {entry.title, "..."}]
    dates = _dates(entry, texts, zone, now, language)
    published, shown = next(dates, (None, None))
    rest = " ".join(text for text in texts if text != shown and not entry.title.startswith(text.rstrip(".…")))
    return bounded(origin, entry.title, published, rest if len(rest) >= SHORTEST_ABSTRACT else None)


def texts_of(entry: Entry) -> list[str]:
    """What stands in an entry, each text once."""
    found = (squeeze(nfc(str(text))) for part in (entry.block, *entry.beside) for text in part.itertext())
    return list(dict.fromkeys(text for text in found if text))


def _dates(
    entry: Entry, texts: Sequence[str], zone: ZoneInfo, now: datetime | None, language: str
) -> Iterator[tuple[str, str | None]]:
    """The dates of an entry: what to keep, and the line it was shown as."""
    for part in (entry.block, *entry.beside):
        for element in part.iter("time"):
            stated = element.get("datetime") or ""
            if read_machine_date(stated, zone):
                yield stated, squeeze(nfc("".join(map(str, element.itertext()))))
    for at, text in enumerate(texts):
        if len(text) > LONGEST_DATE or not any(map(str.isdigit, text)):
            continue
        stamp = read_date(text, zone, now, language)
        if stamp is None:
            continue
        clock = next((one for one in texts[at + 1 : at + 2] if CLOCK.fullmatch(one)), "")
        yield (f"{text} {clock}".strip() if YEAR.search(text) else stamp.moment.isoformat()), text
