import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.model.snapshot import FileEntry
from openness.sources.headers import choose_headers, gguf_metadata, safetensors_metadata, weight_header
from tests.quick import quick


def safetensors(header: object, *, length: int | None = None) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text


def gguf_string(text: str, order: str = "<", count: str = "Q") -> bytes:
    data = text.encode()
    return struct.pack(order + count, len(data)) + data


def gguf(pairs: list[tuple[str, object]], *, version: int = 3, order: str = "<", count: str = "Q") -> bytes:
    out = b"GGUF" + struct.pack(order + "I", version) + struct.pack(order + count * 2, 7, len(pairs))
    for key, value in pairs:
        out += gguf_string(key, order, count)
        if isinstance(value, str):
            out += struct.pack(order + "I", 8) + gguf_string(value, order, count)
        elif isinstance(value, int):
            out += struct.pack(order + "II", 4, value)
        elif isinstance(value, list):
            out += struct.pack(order + "II" + count, 9, 8, len(value)) + b"".join(
                gguf_string(v, order, count) for v in value
            )
    return out


LICENSED = [
    ("general.architecture", "llama"),
    ("general.license", "llama3.1"),
    ("general.base_model.count", 1),
    ("general.base_model.0.repo_url", "https://huggingface.co/meta-llama/Llama-3.1-8B"),
    ("general.tags", ["a", "b"]),
    ("llama.context_length", 4096),
    ("tokenizer.ggml.tokens", ["x"] * 1000),
]


@pytest.mark.parametrize(("version", "order", "count"), [(1, "<", "I"), (2, "<", "Q"), (3, "<", "Q"), (3, ">", "Q")])
def test_gguf(version: int, order: str, count: str) -> None:
    values = gguf_metadata(gguf(LICENSED, version=version, order=order, count=count))
    assert values["general.license"] == "llama3.1"
    assert values["general.base_model.0.repo_url"].endswith("Llama-3.1-8B")
    assert values["general.base_model.count"] == "1"
    assert values["general.tags"] == "a, b"
    assert "llama.context_length" not in values


def test_what_comes_before_the_end_of_the_read_is_kept() -> None:
    whole = gguf(LICENSED)
    cut = whole[: whole.index(b"tokenizer.ggml")]
    assert gguf_metadata(cut)["general.license"] == "llama3.1"
    assert gguf_metadata(whole[:30]) == {}


@pytest.mark.parametrize(
    "data",
    [
        b"GGUF",
        b"GGUF" + struct.pack("<IQQ", 3, 2**63, 2**63),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + gguf_string("general.x") + struct.pack("<IIQ", 9, 9, 2**40),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + gguf_string("general.x") + struct.pack("<IIQ", 9, 8, 2**40),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + gguf_string("general.x") + struct.pack("<IIQ", 9, 0, 2**60),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + gguf_string("general.x") + struct.pack("<I", 99),
    ],
)
def test_hostile_gguf(data: bytes) -> None:
    assert gguf_metadata(data) == {}


def test_safetensors() -> None:
    assert safetensors_metadata(safetensors({"__metadata__": {"license": "mit", "n": 3}, "w": {}})) == {
        "license": "mit"
    }
    assert safetensors_metadata(safetensors({"w": {}, "__metadata__": {"format": "pt"}})) == {"format": "pt"}
    assert safetensors_metadata(safetensors({"w": {}})) == {}


def test_the_metadata_of_a_header_longer_than_what_was_read() -> None:
    data = safetensors({"__metadata__": {"license": "mit"}, **{f"w{i}": {"shape": [1]} for i in range(1000)}})
    assert safetensors_metadata(data[:200]) == {"license": "mit"}


def test_the_beginning_of_metadata_longer_than_what_was_read() -> None:
    """Trainers of adapters store tag counts of a whole data set there."""
    log = {"ss_base_model_version": "sdxl", "ss_tag_frequency": "x" * 9000, "modelspec.license": "mit"}
    data = safetensors({"__metadata__": {**log, "ss_more": "y" * 9000}, "w": {}})
    assert safetensors_metadata(data) == {"ss_base_model_version": "sdxl", "modelspec.license": "mit"}
    assert safetensors_metadata(data[:12_000]) == {"ss_base_model_version": "sdxl", "modelspec.license": "mit"}
    assert safetensors_metadata(data[:500]) == {"ss_base_model_version": "sdxl"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        safetensors({}, length=2**63),
        safetensors([1]),
        struct.pack("<Q", 50_000) + b'{"__metadata__": ' + b'{"a":' * 9000,
        struct.pack("<Q", 12) + b'{"__metadata',
        b"<html><head>not a weight file</head>",
    ],
)
def test_hostile_safetensors(data: bytes) -> None:
    assert safetensors_metadata(data) in (None, {})


@quick
@given(st.binary(max_size=400))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    weight_header("x", data)
    weight_header("x", b"GGUF" + data)
    weight_header("x", struct.pack("<Q", len(data) + 1) + b"{" + data)


def test_one_of_each_set_is_read() -> None:
    names = [
        "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "m.Q4_K_M.gguf", "m.Q8_0.gguf",
        "m-f16.gguf", "other.gguf", "README.md", "x/adapter_model.safetensors",
    ]  # fmt: skip
    chosen = [e.path for e in choose_headers([FileEntry(path=n, size=9) for n in names], 10)]
    assert chosen == ["m-f16.gguf", "model-00001-of-00002.safetensors", "other.gguf", "x/adapter_model.safetensors"]
    assert len(choose_headers([FileEntry(path=n) for n in names], 2)) == 2
