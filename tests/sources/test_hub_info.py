from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from openness.model.reference import Kind
from openness.sources.hub_errors import BadResponse
from openness.sources.hub_info import card_text, gate_prompt, read_info, read_refs, read_tree
from tests.quick import quick

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
FIELDS = ["sha", "tags", "siblings", "cardData", "gated", "private", "downloads", "author", "disabled", "createdAt"]


@quick
@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_shape_of_answer_is_read(raw: dict[str, Any]) -> None:
    info = read_info({**raw, "id": "a/b"}, Kind.MODEL, "a/b")
    assert info.id == "a/b"
    gate_prompt(info.card)
    card_text(info.card)


@quick
@given(JSON)
def test_what_is_no_repository_is_a_bad_response(raw: Any) -> None:
    with pytest.raises(BadResponse):
        read_info(raw, Kind.MODEL, "a/b")
    if isinstance(raw, list):
        read_tree(raw)
    if isinstance(raw, dict):
        assert read_refs(raw) == ()


@pytest.mark.parametrize("name", ["../x", "a/b?x=1", "a/b/c", "", 5, None, "a b"])
def test_an_id_that_no_repository_can_have(name: object) -> None:
    with pytest.raises(BadResponse):
        read_info({"id": name}, Kind.MODEL, "a/b")


def test_tags_stay_on_their_lines() -> None:
    info = read_info({"id": "a/b", "tags": ["license:mit\nlicense:evil", "x"]}, Kind.MODEL, "a/b")
    assert info.meta.tags == ("license:mit license:evil", "x")


@quick
@given(st.dictionaries(st.from_regex(r"[a-z_-]{1,12}", fullmatch=True), JSON, min_size=1, max_size=6))
def test_metadata_as_a_card_is_yaml(card: dict[str, Any]) -> None:
    text = card_text(card)
    shown = {k: v for k, v in card.items() if k not in {"widget", "model-index"}}
    if not shown:
        assert text is None
        return
    assert text is not None
    assert text.startswith("---\n")
    assert text.endswith("\n---\n")
    assert len(text.splitlines()) >= len(shown)


def test_metadata_as_a_card() -> None:
    card = {"license": "other", "license_name": "acme", "tags": ["a", "b"], "model-index": [1], "bad key": 1}
    text = card_text(card)
    assert text is not None
    assert yaml.safe_load(text.strip("-\n")) == {"license": "other", "license_name": "acme", "tags": ["a", "b"]}
    assert card_text({}) is None
