"""Cold start, interleaved: how many times `python -c pass` a command takes.

    python -m bench.start [--rounds 30]

Prints medians in milliseconds of CPU and wall time, and CPU as multiples of the bare interpreter in the same run: on a
busy machine wall time says how long a process waited for its turn. Bytecode is cached, as it is after installation.
"""

import argparse
import os
import statistics
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
    "the same, a changed text": [OPENNESS, "license", "CHANGED", "--identify-only"],
}
CACHED = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}}


def run(command: list[str]) -> tuple[float, float]:
    """Seconds of CPU and of wall time that a process took."""
    started = time.perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    process = os.posix_spawn(command[0], command, CACHED, file_actions=silent)
    _, _, used = os.wait4(process, 0)
    return used.ru_utime + used.ru_stime, time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    license_text = (Path(__file__).parents[1] / "LICENSE").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path(".git").mkdir()
        Path("LICENSE").write_text(license_text, "utf-8")
        Path("CHANGED").write_text(license_text.replace("perpetual", "temporary"), "utf-8")
        for number in range(rounds + 1):
            for name, command in COMMANDS.items():
                spent = run(command)
                if number:  # the first writes the bytecode
                    times[name].append(spent)
    base = statistics.median(cpu for cpu, _ in times["python -c pass"])
    print(f"{'command':36} {'CPU ms':>8} {'x python':>9} {'wall ms':>8}")
    for name, values in times.items():
        cpu, wall = (statistics.median(column) for column in zip(*values, strict=True))
        print(f"{name:36} {cpu * 1000:8.1f} {cpu / base:9.1f} {wall * 1000:8.1f}")


if __name__ == "__main__":
    main()
