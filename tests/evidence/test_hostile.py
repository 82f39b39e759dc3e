"""Cards that are built to be slow or to crash the reader: bounded time, bounded evidence, no exception."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness.lineage.bases import bases
from tests.evidence.build import gather, snapshot

SIZE = 100_000
BAD = {
    "brackets": "[" * SIZE,
    "links": "[a](b" * 20_000,
    "comments": "<!-- " * 20_000,
    "fences": "```\n" * 25_000,
    "rules": "---\n" * 25_000,
    "pipes": "| a " * 25_000,
    "underscores": "_a" * 50_000,
    "tags": "<a href=" * 12_000,
    "wording": "fine-tuned from " * 6_000,
    "names": "fine-tuned from llama-2 7b and " * 3_000,
    "bases": "- fine-tuned from x/y-7b\n" * 4_000,
    "tables": "| Base Model: Llama-2 | B |\n|---|---|\n| x | y |\n" * 2_000,
    "licenses": "licensed under the MIT License, " * 3_000,
    "zeros": "\x00" * SIZE,
    "tabbed keys": "---\n" + "\ta: b\n" * 5_000 + "---\n",
    "keys": "---\n" + "a: b\n" * 20_000 + "---\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bounded(name: str) -> None:
    start = time.process_time()
    evidence, _ = gather(snapshot(BAD[name]))
    bases(evidence)
    assert time.process_time() - start < 10
    assert len(evidence) < 5_000


PIECES = st.sampled_from(
    [
        "---\n", "license: ", "mit\n", "base_model: ", "org/name-7b", "# Title\n", "## License\n", "fine-tuned from ", "Llama 2 ", "7B ",
        "[a](https://huggingface.co/org/name)", "| ", "|\n", "- ", "licensed under ", "Apache 2.0", ". ", "\n\n", "```\n", "基于", "を", "İ", "ß", "@0@",
        "#0#", "§0§", "merge of ", "not for commercial use", "**", "`", "<!--", "-->", "\u2028", "\x00", "trained on ", "GPT-4 outputs", "e.g. ",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_no_card_raises_and_every_quote_is_exact(parts: list[str]) -> None:
    text = "".join(parts)
    evidence, _ = gather(snapshot(text))
    bases(evidence)
    for item in evidence:
        if item.span.path == "README.md":
            assert text[item.span.start : item.span.end] == item.span.quote
