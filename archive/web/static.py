"""The style sheet and the icon: their addresses change with their content, so browsers keep them for ever."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from archive.web.parameters import Unknown

HERE = Path(__file__).parent / "static"
NAME = re.compile(r"(style|icon)\.[0-9a-f]{12}\.(css|svg)")
KINDS = {"css": "text/css", "svg": "image/svg+xml"}


def file(request: Request) -> Response:
    """One of the two files, whatever the digest in its address."""
    match = NAME.fullmatch(request.path_params["name"])
    path = HERE / f"{match[1]}.{match[2]}" if match else None
    if match is None or path is None or not path.is_file():
        raise Unknown("there is no such file")
    return Response(path.read_bytes(), 200, {"cache-control": "public, max-age=31536000, immutable"}, KINDS[match[2]])
