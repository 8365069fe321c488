"""The text that a page tells machines: no body, since it lacks headings and lists, but it knows where the text ends."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parts import Parts
from pipelines.text import nfc, squeeze

WORTH = 300  # characters of a text for machines that is worth taking
LITTLE = 0.3  # the share of it below which the page shows too little
MOSTLY = 0.7  # the share of what is shown that it must have to know where that ends
REST = 0.15  # the share of what is shown that may stand behind the end
ENDING = 30  # characters by which an end is known


def hear(told: Sequence[str], parts: Parts) -> None:
    """Take a text for machines where a page shows little of it; else leave out what stands behind its end."""
    length, shown = sum(map(len, told)), sum(map(len, parts.paragraphs))
    if length > WORTH and shown < LITTLE * length:
        parts.dropped += [("little beside the text for machines", text) for text in parts.paragraphs]
        parts.paragraphs = list(told)
    elif told and length > MOSTLY * shown:
        _end_with(squeeze(nfc(told[-1])), parts)


def _end_with(last: str, parts: Parts) -> None:
    ending = last[-ENDING:]
    at = next((at for at, text in enumerate(parts.paragraphs) if text.endswith(ending)), None)
    if len(ending) < ENDING or at is None:
        return
    rest = parts.paragraphs[at + 1 :]
    if rest and sum(map(len, rest)) < REST * sum(map(len, parts.paragraphs)):
        parts.dropped += [("behind the text for machines", text) for text in rest]
        del parts.paragraphs[at + 1 :]
