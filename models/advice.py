"""What a driver's error means for whoever runs the program, and what to do about it."""

from __future__ import annotations

import re

from sqlalchemy.exc import DBAPIError

# Words of SQLite's message, or PostgreSQL's SQLSTATE (its first characters, or "none": no connection) -> what to do
ADVICE = {
    r"database is locked|^55P03": "another process has been writing for over a minute; try again when it has ended",
    r"readonly database|^25006": "this user may not write it, or nobody may: look at its owner, and at the disk",
    r"disk is full|^53100": "make room; what was committed stays",
    r"disk I/O error|^58": "look at the disk; if it is sound, try again",
    r"malformed|not a database|^XX00": "it is damaged: put the backup in its place (docs/operations.md)",
    r"unable to open": "its folder cannot be read or written by this user",
    r"^42501": "the account lacks a right: make it the owner of the database",
    r"^53300": "the server has too many connections: end some, or allow more",
    r"^(none|57P|08)": "start it, or mend NEWSARCHIVE_DATABASE; what was committed stays, and the same command goes on",
}


def explained(error: DBAPIError) -> str:
    """The driver's own words in one line, and what to do where that is known."""
    said = " ".join(str(error.orig).split())
    state = getattr(error.orig, "sqlstate", said) or "none"
    advice = next((advice for words, advice in ADVICE.items() if re.search(words, state)), None)
    return f"{said} – {advice}" if advice else said


def why(error: BaseException) -> str:
    """Any error of a database's work as a sentence."""
    return f"the database failed: {explained(error)}" if isinstance(error, DBAPIError) else str(error)
