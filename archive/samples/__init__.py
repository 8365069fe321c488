"""Three made-up news sites on loopback, and the truth about every post of theirs: what a crawl is tried and scored on.

places.py     the made-up district portals, the newspaper, and the towns that they write about
texts/*.toml  sentence patterns by topic, and the phrases that fill their slots
grammar.py    fills a pattern: the same random numbers give the same sentence
posts.py      a post's content, computed from (seed, portal, number) alone, so that any size costs no memory
planted.py    which posts are no articles, and which are copies of another portal's
addresses.py  the URLs of posts, listings and files: written and read
html.py       pieces of page that all layouts share
vcms.py, liferay.py, newspaper.py   the three layouts
files.py      tiny real PNG, PDF and Word files
answers.py    a request's answer: the page, a redirect, a failure, a delay
server.py     serves them: SamplePortals, and `python -m archive.samples`
truth.py      what a reader would say of each post, field by field
score.py      articles found against truths
"""
