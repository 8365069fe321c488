"""Text in every shape that content systems give it is kept, whole and in order; what is no text is not."""

from __future__ import annotations

import json

import pytest

from models.article import Article, NotAnArticle, Page
from pipelines.extract import explain, extract

TITLE = "Xã An Khê đón nước sạch về từng ngõ"
TEXT = (
    "Sau ba năm chờ đợi, sáng 12/9 người dân xã An Khê đã có nước sạch từ nhà máy mới bên sông Đáy.",
    "Công trình phục vụ 2.400 hộ, lấy nước cách bãi lọc cũ bốn cây số và chạy thử từ đầu tháng tám.",
    "Ông Vũ Đình Lâm, trưởng thôn Thượng, cho biết giếng khoan trong thôn nhiễm sắt nên phải mua nước bình.",
    "Từ nay, mỗi khối nước có giá 8.500 đồng, hộ nghèo được miễn mười khối đầu tiên trong tháng.",
    "Xã đang vận động các hộ lấp giếng cũ để tránh tai nạn cho trẻ nhỏ vào mùa mưa bão sắp tới.",
)
SHORT = "Nước về tới thôn cuối cùng lúc 9 giờ."


def page(text: str, title: str = TITLE, before: str = "", after: str = "") -> Page:
    source = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{before}<div><h1>{title}</h1>"
        f"<div>{text}</div></div>{after}</body></html>"
    )
    return Page(source.encode(), "https://a.example.vn/tin/nuoc-sach.html")


def read(text: str, **more: str) -> Article:
    return extract(page(text, **more))


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


