"""What changed between two texts: the pieces give both texts back, and say no more than changed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.diff import COSTLY, Piece, changes, compared
from tests.some_articles import MEETING

TEXTS = st.text(st.sampled_from("ab \n"), max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    """Letter by letter: nothing is lost between them."""
    pieces = compared(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == new


def test_a_word_that_changed_is_told_alone() -> None:
    """The words around it stay."""
    assert compared("Thu ngân sách đạt 1.134 tỷ đồng.", "Thu ngân sách đạt 1.143 tỷ đồng.") == (
        Piece("same", "Thu ngân sách đạt"),
        Piece("old", " 1.134"),
        Piece("new", " 1.143"),
        Piece("same", " tỷ đồng."),
    )


def test_a_paragraph_that_was_added_is_told_alone() -> None:
    """The others are not touched."""
    assert compared("Một.\n\nBa.", "Một.\n\nHai.\n\nBa.") == (
        Piece("same", "Một.\n\n"),
        Piece("new", "Hai.\n\n"),
        Piece("same", "Ba."),
    )


def test_equal_texts_are_one_piece() -> None:
    assert compared("Một\nhai", "Một\nhai") == (Piece("same", "Một\nhai"),)
    assert compared("", "") == ()


def test_long_texts_without_a_line_in_common_are_told_whole() -> None:
    """Comparing every word with every word would take minutes."""
    old, new = ("a " * 3000).strip(), ("b " * 3000).strip()
    assert COSTLY < 3000 * 3000
    assert compared(old, new) == (Piece("old", old), Piece("new", new))


def test_an_article_changes_field_by_field() -> None:
    """Only what it says: where a field came from is no change."""
    later = replace(MEETING, title="Quận ủy họp phiên cuối năm", authors=("Thu Uyên",), origins={"title": "meta"})
    assert [change.field for change in changes(MEETING, later)] == ["title", "authors"]
    assert changes(MEETING, replace(MEETING, origins={})) == []
