"""Cold start, interleaved: how many times `python -c pass` a command takes.

    python -m bench.start [--rounds 30]

Prints medians in milliseconds and as multiples of the bare interpreter in the same run, so that load on the machine
counts for both sides.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = sys.executable
OPENNESS = str(Path(PYTHON).with_name("openness"))
COMMANDS: dict[str, list[str]] = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "import click": [PYTHON, "-c", "import click"],
    "openness --version": [OPENNESS, "--version"],
    "openness --help": [OPENNESS, "--help"],
    "check gpt-4o": [OPENNESS, "check", "gpt-4o"],
    "check Llama-3.1 --offline (json)": [OPENNESS, "check", "meta-llama/Llama-3.1-8B", "--offline", "--format", "json"],
    "license LICENSE --identify-only": [OPENNESS, "license", "LICENSE", "--identify-only"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".git").mkdir()
        Path(folder, "LICENSE").write_bytes((Path(__file__).parents[1] / "LICENSE").read_bytes())
        for _ in range(rounds):
            for name, command in COMMANDS.items():
                started = time.perf_counter()
                subprocess.run(command, cwd=folder, capture_output=True, check=False)
                times[name].append(time.perf_counter() - started)
    base = statistics.median(times["python -c pass"])
    print(f"{'command':36} {'median ms':>10} {'x python':>9}")
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:36} {middle * 1000:10.1f} {middle / base:9.1f}")


if __name__ == "__main__":
    main()
