"""What a browser has already is not sent again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

KEPT = ("etag", "cache-control", "vary", "content-language", "content-security-policy")  # headers of an empty answer


def tagging(view: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The view with a tag of its bytes on each answer: who has them gets 304, nothing else (RFC 9110, 8.8.3, 13.1.2).

    They are asked for again each time, unless the view says otherwise: what is withdrawn is gone at once. The tag is
    weak: packed or not, an answer says the same.
    """

    @wraps(view)
    def tagged(request: Request) -> Response:
        made = view(request)
        if made.status_code != 200:
            return made
        tag = f'W/"{blake2b(made.body, digest_size=12).hexdigest()}"'
        made.headers["etag"] = tag
        made.headers.setdefault("cache-control", "no-cache")
        had = {one.strip() for one in request.headers.get("if-none-match", "").split(",")}
        if tag not in had:
            return made
        return Response(None, 304, {name: made.headers[name] for name in KEPT if name in made.headers})

    return tagged
