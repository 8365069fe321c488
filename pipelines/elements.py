"""Which HTML elements stand in a line, which are blocks, which say nothing: the tables that extraction reads by."""

from __future__ import annotations

_IN_LINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr o q s samp small span strike"
    " strong sub sup time tt u var wbr"
)
# Text of their own, but none of the article's: furniture, forms, what is played.
_SILENT = (
    "aside audio button canvas datalist embed footer head iframe input label legend map menu meter nav noscript object"
    " optgroup option picture progress script select style svg template textarea title video"
)
_ENTRIES = "article div dl li section td tr"
_SAFE = (
    "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins li"
    " ol p pre q s small span strong sub sup table tbody td tfoot th thead time tr u ul"
)
_NOTHING = "nav noscript template svg select button script style datalist map"

_WRITTEN = "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody tr td th blockquote pre"

INLINE = frozenset(_IN_LINE.split())
SILENT = frozenset(_SILENT.split())
DRESS = (*INLINE, "picture", "source")  # only dress text: taken off before Beautiful Soup builds its tree
ENTRIES = frozenset(_ENTRIES.split())  # what an entry of a list of articles is made of
WRITTEN = frozenset(_WRITTEN.split())  # blocks that editors write, in what the site's own frames hold
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NOTHING = tuple(_NOTHING.split())  # never hold an article nor say anything about it
DEAD = frozenset({*NOTHING, "form", "iframe", "label", "option", "textarea"})
SAFE = frozenset(_SAFE.split())  # stay in stored HTML
