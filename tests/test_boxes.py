"""Boxes beside an article's text: cut by where they stand, whatever their names and their language."""

from __future__ import annotations

import pytest

from models.article import Page
from pipelines.extract import explain

TEXT = [
    "Sáng nay, hơn hai trăm hộ dân ở phường Vân Hồ đã bàn giao mặt bằng cho dự án mở rộng đường Lê Gia Định.",
    "Chủ đầu tư cam kết hoàn thành trước Tết, hỗ trợ thêm sáu tháng tiền thuê nhà cho các hộ phải di dời.",
    "Đường mới rộng hai mươi mét, có vỉa hè, cây xanh và hệ thống thoát nước riêng dọc hai bên.",
    "Bà Trần Thị Hoa, một người dân ở đây, nói rằng cả ngõ đã chờ con đường này hơn mười lăm năm.",
    "Đoạn đường đầu tiên sẽ thông xe vào giữa tháng mười hai, theo ban quản lý dự án của quận.",
]
INFO = "Dự án được phê duyệt năm 2019, tổng mức đầu tư 320 tỷ đồng từ ngân sách thành phố."


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(*pieces: str) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of a page whose text is these pieces, and what was cut with the reason."""
    source = (
        "<html><head><meta charset='utf-8'><title>Mở rộng đường Lê Gia Định trước Tết</title></head><body>"
        f"<h1>Mở rộng đường Lê Gia Định trước Tết</h1><div class='x1'>{''.join(pieces)}</div></body></html>"
    )
    found = explain(Page(source.encode(), "https://a.example.vn/tin/1.html"))
    return list(found.article.paragraphs), {text: why for why, text in found.cuts}


BOXES = {
    "a heading over text": f"<div class='x2'><h4>Thông tin dự án</h4><p>{INFO}</p></div>",
    "a heading over a list": f"<section><h3>Tóm tắt</h3><ul><li>{INFO}</li><li>Thông xe tháng 12.</li></ul></section>",
    "a label over text": f"<div class='x2'><div>Bạn có biết</div><div>{INFO}</div></div>",
    "another story": f"<article><a href='/b'><h3>Hồ Tây sắp có đường dạo mới</h3></a><p>{INFO}</p></article>",
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
def test_a_box_between_paragraphs_is_cut(box: str) -> None:
    """What stands in a frame of another kind than the paragraphs and has a heading is no part of the text."""
    assert read(paragraphs(*TEXT[:3]), box, paragraphs(*TEXT[3:]))[0] == TEXT


def test_the_reason_is_told() -> None:
    """A cut says why."""
    _, cuts = read(paragraphs(*TEXT[:3]), BOXES["a heading over text"], paragraphs(*TEXT[3:]))
    assert [why for text, why in cuts.items() if text.startswith("Thông tin dự án")] == ["box"]


def test_a_note_behind_the_text_is_cut() -> None:
    """A few words in a frame of their own behind the last paragraph: about the author, about the site."""
    note = "<div class='x2'>Bạn đọc có ý kiến về bài này xin gửi thư tới tòa soạn theo địa chỉ ở cuối trang.</div>"
    assert read(paragraphs(*TEXT), note)[0] == TEXT


def test_a_byline_in_a_frame_of_its_own_behind_the_text_is_read() -> None:
    """It stands where notes stand, and is none."""
    source = f"<meta charset='utf-8'><h1>Mở rộng đường Lê Gia Định</h1><div>{paragraphs(*TEXT)}<div>%s</div></div>"
    found = explain(Page((source % "Tác giả: Lê Thị Hạnh - Vũ Nam").encode(), "https://a.example.vn/1.html")).article
    assert (list(found.paragraphs), found.authors) == (TEXT, ("Lê Thị Hạnh", "Vũ Nam"))


def test_a_long_box_without_a_heading_behind_the_text_is_text() -> None:
    """Some portals set the end of an article in a frame."""
    assert read(paragraphs(*TEXT), f"<div class='x2'>{paragraphs(*(INFO * 2,) * 3)}</div>")[0][: len(TEXT)] == TEXT
    assert INFO * 2 in read(paragraphs(*TEXT), f"<div class='x2'><p>{INFO * 2}</p><p>{INFO * 3}</p></div>")[0]


def test_a_heading_in_a_frame_of_its_own_is_a_sub_heading() -> None:
    """It stands over the paragraphs that follow."""
    heading = "<div class='x2'><h2>Người dân chờ mười lăm năm</h2></div>"
    found, _ = read(paragraphs(*TEXT[:3]), heading, paragraphs(*TEXT[3:]))
    assert found == [*TEXT[:3], "Người dân chờ mười lăm năm", *TEXT[3:]]


def test_where_every_part_has_its_frame_there_are_no_boxes() -> None:
    """Sections with headings are how the article is made, and so are frames of one look that hold much of it."""
    found, _ = read(*(f"<section><h2>Phần {at}</h2><p>{text}</p></section>" for at, text in enumerate(TEXT)))
    assert [text for text in found if text in TEXT] == TEXT
    parts = [f"<div class='x{at % 2}'><h2>Phần {at}</h2><p>{text}</p></div>" for at, text in enumerate(TEXT)]
    assert [text for text in read(*parts)[0] if text in TEXT] == TEXT


def test_the_frame_of_the_pages_own_heading_is_no_box() -> None:
    """The head of an article holds its title, its lead and who wrote it."""
    source = (
        "<meta charset='utf-8'><title>Mở rộng đường Lê Gia Định trước Tết</title><body><article><div class='x3'>"
        f"<h1>Mở rộng đường Lê Gia Định trước Tết</h1><p class='sapo'>{INFO}</p></div>{paragraphs(*TEXT)}</article>"
    )
    found = explain(Page(source.encode(), "https://a.example.vn/tin/1.html")).article
    assert (found.lead, list(found.paragraphs)) == (INFO, TEXT)


def test_a_box_that_a_name_opens_is_cut() -> None:
    """Links to other stories, in the line, shown when a reader points at a name."""
    links = "".join(f"<a href='/{at}'>Một bài khác về bà Hoa, số {at}</a> " for at in range(3))
    text = TEXT[3].replace("Hoa,", f"<span><a href='/hoa'>Hoa</a><span><img src='/hoa.png'>{links}</span></span>,")
    assert read(paragraphs(*TEXT[:3], text, TEXT[4]))[0] == TEXT


def test_what_was_paid_for_is_text() -> None:
    """Paragraphs called so are the article's; they are hidden from those who have not paid."""
    paid = "".join(f"<p class='paywall' aria-hidden='true'>{text}</p>" for text in TEXT[4:])
    assert read(paragraphs(*TEXT[:4]), paid)[0] == TEXT


def test_a_place_to_jump_to_is_no_link() -> None:
    """An <a> without an address leads nowhere: a heading in it is a heading."""
    heading = "<h3><a name='p2'>Người dân chờ mười lăm năm</a></h3>"
    assert "Người dân chờ mười lăm năm" in read(paragraphs(*TEXT[:3]), heading, paragraphs(*TEXT[3:]))[0]