WRAPPED = TEXT[0].replace(" ", "\n", 3)
SHAPES = {
    "paragraphs": p(*TEXT),
    "text directly in the container": "<br><br>".join(TEXT),
    "text with three breaks": "<br/>\n<br/>&nbsp;<br/>".join(TEXT),
    "paragraphs of breaks": f"<p>{'<br><br>'.join(TEXT[:3])}</p><p>{'<br><br>'.join(TEXT[3:])}</p>",
    "a div each": "".join(f"<div>{text}</div>" for text in TEXT),
    "spans in divs": "".join(f"<div><span style='font-size:14pt'><span>{text}</span></span></div>" for text in TEXT),
    "nested paragraphs": f"<div>{TEXT[0]}<p>{TEXT[1]}<p>{TEXT[2]}</p><div><p>{TEXT[3]}</div><p>{TEXT[4]}</div>",
    "hard-wrapped lines": p(WRAPPED, *TEXT[1:]),
    "a layout table": f"<table><tr><td>{p(*TEXT)}</td></tr></table>",
    "layout tables in tables": f"<table><tr><td><table><tr><td>{p(*TEXT[:3])}</td></tr><tr><td>{p(*TEXT[3:])}"
    "</td></tr></table></td></tr></table>",
    "a table with a row a paragraph": f"<table>{''.join(f'<tr><td>{text}</td></tr>' for text in TEXT)}</table>",
    "sections": "".join(f"<section><div><p>{text}</p></div></section>" for text in TEXT),
    "articles in articles": f"<article><article>{p(*TEXT)}</article></article>",
    "words in bold and in links": p(TEXT[0].replace("An Khê", "<b>An</b> <a href='/k'>Khê</a>"), *TEXT[1:]),
    "a centred text": f"<center>{p(*TEXT)}</center>",
    "a text in font elements": "".join(f"<font size=3><p>{text}</p></font>" for text in TEXT),
    "preformatted lines": f"<pre>{'</pre><pre>'.join(TEXT)}</pre>",
    "hidden until a script runs": f"<div style='display:none'>{p(*TEXT)}</div>",
    "hidden behind a name": f"<div class='hidden' aria-hidden='true'>{p(*TEXT)}</div>",
    "a cut behind the first paragraphs": f"{p(*TEXT[:2])}<div class='paywall'>{p(*TEXT[2:])}</div>",
    "paragraphs in the divs of an editor": "".join(
        f"<div class='block'><div><p>{text}</p></div></div>" for text in TEXT
    ),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_paragraphs_are_kept_in_order(text: str) -> None:
    """However they are set, the same five paragraphs are read."""
    assert read(text).paragraphs == TEXT


LISTS = {
    "a list": ("<ul><li>Thôn Thượng: 620 hộ.</li><li>Thôn Trung: 810 hộ.</li></ul>", ["Thôn Thượng: 620 hộ.",
               "Thôn Trung: 810 hộ."]),
    "a numbered list of paragraphs": ("<ol><li><p>Đăng ký tại nhà văn hóa.</p></li><li><p>Lắp đồng hồ.</p></li></ol>",
                                      ["Đăng ký tại nhà văn hóa.", "Lắp đồng hồ."]),
    "a list in a list": ("<ul><li>Thôn Thượng:<ul><li>xóm 1: 200 hộ;</li><li>xóm 2: 420 hộ.</li></ul></li></ul>",
                         ["Thôn Thượng:", "xóm 1: 200 hộ;", "xóm 2: 420 hộ."]),
    "terms": ("<dl><dt>Khối</dt><dd>một nghìn lít nước</dd></dl>", ["Khối", "một nghìn lít nước"]),
    "a table of data": ("<table><tr><th>Thôn</th><th>Số hộ</th></tr><tr><td>Thượng</td><td>620</td></tr>"
                        "<tr><td>Trung</td><td>810</td></tr></table>", ["Thôn | Số hộ", "Thượng | 620", "Trung | 810"]),
    "a figure with a table": ("<figure><table><tr><td>Thượng</td><td>620</td></tr><tr><td>Trung</td><td>810</td></tr>"
                              "</table></figure>", ["Thượng | 620", "Trung | 810"]),
    "a quotation": ("<blockquote><p>Cả đời tôi chưa thấy vòi nước nào chảy mạnh như thế.</p></blockquote>",
                    ["Cả đời tôi chưa thấy vòi nước nào chảy mạnh như thế."]),
    "a sub-heading": ("<h2>Giếng khoan nhiễm sắt</h2>", ["Giếng khoan nhiễm sắt"]),
    "a sub-heading in bold": ("<p><strong>Giếng khoan nhiễm sắt</strong></p>", ["Giếng khoan nhiễm sắt"]),
    "a short paragraph": (f"<p>{SHORT}</p>", [SHORT]),
    "a line all in italics": ("<p><em>Bài thơ viết bên vòi nước đầu ngõ</em></p>",
                              ["Bài thơ viết bên vòi nước đầu ngõ"]),
    "a sentence mostly of a link": (f"<p>{SHORT[:4]}<a href='/x'>{SHORT[4:-1]}</a>.</p>", [SHORT]),
}  # fmt: skip


@pytest.mark.parametrize(("piece", "expected"), LISTS.values(), ids=LISTS.keys())
def test_what_stands_between_paragraphs_is_text_too(piece: str, expected: list[str]) -> None:
    """Lists, tables, quotations, sub-headings: kept where they stand."""
    found = list(read(p(*TEXT[:3]) + piece + p(*TEXT[3:])).paragraphs)
    assert found == [*TEXT[:3], *expected, *TEXT[3:]]


UNSPACED = {
    "ja": ("図書館の新館が開館、初日に三千人",
           "市立図書館の新しい建物が十五日に開館し、朝から多くの市民が列を作った。初日の来館者は三千人を超えたという。",
           "建物は地元の木材を使った三階建てで、子どもの本を集めた部屋や、川を見ながら本を読める席が設けられている。",
           "館長の森田さんは、学校の帰りに毎日寄りたくなる場所にしたいと話し、夜九時まで開ける考えを示した。"),
    "zh": ("新图书馆开馆首日迎来三千读者",
           "市图书馆新馆十五日正式开放，清晨就有许多市民排队等候，首日到馆人数超过三千。工作人员说，这个数字比预想的多。",
           "新馆用本地木材建成，共三层，设有儿童阅览室和临河的阅读座位，读者可以一边看书一边看河上的船只来往。",
           "馆长林女士表示，希望孩子们放学以后每天都愿意来这里，图书馆今后将开放到晚上九点，周末也不休息。"),
    "th": ("หอสมุดแห่งใหม่เปิดวันแรกมีผู้เข้าชมสามพันคน",
           "หอสมุดประชาชนแห่งใหม่เปิดให้บริการเมื่อวันที่สิบห้า มีประชาชนมาต่อแถวตั้งแต่เช้า วันแรกมีผู้เข้าชมกว่าสามพันคน",
           "อาคารสามชั้นสร้างจากไม้ในท้องถิ่น มีห้องหนังสือสำหรับเด็ก และที่นั่งริมแม่น้ำสำหรับผู้ที่ต้องการอ่านหนังสือเงียบๆ",
           "ผู้อำนวยการกล่าวว่าอยากให้เด็กๆ แวะมาทุกวันหลังเลิกเรียน และจะเปิดให้บริการจนถึงสามทุ่มทุกวันไม่เว้นวันหยุด"),
    "ko": ("새 도서관 개관 첫날 삼천 명 찾아",
           "시립도서관 새 건물이 십오일 문을 열었다. 아침부터 시민이 줄을 섰고 방문객은 삼천 명을 넘었다고 한다.",
           "지역 목재로 지은 삼층 건물에는 어린이책 방과 강을 바라보며 책을 읽을 수 있는 자리가 마련되어 있다.",
           "관장은 아이들이 학교가 끝난 뒤 날마다 들르고 싶은 곳으로 만들겠다며 밤 아홉 시까지 열겠다고 말했다."),
}  # fmt: skip


@pytest.mark.parametrize("words", UNSPACED.values(), ids=UNSPACED.keys())
def test_scripts_without_spaces_are_read(words: tuple[str, ...]) -> None:
    """Japanese, Chinese, Thai, Korean: no rule counts words."""
    menu = "<ul>" + "".join(f"<li><a href='/{at}'>{words[0][:6]}</a></li>" for at in range(8)) + "</ul>"
    found = read(p(*words[1:]), title=words[0], before=menu, after=menu)
    assert (found.title, found.paragraphs) == (words[0], words[1:])


def test_entries_of_a_live_blog_are_text_without_their_stamps() -> None:
    """Each entry's text in order, its heading with it; the time and who wrote it are no paragraphs."""
    entries = "".join(
        f"<article><div><time>{9 + at}:0{at}</time> <span>Lê Hạnh</span></div><h3>Diễn biến thứ {at + 1}</h3>"
        f"<p>{text}</p></article>"
        for at, text in enumerate(TEXT)
    )
    found = read(entries).paragraphs
    assert [text for text in found if text in TEXT] == list(TEXT)
    assert not any(text.startswith(("9:00", "10:01", "11:02")) for text in found)


def test_a_caption_is_no_paragraph() -> None:
    """Of a figure; of an image in a frame; of a table cell below an image."""
    caption = "Người dân thôn Thượng hứng những xô nước đầu tiên."
    for piece in (
        f"<figure><img src='/1.jpg'><figcaption>{caption}</figcaption></figure>",
        f"<div><img src='/1.jpg'><div>{caption}</div></div>",
        f"<table><tr><td><img src='/1.jpg'></td></tr><tr><td>{caption}</td></tr></table>",
        f"<p><img src='/1.jpg'></p><p style='text-align:center'><em>{caption}</em></p>",
    ):
        found = read(p(*TEXT[:3]) + piece + p(*TEXT[3:]))
        assert (found.paragraphs, found.captions) == (TEXT, (caption,)), piece


def test_comments_are_not_the_article() -> None:
    """However long they are, and under whatever names."""
    said = [f"Bạn đọc thứ {at} viết rằng quê mình cũng mong có nước sạch, chờ đã lâu lắm rồi." for at in range(8)]
    comments = "".join(f"<div class='c7'><b>Bạn đọc {at}</b><p>{text}</p></div>" for at, text in enumerate(said))
    assert read(p(*TEXT), after=f"<h3>Bình luận</h3><div>{comments}</div>").paragraphs == TEXT


def test_a_text_told_twice_is_read_once() -> None:
    """A copy in one piece, for reading aloud or for search engines, and lines that come twice."""
    assert read(p(*TEXT) + f"<div class='voice'>{' '.join(TEXT * 3)}</div>").paragraphs == TEXT
    assert read(p(*TEXT) + p(TEXT[1])).paragraphs == TEXT


@pytest.mark.parametrize(
    "line", ["$$ADVERT$$", "{{ banner }}", "[button link='/x' type='big']Gửi bài[/button]", "____"]
)
def test_what_programs_leave_to_be_filled_is_no_text(line: str) -> None:
    """Places for advertisements and short codes that nobody replaced; lines that only part."""
    assert read(p(*TEXT[:3], line, *TEXT[3:])).paragraphs == TEXT


def test_an_article_begins_before_what_is_paid_for() -> None:
    """The free paragraphs stand beside the box of the others."""
    assert (
        read(
            p(TEXT[0]) + f"<div class='x'>{p(*TEXT[1:], *(text + ' Đó là tin vui.' for text in TEXT))}</div>"
        ).paragraphs[0]
        == TEXT[0]
    )


def scripts() -> dict[str, str]:
    html = p(*TEXT, *(f"Đoạn {at}: {text}" for at, text in enumerate(TEXT)))
    state = json.dumps({"props": {"post": {"slug": "nuoc-sach", "contentHtml": html}}})
    return {
        "a state in JSON": f"<script id='__NEXT_DATA__' type='application/json'>{state}</script>",
        "a state in JavaScript": f"<script>window.__STATE__ = {state};</script>",
        "a string pushed": f"<script>self.__next_f.push([1,{json.dumps(html)}])</script>",
        "a state in a string": f"<script>window.__S = JSON.parse({json.dumps(state)})</script>",
        "text": f"<script>window.post = {json.dumps({'text': chr(10).join(x + chr(10) for x in (*TEXT, *TEXT[:2]))})}"
        "</script>",
    }


@pytest.mark.parametrize("script", scripts().values(), ids=scripts().keys())
def test_a_text_that_stands_in_a_script_is_read(script: str) -> None:
    """Pages that browsers put together: the text is a string of HTML, or of paragraphs, in a script."""
    assert read("<p>Đang tải</p>", after=script).paragraphs[: len(TEXT)] == TEXT


def test_a_script_is_not_read_where_the_page_shows_its_text() -> None:
    """A state repeats what is shown, with what is not."""
    other = json.dumps({"html": p(*(f"Bài khác, đoạn {at}: {text}" for at, text in enumerate(TEXT)))})
    assert read(p(*TEXT), after=f"<script>window.S = {other}</script>").paragraphs == TEXT


def test_descriptions_in_a_script_make_no_article() -> None:
    """Teasers of a list that a script fills in."""
    teasers = json.dumps([{"title": text[:30], "description": text * 5} for text in TEXT])
    with pytest.raises(NotAnArticle):
        read("<p>Đang tải</p>", after=f"<script>window.S = {teasers}</script>")


def test_cuts_say_why() -> None:
    """What was left out is told, with the reason."""
    cuts = {text: why for why, text in explain(page(p(*TEXT[:3], "$$ADVERT$$", *TEXT[3:], TEXT[0]))).cuts}
    assert cuts["$$ADVERT$$"] == "placeholder"
    assert cuts[TEXT[0]] == "repeated"


OFFERS = {
    "a channel": "Mời bạn cùng xem tin ở <a href='https://news.google.com/publications/CAA'>Google</a> mỗi ngày.",
    "a messenger": "Nói chuyện với chúng tôi ở <a href='https://zalo.me/123'>đây</a>, mọi lúc trong ngày.",
    "a newsletter": "Mỗi sáng một lá thư: <a href='https://a.example.vn/newsletter/'>bản tin Vân Hồ</a>.",
    "profiles": "Gặp ở <a href='https://fb.facebook.com/vanho'>đây</a> và <a href='https://x.com/vanho'>đó</a> nhé.",
    "app stores": "Có trên <a href='https://apps.apple.com/app/id1'>Apple</a>, <a href='https://play.google.com/store/apps"
    "/details?id=a'>Google</a>.",
}


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS.keys())
def test_a_line_that_leads_to_the_sites_channels_is_no_text(offer: str) -> None:
    """Whatever its words are: it is known by where its links lead."""
    assert read(p(*TEXT[:3], offer, *TEXT[3:])).paragraphs == TEXT
    assert read(p(*TEXT) + f"<ul><li>{offer}</li></ul>").paragraphs == TEXT


