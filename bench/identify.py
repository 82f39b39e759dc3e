"""Measures openness.identify.text: speed beside its peers, and accuracy over transformed and changed texts.

    python -m bench.identify speed CASES_DIR [--scancode PYTHON] [--licenseclassifier PYTHON] [--sample N]
    python -m bench.identify texts MANIFEST TEXTS_DIR SPDX_WHEEL SCANCODE_WHEEL [--every N]

CASES_DIR holds one folder a case with one file in it. Each peer runs in its own environment (its Python is named), on
the same files, with its index loaded before the clock starts; all clocks are CPU time of the process.
"""

import argparse
import random
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.mutations import MUTATIONS
from bench.transforms import TRANSFORMS
from openness.identify.text import primary
from openness.identify.text.identify import identify
from openness.identify.text.index import load, open_index
from openness.identify.text.reading import read
from openness.kb.locate import data_dir

# NOTE: run inside the peer's own environment; prints CPU seconds for each path read from standard input.
_SCANCODE = """
import sys, time, json
from licensedcode.cache import get_index
from scancode.api import get_licenses
get_index()
paths = sys.stdin.read().split("\\n")
get_licenses(paths[0], min_score=0, include_text=False)
for path in paths:
    start = time.process_time()
    get_licenses(path, min_score=0, include_text=False)
    print(time.process_time() - start, flush=True)
"""
_CLASSIFIER = """
import sys, time
from licenseclassifier import identify_license
def run(path):
    return identify_license(open(path, encoding="utf-8", errors="replace").read())
paths = sys.stdin.read().split("\\n")
run(paths[0])
for path in paths:
    start = time.process_time()
    run(path)
    print(time.process_time() - start, flush=True)
"""


def _seconds(python: str, code: str, paths: list[str], timeout: int) -> list[float]:
    done = subprocess.run(
        [python, "-c", code], input="\n".join(paths), capture_output=True, text=True, timeout=timeout, check=False
    )
    if done.returncode:
        print(done.stderr[-1500:])
    return [float(line) for line in done.stdout.split()]


def _row(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)
    mean = statistics.mean(ordered)
    return (
        f"{name:20} {len(ordered):6} {1 / mean:10.1f} {1000 * mean:10.2f} {1000 * ordered[len(ordered) // 2]:10.2f} "
        f"{1000 * ordered[int(len(ordered) * 0.95)]:10.2f} {1000 * ordered[-1]:10.1f}"
    )


def speed(cases: Path, scancode: str | None, classifier: str | None, sample: int) -> None:
    """Files per second, side by side on the same sample."""
    paths = sorted(str(next(folder.iterdir())) for folder in cases.iterdir() if folder.is_dir())
    some = sorted(random.Random(0).sample(paths, min(sample, len(paths))))
    start = time.process_time()
    open_index(data_dir() / "index" / "texts.bin")
    print(f"index load: {1000 * (time.process_time() - start):.2f} ms")
    load()
    read(paths[0])
    print(f"{'':20} {'files':>6} {'files/s':>10} {'mean ms':>10} {'median':>10} {'p95':>10} {'max':>10}")
    for name, chosen in (("openness, all", paths), ("openness, sample", some)):
        seconds = []
        for path in chosen:
            start = time.process_time()
            primary(read(path).matches)
            seconds.append(time.process_time() - start)
        print(_row(name, seconds))
    for name, python, code in (("scancode", scancode, _SCANCODE), ("licenseclassifier", classifier, _CLASSIFIER)):
        if python and (seconds := _seconds(python, code, some, 900)):
            print(_row(name, seconds))


def _documents(manifest: Path, texts: Path, spdx: Path, wheel: Path) -> list[tuple[str, str]]:
    from tools.build_index.documents import read_known, read_spdx, read_wheel

    every = [*read_known(manifest, texts)[0], *read_spdx(spdx)[0], *read_wheel(wheel)[0]]
    return [(d.name, d.text) for d in every if d.canonical]


def texts(documents: Iterable[tuple[str, str]]) -> None:
    """How many texts are named in every dress, and how many changed ones are told from the original."""
    documents = list(documents)
    plain = {name: primary(identify(text)) for name, text in documents}
    known = [(name, text) for name, text in documents if plain[name]]
    print(f"{len(known)} of {len(documents)} texts are named as they are")
    for dress, transform in TRANSFORMS.items():
        right = sum(
            _same(plain[n], identify(transform(t, random.Random(n))), lenient=dress == "delete-10%") for n, t in known
        )
        print(f"{dress:16} {right / len(known):.4f}  {right}/{len(known)}")
    both = 0
    pairs = [(known[i], known[(i * 7 + 3) % len(known)]) for i in range(len(known))]
    for (one, text), (other, more) in pairs:
        named = {m.license for m in identify(text + "\n\n" + more)}
        both += {plain[one], plain[other]} <= {n for said in named if said for n in (said, *said.split(" AND "))}
    print(f"{'two texts':16} {both / len(pairs):.4f}  {both}/{len(pairs)}")
    for change, mutate in MUTATIONS.items():
        said: Counter[str] = Counter()
        for name, text in known:
            made = mutate(text, random.Random(name + change)) if len(text.split()) >= 80 else None
            if made:
                found = identify(made[0])
                license_ = primary(found)
                said[
                    "base"
                    if license_ == plain[name]
                    else "modified"
                    if license_ and "modified" in license_
                    else "family"
                    if license_ is None
                    else "other"
                ] += 1
                said["located"] += _located(made, [(d.start, d.end) for m in found for d in m.deviations])
        print(change, dict(said))


def _same(expected: str | None, found: tuple, *, lenient: bool) -> bool:  # type: ignore[type-arg]
    said = primary(found)
    if said == expected:
        return True
    if not lenient or expected is None:
        return False
    modified = f"LicenseRef-modified-{expected.removeprefix('LicenseRef-')}"
    return (said == modified or any(expected in m.candidates for m in found)) and any(m.deviations for m in found)


def _located(made: tuple[str, int, int], places: list[tuple[int, int]]) -> bool:
    text, start, end = made
    return any((a <= end + 2 and start - 2 <= b) or not text[min(b, start) : max(b, start)].strip() for a, b in places)


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    sub = parser.add_subparsers(dest="what", required=True)
    s = sub.add_parser("speed")
    s.add_argument("cases", type=Path)
    s.add_argument("--scancode")
    s.add_argument("--licenseclassifier")
    s.add_argument("--sample", type=int, default=120)
    t = sub.add_parser("texts")
    for name in ("manifest", "texts", "spdx", "wheel"):
        t.add_argument(name, type=Path)
    t.add_argument("--every", type=int, default=1)
    a = parser.parse_args()
    if a.what == "speed":
        speed(a.cases, a.scancode, a.licenseclassifier, a.sample)
    else:
        texts(_documents(a.manifest, a.texts, a.spdx, a.wheel)[:: a.every])


if __name__ == "__main__":
    main()
