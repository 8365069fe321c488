"""Bylines and dates as Vietnamese portals show them: a page for each way, and for every line of the label tables."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.article import Article, Page
from pipelines.extract import extract
from pipelines.phrases import (
    ACCOUNT_NAMES,
    AUTHOR_LABELS,
    MODIFIED_LABELS,
    PHOTO_LABELS,
    PUBLISHED_LABELS,
    ROLES,
    SOURCE_LABELS,
    TITLES_BEHIND,
)

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TITLE = "Thị trấn Mường Khoa khánh thành nhà văn hoá sau một năm xây dựng"
TEXT = [
    "Sáng 12/10, thị trấn Mường Khoa khánh thành nhà văn hoá tại tổ dân phố số 3, sau gần một năm xây dựng.",
    "Công trình rộng bốn trăm mét vuông, có hội trường hai trăm chỗ, phòng đọc sách và sân bóng chuyền phía trước.",
    "Tổng kinh phí là 3,2 tỷ đồng, trong đó nhân dân đóng góp ba trăm triệu đồng và hơn năm trăm ngày công.",
    "Bà con cho biết từ nay các buổi họp tổ, sinh hoạt của người cao tuổi không phải đi mượn chỗ nữa.",
]


def page(before: str = "", last: str = "", below: str = "") -> Article:
    """A post with something between title and text, at the end of the text, and under it."""
    body = "".join(f"<p>{text}</p>" for text in TEXT)
    source = (
        f"<html lang='vi'><head><meta charset='utf-8'><title>{TITLE}</title></head><body>"
        f"<div class='detail'><h1>{TITLE}</h1>{before}<div class='content'>{body}{last}</div>{below}</div>"
        f"<div class='footer'>Tổng biên tập: Phạm Quang Khải. Toà soạn: số 5, đường Hoà Bình.</div></body></html>"
    )
    return extract(Page(source.encode(), "https://muongkhoa.example.vn/tin/120.html"))


def lines(table: dict[str, str]) -> list[str]:
    return [phrase for row in table.values() for phrase in row.split("|")]


RIGHT = "<p style='text-align: right'><strong>{}</strong></p>"
WAYS = {
    "last, bold, right": ("", RIGHT, ""),
    "last, centred": ("", "<p align='center'><b>{}</b></p>", ""),
    "last, bold": ("", "<p><strong>{}</strong></p>", ""),
    "last, plain": ("", "<p>{}</p>", ""),
    "last, behind a break": ("", "<p>Nhà văn hoá mở cửa hằng ngày, trừ thứ Hai.<br><b>{}</b></p>", ""),
    "under the text": ("", "", "<p class='author'>{}</p>"),
    "under the text, in a cell": ("", "", "<table><tr><td align='right'><i>{}</i></td></tr></table>"),
    "over the text": ("<div class='author'>{}</div>", "", ""),
    "over the text, with the date": ("<div><span>{}</span> | <span>12/10/2019 08:30</span></div>", "", ""),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("shown", "authors", "source"),
    [
        ("Lê Thị Hạnh", ("Lê Thị Hạnh",), None),
        ("LÊ THỊ HẠNH", ("LÊ THỊ HẠNH",), None),
        ("Thu Hạnh", ("Thu Hạnh",), None),
        ("Lê Hạnh - Văn Bình", ("Lê Hạnh", "Văn Bình"), None),
        ("HOÀNG LÂM – ĐỨC MẠNH", ("HOÀNG LÂM", "ĐỨC MẠNH"), None),
        ("Thu Hạnh - Báo Sông Cầu", ("Thu Hạnh",), "Báo Sông Cầu"),
        ("Thu Hạnh (tổng hợp)", ("Thu Hạnh",), None),
        ("Thu Hạnh (theo TTXVN)", ("Thu Hạnh",), "TTXVN"),
        ("Thu Hạnh -", ("Thu Hạnh",), None),
        ("Tác giả:&nbsp;Thu Hạnh", ("Thu Hạnh",), None),
        ("Theo Báo Sông Cầu", (), "Báo Sông Cầu"),
        ("Nguồn: Báo Sông Cầu", (), "Báo Sông Cầu"),
        ("Ban Văn hoá thị trấn Mường Khoa", ("Ban Văn hoá thị trấn Mường Khoa",), None),
    ],
)
def test_a_byline_is_found_wherever_it_stands(
    way: tuple[str, str, str], shown: str, authors: tuple[str, ...], source: str | None
) -> None:
    """At the end of the text or under it, bold, at the side or plain, over it; and it is no paragraph then."""
    found = page(*(place.format(shown) for place in way))
    assert (found.authors, found.source) == (authors, source)
    assert not any(name in text for name in authors for text in found.paragraphs)
    assert found.paragraphs[: len(TEXT)] == tuple(TEXT)


def test_a_page_without_a_byline_has_no_author() -> None:
    """The editor in the page's foot is not the author, nor is anybody in the text."""
    found = page()
    assert (found.authors, found.byline, found.source) == ((), None, None)


@pytest.mark.parametrize(
    "below",
    [
        "<div>Biên tập: Phạm Quang Khải</div>",
        "<div>Người đăng: Phạm Quang Khải</div>",
        "<p>Chịu trách nhiệm: Phạm Quang Khải</p>",
    ],
)
def test_a_byline_beats_whoever_edited_it(below: str) -> None:
    """Beside the heading or at the end somebody signs; under it stands who is responsible."""
    assert page(below=below).authors == ()
    assert page("<p class='author'>Thu Hạnh</p>", below=below).authors == ("Thu Hạnh",)
    assert page(last=RIGHT.format("Thu Hạnh"), below=below).authors == ("Thu Hạnh",)


