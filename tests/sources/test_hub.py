"""What a fetch brings home when nothing goes wrong."""

import hashlib
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from openness.errors import TargetUnavailable
from openness.model.reference import Kind, Ref
from openness.model.snapshot import TextFile
from openness.sources.hub import HubSource
from openness.sources.target import parse_target
from openness.sources.text_cache import TextCache
from tests.fakehub import FakeHub, Fault
from tests.sources.scenarios import CARD, FILES, NAME, cached
from tests.sources.test_headers import LICENSED, gguf


def test_everything_is_read_at_the_resolved_commit(hub: FakeHub, source: HubSource) -> None:
    repo = hub.add(NAME, FILES)
    commit = repo.branches["main"]
    repo.tags["v1"] = commit
    snapshot = source.fetch(parse_target(NAME))
    assert (snapshot.target, snapshot.id, snapshot.kind, snapshot.source) == (NAME, NAME, Kind.MODEL, "hub")
    assert snapshot.revision == commit
    assert snapshot.retrieved_at is not None
    assert snapshot.retrieved_at.endswith("Z")
    assert snapshot.files_complete
    assert {e.path for e in snapshot.files} == set(FILES)
    assert [t.path for t in snapshot.texts] == ["README.md", "LICENSE", "config.json", "hub:tags"]
    card = snapshot.text("README.md")
    assert card is not None
    assert card.text == CARD
    assert card.sha256 == hashlib.sha256(CARD.encode()).hexdigest()
    assert card.url == f"{hub.url}/{NAME}/blob/{commit}/README.md"
    assert card.retrieved_at is not None
    tags = snapshot.text("hub:tags")
    assert tags is not None
    assert "license:apache-2.0" in tags.text.splitlines()
    assert snapshot.gaps == ()
    assert snapshot.hub is not None
    assert snapshot.hub.gated == "none"
    assert snapshot.hub.refs == ("main", "v1")
    assert all(f"/resolve/{commit}/" in r for r in hub.requests if "/resolve/" in r)


def test_weights_are_listed_with_size_and_hash_and_never_read_beyond_their_header(
    hub: FakeHub, source: HubSource
) -> None:
    body = gguf(LICENSED) + bytes(3_000_000)
    hub.add(NAME, {**FILES, "m.Q4_K_M.gguf": body})
    snapshot = source.fetch(parse_target(NAME))
    entry = next(e for e in snapshot.files if e.path == "m.Q4_K_M.gguf")
    assert entry.size == len(body)
    assert entry.sha == "0" * 64
    header = next(h for h in snapshot.headers if h.format == "gguf")
    assert header.values["general.license"] == "llama3.1"
    ranges = [h["range"] for h in hub.headers if "range" in h]
    assert len(ranges) == 2
    assert all(r == f"bytes=0-{source.settings.max_header_bytes - 1}" for r in ranges)


