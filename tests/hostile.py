"""An article that tries everything that a page could try on whoever looks at the archive."""

from __future__ import annotations

from models.article import Article, Attachment, Image

SCRIPT = "<script>alert(1)</script>"
HANDLER = "<img src=x onerror=alert(2)>"
STYLE = "<style>body{display:none}</style>"
BREAKOUT = "\"'></title></textarea></script><svg/onload=alert(3)>"
TEMPLATE = "{{ 7*7 }}{% raw %}${7*7}"
FORMULA = '=HYPERLINK("http://evil.example","x")'
OVERRIDE = (
    "\u202etxet desrever\u2066\u2069 \x1b[31m\x07\x01"  # no NUL: no text that is read has one (pipelines.text.nfc)
)
LINK = "javascript:alert(4)"
HOSTILE = Article(
    url=LINK,
    title=f"Tin {SCRIPT}{BREAKOUT}{OVERRIDE}",
    lead=f"Sapo {HANDLER}{STYLE}",
    paragraphs=(f"Đoạn {SCRIPT}", f"Đoạn {HANDLER} {TEMPLATE}", OVERRIDE, FORMULA),
    captions=(f"Ảnh {SCRIPT}", "W" * 400),
    images=(Image(LINK, f"Ảnh {SCRIPT}", BREAKOUT), Image("data:text/html,<script>alert(5)</script>", None, None)),
    attachments=(Attachment(LINK, f"Tệp {HANDLER}"), Attachment("https://ok.example/../../etc/passwd", FORMULA)),
    authors=(f"Ai {BREAKOUT}", FORMULA),
    byline=f"Ai {SCRIPT}",
    source=f"Báo {BREAKOUT}",
    dateline=HANDLER,
    section=f"Mục {SCRIPT}",
    tags=(HANDLER, FORMULA),
    language='vi" onclick="x',
    html=f"<p onclick=alert(7)>{SCRIPT}</p>",
    origins={f"title{BREAKOUT}": SCRIPT},
)
# A page that loads, runs, submits, refreshes, frames and connects as much as a page can; {} is where to.
PAGE = """<!doctype html><html><head><base href="{0}/">
<link rel="preconnect" href="{0}"><link rel=stylesheet href="{0}/a.css"><LINK/rel="prefetch" href="{0}/b"><link
rel=dns-prefetch href="{0}"><meta http-equiv="refresh" content="0;url={0}/refresh">
<script>fetch("{0}/script")</script><script src="{0}/c.js"></script>
<style>@import "{0}/d.css"; body {{background: url({0}/e.png)}}</style>
</head><body onload="fetch('{0}/onload')"><h1 style="background-image:url({0}/f.png)">Trang</h1>
<img src="{0}/g.png" srcset="{0}/h.png 2x" onerror="fetch('{0}/onerror')"><iframe src="{0}/frame"></iframe>
<object data="{0}/object"></object><embed src="{0}/embed">
<video src="{0}/video" autoplay></video><audio src="{0}/audio"></audio>
<form action="{0}/form"><input autofocus onfocus="this.form.submit()"></form>
<svg><use href="{0}/use.svg#a"/><image href="{0}/image.svg"/></svg>
<a href="{0}/link" ping="{0}/ping">liên kết</a> <a href="{0}/top" target="_top">ra ngoài</a></body></html>"""
