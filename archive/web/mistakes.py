"""What is wrong with a question, said in Vietnamese: the English words of the query language, pattern by pattern."""

from __future__ import annotations

import re

# What the query language says (archive/syntax.py, asked.py, periods.py) -> the same in Vietnamese. Groups stay.
VIETNAMESE = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"the bracket \) was never opened", "dấu ) không có dấu ( mở trước"),
        (r"the bracket \( is never closed", "dấu ( không có dấu ) đóng lại"),
        (r"the quotation mark (.) is never closed", r"dấu ngoặc kép \1 không được đóng lại"),
        (r"there is nothing in the brackets", "trong ngoặc không có gì"),
        (r"more than (\d+) brackets stand in each other", r"quá \1 lớp ngoặc lồng nhau"),
        (r"(\S+) has nothing before it", r"trước \1 không có gì"),
        (r"(\S+) has nothing (?:right )?behind it", r"sau \1 không có gì"),
        (r"(\S+) cannot follow (\S+)", r"\1 không thể đứng ngay sau \2"),
        (
            r"- excludes the word right behind it, and there is none",
            "dấu - bỏ từ ngay sau nó, mà sau nó không có từ nào",
        ),
        (
            r"an exclusion cannot be one of several alternatives.*",
            "phần bị loại không thể là một trong các lựa chọn; hãy đặt trong ngoặc",
        ),
        (r"(\S+) cannot stand in the brackets of a field", r"\1 không thể đứng trong ngoặc của một trường"),
        (r"\* stands only behind the beginning of a word.*", "dấu * chỉ đứng sau phần đầu của một từ: họ*"),
        (r"(?:the query )?(.+) has no word to search for", r"\1 không có từ nào để tìm"),
        (
            r"there is no field (\S+):, only (.+):; as text.*",
            r"không có trường \1:, chỉ có \2:; muốn tìm chính chữ đó thì để trong ngoặc kép",
        ),
        (r"there is no (\S+); a whole value can be asked of (.+)", r"không có \1; tìm đúng nguyên giá trị được với \2"),
        (
            r"the words of a date stand together in quotation marks: (.+)",
            r"các từ chỉ thời gian phải đặt chung trong ngoặc kép: \1",
        ),
        (r"'(.+)' is no date: it ends before it begins", r"“\1” kết thúc trước khi bắt đầu"),
        (
            r"'(.+)' is no date: .*",
            r"“\1” không phải là ngày: viết 2020, 12/2020, 4/12/2020, 2020-12-04, hoặc “tuần trước”, “7 ngày qua”",
        ),
        (r"nothing is published since (\S+) and until (\S+)", r"không thể vừa đăng từ \1 vừa đăng đến hết \2"),
        (r"the archive has no site '(.+)'; it has (.+)", r"kho không có trang tin “\1”; kho có \2"),
        (r"there is no order '(.+)'; there are (.+)", r"không có cách sắp xếp “\1”; có \2"),
        (r"is longer than (\d+) characters", r"dài hơn \1 ký tự"),
        (r"is given more than once", "được ghi nhiều hơn một lần"),
        (r"'(.*)' is no whole number from (\d+) to (\d+)", r"“\1” không phải là số nguyên từ \2 đến \3"),
        (r"is 1 or 0", "là 1 hoặc 0"),
        (r"is one of (.+)", r"là một trong: \1"),
        (r"say at least one", "cần ít nhất một"),
        (r"there are (\d+) pages", r"chỉ có \1 trang"),
        (
            r"at most (\d+) values of at most (\d+) characters",
            r"nhiều nhất \1 giá trị, mỗi giá trị nhiều nhất \2 ký tự",
        ),
    )
)


def said(what: str, language: str) -> str:
    """The mistake in that language; in English, as it came, where the table does not have it."""
    if language == "vi":
        for pattern, vietnamese in VIETNAMESE:
            if match := pattern.fullmatch(what):
                return match.expand(vietnamese)
    return what
