"""What a corpus is made of: which copy stays, what is a sentence, what is nobody's business, who is in which split."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.export.choices import REDACTIONS, ChoiceError, Choices, split_of
from archive.export.redact import redact
from archive.export.units import sentences
from archive.query import Query
from models.article import Article
from tests.exported import exported
from tests.some_articles import ALL, MEETING, store

COPY = replace(MEETING, title="Quận ủy họp thường kỳ", url="https://khac.example/tin", byline=None, authors=())


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_of_copies_the_first_that_is_found_stays(engine: Engine, home: Path, tmp_path: Path) -> None:
    """The one with the lowest number; where the query does not find the original, the first of its copies."""
    (original,) = store(engine, MEETING)
    copies = store(engine, COPY, replace(COPY, title="Họp cuối năm"), site="khac")
    exported(engine, home, tmp_path / "all.jsonl", drop_duplicates=True)
    assert [one["id"] for one in lines(tmp_path / "all.jsonl")] == [original]
    found = exported(engine, home, tmp_path / "khac.jsonl", query=Query(site="khac"), drop_duplicates=True)
    assert [one["id"] for one in lines(tmp_path / "khac.jsonl")] == copies[:1]
    assert found.tally.dropped == {"duplicate": 1}
    assert exported(engine, home, tmp_path / "with.jsonl").tally.articles == 3


def test_short_texts_are_left_out_and_counted(engine: Engine, home: Path, tmp_path: Path) -> None:
    """By characters of lead and paragraphs."""
    store(engine, MEETING, Article(url=None, title="Tin ảnh", paragraphs=("Ba chữ thôi.",)))
    found = exported(engine, home, tmp_path / "a.jsonl", min_length=13)
    assert [one["title"] for one in lines(tmp_path / "a.jsonl")] == [MEETING.title]
    assert found.tally.dropped == {"short": 1}


def test_fields_are_chosen_in_order(engine: Engine, home: Path, tmp_path: Path) -> None:
    """The text, too, which is no field of JSON lines by itself."""
    store(engine, MEETING)
    exported(engine, home, tmp_path / "a.jsonl", fields=("title", "text", "id"))
    (found,) = lines(tmp_path / "a.jsonl")
    assert list(found) == ["title", "text", "id"]
    assert found["text"] == MEETING.text


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"fields": ("titel",)}, "there is no field 'titel'"),
        ({"unit": "word"}, "there is no unit 'word'"),
        ({"unit": "sentence", "fields": ("lead",)}, "there is no field 'lead'"),
        ({"fields": ("id", "title", "id")}, "the field 'id' is named twice"),
        ({"redact": ("name",)}, "there is no redaction 'name'"),
        ({"split": (80, 10)}, "percentages that make 100"),
        ({"split": (110, -10)}, "percentages that make 100"),
    ],
)
def test_a_choice_that_cannot_be_is_named(choice: dict[str, object], said: str) -> None:
    """With what there is instead."""
    with pytest.raises(ChoiceError, match=said):
        Choices(**choice)  # type: ignore[arg-type]


@given(st.builds(Choices, drop_duplicates=st.booleans(), min_length=st.integers(0), seed=st.integers()))
def test_choices_come_back(choices: Choices) -> None:
    """From the JSON of the manifest."""
    assert Choices.from_json(json.loads(json.dumps(choices.to_json()))) == choices


def test_paragraphs_and_sentences_are_records(engine: Engine, home: Path, tmp_path: Path) -> None:
    """With the article's number and their position in it; the lead comes first."""
    (number,) = store(engine, replace(MEETING, paragraphs=("Hội nghị bàn 12 việc. TP. Bến Đò chủ trì.", "Hết.")))
    for unit in ("paragraph", "sentence"):
        exported(engine, home, tmp_path / f"{unit}.jsonl", unit=unit)
    assert [one["text"] for one in lines(tmp_path / "paragraph.jsonl")] == [
        MEETING.lead,
        "Hội nghị bàn 12 việc. TP. Bến Đò chủ trì.",
        "Hết.",
    ]
    found = lines(tmp_path / "sentence.jsonl")
    assert [(one["id"], one["position"], one["text"]) for one in found] == [
        (number, 0, MEETING.lead),
        (number, 1, "Hội nghị bàn 12 việc."),
        (number, 2, "TP. Bến Đò chủ trì."),
        (number, 3, "Hết."),
    ]
    exported(engine, home, tmp_path / "sentence.txt", unit="sentence")
    assert (tmp_path / "sentence.txt").read_text("utf-8").splitlines() == [one["text"] for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng 4/12, quận họp. Chiều, phường họp!", ["Sáng 4/12, quận họp.", "Chiều, phường họp!"]),
        ("Thu 1.134 tỷ đồng, tăng 3.5 lần. Ai thu?", ["Thu 1.134 tỷ đồng, tăng 3.5 lần.", "Ai thu?"]),
        ("ThS. Lê Hòa và PGS.TS. Trần An dự.", ["ThS. Lê Hòa và PGS.TS. Trần An dự."]),
        ("Ở Q. Ba Đền, P. Kim Giang.", ["Ở Q. Ba Đền, P. Kim Giang."]),
        ("", []),
    ],
)
def test_vietnamese_sentences(text: str, expected: list[str]) -> None:
    """Neither a date, nor a number, nor an abbreviation ends one."""
    assert sentences(text, "vi") == expected


