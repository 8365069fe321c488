"""Runs every command that a Markdown file shows in its ``sh`` blocks, in one bash, up to the first that fails."""

import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)

commands = "\n".join(BLOCK.findall(Path(sys.argv[1]).read_text("utf-8")))
if not commands.strip():
    sys.exit(f"{sys.argv[1]}: no command found")
sys.exit(subprocess.run(["/bin/bash", "-euvo", "pipefail", "-c", commands], check=False).returncode)
