"""Five made-up news sites on loopback, and the truth about every post of theirs: what a crawl is tried and scored on.

places.py     the made-up district portals, the newspaper, and the towns that they write about
texts/*.toml  sentence patterns by topic, and the phrases that fill their slots
wording.py    reads those files
grammar.py    fills a pattern: the same random numbers give the same sentence
bodies.py, bylines.py   what stands below a post's headline, and who signed it
posts.py      a post's content, computed from (seed, portal, number) alone, so that any size costs no memory
planted.py    which posts are no articles, and which are copies of another portal's
addresses.py  the URLs of posts, listings and files: written and read
site.py       one portal as it is served: its posts, listings and clock
html.py       pieces of page that all layouts share
pages/*.html  the frames of pages and articles; templates.py fills them
vcms.py, liferay.py, newspaper.py, webforms.py, nukeviet.py   the layouts
files.py      tiny real PNG, PDF (pdf.py) and Word files
answers.py    a request's answer: the page, a redirect, a failure, a delay
server.py     serves them: SamplePortals, and `python -m archive.samples`
sitefiles.py  the site files for the ports that they are served on
truth.py      what a reader would say of each post, field by field
pages.py      pages and truths without a server
score.py      articles found against truths
"""
