"""Posts whose text stands in a file alone: a heading, a date, and a link to the file."""

from __future__ import annotations

from itertools import islice

from pipelines.document import Element
from pipelines.files import attachments, is_file
from pipelines.weights import Weights, dated_rows

STEPS = 4  # elements up from the heading in which its files are looked for
MOST_FILES = 10  # a page that offers more is a list of documents
LITTLE_PROSE = 90  # "unfinished" title and date lines, and a sentence that points to the file
OTHER_LINKS = 60  # characters: a print view, a way back


def file_post(body: Element, heading: Element, weights: Weights, base: str) -> Element | None:
    """The smallest element that holds the heading and links to files; None where much else stands in it."""
    above = [one for one in islice(heading.iterancestors(), STEPS) if one is not body]
    if not above or not attachments(above[-1], base):  # most pages
        return None
    block = next((one for one in above if attachments(one, base)), None)
    return block if block is not None and _is_all_files(block, weights, base) else None


def _is_all_files(block: Element, weights: Weights, base: str) -> bool:
    files = attachments(block, base)
    inner = block.find("body")
    weighed = block if inner is None else inner  # a whole page: what is around its body has no weight
    in_files = sum(weights.text.get(link, 0) for link in block.iter("a") if is_file(link.get("href") or ""))
    return (
        len(files) <= MOST_FILES
        and weights.prose.get(weighed, 0.0) <= LITTLE_PROSE
        and weights.links.get(weighed, 0) - in_files <= OTHER_LINKS
        and dated_rows(block) <= 1  # its own
    )
