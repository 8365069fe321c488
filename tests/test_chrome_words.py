"""Every phrase of the chrome tables, set into an article of its language, which is read as if it were not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.article import Page
from pipelines import chromewords
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
from pipelines.extract import extract
from tests.languages import ARTICLES

MORE = " 2026"  # what an opening is followed by, in no language


def read(title: str, *paragraphs: str) -> tuple[str, ...]:
    """The paragraphs of a page that shows these."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    source = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div><h1>{title}</h1><div>{body}</div>"
        "</div></body></html>"
    )
    return extract(Page(source.encode(), "https://a.example.org/town/library.html")).paragraphs


def between(article: tuple[str, ...], phrase: str) -> tuple[str, ...]:
    title, *text = article
    return read(title, *text[:2], phrase, *text[2:])


def behind(article: tuple[str, ...], phrase: str) -> tuple[str, ...]:
    title, *text = article
    return read(title, *text, phrase, text[0][:40])


PROOFS: dict[str, tuple[dict[str, str], Callable[[str], str], Callable[[tuple[str, ...], str], tuple[str, ...]]]] = {
    "links to others": (READ_ALSO, lambda phrase: phrase + ":", between),
    "adverts": (ADVERTS, str.upper, between),
    "chrome": (CHROME_LINES, lambda phrase: phrase, between),
    "labels of summaries": (SUMMARY_LABELS, str.capitalize, between),
    "offers": (PROMOTIONS, lambda phrase: phrase + MORE, between),
    "notices": (NOTICES, lambda phrase: phrase.capitalize() + MORE * 60, between),
    "reading times": (READING_TIME, lambda phrase: "4 " + phrase, between),
    "ends": (END_LINES, str.capitalize, behind),
    "openings of ends": (END_STARTS, lambda phrase: phrase + MORE, behind),
}
CASES = [
    pytest.param(proof, language, id=f"{proof}-{language}")
    for proof, (table, _, _) in PROOFS.items()
    for language in table
]


@pytest.mark.parametrize(("proof", "language"), CASES)
def test_a_phrase_is_no_paragraph(proof: str, language: str) -> None:
    """Neither between paragraphs nor behind them, however it is cased; and the paragraphs around it stay."""
    table, dress, where = PROOFS[proof]
    article = ARTICLES[language]
    wrong = [one for one in table[language].split("|") if where(article, dress(one)) != article[1:]]
    assert wrong == []


@pytest.mark.parametrize("language", PICTURES)
def test_a_line_that_ends_with_who_took_the_picture_is_a_caption(language: str) -> None:
    """In brackets: "(Photo: Ann Lee)"."""
    article = ARTICLES[language]
    wrong = [
        word
        for word in PICTURES[language].split("|")
        if between(article, f"{article[2][:30]} ({word.capitalize()}: Mai Anh)") != article[1:]
    ]
    assert wrong == []


def test_every_table_is_proven() -> None:
    """A new table needs a proof here."""
    tables = {name for name in vars(chromewords) if name.isupper()}
    proven = [*(table for table, _, _ in PROOFS.values()), PICTURES]
    assert {name for name in tables if not any(getattr(chromewords, name) is table for table in proven)} == set()


@pytest.mark.parametrize("language", ARTICLES)
def test_an_opening_is_one_of_whole_words(language: str) -> None:
    """A word that only begins like an offer is a word of the text."""
    title, *text = ARTICLES[language]
    assert read(title, *text) == tuple(text)


def test_words_that_only_begin_so_are_text() -> None:
    """ "Related" is a label, "Relatedness" a word; "join us on" an offer, "Join us onstage" none."""
    for line in ("Join us onstage was the title of the first song of that evening.", "Relatedness matters to them."):
        assert line in between(ARTICLES["en"], line)
