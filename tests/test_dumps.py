"""Text dumps are read back into articles: each dump in `tests/dumps` beside the JSON of what a reader sees in it."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.article import Article, NotAnArticle
from models.site import Site
from pipelines.dumplines import read_lines
from pipelines.dumps import read_dump, repeated_lines

DUMPS = Path(__file__).parent / "dumps"
NAMES = sorted(path.stem for path in DUMPS.glob("*.txt"))
SEEDS = Path(os.environ.get("NEWSARCHIVE_SEEDS") or Path(__file__).parents[2] / "shared" / "seeds")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOTHING: dict[str, Any] = {
    "lead": None, "paragraphs": [], "captions": [], "images": [], "attachments": [], "authors": [], "byline": None,
    "source": None, "dateline": None, "published_at": None, "published_precision": None, "modified_at": None,
    "section": None, "tags": [], "url": None, "html": None,
}  # fmt: skip


def told(text: str, repeated: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of the article as JSON, or the reason why there is none."""
    try:
        article = read_dump(text, None, repeated)
    except NotAnArticle as verdict:
        return {"reason": verdict.reason}
    found = article.to_json()
    zone = found.pop("origins").get("zone")
    return found | ({"zone": zone} if zone else {})


@pytest.mark.parametrize("name", NAMES)
def test_dump_says_what_its_reader_sees(name: str) -> None:
    """Every field, the absent ones included."""
    expected = json.loads((DUMPS / f"{name}.json").read_text("utf-8"))
    if "reason" not in expected:
        expected = NOTHING | expected
    assert told((DUMPS / f"{name}.txt").read_text("utf-8")) == expected


def seed(name: str) -> Article:
    path = SEEDS / name
    if not path.exists():
        pytest.skip(f"{path} is not here (NEWSARCHIVE_SEEDS names its folder)")
    return read_dump(path.read_text("utf-8"), None)


def test_seed_with_its_date_behind_the_title() -> None:
    """The date in brackets, the dateline, the caption, the name on the last line; no lead, no source."""
    article = seed("000_238535d75fc23508.txt")
    assert article.title == "Hội nghị Ban Chấp hành Đảng bộ quận Ba Đình lần thứ IV"
    assert article.published_at == datetime(2020, 12, 4, 19, 41, tzinfo=HANOI)
    assert article.published_precision == "minute"
    assert (article.dateline, article.lead, article.source) == ("HNP", None, None)
    assert (article.authors, article.byline) == (("Thu Uyên",), "Thu Uyên")
    assert article.captions == ("Toàn cảnh hội nghị",)
    assert len(article.paragraphs) == 5
    assert article.paragraphs[0].startswith("HNP - Chiều 4/12, Ban Chấp hành")
    assert article.paragraphs[-1].endswith("giai đoạn 2020 - 2025”.")


def test_seed_whose_dates_belong_to_other_posts() -> None:
    """No date, since none is its own; the banner is no title; lead, caption and sub-headings are told apart."""
    article = seed("003_339f980dc1bdd710.txt")
    assert article.title == "Tập trung thực hiện có hiệu quả Nghị quyết Đại hội Đảng bộ quận"
    assert (article.published_at, article.published_precision, article.dateline) == (None, None, None)
    assert (article.authors, article.source) == (("Tiến Thành",), "Hanoimoi")
    assert article.byline == "Tiến Thành - Hanoimoi"
    assert article.lead is not None
    assert article.lead.startswith("Là một trong ba đơn vị")
    assert article.lead.endswith("làm rõ hơn vấn đề này.")
    assert len(article.captions) == 1
    assert article.captions[0].startswith("Công tác xây dựng cơ sở vật chất")
    assert article.captions[0].endswith("(quận Ba Đình).")
    headings = [text for text in article.paragraphs if not text.startswith("- ") and len(text) < 80]
    assert headings == [
        "Tập trung quán triệt và tổ chức thực hiện Nghị quyết",
        "Xây dựng nội dung các chương trình bảo đảm sát thực, hiệu quả",
    ]
    assert len(article.paragraphs) == 19
    assert article.paragraphs[-1] == "- Trân trọng cảm ơn đồng chí!"


PLAIN = (DUMPS / "mojoportal.txt").read_text("utf-8")


def test_decomposed_text_is_the_same_article() -> None:
    """NFD, byte order marks and carriage returns change nothing."""
    odd = "\ufeff" + unicodedata.normalize("NFD", PLAIN).replace("\n", "\r\n")
    assert told(odd) == told(PLAIN)


