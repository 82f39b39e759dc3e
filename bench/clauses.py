"""How long the clause detector takes: cold, warm on 20 KB, and on hostile text that doubles.

    .venv/bin/python bench/clauses.py [FILE]

Budgets (docs/clauses.md): 20 KB in 120 ms warm, 1.5 s cold (new process, imports included), double the text at most
2.2 times the time. Times are processor times, so that a loaded machine does not spoil them.
"""

import subprocess
import sys
import time
from pathlib import Path

SENTENCES = (
    "You may use, copy and change the model under the terms of this agreement, provided that you keep all notices. ",
    "You may not use the model for military purposes, to harass people, or to train any other large language model. ",
    "If your products have more than 3 million monthly active users, you must request a license from the company. ",
    "This agreement is governed by the laws of the State of California, and its courts have exclusive jurisdiction. ",
    "The materials are provided as is, without warranty of any kind, and nobody is liable for damages of any sort.\n\n",
)
HOSTILE = (
    "you may not use it for military purposes; ",
    "1,000,000 users ",
    "- you may not:\n",
    "(a) ",
    "<a &amp; **",
    "\u200b",
)


def seconds(text: str, rounds: int = 5) -> float:
    from openness.clauses.detect import detect

    best = 9e9
    for _ in range(rounds):
        begun = time.process_time()
        detect(text)
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else "".join(SENTENCES) * 40
    text = (text * (20_000 // len(text) + 1))[:20_000]
    code = f"from openness.clauses.detect import detect; detect({text!r})"
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    print(f"cold, new process: {time.perf_counter() - begun:.2f} s (budget 1.5)")
    seconds(text, 1)
    print(f"warm, 20 KB: {seconds(text) * 1000:.0f} ms (budget 120)")
    for unit in HOSTILE:
        small = seconds(unit * (50_000 // len(unit)), 2)
        large = seconds(unit * (100_000 // len(unit)), 2)
        print(f"100 KB of {unit[:24]!r}: {large * 1000:.0f} ms, {large / small:.2f} times the half (budget 2.2)")


if __name__ == "__main__":
    main()