def test_author_and_source_in_lines_of_their_own() -> None:
    """The two last bold lines."""
    found = page(
        last=RIGHT.format("Tác giả: Thu Hạnh") + RIGHT.format("Nguồn: <a href='https://b.example.vn'>Báo Sông Cầu</a>")
    )
    assert (found.authors, found.source) == (("Thu Hạnh",), "Báo Sông Cầu")


def test_authors_that_are_links_in_a_row_sign_together() -> None:
    """A box for each, with an address; JSON-LD names the first of them only."""
    link = "<a rel='author' href='/a/{}'><span>{}</span> <span>{}</span></a>"
    box = f"<div class='byline'> <address> {link} </address></div>"
    head = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Thu Hạnh"}}</script>'
    found = page(head + box.format(1, "Thu", "Hạnh") + box.format(2, "Văn", "Bình"))
    assert found.authors == ("Thu Hạnh", "Văn Bình")


def test_the_photographer_is_not_the_author() -> None:
    """ "Ảnh: Y" beside the one who wrote it, in the same line or in one of its own."""
    for last in (RIGHT.format("Thu Hạnh. Ảnh: Văn Bình"), RIGHT.format("Thu Hạnh") + RIGHT.format("Ảnh: Văn Bình")):
        assert page(last=last).authors == ("Thu Hạnh",)
    assert page(last=RIGHT.format("Ảnh: Văn Bình")).authors == ()


@pytest.mark.parametrize("label", ["Tác giả", "Người viết", "Tác giả bài viết"])
@pytest.mark.parametrize(
    "row",
    [
        "<table><tr><td>{}</td><td>{}</td></tr></table>",
        "<dl><dt>{}</dt><dd>{}</dd></dl>",
        "<ul><li><strong>{}</strong>\n{}</li></ul>",
    ],
)
def test_a_label_in_an_element_of_its_own_needs_no_colon(label: str, row: str) -> None:
    """In two cells, or in bold before the name; what stands behind it is a name, known or not."""
    assert page(below=row.format(label, "Thu Hạnh")).authors == ("Thu Hạnh",)
    found = page(below=row.format(label, "Siu Hnguyt"))
    assert found.authors == ("Siu Hnguyt",)
    assert ":" not in (found.byline or "")


@pytest.mark.parametrize("title", lines(TITLES_BEHIND))
def test_a_title_behind_a_name_is_no_part_of_it(title: str) -> None:
    """Koreans and Japanese say what somebody is behind the name."""
    head = f"<meta name='author' content='김하늘 {title}'>"
    assert page(f"{head}<p></p>").authors == ("김하늘",)


@pytest.mark.parametrize("account", lines(ACCOUNT_NAMES))
def test_an_account_is_no_author(account: str) -> None:
    """What a program fills in where nobody did, in whatever case."""
    head = f"<meta name='author' content='{account.title()}'>"
    assert page(head).authors == ()
    assert page(head, last=RIGHT.format("Thu Hạnh")).authors == ("Thu Hạnh",)


@pytest.mark.parametrize("label", lines(AUTHOR_LABELS))
def test_every_author_label_names_the_author(label: str) -> None:
    """With a colon, whatever the case, also without its accents."""
    for shown in (label.capitalize(), label.upper()):
        assert page(last=RIGHT.format(f"{shown}: Lê Thị Hạnh")).authors == ("Lê Thị Hạnh",)


@pytest.mark.parametrize("label", lines(SOURCE_LABELS))
def test_every_source_label_names_the_source(label: str) -> None:
    """Whom it was taken over from is not its author."""
    found = page(last=RIGHT.format(f"{label.capitalize()}: Báo Sông Cầu"))
    assert (found.authors, found.source) == ((), "Báo Sông Cầu")


@pytest.mark.parametrize("label", lines(PHOTO_LABELS))
def test_every_photo_label_names_somebody_else(label: str) -> None:
    """Photographers, editors, whoever posted it: neither authors nor text."""
    found = page(last=RIGHT.format(f"{label.capitalize()}: Trần Văn Bình"))
    assert found.authors == ()
    assert found.paragraphs == tuple(TEXT)


@pytest.mark.parametrize("role", lines(ROLES))
def test_every_role_is_no_name(role: str) -> None:
    """In brackets behind a name."""
    assert page(last=RIGHT.format(f"Lê Thị Hạnh ({role})")).authors == ("Lê Thị Hạnh",)


@pytest.mark.parametrize("label", lines(PUBLISHED_LABELS))
def test_every_date_label_names_the_date(label: str) -> None:
    """Before a date between title and text."""
    found = page(f"<p>{label.capitalize()}: 12/10/2019 08:30</p>")
    assert found.published_at == datetime(2019, 10, 12, 8, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize("label", lines(MODIFIED_LABELS))
def test_every_label_of_a_change_names_the_change(label: str) -> None:
    """The page says when it was changed, and not when it was published."""
    found = page(f"<p>{label.capitalize()}: 12/10/2019 08:30</p>")
    assert found.modified_at == datetime(2019, 10, 12, 8, 30, tzinfo=VIETNAM)
    assert found.published_at is None
