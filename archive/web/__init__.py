"""The archive as web pages, Vietnamese and English, and as a JSON API: read only, everything from a page is hostile.

app.py         the table of addresses, and what every answer passes through
serving.py     the server itself;  processes.py  several of them, for several cores
served.py      the archive that is open;  remembering.py  answers that cost something
parameters.py  a request's parameters, read into a Query or refused by name;  links.py  addresses, made of queries
rendering.py   templates and what they may call;  texts.py, texts.toml  every word of ours, in both languages
languages.py   which language is meant;  formats.py  dates and numbers as they are written there
mistakes.py    what is wrong with a question, in Vietnamese
caching.py     what a browser has already is not sent again
guard.py       the headers that keep what is hostile quiet;  errors.py  what went wrong, as a page or as JSON
searching.py, articles.py, kept.py, browsing.py, trending.py, status.py, corpora.py, home.py    the pages
downloads.py   a corpus as it is written
api.py         the same answers as JSON;  openapi.py  its description;  feeds.py  Atom
templates/     HTML;  static/  the style sheet and the icon
"""
