"""Times `openness scan` against ripgrep with the scanner's own names, and the hook against an empty interpreter.

    python bench/scan.py [--rounds N] [--files N] [--keep DIR]

The tree: 10,000 Python files, 100 MB and more, put together from the standard library; two in a hundred name a model.
The runs are interleaved, the medians printed. The hook runs on
twenty files of which none, one and four name something, and judges that.
Budgets: tree at most 15x `rg -F -f`, hook on 20 files at most 10x `python -c pass`.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from openness.scan.prefilter import prefilter_names

SNIPPETS = (
    "model = AutoModel.from_pretrained('BAAI/bge-m3', revision='main')\n",
    "ds = load_dataset('HuggingFaceFW/fineweb-edu', split='train')\n",
    "llm = ChatOpenAI(model='gpt-4o-mini')\n",
    "MODEL_ID = 'Qwen/Qwen3-8B'\n",
)

HOOKED = (  # what the changed files add: a denial, a condition, a model and a service that are allowed or reviewed
    'a = FluxPipeline.from_pretrained("black-forest-labs/FLUX.1-dev")\n',
    'b = AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")\n',
    'c = AutoModel.from_pretrained("google-bert/bert-base-uncased")\n',
    'd = client.chat.completions.create(model="gpt-4o-mini", messages=[])\n',
)
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as pip installs


def make_tree(folder: Path, files: int) -> int:
    """Write the tree; returns its size in bytes."""
    chance = random.Random(20)
    stdlib = Path(sysconfig.get_paths()["stdlib"])
    sources = [
        path.read_bytes()
        for path in sorted(stdlib.rglob("*.py"))
        if not {"site-packages", "test", "tests", "lib2to3"} & set(path.parts) and 500 < path.stat().st_size < 25_000
    ]
    total = 0
    for number in range(files):
        parent = folder / f"package{number // 100:03d}"
        parent.mkdir(parents=True, exist_ok=True)
        source = b""
        while len(source) < 5_000:
            source += chance.choice(sources) + b"\n"
        if number % 50 == 0:
            source += chance.choice(SNIPPETS).encode()
        (parent / f"module{number}.py").write_bytes(source)
        total += len(source)
    return total


def seconds(command: list[str], cwd: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=COMPILED, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def compare(named: dict[str, list[str]], cwd: Path, rounds: int) -> dict[str, float]:
    """Median seconds of each command, runs interleaved."""
    times: dict[str, list[float]] = {name: [] for name in named}
    for number in range(rounds + 1):
        for name, command in named.items():
            took = seconds(command, cwd)
            if number:  # the first round warms the file cache
                times[name].append(took)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    openness = str(Path(sys.executable).parent / "openness")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        tree = folder / "tree"
        size = (
            make_tree(tree, options.files) if not tree.exists() else sum(p.stat().st_size for p in tree.rglob("*.py"))
        )
        names = folder / "names.txt"
        names.write_text("\n".join(prefilter_names("code")) + "\n")
        print(f"tree: {options.files} files, {size / 1e6:.0f} MB; {len(prefilter_names('code'))} names")
        budget = 0
        if shutil.which("rg"):
            scan = [openness, "scan", "--references-only", "tree"]
            got = compare({"rg": ["rg", "-F", "-f", "names.txt", "-c", "tree"], "scan": scan}, folder, options.rounds)
            ratio = got["scan"] / got["rg"]
            print(f"rg={got['rg']:.3f}s scan={got['scan']:.3f}s ratio={ratio:.2f} (budget 15)")
            budget |= ratio > 15
        else:
            print("rg is not installed: apt-get install ripgrep")
        changed = sorted(tree.rglob("*.py"))[1:41:2]
        for naming in (0, 1, len(HOOKED)):
            hook = folder / f"hook{naming}"
            hook.mkdir(exist_ok=True)
            for number, path in enumerate(changed):
                added = HOOKED[number] if number < naming else ""
                (hook / path.name).write_bytes(path.read_bytes() + added.encode())
            (hook / "openness.toml").write_text('policy = "commercial-use"\n')
            call = [openness, "scan", "--offline", "--fail-on", "deny", "--jobs", "1", *(p.name for p in changed)]
            python = [sys.executable, "-c", "pass"]
            got = compare({"python": python, "hook": call}, hook, max(options.rounds, 15))
            ratio = got["hook"] / got["python"]
            times = f"python={got['python'] * 1e3:.0f}ms hook={got['hook'] * 1e3:.0f}ms"
            print(f"{naming} of 20 files name something: {times} ratio={ratio:.2f} (budget 10)")
            budget |= ratio > 10
    return int(budget)


if __name__ == "__main__":
    raise SystemExit(main())
