"""The site files of the sample portals: the shipped ones, and those for other ports."""

from __future__ import annotations

from archive.samples.places import OUTLETS

EXPECT = 20  # what any healthy run sees listed, also one that looks only two pages deep
COMMENTS = {
    "sample-vcms": "A made-up district, laid out as an old VCMS portal: listings are paged by onclick only.",
    "sample-liferay": "A made-up district on Liferay 7: most posts state no date, pagers have two links.",
    "sample-news": "A made-up newspaper with JSON-LD, OpenGraph and meta.",
    "sample-webforms": "A made-up district on DNN: listings are paged by posting a form, some posts are only a PDF.",
    "sample-nukeviet": "A made-up district on NukeViet.",
}
RULES = {
    "sample-vcms": 'platform = "vcms"\n',
    "sample-liferay": 'platform = "liferay"\n',
    "sample-webforms": 'platform = "webforms"\n',
    "sample-nukeviet": 'platform = "nukeviet"\n',
    "sample-news": (
        "article = '-post\\d+\\.html'\nlisting = ['^https?://[^/]+/$', '^https?://[^/]+/[a-z-]+/(trang-\\d+\\.html)?$']\n"
        "identity = '-post(\\d+)\\.html'\nignore = ['/print/', '/lich\\?', '/dang-nhap', '/tag/', '/tim-kiem']\n"
    ),
}


def site_file(name: str, url: str, expect: int = EXPECT) -> str:
    """The text of a portal's site file, served at ``url``."""
    outlet = next(one for one in OUTLETS if one.name == name)
    return (
        f"# {COMMENTS[name]}\n# Served by: python -m archive.samples\n"
        f'title = "{outlet.title}"\nstart = "{url}{outlet.start}"\n{RULES[name]}'
        f"expect = {expect}\ndelay = 0\nprivate_network = true\n"
    )
