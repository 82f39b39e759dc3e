"""Where a reference is said to stand: the id itself, in the file as it is."""

import json

import pytest

from openness.scan.scanner import references_of


def slice_of(text: str, reference) -> str:
    lines = text.split("\n")
    assert reference.line == reference.end_line
    return lines[reference.line - 1][reference.column - 1 : reference.end_column - 1]


@pytest.mark.parametrize(
    ("kind", "text", "id_"),
    [
        ("python", "x = 1\nm = AutoModel.from_pretrained('BAAI/bge-m3')\n", "BAAI/bge-m3"),
        ("python", "é = 'ü'; m = AutoModel.from_pretrained('BAAI/bge-m3')\n", "BAAI/bge-m3"),
        ("python", "NAME = 'BAAI/bge-m3'\n\nm = AutoModel.from_pretrained(NAME)\n", "BAAI/bge-m3"),
        ("python", "  m = AutoModel.from_pretrained('BAAI/bge-m3')\n x = (\n", "BAAI/bge-m3"),
        ("javascript", "const p = pipeline('x', 'Xenova/bge-m3');\n", "Xenova/bge-m3"),
        ("shell", "echo ü\nvllm serve Qwen/Qwen3-8B --port 1\n", "Qwen/Qwen3-8B"),
        ("yaml", 'a:\n  - base_model: "Qwen/Qwen3-8B"\n', "Qwen/Qwen3-8B"),
        ("json", '{"base_model": "Qwen/Qwen3-8B"}', "Qwen/Qwen3-8B"),
        ("env", "A=1\nMODEL_ID=Qwen/Qwen3-8B\n", "Qwen/Qwen3-8B"),
        ("docker", "FROM x\nRUN pip install a && \\\n  hf download Qwen/Qwen3-8B\n", "Qwen/Qwen3-8B"),
        ("prose", "Text\n\n```sh\nhf download Qwen/Qwen3-8B\n```\n", "Qwen/Qwen3-8B"),
        ("prose", "[x](https://huggingface.co/Qwen/Qwen3-8B)\n", "Qwen/Qwen3-8B"),
        (
            "requirements",
            "torch\nhttps://github.com/explosion/spacy-models/releases/download/en_core_web_sm-3.7.0/en_core_web_sm-3.7.0.tar.gz\n",
            "en_core_web_sm-3.7.0",
        ),
        ("modelfile", "FROM qwen3:8b\n", "qwen3:8b"),
    ],
)
def test_region_is_the_id(kind: str, text: str, id_: str) -> None:
    (reference,) = references_of(text, kind, "f")[0]
    assert slice_of(text, reference) == id_


def test_notebook_places_are_in_the_file() -> None:
    source = ['# "quoted" \u00e9\n', 'm = AutoModel.from_pretrained("BAAI/bge-m3")\n']
    text = json.dumps({"cells": [{"cell_type": "code", "source": source, "outputs": []}]}, indent=1)
    (reference,) = references_of(text, "notebook", "n.ipynb")[0]
    assert slice_of(text, reference) == "BAAI/bge-m3"
    assert text.split("\n")[reference.line - 1].strip().startswith('"m = ')


def test_a_constant_used_twice_is_one_reference_with_the_revision() -> None:
    text = "N = 'BAAI/bge-m3'\na = AutoModel.from_pretrained(N)\nb = AutoTokenizer.from_pretrained(N, revision='abc1234')\n"
    (reference,) = references_of(text, "python", "f")[0]
    assert (reference.line, reference.revision, reference.pinned) == (1, "abc1234", True)


def test_pinned_means_a_commit() -> None:
    texts = {
        "m = AutoModel.from_pretrained('a1/bge-m3', revision='main')": False,
        "m = AutoModel.from_pretrained('a1/bge-m3')": False,
        "m = AutoModel.from_pretrained('a1/bge-m3', revision='" + "0a" * 20 + "')": True,
    }
    for text, pinned in texts.items():
        (reference,) = references_of(text, "python", "f")[0]
        assert reference.pinned is pinned
