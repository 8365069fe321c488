"""Dates and numbers as they are written in Vietnamese and in English."""

from __future__ import annotations

from datetime import UTC, date, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_WEEKDAYS = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}
KILO = 1000


def number(value: float, language: str) -> str:
    """1234567 as 1.234.567 or 1,234,567."""
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def percent(share: float, language: str) -> str:
    """0.0123 as 1,2 % or 1.2%."""
    return f"{number(round(share * 100, 1), language)}{chr(0xA0) if language == 'vi' else ''}%"


def day(value: date, language: str) -> str:
    """4/12/2020, or 4 December 2020."""
    return (
        f"{value.day}/{value.month}/{value.year}"
        if language == "vi"
        else f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    )


def long_day(value: date, language: str) -> str:
    """With its day of the week: Thứ Sáu, 4/12/2020; Friday, 4 December 2020."""
    return f"{WEEKDAYS[language][value.weekday()]}, {day(value, language)}"


def month(year: int, number_of_month: int, language: str) -> str:
    """Tháng 12/2020, or December 2020."""
    return f"Tháng {number_of_month}/{year}" if language == "vi" else f"{MONTHS[number_of_month - 1]} {year}"


def moment(value: datetime, language: str) -> str:
    """The day and the minute on the clock that it was written by; UTC says so."""
    zone = " UTC" if value.tzinfo is UTC else ""
    clock = f"{value:%H:%M}{zone}"
    return f"{clock}, {day(value, language)}" if language == "vi" else f"{day(value, language)}, {clock}"


def size(octets: int, language: str) -> str:
    """A number of bytes in KB or MB."""
    if octets < KILO * KILO:
        return f"{number(round(octets / KILO, 1), language)} KB"
    return f"{number(round(octets / KILO**2, 1), language)} MB"
