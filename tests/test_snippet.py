"""The hit in context: original text, cut at words, with what was found marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.snippet import marked, snippet
from archive.words import WORD, forms, terms
from pipelines.text import nfc

LONG = "Mở đầu " * 30 + "hội nghị Ba Đình bàn việc " + "kết thúc " * 40


def found(text: str, marks: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in marks]


def test_marks_are_on_the_original_text_with_its_accents() -> None:
    """A query without accents marks the words as published; tone placement does not matter."""
    result = marked("Quận uỷ Ba Đình, BA ĐỈNH núi", [terms("uy"), terms("đình"), terms("ba")])
    assert found(result.text, result.marks) == ["uỷ", "Ba", "Đình", "BA"]


def test_a_phrase_is_marked_only_where_it_stands_whole() -> None:
    """Its words one by one are no hit."""
    result = marked("Ba người ở Ba Đình", [terms("ba dinh")])
    assert found(result.text, result.marks) == ["Ba Đình"]


def test_a_long_text_is_cut_at_words_around_the_hit() -> None:
    """With an ellipsis where something was cut away."""
    result = snippet([LONG], [terms("dinh")])
    assert result.text.startswith("… ")
    assert result.text.endswith(" …")
    assert set(result.text.strip("… ").split()) <= set(LONG.split())
    assert found(result.text, result.marks) == ["Đình"]
    assert len(result.text) < 220


def test_the_place_with_most_of_what_was_asked_is_shown() -> None:
    """Two of the words together are better than one of them earlier."""
    result = snippet(["Hội nghị mở.", "Quận họp hội nghị."], [terms("hội"), terms("quận")])
    assert result.text == "Quận họp hội nghị."


def test_words_that_stand_together_are_shown_before_words_apart() -> None:
    """Within one paragraph, too."""
    text = "Ba người lên núi. " + "Họ đi mãi. " * 10 + "Tới đình làng. " + "Rồi họ về. " * 30 + "Chợ Ba Đình đông."
    result = snippet([text], [terms("ba"), terms("đình")])
    assert result.text.endswith("Chợ Ba Đình đông.")


def test_a_hit_elsewhere_shows_the_opening_of_the_text() -> None:
    """As when the word stands in the title, or nothing was asked."""
    assert snippet(["Mở đầu.", "Sau đó."], [terms("khác")]).text == "Mở đầu."
    assert snippet(["Mở đầu."], []).text == "Mở đầu."
    assert snippet([], [terms("a")]).text == ""


@given(
    st.lists(st.text(alphabet="aáb đĐ.,-\n", max_size=300), max_size=4),
    st.lists(st.text(alphabet="aábđ", min_size=1, max_size=3), max_size=3),
)
def test_every_mark_is_a_word_that_was_looked_for(pieces: list[str], query: list[str]) -> None:
    """Marks lie in the text, in order, apart, and cover words that the query names."""
    wanted = [terms(word) for word in query]
    result = snippet(pieces, wanted)
    assert list(result.marks) == sorted(result.marks)
    sought = {word for phrase in wanted for word in phrase}
    assert all(sought & set(forms(word)) for word in found(result.text, result.marks))


@given(st.text(max_size=80).map(nfc), st.integers(0, 20))
def test_every_word_that_was_looked_for_is_marked(text: str, number: int) -> None:
    """Whatever else stands in the text, and whatever script it is in."""
    words = WORD.findall(text) or ["không"]
    sought = terms(words[number % len(words)])
    expected = [word for word in WORD.findall(text) if sought[0] in forms(word)]
    result = marked(text, [sought])
    assert found(result.text, result.marks) == expected
