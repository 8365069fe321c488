"""From bytes to a tree: charsets as they are, not as they are declared; nothing parsed that is never read."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.article import NotAnArticle, Page
from pipelines.document import decode, parse, without_scripts

VIETNAMESE = "Ủy ban nhân dân phường đã tổ chức hội nghị"


def text_of(body: bytes, content_type: str = "text/html") -> str:
    return "".join(parse(Page(body, content_type=content_type)).root.itertext())


@pytest.mark.parametrize(
    ("content_type", "declared"),
    [
        ("text/html; charset=ISO-8859-1", "utf-8"),
        ("text/html", "windows-1252"),
        ("text/html; charset=utf-8", "iso-8859-1"),
        ("text/html; charset=no-such-thing", "neither-this"),
    ],
)
def test_utf_8_is_read_as_such_whatever_is_declared(content_type: str, declared: str) -> None:
    """Bytes that are valid UTF-8 are nothing else by chance."""
    source = f'<html><head><meta charset="{declared}"></head><body>{VIETNAMESE}</body></html>'
    assert VIETNAMESE in text_of(source.encode(), content_type)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_byte_order_mark_is_believed(charset: str) -> None:
    """… before anything else."""
    source = f"<html><body>{VIETNAMESE}</body></html>"
    encoded = b"\xfe\xff" + source.encode(charset) if charset == "utf-16-be" else source.encode(charset)
    assert VIETNAMESE in text_of(encoded, "text/html; charset=iso-8859-1")


@pytest.mark.parametrize(
    ("charset", "text"),
    [("windows-1252", "Brücke über die Wörnach – „neu“"), ("shift_jis", "東京の新聞"), ("gb2312", "人民日报")],
)
def test_another_charset_is_read_as_declared(charset: str, text: str) -> None:
    """What is no UTF-8 is what header or meta element say."""
    source = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>{text}'
    assert text in text_of(source.encode(charset))


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    """A page of UTF-8 with one Latin-1 byte stays UTF-8."""
    assert decode(VIETNAMESE.encode() + b" \xe9 " + VIETNAMESE.encode()) == (
        f"{VIETNAMESE} \ufffd {VIETNAMESE}",
        "utf-8",
    )


def test_scripts_go_and_json_ld_is_kept() -> None:
    """Scripts, styles, drawings: gone; what stands between them stays in order."""
    body = b'<p>1</p><script>if (a<b) x="<p>2</p>"</script><p>3</p><style>p{}</style><svg><text>4</text></svg><p>5</p>'
    data = b'<script type="application/ld+json">{"a": 1}</script>'
    assert without_scripts(body + data) == (b"<p>1</p><p>3</p><p>5</p>", (b'{"a": 1}',))


def test_a_script_in_a_comment_does_not_swallow_what_follows() -> None:
    """ "<!-- <script> -->" opens nothing."""
    body = b"<p>1</p><!-- <script> --><p>2</p><script>x</script><p>3</p>"
    assert b"<p>2</p>" in without_scripts(body)[0]


def test_an_element_whose_name_only_begins_so_stays() -> None:
    """<styled-box> is no <style>."""
    body = b"<styled-box>a</styled-box><style>b</style>"
    assert without_scripts(body)[0] == b"<styled-box>a</styled-box>"


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(body: bytes) -> None:
    """Never an error; the charset is one that Python knows."""
    text, charset = decode(body)
    assert isinstance(text, str)
    assert "x".encode(charset)


@given(
    st.lists(st.sampled_from([b"<script>", b"</script>", b"<!--", b"-->", b"a", b"<style>", b"</style", b">", b"<svg"]))
)
def test_dropping_never_adds(pieces: list[bytes]) -> None:
    """What is left is never longer than what was there, however tags are nested or cut."""
    body = b"".join(pieces)
    assert len(without_scripts(body)[0]) <= len(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_refused(body: bytes) -> None:
    """parse() gives a tree with a body or says NotAnArticle."""
    with suppress(NotAnArticle):
        assert parse(Page(body)).root.find("body") is not None