def test_sentences_of_scripts_without_spaces() -> None:
    """By their own full stops."""
    assert sentences("東京は晴れ。明日は雨。", "ja") == ["東京は晴れ。", "明日は雨。"]


@given(st.lists(st.sampled_from(["Quận họp", "Năm 2020", "TP.", "4/12", "“Tốt”", "…", "!", "."]), max_size=12))
def test_sentences_lose_no_word(words: list[str]) -> None:
    """Joined again they are the paragraph."""
    text = " ".join(words)
    assert " ".join(sentences(text, "vi")).split() == text.split()


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Gọi 0912 345 678.", "Gọi [PHONE]."),
        ("Đường dây nóng: (024) 3825.1234", "Đường dây nóng: [PHONE]"),
        ("ĐT: +84 24 3825 6789 hoặc 0243.7346.666", "ĐT: [PHONE] hoặc [PHONE]"),
        ("ĐT: (04) 3825 2345 - 38252346; fax 84.4.38252347", "ĐT: [PHONE] - [PHONE]; fax [PHONE]"),
        ("di động 0168 234 5678, cơ quan 0511.3822111", "di động [PHONE], cơ quan [PHONE]"),
        ("Thư về ubnd.q-ben@do.example.vn nhé", "Thư về [EMAIL] nhé"),
        ("CCCD số 001 085 012 345 cấp ngày 4/5/2021", "CCCD số [IDENTITY] cấp ngày 4/5/2021"),
        ("chứng minh nhân dân: 012345678", "chứng minh nhân dân: [IDENTITY]"),
        ("Hộ chiếu B1234567", "Hộ chiếu [IDENTITY]"),
        ("STK 1903 4567 8901 23 tại ngân hàng", "STK [ACCOUNT] tại ngân hàng"),
        ("ủng hộ vào tài khoản số: 0011001234567", "ủng hộ vào tài khoản số: [ACCOUNT]"),
        ("IBAN DE89370400440532013000", "IBAN [ACCOUNT]"),
        ("thẻ 4111 1111 1111 1111", "thẻ [ACCOUNT]"),
    ],
)
def test_what_is_private_is_redacted(text: str, redacted: str) -> None:
    """Each kind by its mark, the words around it stay."""
    counts = Counter[str]()
    assert redact(text, REDACTIONS, counts) == redacted
    assert counts.total() == redacted.count("[")


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 115/2020/QH14 ngày 19/6/2020",
        "tăng 12.345.678 đồng, đạt 1.134 tỷ đồng, điện thoại: 23.456.789 đồng",
        "giai đoạn 2020-2025, tầm nhìn 2030-2045",
        "diện tích 1.234,56 m², dân số 98.765 người",
        "lúc 19h41 ngày 04/12/2020, từ 05-10-2019 08 giờ",
        "mã số thuế 0101234567, tỷ lệ 0.2345678901, các ô 01 02 03 04 05 06",
        "DE89370400440532013001 có số kiểm tra sai",
    ],
)
def test_what_is_not_private_stays(text: str) -> None:
    """Numbers of laws, sums, years, dates."""
    assert redact(text, REDACTIONS, Counter()) == text


