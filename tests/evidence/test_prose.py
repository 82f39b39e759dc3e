"""Sentences with exact offsets, sections, and what does not count as prose."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openness.evidence.card import parse_card
from openness.evidence.prose import sentences

CARD = """---
license: mit
---
# Model

First sentence. Second one, e.g. this v1.5 model.

<!-- not shown: licensed under GPL -->

## License

- **License:** MIT
- Weights: CC-BY
  - nested item

| Model | License |
|---|---|
| a | mit |

```python
# no prose here. None at all.
```

一句。两句！三句？
"""


def test_offsets_and_kinds() -> None:
    found = sentences(parse_card(CARD))
    assert all(CARD[s.start : s.end] == s.text for s in found)
    texts = [(s.kind, s.text) for s in found]
    assert ("text", "First sentence.") in texts
    assert ("text", "Second one, e.g. this v1.5 model.") in texts
    assert ("item", "- **License:** MIT") in texts
    assert [t for k, t in texts if k == "text"][-3:] == ["一句。", "两句！", "三句？"]
    assert not any("GPL" in t or "no prose" in t for _, t in texts)
    assert sum(k == "row" for k, _ in texts) == 3


def test_sections_and_nesting() -> None:
    found = sentences(parse_card(CARD))
    nested = next(s for s in found if "nested" in s.text)
    assert nested.indent == 2
    assert nested.section.title == "License"
    assert "model" in nested.headings


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab. \n|-#*`<>!。:\r\t0[]()"), max_size=200))
def test_every_sentence_is_where_it_says(text: str) -> None:
    card = parse_card(text)
    for s in sentences(card):
        assert card.text[s.start : s.end] == s.text
