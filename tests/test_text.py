"""Text is made comparable without losing what it says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.phrases import alternatives, bare, phrases
from pipelines.text import OTHER_SPACE, fold, is_squeezed, nfc, squeeze, unaccent

ANY = st.text(st.characters(codec=None), max_size=200)


def test_decomposed_letters_are_composed() -> None:
    """A page that mixes NFD runs into NFC text has one form afterwards."""
    assert nfc(unicodedata.normalize("NFD", "Quận ủy Ba Đình")) == "Quận ủy Ba Đình"


def test_what_nobody_sees_is_taken_off() -> None:
    """Byte order marks, zero-width spaces, soft hyphens and NUL vanish; odd spaces become plain ones; lines stay."""
    assert nfc("\ufeffNgày\u00a0đăng:\u200b hội\u00adnghị\x00\nhai") == "Ngày đăng: hộinghị\nhai"


def test_joiners_stay_where_they_mean_something() -> None:
    """Behind a Latin letter a joiner is debris; in Hindi and in emoji it shapes what is seen."""
    assert nfc("tin\u200d tức") == "tin tức"
    assert nfc("क्\u200dष") == "क्\u200dष"
    assert nfc("👩\u200d🏫") == "👩\u200d🏫"


@given(ANY)
def test_nfc_settles_and_can_be_stored(text: str) -> None:
    """Twice is once, and the result encodes to UTF-8 even if the text had lone surrogates."""
    once = nfc(text)
    assert nfc(once) == once
    once.encode("utf-8")


@given(ANY)
def test_squeezed_text_has_single_spaces(text: str) -> None:
    """No run of white space, none at the ends."""
    assert squeeze(text).split(" ") == (text.split() or [""])


@given(st.text(st.sampled_from(f"ab {OTHER_SPACE}"), max_size=6))
def test_what_is_squeezed_is_told(text: str) -> None:
    """Without doing it: the text is then what squeezing makes of it."""
    assert is_squeezed(text) == (squeeze(text) == text)


def test_every_white_space_is_known() -> None:
    """All that Python parts words at."""
    assert set(OTHER_SPACE) == {one for one in map(chr, range(0x11000)) if one.isspace()} - {" "}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà Bình", "Hòa Bình"), ("UỶ BAN", "ủy ban"), ("Thuỷ", "thủy"), ("khoẻ", "khỏe"), ("Thuý", "thúy")],
)
def test_both_placements_of_a_tone_fold_to_one(one: str, other: str) -> None:
    """A reader who searches one spelling finds both."""
    assert fold(one) == fold(other)


def test_folding_keeps_accents() -> None:
    """ "má" and "ma" are different words."""
    assert fold("Má") == "má" != fold("ma")


def test_unaccented_text_is_typed_without_a_vietnamese_keyboard() -> None:
    """đ is d, every accent is off, other scripts stay as they are."""
    assert unaccent("Quận Ba Đình, Ủy ban – Nghị quyết") == "quan ba dinh, uy ban – nghi quyet"
    assert unaccent("한국 Café") == "한국 cafe"


@given(
    st.text(
        alphabet="aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđĐ bcdghklmnpqrstvx",
        max_size=60,
    )
)
def test_folding_settles_and_keeps_the_length(text: str) -> None:
    """Folded text lines up with the text letter by letter, so that a hit can be shown in it."""
    assert fold(fold(text)) == fold(text)
    assert unaccent(fold(text)) == unaccent(text)
    assert len(text) == len(fold(text)) == len(unaccent(text))


def test_phrases_are_compared_unaccented() -> None:
    """ "Ngay dang:" is the label "Ngày đăng"."""
    assert bare("Ngay dang:") in phrases({"vi": "ngày đăng|tác giả"})


def test_the_longest_alternative_wins() -> None:
    """ "Cập nhật lúc" is not read as "Cập nhật" with something behind."""
    assert alternatives(["cap nhat", "cap nhat luc"]) == r"(?:cap\s+nhat\s+luc|cap\s+nhat)"