def test_a_text_that_might_be_one_long_address_is_no_trouble() -> None:
    """A megabyte that looks like the beginning of one: looking for its end from each letter on would take hours."""
    assert redact("a." * 500_000 + "@ ubnd@do.example.vn", REDACTIONS, Counter()).endswith("a.@ [EMAIL]")


def test_redaction_reaches_every_text_and_is_counted(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Title, lead, captions, titles of files; the HTML, in which tags can part a number, is left out."""
    phone = "0912 345 678"
    store(engine, replace(MEETING, title=f"Gọi {phone}", lead=phone, captions=(phone,), html=f"<p>{phone}</p>"))
    found = exported(engine, home, tmp_path / "a.jsonl", redact=("phone",))
    text = (tmp_path / "a.jsonl").read_text("utf-8")
    assert phone not in text
    assert found.tally.redacted == {"phone": 3}
    (line,) = lines(tmp_path / "a.jsonl")
    assert line["html"] is None
    assert line["url"] == MEETING.url


def test_a_split_never_parts_copies(engine: Engine, home: Path, tmp_path: Path) -> None:
    """An original and its copies are in one part, whatever the seed."""
    store(engine, MEETING)
    store(engine, COPY, site="khac")
    for seed in range(8):
        found = exported(engine, home, tmp_path / f"s{seed}", "jsonl", split=(50, 25, 25), seed=seed)
        assert [one.records for one in found.files] == [2]


@given(st.lists(st.integers(1, 10**9), min_size=200, max_size=200, unique=True), st.integers())
def test_a_split_has_about_the_shares_that_were_asked_for(numbers: list[int], seed: int) -> None:
    """200 draws of four in five: between 120 and 190, but for one case in a thousand million."""
    choices = Choices(split=(80, 10, 10), seed=seed)
    drawn = Counter(split_of({"id": number, "duplicate_of": None}, choices) for number in numbers)
    assert 115 <= drawn["train"] <= 195


def test_a_sample_is_the_same_for_a_seed(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Of what the other choices leave, in the order of numbers; another seed draws others."""
    store(engine, *(replace(MEETING, url=None, title=f"Tin {n}", lead=f"Tin số {n}.") for n in range(40)))
    ids = {
        name: [one["id"] for one in lines(tmp_path / name)]
        for name, seed in (("a.jsonl", 1), ("b.jsonl", 1), ("c.jsonl", 2))
        if exported(engine, home, tmp_path / name, sample=5, seed=seed)
    }
    assert ids["a.jsonl"] == ids["b.jsonl"] == sorted(ids["a.jsonl"])  # type: ignore[type-var]
    assert ids["a.jsonl"] != ids["c.jsonl"]
    assert len(ids["a.jsonl"]) == 5


def test_shards_end_after_their_size(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Named as datasets name them; together they are everything."""
    store(engine, *ALL)
    found = exported(engine, home, tmp_path / "data", "jsonl", shard_bytes=1)
    assert [one.path for one in found.files] == [f"train-{n:05}-of-00003.jsonl" for n in range(3)]
    titles = [lines(tmp_path / "data" / one.path)[0]["title"] for one in found.files]
    assert titles == [article.title for article in ALL]
