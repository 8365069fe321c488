"""A corpus as a download: what the command writes to its standard output, handed on while it is written.

The command is the one that the page shows, as a process of its own with a low priority: pages stay quick beside it, a
reader who goes away ends it, and what cannot be finished breaks off instead of looking whole.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from tempfile import TemporaryFile
from typing import IO

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.export.formats import FORMATS
from archive.web.corpora import TO_STREAM, command_of, order_of
from archive.web.parameters import QUERY, Unknown, only, query_of
from archive.web.served import Served, served

KINDS = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "txt": "text/plain",
    "tei": "application/tei+xml",
    "warc": "application/warc",
}
LONGEST = 3_600  # seconds: a download that nobody reads must not keep others waiting for ever
PIECE = 1 << 16
PROGRAM = (sys.executable, "-P", "-c", "import os; os.nice(10); from archive.cli import main; main()")
BUSY = {"retry-after": "60"}
LOG = logging.getLogger("newsarchive.web")
WATCHED: set[asyncio.Task[None]] = set()  # asyncio itself keeps no task alive


class BrokenOffError(RuntimeError):
    """The export failed when part of it was sent: the connection is cut, so that nobody takes it for whole."""


async def download(request: Request) -> Response:
    """All articles that the query finds, as chosen, in a file of the format."""
    form = request.path_params["form"]
    if form not in KINDS:
        raise Unknown(f"there is no download as {form!r}; there are {', '.join(KINDS)}")
    only(request, (*QUERY, *TO_STREAM))
    command = command_of(order_of(request, query_of(request), form, to_stream=True), "-")
    headers = {"content-disposition": f'attachment; filename="corpus{FORMATS[form].suffix}"'}
    if request.method == "HEAD":
        return Response(None, 200, headers, KINDS[form])
    with TemporaryFile() as told:
        process = await _started(served(request), command, told)
        first = await _piece(process)
        if not first and await process.wait():
            told.seek(0)
            LOG.error("export failed: %s", told.read(2_000).decode("utf-8", "replace"))
            raise HTTPException(503, "the archive cannot be asked at the moment")
    return StreamingResponse(_pieces(process, first), 200, headers, KINDS[form])


async def _started(archive: Served, command: list[str], told: IO[bytes]) -> Process:
    """The command at work; what it has to say goes to ``told``. Raises HTTPException where others are at work."""
    if not archive.downloads.acquire(False):
        raise HTTPException(503, "others are downloading; try again in a minute", BUSY)
    try:
        address = archive.engine.url.render_as_string(hide_password=False)
        environment = os.environ | {"NEWSARCHIVE_HOME": str(archive.home.path), "NEWSARCHIVE_DATABASE": address}
        process = await asyncio.create_subprocess_exec(
            *PROGRAM, *command[1:], stdin=DEVNULL, stdout=PIPE, stderr=told, env=environment
        )
    except BaseException:
        archive.downloads.release()
        raise
    watching = asyncio.create_task(_watch(archive, process))
    WATCHED.add(watching)
    watching.add_done_callback(WATCHED.discard)
    return process


async def _watch(archive: Served, process: Process) -> None:
    """There is room for others as soon as the process has ended, which it does in time."""
    try:
        await asyncio.wait_for(process.wait(), LONGEST)
    except TimeoutError:
        process.kill()
    finally:
        archive.downloads.release()


async def _piece(process: Process) -> bytes:
    assert process.stdout
    return await process.stdout.read(PIECE)


async def _pieces(process: Process, first: bytes) -> AsyncIterator[bytes]:
    try:
        piece = first
        while piece:
            yield piece
            piece = await _piece(process)
        if code := await process.wait():
            raise BrokenOffError(f"the export ended with {code}")
    finally:
        if process.returncode is None:
            process.kill()
