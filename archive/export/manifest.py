"""What an export says of itself, and whether its files are still what it says."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine

from archive.export.choices import Choices
from archive.export.formats import FORMATS
from archive.export.targets import SUMS, TargetError, Written, file_aside
from archive.query import Query
from archive.sentences import sentence
from models.database import schema_of

NAME = "manifest.json"
LAYOUT = "newsarchive-export/1"
KINDS = {"archive_revision": int, "query": dict, "format": str, "choices": dict, "counts": dict, "files": list}
FILE_KINDS = {"path": str, "bytes": int, "sha256": str}


def manifest_path(target: Path) -> Path:
    """In a folder its `manifest.json`; beside a file NAME.manifest.json."""
    return target / NAME if target.is_dir() else target.with_name(f"{target.name}.{NAME}")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported: the query, the format's name, the choices; limit: only the first so many articles."""

    query: Query
    form: str
    choices: Choices = field(default_factory=Choices)
    limit: int | None = None

    def sentence(self) -> str:
        """The query as an English sentence; what is exported is in the order of the articles' numbers."""
        return sentence(self.query.tree, self.query.fold, "number")

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> Order:
        """The order that an export was made by. Raises TargetError for one that no export was made by."""
        try:
            query, choices = Query.from_json(manifest["query"]["json"]), Choices.from_json(manifest["choices"])
            if manifest["format"] not in FORMATS:
                raise ValueError(f"there is no format {manifest['format']!r}")
            return cls(query, manifest["format"], choices, manifest["limit"])
        except (KeyError, TypeError, ValueError) as error:
            raise TargetError(f"somebody changed the manifest: {error}") from error


def manifest_of(
    engine: Engine,
    order: Order,
    revision: int,
    counts: dict[str, Any],
    rights: dict[str, str],
    files: Iterable[Written],
) -> dict[str, Any]:
    """The manifest: nothing in it depends on when or where the export was made. docs/export.md explains it."""
    return {
        "layout": LAYOUT,
        "program": f"newsarchive {version('newsarchive')}",
        "schema": schema_of(engine),
        "archive_revision": revision,
        "query": {"text": order.sentence(), "json": order.query.to_json()},
        "format": order.form,
        "choices": order.choices.to_json(),
        "limit": order.limit,
        "counts": counts,
        "rights": rights,
        "files": [file.to_json() for file in files],
    }


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Indented JSON, aside and renamed."""
    with file_aside(path) as file:
        file.write(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")


def read_manifest(target: Path) -> dict[str, Any]:
    """The manifest of an export that is there. Raises TargetError where none is."""
    path = manifest_path(target)
    try:
        found = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise TargetError(
            f"{path}: there is no manifest: {target} is no export of this program, or moved away from it"
        ) from None
    except orjson.JSONDecodeError as error:
        raise TargetError(f"{path}: is no manifest: {error}") from None
    if not isinstance(found, dict) or found.get("layout") != LAYOUT:
        raise TargetError(f"{path}: is no manifest of layout {LAYOUT}")
    wrong = [name for name, kind in KINDS.items() if not isinstance(found.get(name), kind)]
    wrong += ["files"] if not wrong and not all(map(_names_a_file, found["files"])) else []
    if wrong:
        raise TargetError(f"{path}: somebody changed it: {wrong[0]} is not what an export writes")
    return found


def _names_a_file(told: Any) -> bool:
    return isinstance(told, dict) and all(isinstance(told.get(name), kind) for name, kind in FILE_KINDS.items())


def verify(target: Path) -> Iterator[str]:
    """What is wrong with an export, a line each: files that are missing, altered, or not its own."""
    manifest = read_manifest(target)
    root = target if target.is_dir() else target.parent
    for one in manifest["files"]:
        path = root / one["path"]
        yield from _compared(path, one)
        if path.name == SUMS and path.is_file():
            yield from _listed(path)
    if target.is_dir():
        yield from (f"{path}: is not in the manifest" for path in _strange(target, manifest))


def check_own(target: Path) -> None:
    """Raises TargetError for a folder in which anything is no export's: what is replaced is gone."""
    if not any(target.iterdir()):
        return
    for path in _strange(target, read_manifest(target)):
        raise TargetError(f"{path}: is not in the manifest of {target}: move it away first, it would be gone")


def _listed(sums: Path) -> Iterator[str]:
    """What is wrong with the files that a folder's list names."""
    for name, told in _sums(sums).items():
        yield from _compared(sums.parent / name, {"sha256": told})


def _sums(path: Path) -> dict[str, str]:
    """File -> SHA-256, of a folder's list."""
    lines = (line.partition("  ") for line in path.read_text("utf-8").splitlines())
    return {name: told for told, _, name in lines}


def _strange(target: Path, manifest: dict[str, Any]) -> Iterator[Path]:
    """Files that are in no list, folder by folder: there may be many."""
    known: defaultdict[Path, set[str]] = defaultdict(set, {target: {NAME}})
    for one in manifest["files"]:
        path = target / one["path"]
        known[path.parent].add(path.name)
    for name, folders, files in os.walk(target):
        folders.sort()
        expected = known.get(Path(name), set())
        if SUMS in expected and SUMS in files:
            expected = expected | _sums(Path(name, SUMS)).keys()
        yield from (Path(name, one) for one in sorted(files) if one not in expected)


def _compared(path: Path, told: dict[str, Any]) -> Iterator[str]:
    if not path.is_file():
        yield f"{path}: is missing"
    elif path.stat().st_size != told.get("bytes", path.stat().st_size):
        yield f"{path}: has {path.stat().st_size:,} bytes, not {told['bytes']:,}"
    elif _sha256(path) != told["sha256"]:
        yield f"{path}: has other content than the manifest says (SHA-256)"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
