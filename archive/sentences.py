"""A query said in one sentence, in English or in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from archive.tree import All, Either, Leaf, Named, Node, Not, Published, Words

# key -> how it is said; {} is what it is said of.
ENGLISH = {
    "all": "All articles",
    "some": "Articles",
    "with": "with {}",
    "without": "without {}",
    "and": " and ",
    "or": " or ",
    "not": "not {}",
    "title": "with {} in the title",
    "author": "by {}",
    "source": "taken from {}",
    "section": "in section {}",
    "author=": "by exactly {}",
    "source=": "taken from exactly {}",
    "section=": "in exactly section {}",
    "site=": "of site {}",
    "language=": "in language {}",
    "on": "published on {}",
    "from": "published from {} to {}",
    "since": "published since {}",
    "until": "published until {}",
    "fold": "copies left out",
    "relevance": "best first",
    "date": "oldest first",
    "-date": "newest first",
    "number": "in order of number",
}
VIETNAMESE = {
    "all": "Tất cả các bài",
    "some": "Các bài",
    "with": "có {}",
    "without": "không có {}",
    "and": " và ",
    "or": " hoặc ",
    "not": "không {}",
    "title": "có {} trong tiêu đề",
    "author": "của tác giả {}",
    "source": "dẫn nguồn {}",
    "section": "trong chuyên mục {}",
    "author=": "của đúng tác giả {}",
    "source=": "dẫn đúng nguồn {}",
    "section=": "trong đúng chuyên mục {}",
    "site=": "của trang {}",
    "language=": "bằng ngôn ngữ {}",
    "on": "đăng ngày {}",
    "from": "đăng từ {} đến {}",
    "since": "đăng từ {}",
    "until": "đăng đến hết {}",
    "fold": "bỏ các bản trùng",
    "relevance": "phù hợp nhất trước",
    "date": "cũ nhất trước",
    "-date": "mới nhất trước",
    "number": "theo số thứ tự",
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "vi": VIETNAMESE}


def sentence(tree: All, fold: bool, order: str, language: str = "en") -> str:
    """What is asked: ``Articles with “ba” and “đình”, of site bendo, best first.`` ``order``: "" for none."""
    said = LANGUAGES[language]
    asked = (*_parts(tree, said), *([said["fold"]] if fold else ()))
    opening = f"{said['some']} {', '.join(asked)}" if asked else said["all"]
    return f"{opening}, {said[order]}." if order else f"{opening}."


def _parts(tree: All, said: Mapping[str, str]) -> Iterable[str]:
    """The words first, together; then what must not be there; then the rest one by one."""
    held = [node for node in tree.of if _plain(node)]
    barred = [node.of for node in tree.of if isinstance(node, Not) and _plain(node.of)]
    rest = [node for node in tree.of if not _plain(node) and not (isinstance(node, Not) and _plain(node.of))]
    if held:
        yield said["with"].format(_words(All(tuple(held)), said))
    if barred:
        yield said["without"].format(said["or"].join(_bracketed(node, said, Either) for node in barred))
    yield from (_said(node, said) for node in rest)


def _plain(node: Node) -> bool:
    """Nothing but words of the text, which can be joined before they are said to be there."""
    if isinstance(node, All | Either):
        return all(map(_plain, node.of))
    return isinstance(node, Words) and node.field is None


def _words(node: Node, said: Mapping[str, str]) -> str:
    if isinstance(node, All):
        return said["and"].join(_bracketed(part, said, All if len(node.of) > 1 else Either) for part in node.of)
    if isinstance(node, Either):
        return said["or"].join(_bracketed(part, said, Either) for part in node.of)
    assert isinstance(node, Words)
    return _quoted(node.written)


def _bracketed(node: Node, said: Mapping[str, str], outer: type[Node]) -> str:
    text = _words(node, said)
    return f"({text})" if isinstance(node, All | Either) and not isinstance(node, outer) else text


def _said(node: Node, said: Mapping[str, str]) -> str:
    if _plain(node):
        return said["with"].format(_words(node, said))
    if isinstance(node, Not):
        return said["not"].format(_inner(node.of, said))
    if isinstance(node, All | Either):
        return said["and" if isinstance(node, All) else "or"].join(_inner(part, said) for part in node.of)
    return _leaf(node, said)


def _inner(node: Node, said: Mapping[str, str]) -> str:
    text = _said(node, said)
    return f"({text})" if isinstance(node, All | Either) else text


def _leaf(node: Leaf | Not | All | Either, said: Mapping[str, str]) -> str:
    if isinstance(node, Published):
        return _published(node.since, node.until, said)
    if isinstance(node, Named):
        value = node.value if node.field in ("site", "language") else _quoted(node.value)
        return said[f"{node.field}="].format(value)
    assert isinstance(node, Words)
    return said[node.field or "with"].format(_quoted(node.written))


def _published(since: date | None, until: date | None, said: Mapping[str, str]) -> str:
    if since and until:
        return said["on"].format(since) if since == until else said["from"].format(since, until)
    return said["since"].format(since) if since else said["until"].format(until)


def _quoted(text: str) -> str:
    return f"“{text}”"