def test_what_dumps_of_a_site_share_is_chrome() -> None:
    """A banner and a slogan in a body's place are known from their coming back; captions and authors come back too."""
    texts = [
        f"Chung tay xây dựng quê hương giàu đẹp, văn minh, nghĩa tình và đáng sống hơn mỗi ngày.\n"
        f"Xã {place} có thêm trường học\n"
        f"{place} vừa khánh thành ngôi trường mới với {number} phòng học và sân chơi rộng.\n"
        f"Toàn cảnh hội nghị\nNgôi trường của {place} được xây trong {number} tháng, do người dân cùng góp công.\n"
        f"Kim Ngân\nHãy bấm theo dõi để nhận tin mới mỗi sáng và chia sẻ cùng bạn bè, người thân nhé.\nGóc nhìn {place}"
        for number, place in enumerate(["Tân Lập", "Hòa Thịnh", "An Thới", "Mỹ Trạch", "Long Phú"], start=12)
    ]
    repeated = repeated_lines(texts)
    assert "Kim Ngân" not in repeated
    article = read_dump(texts[0], None, repeated)
    assert article.title == "Xã Tân Lập có thêm trường học"
    assert article.authors == ("Kim Ngân",)
    assert not any(paragraph.startswith(("Chung tay", "Hãy bấm")) for paragraph in article.paragraphs)


def test_a_post_that_all_others_list_is_read_whole() -> None:
    """The title and the lead of the newest post stand on every page: on its own they are the article."""
    place = ["Tân Lập", "Hòa Thịnh", "An Thới", "Mỹ Trạch", "Long Phú", "Cầu Kè"]
    titles = [f"Xã {name} khánh thành nhà văn hóa" for name in place]
    leads = [
        f"Sáng 3/{n}, xã {name} khánh thành nhà văn hóa rộng {n}00 m2, do dân góp." for n, name in enumerate(place, 4)
    ]
    texts = [
        f"{title}\n{lead}\nCông trình của {name} có thư viện, sân bóng và phòng họp cho các tổ dân phố trong xã.\n"
        + "Tin mới nhất\n"
        + "\n".join(line for other in zip(titles, leads, strict=True) for line in other if other[0] != title)
        for title, lead, name in zip(titles, leads, place, strict=True)
    ]
    repeated = repeated_lines(texts)
    for text, title, lead in zip(texts, titles, leads, strict=True):
        article = read_dump(text, None, repeated)
        assert (article.title, article.paragraphs[0], len(article.paragraphs)) == (title, lead, 2)


def test_copies_of_one_article_are_no_chrome() -> None:
    """What three copies of one post share is the post."""
    assert repeated_lines([PLAIN] * 5) == frozenset()
    assert repeated_lines([]) == frozenset()


def test_a_caption_that_comes_back_now_and_then_is_no_chrome() -> None:
    """ "Toàn cảnh hội nghị" stands in many posts, each time beside other lines."""
    texts = [
        f"Bài số {n}\nĐoạn văn thứ {n} của bài.\n{'Toàn cảnh hội nghị' if n % 5 == 0 else f'Ảnh {n}'}\nĐoạn kết {n}."
        for n in range(40)
    ]
    assert repeated_lines(texts) == frozenset()


def test_the_zone_is_the_sites() -> None:
    """A dump of a known site is read in the site's zone."""
    site = Site(name="x", start=("http://localhost/",), timezone="Europe/Berlin", language="vi")
    article = read_dump(PLAIN.replace("02/12/2016 - Đã xem: 1.204", "02/12/2016 08:00"), site)
    assert article.published_at == datetime(2016, 12, 2, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_day_behind_a_commemoration_is_no_date_of_the_post() -> None:
    """ "Kỷ niệm ngày giải phóng (30/4/1975)" was not published in 1975."""
    text = PLAIN.replace("02/12/2016 - Đã xem: 1.204\n", "").replace("năm 2017\n", "nhân ngày thành lập (22/12/2014)\n")
    article = read_dump(text, None)
    assert article.published_at is None
    assert article.title.endswith("(22/12/2014)")


@pytest.mark.parametrize("text", ["", " \n\n", "|\n---\n...", "12\n34"])
def test_nothing_is_empty(text: str) -> None:
    """No letters, no article."""
    assert told(text) == {"reason": "empty"}


def test_long_lines_are_not_joined() -> None:
    """Only text that goes on in lower case in the next line was broken at a width."""
    lines = read_lines("Một dòng ngắn\nHai dòng ngắn\nBa dòng ngắn", HANOI)
    assert [line.text for line in lines] == ["Một dòng ngắn", "Hai dòng ngắn", "Ba dòng ngắn"]


LINES = st.sampled_from([line for name in NAMES for line in (DUMPS / f"{name}.txt").read_text("utf-8").split("\n")])


@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=25).map("\n".join)))
def test_no_dump_is_too_odd(text: str) -> None:
    """Any lines in any order are an article or none; what is told stands in the dump; nothing raises."""
    try:
        article = read_dump(text, None)
    except NotAnArticle:
        return
    assert article.paragraphs or article.lead
    assert article.title in unicodedata.normalize("NFC", " ".join(text.split()))
