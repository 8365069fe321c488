"""House rules that nobody has to remember: what every module says first, who may import whom, what is never named."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from tests.saved import NEEDS_SAVED, SAVED

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "benchmarks", "crawler", "models", "pipelines", "tests")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FILES = sorted(
    path
    for path in ROOT.rglob("*")
    if path.is_file()
    and not any(part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts)
    and not {"data", "demo-data", "build", "__pycache__"} & set(path.relative_to(ROOT).parts)
    and path.suffix not in {".gz", ".pdf", ".png", ".jpg"}
    and not path.parent.name.endswith(".egg-info")
)
LONGEST_FUNCTION = 50  # lines
# Written in parts, since this file is searched too: package registries, and the folder of whoever builds the project.
NEVER_NAMED = ("py" + "pi.org", "pythonhosted" + ".org", "registry." + "npmjs", "/" + "work/")


def in_project(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=in_project)
def test_a_module_opens_with_a_sentence_that_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    if not text:
        assert path.name == "__init__.py", "only a package may be empty"
        return
    doc = ast.get_docstring(ast.parse(text)) or ""
    sentence = " ".join(doc.split("\n\n")[0].split())
    assert sentence, "there is no docstring"
    if "migrations/versions" not in in_project(path):  # named by Alembic, in its way
        assert sentence[-1] in ".:?", f"{sentence!r} is no sentence"


def test_no_function_needs_scrolling() -> None:
    long = [
        f"{in_project(path)}:{node.lineno} {node.name}"
        for path in MODULES
        if "migrations/versions" not in in_project(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_packages_import_only_what_they_stand_on() -> None:
    """The contracts are in pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_package_registry_or_its_makers_folder() -> None:
    """A clone works anywhere, with whatever index its user has."""
    found = [
        f"{in_project(path)}: {name}" for path in FILES for name in NEVER_NAMED if name.encode() in path.read_bytes()
    ]
    assert found == []


def test_what_is_pinned_runs_on_the_oldest_python_that_is_promised() -> None:
    """Debian 12's is 3.11.2, and libraries that need a later one cannot be installed on it."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    oldest = f"{said.removeprefix('>=')}.0"
    assert oldest in SpecifierSet(said)
    needs = {one.name: SpecifierSet(one.metadata.get("Requires-Python") or "") for one in distributions()}
    assert {name: str(need) for name, need in needs.items() if oldest not in need} == {}


def measured_sites() -> set[str]:
    """The hosts of the pages that extraction is measured on, which live beside the project."""
    lines = [line for path in sorted(SAVED.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return {host.removeprefix("www.") for line in lines if (host := json.loads(line).get("site")) and "." in host}


@NEEDS_SAVED
def test_extraction_knows_no_measured_site() -> None:
    """Rules are general, or the figures measured on those pages would say nothing about others."""
    sites = measured_sites()
    code = [*(ROOT / "pipelines").rglob("*.py"), *(ROOT / "crawler" / "platforms").glob("*.toml")]
    assert sites
    assert [f"{in_project(path)}: {site}" for path in code for site in sites if site in path.read_text("utf-8")] == []