def test_a_link_to_a_post_elsewhere_is_text() -> None:
    """What somebody wrote on a network is a source, and so is one profile."""
    said = "Ông viết trên <a href='https://x.com/lam/status/12'>trang cá nhân</a> rằng cả thôn đã chờ ngày này."
    found = read(p(*TEXT[:3], said, *TEXT[3:])).paragraphs
    assert found[3] == "Ông viết trên trang cá nhân rằng cả thôn đã chờ ngày này."


WRITTEN = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Đỗ Minh Châu"}%s}</script>'


def test_who_the_author_is_is_no_text() -> None:
    """A paragraph at the end that is the first to name the author tells about the author."""
    about = "Đỗ Minh Châu viết về nông thôn từ năm 2008 và sống ở ven sông Đáy cùng gia đình."
    found = read(p(*TEXT, about), before=WRITTEN % "")
    assert (found.paragraphs, found.authors) == (TEXT, ("Đỗ Minh Châu",))


def test_an_author_of_whom_the_text_tells_stays() -> None:
    """One who is named before is a person of the story."""
    told = TEXT[1].replace("Công trình", "Theo Đỗ Minh Châu, công trình")
    end = "Đỗ Minh Châu cho biết sẽ còn trở lại xã vào mùa nước tới."
    found = read(p(TEXT[0], told, *TEXT[2:], end), before=WRITTEN % "")
    assert found.paragraphs[-1] == end


def test_a_name_at_the_top_is_a_byline() -> None:
    """The line that is nothing but the author's name."""
    assert read(p("Đỗ Minh Châu", *TEXT), before=WRITTEN % "").paragraphs == TEXT


def test_the_text_for_machines_knows_where_the_text_ends() -> None:
    """What stands behind its last words is the page's, if it is little."""
    told = ',"articleBody":' + json.dumps(" ".join(TEXT))
    rest = "Một dòng nữa của trang, đứng sau bài viết."
    assert read(p(*TEXT, rest), before=WRITTEN % told).paragraphs == TEXT
    more = [f"{text} Đó là đoạn thứ {at} của phần hai." for at, text in enumerate(TEXT)]
    assert read(p(*TEXT, *more), before=WRITTEN % told).paragraphs == (*TEXT, *more)


def test_a_paragraph_may_open_as_the_title_does() -> None:
    """Only what follows the title as something new is cut from it: a date in brackets, another sentence."""
    assert read(p(f"{TITLE} từ hôm nay, sau ba năm chờ đợi của người dân.", *TEXT)).paragraphs[0].startswith(TITLE)
    assert read(p(f"{TITLE} (Thứ bảy, 12/09/2020)", *TEXT)).paragraphs == TEXT
