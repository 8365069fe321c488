"""The query language: what a query means, and that a wrong one is told where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.syntax import FIELDS, parse
from archive.tree import All, Either, Leaf, Named, Node, Not, Published, Words, leaves
from archive.wrong import QueryError

TODAY = date(2026, 11, 22)  # a Sunday


def shape(query: str) -> list[str]:
    """What must hold, in short: alternatives with |, words of a phrase with _, exclusions with a minus."""
    return [_short(node) for node in parse(query, TODAY).tree.of]


def _short(node: Node) -> str:
    if isinstance(node, Not):
        return f"-{_short(node.of)}"
    if isinstance(node, Either):
        return "|".join(map(_short, node.of))
    return f"({' '.join(map(_short, node.of))})" if isinstance(node, All) else _leaf(node)


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, Words):
        return f"{leaf.field + ':' if leaf.field else ''}{'_'.join(leaf.terms)}{'*' * leaf.prefix}"
    if isinstance(leaf, Named):
        return f"{leaf.field}={leaf.value}"
    return f"{leaf.since or ''}..{leaf.until or ''}"


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
        ("a – OR b", ["a|b"]),
        ("(a b) OR c", ["(a b)|c"]),
        ("(a b) c", ["a", "b", "c"]),
        ("a (b OR c d) -(e f)", ["a", "b|c", "d", "-(e f)"]),
        ("(NOT a) OR b", ["-a|b"]),
        ("a OR (-b)", ["a|-b"]),
        ("họ*", ["họ*"]),
        ('"ba đì*"', ["ba_đì*"]),
        ("title:họp Author:thu", ["title:họp", "author:thu"]),
        ('author:"Thu Uyên"', ["author:thu_uyên"]),
        ("title:(a OR b) -section:tin", ["title:a|title:b", "-section:tin"]),
        ("section:ti*", ["section:ti*"]),
        ("site:BenDo language:VI", ["site=bendo", "language=vi"]),
        ("site:(a OR b)", ["site=a|site=b"]),
        ('author:="Thu Uyên" source:=VOV', ["author=Thu Uyên", "source=VOV"]),
        ("since:2020-12", ["2020-12-01.."]),
        ("until:2020-02", ["..2020-02-29"]),
        ("date:2020", ["2020-01-01..2020-12-31"]),
        ("date:2020-05..2021", ["2020-05-01..2021-12-31"]),
        ('since:"tuần trước"', ["2026-11-09.."]),
        ('date:"last week"', ["2026-11-09..2026-11-15"]),
        ("since:4/12/2020 until:12/2021", ["2020-12-04..", "..2021-12-31"]),
        ('date:"Tháng 2 năm 2020" date:"năm 2020"', ["2020-02-01..2020-02-29", "2020-01-01..2020-12-31"]),
        ("Covid:19 10:30 https://bendo.example/tin", ["covid_19", "10_30", "https_bendo_example_tin"]),
        ('"author:" lan', ["author", "lan"]),
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
        ("-a OR b", "an exclusion cannot be one of several alternatives, but in brackets (character 4 of the query)"),
        ("a (b", "the bracket ( is never closed (character 3 of the query)\n  a (b\n    ^"),
        ("a) b", "the bracket ) was never opened (character 2 of the query)"),
        ("a ()", "there is nothing in the brackets (character 3 of the query)"),
        ("(a OR)", "OR has nothing behind it (character 4 of the query)"),
        ("(" * 60 + "a", "more than 50 brackets stand in each other (character 51 of the query)"),
        ("t*p", "* stands only behind the beginning of a word: họ* (character 1 of the query)"),
        ("họp *", "* stands only behind the beginning of a word: họ* (character 5 of the query)"),
        ("autor:lan", "there is no field autor:, only author:"),
        ("author: lan", "author: has nothing right behind it (character 1 of the query)"),
        ("title:-a", "title: has nothing right behind it"),
        ('author:"…"', "author: has no word to search for (character 8 of the query)"),
        ("title:(a site:b)", "site: cannot stand in the brackets of a field (character 10 of the query)"),
        ("site:=b", "there is no site:=; a whole value can be asked of author, source, section"),
        ('site:""', "site: has nothing behind it (character 6 of the query)"),
        ("họp since:2020-13", "'2020-13' is no date: month must be in 1..12 (character 11 of the query)"),
        ("since:hôm", "'hôm' is no date: write YYYY"),
        ("since:31/2/2020", "'31/2/2020' is no date: day"),
        ("date:2020..2019", "'2020..2019' is no date: it ends before it begins (character 6 of the query)"),
        (
            "họp since:3 tháng trước",
            'the words of a date stand together in quotation marks: since:"3 tháng trước" (character 11 of the query)',
        ),
        (
            "họp " * 20 + "OR\nOR bàn " + "họp " * 20,
            "OR cannot follow OR (character 84 of the query)\n"
            "  …  họp họp họp họp họp OR OR bàn họp họp h …\n" + " " * 28 + "^",
        ),
        ("…!", "the query '…!' has no word to search for"),
        ('""', "the query '\"\"' has no word to search for"),
    ],
)
def test_a_wrong_query_says_where_it_is_wrong(query: str, complaint: str) -> None:
    """The message names the trouble, the character, and points at it."""
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert str(raised.value).startswith(complaint)


def test_a_wrong_query_says_so_to_programs_too() -> None:
    """What is wrong, in which query, at which character."""
    with pytest.raises(QueryError) as raised:
        parse("họp (bàn")
    assert (raised.value.what, raised.value.query, raised.value.at) == ("the bracket ( is never closed", "họp (bàn", 4)


@pytest.mark.parametrize(
    ("query", "fixed"),
    [
        ('họp since:"tuần trước" -học', "họp since:2026-11-09 -học"),
        ("until:today date:yesterday", "until:2026-11-22 date:2026-11-21..2026-11-21"),
        ('date:"last month"', "date:2026-10-01..2026-10-31"),
        ("since:2020 date:2020..2021", "since:2020 date:2020..2021"),
    ],
)
def test_a_query_means_the_same_tomorrow(query: str, fixed: str) -> None:
    """Days that are counted from today are written out, and read back they are the same."""
    parsed = parse(query, TODAY)
    assert parsed.text == fixed
    assert parse(fixed, date(2030, 1, 1)).tree == parsed.tree


@given(st.text(alphabet=st.sampled_from('ab đ"“”-–. ORNTAD\t()*:='), max_size=25) | st.text(max_size=40))
def test_any_text_is_a_query_or_a_query_error(query: str) -> None:
    """Nothing a person types crashes the parser, and nothing is looked for that has no word."""
    try:
        tree = parse(query).tree
    except QueryError:
        return
    for leaf in (*leaves(tree), *leaves(tree, wanted=False)):
        assert not isinstance(leaf, Words) or all(leaf.terms)


@given(
    st.lists(st.sampled_from([*(f"{name}:" for name in FIELDS), "a", '"b c"', "OR", "-", "(", ")", "2020"]), max_size=9)
)
def test_any_order_of_pieces_is_a_query_or_a_query_error(pieces: list[str]) -> None:
    """Fields, brackets and operators wherever they stand; the bounds of a period are days or none."""
    try:
        tree = parse("".join(f"{piece} " if piece != "-" and ":" not in piece else piece for piece in pieces)).tree
    except QueryError:
        return
    assert all(leaf.since or leaf.until for leaf in leaves(tree) if isinstance(leaf, Published))


@given(st.lists(st.text(alphabet="abcđêôàỷ", min_size=1, max_size=8), min_size=1, max_size=6))
def test_plain_words_are_looked_for_one_by_one(words: list[str]) -> None:
    """As many as there are, in their order."""
    assert [leaf.written for leaf in leaves(parse(" ".join(words)).tree) if isinstance(leaf, Words)] == words
