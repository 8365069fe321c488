"""The documents say everything that can be said to the program, and nothing that leads nowhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from archive.cli import COMMANDS, main
from crawler.spider import FAILURES
from models.site import SHIPPED, Selectors, Site, load_site, platforms
from pipelines.verdict import REASONS

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
WRITTEN = [ROOT / "README.md", *DOCS]
MODULES = [path for name in ("archive", "crawler", "models", "pipelines") for path in (ROOT / name).rglob("*.py")]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
VARIABLE = re.compile(r"NEWSARCHIVE_[A-Z]+")
EXAMPLE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(*names: str) -> str:
    return "\n".join((ROOT / "docs" / name).read_text("utf-8") for name in names)


def anchors(path: Path) -> set[str]:
    """The names under which a document's headings can be linked to."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(path.read_text("utf-8")))
    return {heading.strip().replace(" ", "-") for heading in kept}


def rows(text: str) -> set[str]:
    """What stands between back quotes in the first cells of a document's tables."""
    first = (line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    return {name for cell in first for name in re.findall(r"`([^`]+)`", cell)}


def words_given(function: str, argument: int) -> set[str]:
    """The words that the program gives to a function or class of that name, wherever it is called."""
    calls = [
        node
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == function and len(node.args) > argument
    ]
    given = [call.args[argument] for call in calls]
    return {one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_in_the_documents(name: str) -> None:
    assert any(re.search(rf"newsarchive {name}\b", path.read_text("utf-8")) for path in DOCS)


@pytest.mark.parametrize("name", ["crawl", "import", "reextract", "withdraw", "demo", "stats"])
def test_the_options_of_what_runs_unattended_are_documented(name: str) -> None:
    command = main.get_command(None, name)  # type: ignore[arg-type] # it asks nothing of the context
    assert command
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    written = text_of("operations.md", "sites.md")
    assert {option for option in options - {"--json"} if not re.search(rf"{option}\b", written)} == set()


def test_the_environment_variables_are_three_and_documented() -> None:
    """Those that the code asks for, and those that stand in the document's table."""
    asked = {
        name
        for path in MODULES
        for line in path.read_text("utf-8").splitlines()
        if "environ" in line
        for name in VARIABLE.findall(line)
    }
    assert asked == {name for name in rows(text_of("operations.md")) if VARIABLE.fullmatch(name)}


def test_every_key_of_a_site_file_is_documented() -> None:
    keys = (set(Site.model_fields) - {"name"}) | set(Selectors.model_fields)
    assert keys - rows(text_of("sites.md")) == set()


def test_every_key_has_its_default_in_the_table() -> None:
    table = {
        line.split("|")[1].strip(" `"): line.split("|")[3] for line in text_of("sites.md").splitlines() if "|" in line
    }
    shown = {"timezone": '"Asia/Ho_Chi_Minh"', "language": '"vi"', "expect": "0", "delay": "5.0", "verify_tls": "true"}
    for key, value in shown.items():
        assert value in table[key]
        assert str(Site.model_fields[key].default).lower() in value.lower()


def test_the_example_of_a_site_file_is_one(tmp_path: Path) -> None:
    """It can be loaded, and shows every key but the platform."""
    (example,) = EXAMPLE.findall(text_of("sites.md"))
    path = tmp_path / "paper.toml"
    path.write_text(example, "utf-8")
    site = load_site(path)
    assert site.model_fields_set == set(Site.model_fields) - {"platform"}
    assert all(site.select.model_dump().values())


def test_every_platform_is_documented() -> None:
    assert set(platforms()) - rows(text_of("sites.md")) == set()
    assert (SHIPPED / "platforms").is_dir()


def test_every_reason_in_the_ledger_is_explained() -> None:
    """What extraction, refusals, downloads and workers can say."""
    said = {reason for reason, _ in REASONS} | {reason for _, reason in FAILURES} | words_given("NotAnArticle", 0)
    said |= words_given("Refused", 1) | words_given("WorkerFailure", 0) | words_given("Visit", 3)
    assert said - rows(text_of("operations.md")) == set()


def test_every_fault_of_an_import_is_explained() -> None:
    said = words_given("_UnreadableError", 0) | words_given("_DamageError", 0) | words_given("Fault", 1)
    assert said - rows(text_of("operations.md")) == set()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """To a file of the project, and to a heading in it where one is named."""
    for link in LINK.findall(path.read_text("utf-8")):
        if re.match(r"https?:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_the_files_that_a_document_names_exist(path: Path) -> None:
    names = re.findall(
        r"`((?:archive|crawler|models|pipelines|tests|benchmarks|docs)/[\w/.-]+)`", path.read_text("utf-8")
    )
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_what_a_document_says_to_stand_in_a_file_stands_there(path: Path) -> None:
    """Written as "`choose` in `pipelines/signature.py`", or with brackets around the file."""
    said = re.findall(r"`(\w+)`\s+(?:in\s+|\()`([\w/]+\.py)`", path.read_text("utf-8"))
    assert [
        (name, file) for name, file in said if not re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_no_document_names_a_path_of_this_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [place for place in (str(ROOT), str(Path.home()) + "/", "/tmp/") if place in text] == []


def named_in(file: str) -> set[str]:
    """The names of a file's tests."""
    path = ROOT / file
    return set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)) if path.exists() else set()


def test_every_fault_has_a_test_that_is_there() -> None:
    """In the last cell of its line."""
    lines = [line for line in text_of("faults.md").splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").split(" | ")[-1] for line in lines if not line.startswith("| fault |")]
    named = [re.findall(r"`(tests/\w+\.py)::(\w+)`", cell) for cell in cells]
    assert len(named) > 40
    assert [cell for cell, tests in zip(cells, named, strict=True) if not tests] == []
    assert [name for tests in named for file, name in tests if name not in named_in(file)] == []
