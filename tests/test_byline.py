"""Bylines are split into authors and source; sentences, headings and places are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.byline import Byline, read_byline, read_dateline, split_names

# line -> authors, source
BYLINES: list[tuple[str, list[str], str | None]] = [
    # alone on the last line
    ("Thu Uyên", ["Thu Uyên"], None),
    ("Bảo An", ["Bảo An"], None),
    ("Vũ Phương Nhi", ["Vũ Phương Nhi"], None),
    ("Nguyễn Thị Thanh Hương.", ["Nguyễn Thị Thanh Hương"], None),
    ("LÊ QUANG MINH", ["LÊ QUANG MINH"], None),
    ("N.T.H", ["N.T.H"], None),
    ("Bình Minh -", ["Bình Minh"], None),
    # two names
    ("Giang Huy - Hoàng Phương", ["Giang Huy", "Hoàng Phương"], None),
    ("HOÀNG TRUNG – MẠNH DŨNG", ["HOÀNG TRUNG", "MẠNH DŨNG"], None),
    ("Thu Hằng, Quang Vinh và Đức Long", ["Thu Hằng", "Quang Vinh", "Đức Long"], None),
    # labels
    ("Tác giả: Nguyễn Văn Bình", ["Nguyễn Văn Bình"], None),
    ("Tac gia: Hoa Mai", ["Hoa Mai"], None),
    ("Tác giả:", [], None),
    ("Bài, ảnh: Thu Hà", ["Thu Hà"], None),
    ("Tin, ảnh: Thu Hà, Quang Vinh", ["Thu Hà", "Quang Vinh"], None),
    ("Bài: Minh Anh - Ảnh: Quang Huy", ["Minh Anh"], None),
    ("Ảnh: Quang Huy", [], None),
    ("Minh Anh. Ảnh: Quang Huy", ["Minh Anh"], None),
    ("Hà Thu (tổng hợp)", ["Hà Thu"], None),
    ("Mai Anh (T/h)", ["Mai Anh"], None),
    # sources
    ("Nguồn: Hanoimoi.vn", [], "Hanoimoi.vn"),
    ("Nguồn tin: Cổng thông tin điện tử Chính phủ", [], "Cổng thông tin điện tử Chính phủ"),
    ("Theo TTXVN", [], "TTXVN"),
    ("(Theo TTXVN)", [], "TTXVN"),
    ("Theo Báo Nhân Dân", [], "Báo Nhân Dân"),
    ("Tiến Thành - Hanoimoi", ["Tiến Thành"], "Hanoimoi"),
    ("Thu Hà/VOV", ["Thu Hà"], "VOV"),
    ("Lê Hoa, Báo Lao Động", ["Lê Hoa"], "Báo Lao Động"),
    ("Đức Long – Cổng TTĐT quận", ["Đức Long"], "Cổng TTĐT quận"),
    ("Hà Thu (theo Tân Hoa Xã)", ["Hà Thu"], "Tân Hoa Xã"),
    ("Thanh Trà - Theo Báo Tây Đô", ["Thanh Trà"], "Báo Tây Đô"),
    ("Tác giả: Thu Hà | Nguồn: TTXVN", ["Thu Hà"], "TTXVN"),
    # offices
    ("Phòng Văn hóa và Thông tin", ["Phòng Văn hóa và Thông tin"], None),
    ("Ban Tuyên giáo Quận ủy", ["Ban Tuyên giáo Quận ủy"], None),
    ("Nông Thị Hiền - Trung tâm Văn hóa và Truyền thông", ["Nông Thị Hiền"], "Trung tâm Văn hóa và Truyền thông"),
    ("Nguyễn Thị Hoa - Phòng VHTT", ["Nguyễn Thị Hoa"], "Phòng VHTT"),
    ("Tin bài: Ban Tuyên giáo", ["Ban Tuyên giáo"], None),
    ("BBT", ["BBT"], None),
    # other languages
    ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"], None),
    ("By JANE DOE, Staff Writer", ["JANE DOE"], None),
    ("By Jane Doe, jane.doe@example.org", ["Jane Doe"], None),
    ("Reported by Anna Smith; editing by Bob Stone", ["Anna Smith"], None),
    ("Von Max Mustermann (dpa)", ["Max Mustermann"], "dpa"),
    ("Von Eva de la Cruz und Jörg Müller", ["Eva de la Cruz", "Jörg Müller"], None),
    ("Par Claire Dupont", ["Claire Dupont"], None),
    ("Por María García y Juan Pérez", ["María García", "Juan Pérez"], None),
    ("Di Giulia Rossi", ["Giulia Rossi"], None),
    ("Quelle: AFP", [], "AFP"),
]


@pytest.mark.parametrize(("line", "authors", "source"), BYLINES)
def test_bylines_are_split(line: str, authors: list[str], source: str | None) -> None:
    """Names as published, the outlet they wrote for, and the line as the page has it."""
    assert read_byline(line) == Byline(tuple(authors), source, line)


@pytest.mark.parametrize(
    "line",
    [
        "Toàn cảnh hội nghị",
        "Tập trung quán triệt và tổ chức thực hiện Nghị quyết",
        "Theo Nghị quyết Đại hội XXVI Đảng bộ quận",
        "Nguyễn Văn A, Chủ tịch UBND quận phát biểu tại hội nghị",
        "Phòng Giáo dục và Đào tạo tổ chức hội nghị tổng kết",
        "Hồ Chí Minh - Người là niềm tin",
        "Bác Hồ với thiếu nhi",
        "- Trân trọng cảm ơn đồng chí!",
        "Các bài mới đăng",
        "Kính gửi: Quý phụ huynh",
        "Hà Nội",
        "VĂN BẢN",
        "Kinh tế - Xã hội",
        "Trang Chủ",
        "Chi bộ 5",
        "- Trường THCS Tân Lập: 14 em",
        "- Nguyễn Văn Bình",
        "04/12/2021 - 4 Lượt xem",
        "By Friday the city had changed.",
        "By Monday",
        "Breaking News",
        "The mayor said on Tuesday that the road will open.",
        "",
        "-",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    """One word that is no name, outlet, role or label makes it a sentence, a heading, a menu."""
    assert read_byline(line) is None


def test_a_place_for_bylines_makes_any_name_a_name() -> None:
    """A name that no table knows counts where only bylines stand."""
    assert read_byline("Tôrtia Reimer-Johansen") is None
    trusted = read_byline("Tôrtia Reimer-Johansen", trusted=True)
    assert trusted is not None
    assert trusted.authors == ("Tôrtia Reimer-Johansen",)
    assert read_byline("Read the whole story", trusted=True) is None


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe, Political Editor", ("Jane Doe",)),
        ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Max Mustermann, Erika Muster; Jörg Müller", ("Max Mustermann", "Erika Muster", "Jörg Müller")),
        ("jane@example.org Jane Doe @jane", ("Jane Doe",)),
        ("Tác giả: Thu Hà - Quang Vinh", ("Thu Hà", "Quang Vinh")),
        ("Hà Thu (tổng hợp)", ("Hà Thu",)),
        ("张伟、李娜", ("张伟", "李娜")),
        ("Victoria O’Regan", ("Victoria O’Regan",)),
        ("María R. Sahuquillo, J. R. Smith", ("María R. Sahuquillo", "J. R. Smith")),
        ("Jane Doe, Jane Doe", ("Jane Doe",)),
        ("", ()),
    ],
)
def test_author_fields_are_split(value: str, names: tuple[str, ...]) -> None:
    """In JSON-LD and meta tags whatever stands is a name, without label, role and address."""
    assert split_names(value) == names


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("HNP - Chiều 4/12, Ban Chấp hành Đảng bộ quận tổ chức hội nghị", "HNP"),
        ("QK2 – Tối 4-7, tại Trường Sĩ quan", "QK2"),
        ("(Chinhphu.vn) - Tháng 3 có nhiều chính sách mới", "Chinhphu.vn"),
        ("(HNMO)- Không ít hộ kinh doanh", "HNMO"),
        ("(TTXVN) Sáng nay, đoàn công tác", "TTXVN"),
        ("Kinhtedothi – Sáng nay, 27/11, Hội LHPN quận", "Kinhtedothi"),
        ("Hà Nội - Sáng nay (26.11), hội nghị khai mạc", "Hà Nội"),
        ("WASHINGTON (AFP) - The senate met on Monday", "WASHINGTON (AFP)"),
        ("- Đại hội đại biểu lần thứ XXVI", None),
        ("Ngày 4/12 - Buổi lễ", None),
        ("Nguyễn Văn An - Bí thư chi bộ", None),
        ("(Ảnh minh họa) Sáng nay", None),
        ("COVID-19 là một đại dịch", None),
        ("Hà Nội - trái tim của cả nước", None),
        ("", None),
    ],
)
def test_datelines_open_a_text(paragraph: str, dateline: str | None) -> None:
    """An agency, a portal or a place before a dash; a person, a date, a question are none."""
    assert read_dateline(paragraph) == dateline


SURNAMES = st.sampled_from(["Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Hoàng"])
GIVEN = st.sampled_from(
    ["Anh", "Bình", "Chi", "Dũng", "Hạnh", "Khánh", "Lan", "Minh", "Ngọc", "Phương", "Quân", "Thảo", "Uyên"]
)
NAMES = st.tuples(SURNAMES, st.sampled_from(["Văn", "Thị", "Đức", "Thu", "Hồng"]), GIVEN).map(" ".join)


@given(
    st.lists(NAMES, min_size=1, max_size=3, unique=True), st.sampled_from([" - ", " – ", ", ", " và "]), st.booleans()
)
def test_any_names_in_any_form_are_split_again(names: list[str], separator: str, capitals: bool) -> None:
    """Whatever joins them, and in capitals as well."""
    line = separator.join(names)
    line = line.upper() if capitals and separator != " và " else line
    expected = tuple(line.split(separator))
    for form in ("{}", "Tác giả: {}", "{} (tổng hợp)", "{}."):
        byline = read_byline(form.format(line))
        assert byline is not None
        assert byline.authors == expected


@given(st.text(max_size=120))
def test_no_line_is_too_odd(line: str) -> None:
    """Arbitrary text is a byline or none; it never raises, and the line is kept."""
    byline = read_byline(line)
    assert byline is None or byline.line
    split_names(line)
    read_dateline(line)
