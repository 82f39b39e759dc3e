from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.errors import TargetUnavailable
from openness.model.reference import Kind, Ref
from openness.sources.target import is_repo_id, kind_is_stated, parse_target
from tests.quick import quick

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    ("typed", "name", "kind", "revision"),
    [
        ("meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-8B", Kind.MODEL, None),
        ("gpt2", "gpt2", Kind.MODEL, None),
        ("  gpt2 ", "gpt2", Kind.MODEL, None),
        ("gpt2@v1", "gpt2", Kind.MODEL, "v1"),
        ("a/b@refs/pr/3", "a/b", Kind.MODEL, "refs/pr/3"),
        ("datasets/allenai/c4", "allenai/c4", Kind.DATASET, None),
        ("datasets/glue", "glue", Kind.DATASET, None),
        (f"{HUB}/a/b", "a/b", Kind.MODEL, None),
        (f"{HUB}/a/b/", "a/b", Kind.MODEL, None),
        (f"{HUB}/gpt2", "gpt2", Kind.MODEL, None),
        (f"{HUB}/gpt2/tree/main", "gpt2", Kind.MODEL, "main"),
        (f"{HUB}/a/b/tree/v1.0?x=1#y", "a/b", Kind.MODEL, "v1.0"),
        (f"{HUB}/a/b/blob/abc123/README.md", "a/b", Kind.MODEL, "abc123"),
        (f"{HUB}/a/b/resolve/main/x/y.bin", "a/b", Kind.MODEL, "main"),
        (f"{HUB}/a/b/tree/refs%2Fpr%2F1", "a/b", Kind.MODEL, "refs/pr/1"),
        (f"{HUB}/a/b/tree/refs/pr/1", "a/b", Kind.MODEL, "refs/pr/1"),
        (f"{HUB}/datasets/a/b/tree/main/data", "a/b", Kind.DATASET, "main"),
        (f"{HUB}/api/models/a/b", "a/b", Kind.MODEL, None),
        ("https://hf.co/a/b", "a/b", Kind.MODEL, None),
        ("huggingface.co/a/b", "a/b", Kind.MODEL, None),
        ("hf.co/datasets/a/b", "a/b", Kind.DATASET, None),
        ("hf://a/b", "a/b", Kind.MODEL, None),
        ("hf://datasets/a/b@v1/x.parquet", "a/b", Kind.DATASET, "v1"),
        ("hf://models/a/b@refs/pr/2", "a/b", Kind.MODEL, "refs/pr/2"),
        ("GPT-4o mini", "GPT-4o mini", Kind.SERVICE, None),
        ("llama3.1:8b", "llama3.1:8b", Kind.SERVICE, None),
        ("openrouter/openai/gpt-4.1", "openrouter/openai/gpt-4.1", Kind.SERVICE, None),
        ("gateway/accounts/lab/models/road-v3p1", "gateway/accounts/lab/models/road-v3p1", Kind.SERVICE, None),
    ],
)
def test_names(typed: str, name: str, kind: Kind, revision: str | None) -> None:
    assert parse_target(typed) == Ref(typed=typed, id=name, kind=kind, revision=revision)


@pytest.mark.parametrize(
    "typed",
    [
        "", "  ", "a" * 3000, "a/b\x1b[31m", "https://github.com/a/b", "https://huggingface.co/", "ftp://huggingface.co/a/b",
        "https://huggingface.co/spaces/a/b", "https://huggingface.co/papers/2401.1", "hf://", "a/b@", "a/b/c.txt/d",
        "a/b/model.safetensors",
        "https://[::1", "hf://datasets/../x",
    ],
)  # fmt: skip
def test_no_target(typed: str) -> None:
    with pytest.raises(TargetUnavailable) as caught:
        parse_target(typed)
    assert caught.value.kind == "bad-target"
    assert caught.value.message.isprintable()


def test_the_endpoint_is_a_hub() -> None:
    ref = parse_target("http://127.0.0.1:81/datasets/a/b", endpoint="http://127.0.0.1:81")
    assert (ref.id, ref.kind) == ("a/b", Kind.DATASET)
    with pytest.raises(TargetUnavailable):
        parse_target("http://127.0.0.1:82/a/b", endpoint="http://127.0.0.1:81")


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "org" / "model").mkdir(parents=True)
    card = tmp_path / "org" / "model" / "README.md"
    card.write_text("# x")
    for typed in ("org/model", "org/model/", "./org/model", str(tmp_path), str(card), "org/model/README.md", ".", "~"):
        assert parse_target(typed).local, typed
    for typed in ("./gone", "/gone", "gone/README.md", "README.md"):
        assert parse_target(typed).local, typed
    assert parse_target(f"file://{card}") == Ref(typed=f"file://{card}", id=str(card), local=True)
    assert not parse_target("org/other").local


def test_what_the_target_says_about_its_kind() -> None:
    for typed in ("datasets/a/b", f"{HUB}/a/b", "hf://a/b", "huggingface.co/a/b"):
        assert kind_is_stated(parse_target(typed)), typed
    assert not kind_is_stated(parse_target("a/b"))


@pytest.mark.parametrize("name", ["a--b", "a..b", "a/b/c", "-a", "a.git", "", "ä", "a b", "x" * 200])
def test_no_repository_id(name: str) -> None:
    assert not is_repo_id(name)


@quick
@given(st.text(max_size=80))
def test_every_text_is_a_target_or_a_clear_error(text: str) -> None:
    try:
        ref = parse_target(text)
    except TargetUnavailable as error:
        failure = error
    else:
        assert ref.typed == text
        assert ref.local or ref.kind is Kind.SERVICE or is_repo_id(ref.id)
        return
    assert failure.kind == "bad-target"
    assert failure.message.isprintable()
