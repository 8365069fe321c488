"""The command line's frame: quick help, one way to say what went wrong, exit codes 0, 1 and 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from archive.cli import COMMANDS, main
from archive.wrong import QueryError
from models.database import DatabaseError
from models.site import SiteError


def failing(error: BaseException) -> click.Group:
    """A command line whose only command fails like that."""

    @click.command()
    def fail() -> None:
        raise error

    frame = type(main)("newsarchive")
    frame.get_command = lambda ctx, name: fail  # type: ignore[method-assign]
    return frame


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """Its module has a command, which can say what it does and explains each of its options."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_help_imports_no_command() -> None:
    """Nor what commands stand on: the first sight of the program is quick."""
    code = (
        "import archive.cli, sys; archive.cli.main(['--help'], standalone_mode=False);"
        "sys.exit(str(sorted({'sqlalchemy', 'tantivy', 'rich', 'scrapy', 'lxml', 'pydantic'} & sys.modules.keys())))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
    assert "search" in done.stdout


def test_the_version_is_the_packages() -> None:
    """As installed."""
    assert CliRunner().invoke(main, ["--version"]).output.startswith("newsarchive, version ")


@pytest.mark.parametrize(
    ("error", "message", "code"),
    [
        (SiteError("a.toml: delay: below 0"), "Error: a.toml: delay: below 0\n", 1),
        (DatabaseError("x.db: written by a newer program"), "Error: x.db: written by a newer program\n", 1),
        (OperationalError("INSERT …", None, Exception("disk full")), "Error: the database failed: disk full\n", 1),
        (FileNotFoundError(2, "No such file or directory", "a.warc"), "Error: a.warc: No such file or directory\n", 1),
        (PermissionError(13, "Permission denied", "/x"), "Error: /x: Permission denied\n", 1),
        (OSError(28, "No space left on device"), "Error: No space left on device\n", 1),
        (KeyboardInterrupt(), "Error: interrupted\n", 130),
        (click.UsageError("not so"), "Error: not so\n", 2),
        (QueryError("OR has nothing before it"), "Error: OR has nothing before it\n", 2),
    ],
)
def test_what_went_wrong_is_one_message_and_a_code(error: BaseException, message: str, code: int) -> None:
    """On standard error; nothing on standard output, no traceback."""
    result = CliRunner().invoke(failing(error), ["fail"])
    assert result.stderr.endswith(message)
    assert (result.exit_code, result.stdout) == (code, "")


def test_a_fault_of_the_program_keeps_its_traceback() -> None:
    """It is to be found, not to be explained away."""
    result = CliRunner().invoke(failing(ZeroDivisionError("oops")), ["fail"])
    assert isinstance(result.exception, ZeroDivisionError)


@pytest.mark.parametrize("arguments", [["nosuch"], ["search", "--nosuch"], ["search", "--limit", "0"], ["show"]])
def test_a_wrong_command_line_is_usage(arguments: list[str], home: Path) -> None:
    """Exit code 2, and nothing is created."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert not home.exists()


def test_a_reader_that_goes_away_ends_the_output_quietly(home: Path) -> None:
    """As in `newsarchive … | head`."""
    done = subprocess.run(
        f"{sys.executable} -c 'from archive.cli import main; main()' stats --json | true",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the matter is."""
    (tmp_path / "archive.db").write_bytes(b"no database" * 100)
    monkeypatch.setenv("NEWSARCHIVE_HOME", str(tmp_path))
    result = CliRunner().invoke(main, ["stats"])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: sqlite:///{tmp_path / 'archive.db'}: file is not a database – ")
