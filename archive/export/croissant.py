"""Croissant metadata of a folder of Parquet files.

Format: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs

from archive.export.parquet import schema
from archive.export.targets import Written

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
PARQUET = "application/x-parquet"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    **{
        name: f"cr:{name}"
        for name in (
            *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject"),
            *("fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5"),
            *("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
            *("separator", "source", "subField", "transform"),
        )
    },
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
}


def croissant(
    name: str,
    described: str,
    revision: int,
    rights: Mapping[str, str],
    fields: Sequence[str],
    files: Iterable[Written],
) -> dict[str, Any]:
    """The metadata: each file with its SHA-256, and one set of records whose fields are the columns.

    described: a sentence. revision: of the archive. fields: the names of the columns. files: the Parquet files, by
    their paths in the folder.
    """
    objects = [_file(file) for file in files]
    together = {
        "@type": "cr:FileSet",
        "@id": "parquet-files",
        "name": "parquet-files",
        "encodingFormat": PARQUET,
        "includes": "data/*.parquet",
    }
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": name,
        "description": described,
        "license": [f"{site}: {said}" for site, said in rights.items()] or ["as the sites say: see README.md"],
        "version": f"1.0.{revision}",
        "distribution": [*objects, together],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "records",
                "name": "records",
                "field": [_field(column, "records") for column in schema(fields)],
            }
        ],
    }


def _file(file: Written) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "encodingFormat": PARQUET,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }


def _field(column: pa.Field, within: str) -> dict[str, Any]:
    """A column; a list of structs as a repeated field with a sub-field for each member."""
    repeated = pa.types.is_list(column.type)
    inner = column.type.value_type if repeated else column.type
    made: dict[str, Any] = {"@type": "cr:Field", "@id": f"{within}/{column.name}", "name": column.name}
    if repeated:
        made |= {"isArray": True, "arrayShape": "-1"}
    if pa.types.is_struct(inner):
        return made | {"subField": [_sub_field(member, column.name, made["@id"]) for member in inner]}
    return made | {
        "dataType": "sc:Integer" if pa.types.is_integer(inner) else "sc:Text",
        "source": {"fileSet": {"@id": "parquet-files"}, "extract": {"column": column.name}},
    }


def _sub_field(member: pa.Field, column: str, within: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{within}/{member.name}",
        "name": member.name,
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": "parquet-files"},
            "extract": {"column": column},
            "transform": {"jsonPath": f"$[*].{member.name}"},
        },
    }