def test_a_server_that_ignores_ranges_is_not_read_on(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    body = struct.pack("<Q", 60) + b'{"__metadata__":{"license":"mit"}}' + b" " * 26 + bytes(2_000_000)
    hub.add(NAME, {"README.md": "# x", "model.safetensors": body})
    hub.fault(Fault(where="model.safetensors", replace=body), NAME)
    snapshot = make_source(max_header_bytes=1000).fetch(parse_target(NAME))
    assert snapshot.headers[0].values == {"license": "mit"}


def test_a_second_fetch_asks_for_the_commit_again_and_reads_nothing_twice(hub: FakeHub, source: HubSource) -> None:
    repo = hub.add(NAME, FILES)
    first = source.fetch(parse_target(NAME))
    hub.requests.clear()
    second = source.fetch(parse_target(NAME))
    assert hub.count("/resolve/") == 0
    assert hub.count("/api/models/acme/tiny?") == 1
    assert [(t.path, t.text) for t in second.texts] == [(t.path, t.text) for t in first.texts]
    repo.commit({**FILES, "LICENSE": "New terms."})
    third = source.fetch(parse_target(NAME))
    assert third.revision != first.revision
    text = third.text("LICENSE")
    assert text is not None
    assert text.text == "New terms."


def test_a_revision_is_resolved_and_kept_apart(hub: FakeHub, source: HubSource) -> None:
    repo = hub.add(NAME, FILES)
    old = repo.branches["main"]
    repo.commit({"README.md": "# new"})
    repo.branches["feature/x"] = old
    for revision in (old, "feature/x"):
        snapshot = source.fetch(parse_target(f"{NAME}@{revision}"))
        assert snapshot.revision == old
        text = snapshot.text("README.md")
        assert text is not None
        assert text.text == CARD


def test_a_long_text_is_cut_and_said_to_be(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    hub.add(NAME, {**FILES, "LICENSE": "é" * 4000})
    snapshot = make_source(max_file_bytes=1001).fetch(parse_target(NAME))
    text = snapshot.text("LICENSE")
    assert text is not None
    assert text.truncated
    assert text.text == "é" * 500
    assert [g.what for g in snapshot.gaps] == ["LICENSE"]


def test_more_texts_than_are_read_are_named(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    hub.add(NAME, {**FILES, "NOTICE": "n"})
    snapshot = make_source(max_texts=2).fetch(parse_target(NAME))
    assert [g.what for g in snapshot.gaps] == ["NOTICE", "config.json"]


def test_the_license_that_the_card_links(hub: FakeHub, source: HubSource) -> None:
    hub.add("acme/base", {"README.md": "# b", "LICENSE": "Base terms."})
    base = hub.repos["model", "acme/base"].branches["main"]
    for value, path in (
        ("https://huggingface.co/acme/base/blob/main/LICENSE", f"link:{hub.url}/acme/base/blob/{base}/LICENSE"),
        ("https://huggingface.co/acme/base", f"link:{hub.url}/acme/base/blob/{base}/LICENSE"),
        (f"{hub.url}/static/legal/terms.html", f"link:{hub.url}/static/legal/terms.html"),
        ("legal/TERMS-OF-ACME", "legal/TERMS-OF-ACME"),
        (f"https://huggingface.co/{NAME}/blob/main/legal/TERMS-OF-ACME", "legal/TERMS-OF-ACME"),
    ):
        hub.pages["/static/legal/terms.html"] = (
            200,
            {"Content-Type": "text/html"},
            b"<p>Web <b>terms</b>.</p><script>x</script>" + b"<p>More words.</p>" * 20,
        )
        card = f"---\nlicense: other\nlicense_link: {value}\n---\n"
        hub.add(NAME, {"README.md": card, "legal/TERMS-OF-ACME": "Own terms."})
        snapshot = source.fetch(parse_target(NAME))
        assert snapshot.link_states[value] == "exists", value
        text = snapshot.text(path)
        assert text is not None, (value, [t.path for t in snapshot.texts])
        assert "terms." in text.text
        assert snapshot.gaps == ()


def test_a_link_that_the_hub_did_not_parse_is_still_followed(hub: FakeHub, source: HubSource) -> None:
    hub.add("acme/base", {"LICENSE": "Base terms."})
    card = (
        "\n# Late\n---\nlicense: other\nlicense_link: >-\n  https://huggingface.co/acme/base/blob/main/LICENSE\n---\n"
    )
    hub.add(NAME, {"README.md": card})
    assert any(t.text == "Base terms." for t in source.fetch(parse_target(NAME)).texts)


def test_training_data_is_looked_up(hub: FakeHub, source: HubSource) -> None:
    hub.add("acme/corpus", {"README.md": "---\nlicense: cc-by-4.0\n---\n"}, kind="dataset")
    hub.add("acme/closed", {"README.md": "---\nlicense: mit\n---\n"}, kind="dataset", gated="manual")
    card = "---\ndatasets: [acme/corpus, acme/gone]\n---\nSee https://huggingface.co/datasets/acme/closed.\n"
    hub.add(NAME, {"README.md": card})
    snapshot = source.fetch(parse_target(NAME))
    base = "https://huggingface.co/datasets/acme"
    assert snapshot.link_states == {f"{base}/corpus": "exists", f"{base}/gone": "missing", f"{base}/closed": "gated"}
    assert snapshot.link_licenses == {f"{base}/corpus": "cc-by-4.0", f"{base}/closed": "mit"}


def test_state_and_license_of_a_link(hub: FakeHub, source: HubSource) -> None:
    hub.add("acme/code", {"README.md": "---\nlicense: [mit, apache-2.0]\n---\n"})
    assert source.lookups.link("https://huggingface.co/acme/code/tree/main") == ("exists", "mit, apache-2.0")
    assert source.lookups.link("https://huggingface.co/acme/code/discussions/1?x").state == "exists"
    assert source.lookups.link("https://huggingface.co/acme/nothing") == ("missing", None)
    assert source.lookups.link("https://github.com/acme/code") == ("unknown", None)
    assert source.lookups.link("https://hf.co/acme/code").state == "exists"


def test_the_gate_prompt_is_a_text(hub: FakeHub, source: HubSource) -> None:
    card = (
        "---\nlicense: other\nextra_gated_heading: Agree first\nextra_gated_prompt: You agree to X.\n"
        "extra_gated_fields:\n  I agree: checkbox\nextra_gated_eu_disallowed: true\n---\n"
    )
    hub.add(NAME, {"README.md": card}, gated="auto")
    snapshot = source.fetch(parse_target(NAME))
    text = snapshot.text("hub:gate-prompt")
    assert text is not None
    assert text.text == "Agree first\n\nYou agree to X.\n\nI agree\n\nextra_gated_eu_disallowed: true"
    assert snapshot.text("hub:card-data") is None


def test_the_token_is_sent_to_the_hub_and_to_nobody_else(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    with FakeHub() as elsewhere:
        elsewhere.pages["/cdn"] = (200, {}, b"Some license text.\n")
        hub.add(NAME, FILES)
        hub.tokens = {"hf_secret": {"*"}}
        hub.fault(Fault(where="/LICENSE", status=302, headers={"Location": f"{elsewhere.url}/cdn"}), NAME)
        snapshot = make_source(token="hf_secret").fetch(parse_target(NAME))
        assert snapshot.text("LICENSE") is not None
        assert all(h.get("authorization") == "Bearer hf_secret" for h in hub.headers)
        assert [h.get("authorization") for h in elsewhere.headers] == [None]
    assert "hf_secret" not in repr(snapshot)


def test_no_telemetry(hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, FILES)
    source.fetch(parse_target(NAME))
    assert {h["user-agent"].partition("/")[0] for h in hub.headers} == {"openness"}
    assert all("python" not in h["user-agent"] for h in hub.headers)
    assert all("/api/agent" not in r for r in hub.requests)


def test_a_listing_that_is_missing_is_read_from_the_tree(hub: FakeHub, source: HubSource) -> None:
    files = {**FILES, **{f"data/{i}.json": "{}" for i in range(120)}}
    repo = hub.add(NAME, files, info={"siblings": None})
    snapshot = source.fetch(parse_target(NAME))
    assert {e.path for e in snapshot.files} == set(files)
    assert snapshot.files_complete
    assert snapshot.revision == repo.branches["main"]


def test_a_large_listing_is_taken_from_the_tree(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    files = {**FILES, **{f"data/{i:04d}.json": "{}" for i in range(1100)}}
    short = [{"rfilename": p} for p in sorted(files) if p != "LICENSE"][:1000]
    hub.add(NAME, files, info={"siblings": short})
    whole = make_source(max_pages=40).fetch(parse_target(NAME))
    assert len(whole.files) == len(files)
    assert whole.files_complete
    part = make_source(max_pages=2).fetch(parse_target(NAME))
    assert not part.files_complete
    assert part.text("LICENSE") is not None
    assert [g.what for g in part.gaps] == ["file listing"]
    hub.fault(Fault(where="/tree/", status=400), NAME)
    none = make_source().fetch(parse_target(NAME))
    assert (len(none.files), none.files_complete) == (1000, False)


def test_little_allowance_is_kept_for_what_matters(hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, {**FILES, "README.md": "---\ndatasets: [acme/corpus]\n---\n"})
    hub.add("acme/corpus", {"README.md": ""}, kind="dataset")
    hub.allowance = 20
    snapshot = source.fetch(parse_target(NAME))
    assert snapshot.text("LICENSE") is not None
    assert [g.what for g in snapshot.gaps] == ["branches and tags"]
    assert snapshot.link_states == {"https://huggingface.co/datasets/acme/corpus": "unknown"}


def test_paths_that_lead_out_are_no_files(hub: FakeHub, source: HubSource) -> None:
    siblings = [{"rfilename": p} for p in ("../LICENSE", "/etc/passwd", "a/../../LICENSE", "LICENSE", "", "a\x00b")]
    hub.add(NAME, FILES, info={"siblings": [*siblings, None, 3, {"rfilename": 5}]})
    assert [e.path for e in source.fetch(parse_target(NAME)).files] == ["LICENSE"]


@pytest.mark.parametrize(
    "odd",
    [
        {"tags": "x"}, {"tags": [1, None]}, {"cardData": [1]}, {"gated": 3}, {"downloads": "many"}, {"author": 5},
        {"cardData": {"license": {"a": 1}, "license_link": 5, "extra_gated_prompt": 1}}, {"siblings": {"a": 1}},
        {"createdAt": 5}, {"safetensors": {}}, {"config": 1}, {"private": "no"},
    ],
)  # fmt: skip
def test_odd_metadata_breaks_nothing(odd: dict[str, object], hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, FILES, info=odd)
    assert source.fetch(parse_target(NAME)).id == NAME


def test_an_empty_repository(hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, {}, info={"sha": None, "siblings": []})
    snapshot = source.fetch(parse_target(NAME))
    assert snapshot.files == ()
    assert [g.what for g in snapshot.gaps] == ["commit"]


def test_local_refs_are_not_for_the_hub(source: HubSource, tmp_path: Path) -> None:
    with pytest.raises(TargetUnavailable):
        source.fetch(Ref(typed=".", id=str(tmp_path), local=True))


def test_many_targets_at_once(hub: FakeHub, source: HubSource) -> None:
    for i in range(25):
        hub.add(f"acme/m{i}", {**FILES, "LICENSE": f"Terms {i}."})
    found: dict[int, str] = {}

    def fetch(i: int) -> None:
        text = source.fetch(parse_target(f"acme/m{i}")).text("LICENSE")
        found[i] = text.text if text else ""

    threads = [threading.Thread(target=fetch, args=(i,)) for i in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == {i: f"Terms {i}." for i in range(25)}


@pytest.mark.parametrize(
    ("name", "options", "files", "state", "why"),
    [
        ("acme/base", {"gated": "manual"}, {"LICENSE": "t"}, "gated", "gated"),
        ("acme/base", {"disabled": True}, {"LICENSE": "t"}, "missing", "disabled"),
        ("acme/base", {}, {"README.md": "t"}, "missing", "file does not exist"),
        ("acme/base", {}, {"LICENSE": b"\x7fELF"}, "exists", "a program"),
        ("acme/other", {}, {"LICENSE": "t"}, "missing", "does not exist, or is private"),
    ],
)
def test_linked_terms_that_cannot_be_read(
    name: str, options: dict[str, object], files: dict[str, str], state: str, why: str, hub: FakeHub, source: HubSource
) -> None:
    link = "https://huggingface.co/acme/base/blob/main/LICENSE"
    hub.add(name, files, **options)
    hub.add(NAME, {"README.md": f"---\nlicense_link: {link}\n---\n"})
    snapshot = source.fetch(parse_target(NAME))
    assert snapshot.link_states == {link: state}
    assert len(snapshot.gaps) == 1
    assert why in snapshot.gaps[0].why


@pytest.mark.parametrize(
    ("files", "why"), [({"README.md": "t"}, "no license file"), ({"LICENSE": b"\x7fELF"}, "a program")]
)
def test_a_linked_repository_without_readable_terms(
    files: dict[str, bytes | str], why: str, hub: FakeHub, source: HubSource
) -> None:
    hub.add("acme/base", files)
    hub.add(NAME, {"README.md": "---\nlicense_link: https://huggingface.co/acme/base\n---\n"})
    snapshot = source.fetch(parse_target(NAME))
    assert why in snapshot.gaps[0].why


@pytest.mark.parametrize(
    "answer", [b"[]", b"[" * 100_000, b'{"id": "acme/tiny", "siblings": [{}], "sha": "x"}', b"1" * 5000, b""]
)
def test_answers_that_make_no_sense(answer: bytes, hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, FILES)
    hub.fault(Fault(where="/api/models/acme/tiny?", replace=answer), NAME)
    with pytest.raises(TargetUnavailable) as caught:
        source.fetch(parse_target(NAME))
    assert caught.value.kind == "bad-response"


def test_an_answer_longer_than_any(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    hub.add(NAME, FILES)
    with pytest.raises(TargetUnavailable) as caught:
        make_source(max_listing_bytes=50).fetch(parse_target(NAME))
    assert caught.value.kind == "bad-response"


def test_the_data_set_is_in_trouble_where_no_model_is(hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, FILES, kind="dataset", disabled=True)
    with pytest.raises(TargetUnavailable) as caught:
        source.fetch(parse_target(NAME))
    assert caught.value.kind == "disabled"


def test_weights_without_a_readable_header(hub: FakeHub, source: HubSource) -> None:
    hub.add(NAME, {"README.md": "# x", "a.gguf": b"no such thing", "b.safetensors": b"GGU", "c.gguf": b"GGUF"})
    snapshot = source.fetch(parse_target(NAME))
    assert [h.path for h in snapshot.headers] == ["c.gguf"]
    assert {g.what for g in snapshot.gaps} == {"metadata in a.gguf", "metadata in b.safetensors"}


def test_memory_is_bounded() -> None:
    cache = TextCache(most=100)
    for i in range(10):
        cache.put((str(i),), TextFile(path="x", text="y" * 20, sha256=""), ())
    assert cache.get(("0",)) is None
    assert cache.get(("9",)) is not None
    cache.put(("big",), TextFile(path="x", text="y" * 90, sha256=""), ())
    assert cache.get(("big",)) is None


def test_without_a_network_nobody_waits_long(make_source: Callable[..., HubSource], naps: list[float]) -> None:
    source = make_source(endpoint="http://127.0.0.1:9")
    for name in ("a/b", "a/c", "a/d"):
        with pytest.raises(TargetUnavailable) as caught:
            source.fetch(parse_target(name))
        assert caught.value.kind == "network"
        assert "connection refused" in caught.value.message
    assert len(naps) == 1


def test_the_cache_is_offered_and_not_passed_off_as_live(
    hub: FakeHub, make_source: Callable[..., HubSource], tmp_path: Path
) -> None:
    cached(hub, tmp_path)
    source = make_source(endpoint="http://127.0.0.1:9", hub_cache=tmp_path / "hub")
    with pytest.raises(TargetUnavailable) as caught:
        source.fetch(parse_target(NAME))
    assert caught.value.kind == "network"
    assert "--offline reads it" in caught.value.hint


def test_the_token_stays_with_the_endpoint(hub: FakeHub, make_source: Callable[..., HubSource]) -> None:
    """Large files are served by other hosts; what they are redirected to is not told who asks."""
    with FakeHub() as elsewhere:
        elsewhere.pages["/blob"] = (200, {"Content-Type": "text/plain"}, b"Terms.\n")
        hub.add(NAME, FILES)
        hub.tokens = {"hf_secret": {"*"}}
        hub.fault(Fault(where="/LICENSE", status=302, headers={"Location": f"{elsewhere.url}/blob"}), NAME)
        snapshot = make_source(token="hf_secret").fetch(parse_target(NAME))
        text = snapshot.text("LICENSE")
        assert text is not None
        assert text.text == "Terms.\n"
        assert any(h.get("authorization") == "Bearer hf_secret" for h in hub.headers)
        assert elsewhere.headers
        assert not any("authorization" in {name.lower() for name in headers} for headers in elsewhere.headers)
