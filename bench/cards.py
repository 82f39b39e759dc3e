"""Cards parsed a second, with guards, offsets and problems, against PyYAML's bare C loader on the same front matter.

    python -m bench.cards FOLDER [--rounds 5]

FOLDER holds one folder a repository, each with a README.md. The two take turns, so that load counts for both; the
budget is 0.6 of the bare loader's rate (a loader that ends the process on 25,000 open brackets).
"""

import argparse
import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from openness.evidence.card import parse_card
from openness.evidence.front_block import find_blocks


def seconds(function: Callable[[str], object], texts: list[str]) -> float:
    """CPU seconds for all texts; what a loader raises counts as its answer."""
    started = time.process_time()
    for text in texts:
        with contextlib.suppress(yaml.YAMLError):
            function(text)
    return time.process_time() - started


def bare(block: str) -> object:
    """What PyYAML makes of front matter."""
    return yaml.load(block, Loader=yaml.CSafeLoader)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    cards = [path.read_text("utf-8", "replace") for path in sorted(options.folder.glob("*/README.md"))]
    found = [(text, find_blocks(text)[0]) for text in cards]
    pairs = [(text, text[blocks[0].start : blocks[0].end]) for text, blocks in found if blocks]
    whole, fronts = [text for text, _ in pairs], [front for _, front in pairs]
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(seconds(parse_card, whole))
        theirs.append(seconds(bare, fronts))
    mine, its = len(pairs) / min(ours), len(pairs) / min(theirs)
    print(f"{len(pairs)} cards: parse_card {mine:.0f} a second, bare CSafeLoader {its:.0f}: {mine / its:.2f}")


if __name__ == "__main__":
    main()
