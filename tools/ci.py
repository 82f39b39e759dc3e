#!/usr/bin/env python3
"""The steps of CI, in order; the task file's targets are these, no more."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STEPS: dict[str, list[str]] = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "openness", "tests", "tools", "bench"],
    "types": ["mypy"],
    "contracts": ["lint-imports"],
    "test": ["pytest", "-q", "-n", "2"],
    "package": ["pytest", "-q", "-m", "package"],
}


def main(names: list[str]) -> int:
    """Run the named steps (all without names); the first failure ends the run."""
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(f"there is no step {unknown[0]}; steps: {', '.join(STEPS)}", file=sys.stderr)
        return 2
    for name in names or list(STEPS):
        tool, *arguments = STEPS[name]
        program = shutil.which(tool, path=str(BIN)) or tool
        print(f"== {name}: {tool} {' '.join(arguments)}", flush=True)
        started = time.monotonic()
        code = subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode
        print(
            f"== {name}: {'ok' if code == 0 else f'failed ({code})'} in {time.monotonic() - started:.0f} s", flush=True
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
