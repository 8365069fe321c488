"""The query language: what a query means, and that a wrong one is told where it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.syntax import Clause, QueryError, parse


def shape(query: str) -> list[str]:
    """The clauses in short: alternatives with |, words of a phrase with _, exclusions with a minus."""
    return [_short(clause) for clause in parse(query)]


def _short(clause: Clause) -> str:
    return "-" * clause.excluded + "|".join("_".join(term.terms) for term in clause.any_of)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("", []),
        ("   ", []),
        ("ba đình", ["ba", "đình"]),
        ('"Ba Đình"', ["ba_đình"]),
        ("“Ba Đình”", ["ba_đình"]),
        ("họp -học", ["họp", "-học"]),
        ("họp NOT học", ["họp", "-học"]),
        ('họp -"học sinh"', ["họp", "-học_sinh"]),
        ("a b OR c d", ["a", "b|c", "d"]),
        ("a OR b OR c", ["a|b|c"]),
        ("a AND b", ["a", "b"]),
        ("a AND NOT b", ["a", "-b"]),
        ("COVID-19", ["covid_19"]),
        ("1.134 tỷ", ["1_134", "tỷ"]),
        ("Hội nghị – lần IV…", ["hội", "nghị", "lần", "iv"]),
        ("NOTE ORDER", ["note", "order"]),
        ("or not and", ["or", "not", "and"]),
        ("(Chinhphu.vn)", ["chinhphu_vn"]),
    ],
)
def test_a_query_means(query: str, meant: list[str]) -> None:
    """Words and phrases must all be there; OR binds its two neighbours; punctuation alone means nothing."""
    assert shape(query) == meant


def test_both_ways_to_place_a_tone_are_one_word() -> None:
    """hoà and hòa, ủy and uỷ are searched alike, composed or decomposed."""
    assert shape("hoà uỷ") == shape("hòa ủy") == shape("hòa ủy")


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ('họp "ba đình', 'the quotation mark " is never closed (character 5 of the query)\n  họp "ba đình\n      ^'),
        ("OR họp", "OR has nothing before it (character 1 of the query)"),
        ("AND", "AND has nothing before it (character 1 of the query)"),
        ("họp OR", "OR has nothing behind it (character 5 of the query)"),
        ("họp NOT", "NOT has nothing behind it (character 5 of the query)"),
        ("họp - bàn", "- excludes the word right behind it, and there is none (character 5 of the query)"),
        ("họp -", "- excludes the word right behind it, and there is none (character 5 of the query)"),
        ("a OR OR b", "OR cannot follow OR (character 6 of the query)"),
        ("a OR -b", "- cannot follow OR (character 6 of the query)"),
        ("-a OR b", "an exclusion cannot be one of several alternatives (character 4 of the query)"),
        ("…!", "the query '…!' has no word to search for"),
        ('""', "the query '\"\"' has no word to search for"),
    ],
)
def test_a_wrong_query_says_where_it_is_wrong(query: str, complaint: str) -> None:
    """The message names the trouble, the character, and points at it."""
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert str(raised.value).startswith(complaint)


@given(st.text(alphabet=st.sampled_from('ab đ"“”-–. ORNTAD\t'), max_size=25) | st.text(max_size=40))
def test_any_text_is_a_query_or_a_query_error(query: str) -> None:
    """Nothing a person types crashes the parser, and no clause is without a word."""
    try:
        clauses = parse(query)
    except QueryError:
        return
    assert all(term.terms for clause in clauses for term in clause.any_of)
    assert all(len(clause.any_of) == 1 for clause in clauses if clause.excluded)


@given(st.lists(st.text(alphabet="abcđêôàỷ", min_size=1, max_size=8), min_size=1, max_size=6))
def test_plain_words_are_clauses_one_by_one(words: list[str]) -> None:
    """As many clauses as words, in their order."""
    assert [clause.any_of[0].written for clause in parse(" ".join(words))] == words
