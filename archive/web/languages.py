"""Which language a reader means: the one in the address, else the one that the browser asks for first."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request

LANGUAGES = ("vi", "en")  # the first where nothing is asked for
NAMES = {"vi": "Tiếng Việt", "en": "English"}


class _LanguageConvertor(Convertor[str]):
    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("lang", _LanguageConvertor())


def language_of(request: Request) -> str:
    """The language of the address (``/en/…`` or ``?lang=en``), else of Accept-Language, else Vietnamese."""
    for named in (
        request.path_params.get("lang"),
        request.scope["path"].split("/")[1],
        request.query_params.get("lang"),
    ):
        if named in LANGUAGES:
            return str(named)
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> str:
    """The language that an Accept-Language header likes best among ours (RFC 9110, 12.5.4)."""
    liked = {
        tag.split("-")[0].strip().lower(): weight for tag, weight in reversed(list(map(_weighed, accepted.split(","))))
    }
    best = max(LANGUAGES, key=lambda language: liked.get(language, 0.0))
    return best if liked.get(best, 0.0) > 0 else LANGUAGES[0]


def _weighed(item: str) -> tuple[str, float]:
    tag, _, rest = item.partition(";")
    name, _, weight = rest.strip().partition("=")
    try:
        return tag, float(weight) if name.strip() == "q" else 1.0
    except ValueError:
        return tag, 0.0
