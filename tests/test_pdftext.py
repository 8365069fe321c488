"""The text of PDF files: Vietnamese comes out whole, lines become the paragraphs that a reader sees."""

from __future__ import annotations

import pytest

from archive.samples.pdf import pdf, scan
from archive.samples.truth import truths
from pipelines.pdftext import read_pdf
from pipelines.workers import Readers

NOTICE = (
    "ỦY BAN NHÂN DÂN HUYỆN ĐÔNG KHUÊ",
    "Số: 214/TB-UBND",
    "Từ ngày 5/3, trạm cấp nước xã Lưu Kiếm sửa chữa đường ống chính, vì vậy nước sạch tại các xóm 4, 5, 6 và 7 sẽ yếu "
    "hoặc mất hẳn từ 22 giờ đêm đến 5 giờ sáng hôm sau.",
    "Ủy ban nhân dân huyện đề nghị các hộ chủ động tích trữ nước, nhất là những nhà có người già và trẻ nhỏ.",
)


def test_vietnamese_comes_out_letter_by_letter() -> None:
    """Every letter with its marks, by the table that says what the font's codes mean."""
    alphabet = "ăâđêôơư ằắẳẵặ ầấẩẫậ ềếểễệ ồốổỗộ ờớởỡợ ừứửữự ỳýỷỹỵ ĂÂĐÊÔƠƯ ỸẶỆỘỢỰ 12.345 m² – “ngoặc kép” … ½"
    assert read_pdf(pdf([alphabet])).paragraphs == (alphabet,)


def test_lines_are_put_together_to_paragraphs() -> None:
    assert read_pdf(pdf(NOTICE)).paragraphs == NOTICE


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_its_number_is_left_out() -> None:
    long = " ".join(f"Điều {number} của quy chế được sửa đổi cho phù hợp với tình hình mới." for number in range(120))
    assert read_pdf(pdf([*NOTICE, long, "Nơi nhận:"])).paragraphs == (*NOTICE, long, "Nơi nhận:")


def test_the_files_of_all_sample_posts_are_read_right() -> None:
    told = [one.paragraphs for one in truths("sample-webforms", 1500) if one.only_file == "text"]
    assert len(told) > 15
    assert [read_pdf(pdf(paragraphs)).paragraphs for paragraphs in told] == told


def test_a_picture_of_a_page_has_no_text_layer() -> None:
    found = read_pdf(scan())
    assert (found.paragraphs, found.reason) == ((), "no text layer")


@pytest.mark.parametrize("letter", ["\ue012", "\ufffd"])
def test_a_font_that_does_not_say_its_letters_is_no_text(letter: str) -> None:
    """Codes for private use tell which glyph was drawn, and not what it means."""
    assert read_pdf(pdf([letter * 40])).reason == "no text layer"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4\nnothing", b"<html></html>", pdf(NOTICE)[:300]])
def test_what_is_no_pdf_says_so(body: bytes) -> None:
    found = read_pdf(body)
    assert (found.paragraphs, found.reason) == ((), "file not readable")
    assert found.detail


def test_files_are_read_in_worker_processes() -> None:
    """A file that breaks the reader breaks one worker."""
    with Readers(1) as readers:
        assert readers.submit(read_pdf, pdf(NOTICE)).result(30).paragraphs == NOTICE
