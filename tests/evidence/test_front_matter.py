"""Front matter as authors write it: each oddity is read as far as it goes, and named."""

import time
from collections.abc import Iterable

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness.evidence.card import Card, entry, parse_card, scalars
from openness.evidence.yaml_tree import MAX_DEPTH, MAX_EVENTS, Mapping


def values(card: Card, key: str) -> list[str | None]:
    return [s.text for f in card.all(key) for s in scalars(f.node)]


def problems(card: Card) -> set[str]:
    return {p.id for p in card.problems}


def every_span_holds(card: Card) -> bool:
    return all(
        card.text[s.start : s.end].strip().strip("\"'") == s.text
        for f in card.fields
        for s in scalars(f.node)
        if s.text is not None and "\n" not in s.text and not set(s.text) & set("\\'\ufffd")
    )


# name, card, value of `license`, problems that must be reported, problems that must not
CASES: list[tuple[str, str, list[str | None], set[str]]] = [
    ("string", "---\nlicense: mit\n---\n# A\n", ["mit"], set()),
    ("list", "---\nlicense:\n- apache-2.0\n- mit\n---\n", ["apache-2.0", "mit"], set()),
    ("flow list", "---\nlicense: [apache-2.0, mit]\n---\n", ["apache-2.0", "mit"], set()),
    ("quoted", '---\nlicense: "cc-by-4.0"\n---\n', ["cc-by-4.0"], set()),
    ("boolean no stays a word", "---\nlicense: no\n---\n", ["no"], set()),
    ("number stays a word", "---\nlicense: 2.0\n---\n", ["2.0"], set()),
    ("expression", "---\nlicense: MIT OR Apache-2.0\n---\n", ["MIT OR Apache-2.0"], set()),
    ("unknown id", "---\nlicense: my-own-license\n---\n", ["my-own-license"], set()),
    ("null", "---\nlicense:\n---\n", [], set()),
    ("missing", "# A model\n\nText.\n", [], {"missing-front-matter"}),
    ("empty", "---\n---\n# A\n", [], {"empty-front-matter"}),
    ("unclosed", "---\nlicense: mit\ntags:\n- a\n\n# Title\n\nText here.\n", ["mit"], {"unclosed-front-matter"}),
    ("doubled fence", "---\n---\nlicense: mit\n---\n# A\n", ["mit"], {"doubled-fence"}),
    ("second block", "---\ntags: [a]\n---\n---\nlicense: mit\n---\n", ["mit"], {"second-front-matter"}),
    ("late", "# Title\n\n---\nlicense: mit\ntags:\n- a\n---\n\nText.\n", ["mit"], {"late-front-matter"}),
    ("trailing", "Some text.\n\n---\nlicense: mit\n---\n", ["mit"], {"trailing-front-matter"}),
    ("byte order mark", "\ufeff---\nlicense: mit\n---\n", ["mit"], set()),
    ("crlf", "---\r\nlicense: mit\r\ntags:\r\n- a\r\n---\r\n# A\r\n", ["mit"], set()),
    ("cr", "---\rlicense: mit\r---\r# A\r", ["mit"], set()),
    ("tab indent", "---\nlicense: mit\ntags:\n\t- a\n---\n", ["mit"], {"tab-indent"}),
    ("leading blank lines", "\n\n  \n---\nlicense: mit\n---\n", ["mit"], set()),
    ("leading comment", "<!-- made by a tool -->\n---\nlicense: mit\n---\n", ["mit"], set()),
    ("duplicate key", "---\nlicense: mit\nlicense: apache-2.0\n---\n", ["mit", "apache-2.0"], {"duplicate-key"}),
    ("broken value beside it", "---\ntitle: a: b: c\nlicense: mit\n---\n", ["mit"], {"yaml-error", "unreadable-value"}),
    ("broken list beside it", "---\ntags: [a, b\nlicense: mit\n---\n", ["mit"], {"yaml-error"}),
    ("colon in the value", "---\nlicense: other: see below\n---\n", ["other: see below"], {"unreadable-value"}),
    ("non-string key", "---\n1: a\ntrue: b\nlicense: mit\n---\n", ["mit"], {"non-string-key"}),
    ("mapping as key", "---\n? [a, b]\n: c\nlicense: mit\n---\n", ["mit"], {"non-string-key"}),
    ("alias", "---\nx: &a mit\nlicense: *a\n---\n", [], {"alias"}),
    ("control characters", "---\nlicense: mi\x00t\x1b[31m\n---\n", ["mi\ufffdt\ufffd[31m"], set()),
    ("several documents", "---\nlicense: mit\n--- \nlicense: apache-2.0\n---\n", ["mit", "apache-2.0"], {"several-documents"}),
    ("document end", "---\nlicense: mit\n...\n---\n", ["mit"], set()),
    ("nothing but tabs and keys", "---\n\ta: b\n\tc: d\n---\n", [], {"tab-indent"}),
    ("rule in the body", "---\nlicense: mit\n---\n\n---\n\nNote: this: is prose\n\n---\n", ["mit"], set()),
    ("code fence with an example", "# T\n\n```yaml\n---\nlicense: gpl-3.0\n---\n```\n", [], {"missing-front-matter"}),
]  # fmt: skip


@pytest.mark.parametrize(("card", "wanted", "named"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_license_is_read(card: str, wanted: list[str | None], named: set[str]) -> None:
    parsed = parse_card(card)
    assert values(parsed, "license") == wanted
    assert named <= problems(parsed)
    if not named:
        assert not problems(parsed)
    assert every_span_holds(parsed)


def test_licence_key_and_other_with_name_and_link() -> None:
    card = parse_card("---\nlicence: other\nlicense_name: acme-1\nlicense_link: LICENSE.md\n---\n")
    assert values(card, "licence") == ["other"]
    assert values(card, "license_name") == ["acme-1"]
    assert values(card, "license_link") == ["LICENSE.md"]


def test_license_as_mapping() -> None:
    card = parse_card("---\nlicense:\n  name: acme\n  link: https://acme.test/l\n---\n")
    field = card.first("license")
    assert field is not None
    assert isinstance(field.node, Mapping)
    link = entry(field.node, "link")
    assert link is not None
    assert [s.text for s in scalars(link)] == ["https://acme.test/l"]


@pytest.mark.parametrize(
    ("base", "wanted"),
    [
        ("base_model: org/name", ["org/name"]),
        ("base_model:\n- org/a\n- org/b", ["org/a", "org/b"]),
        ("base_model: https://huggingface.co/org/name", ["https://huggingface.co/org/name"]),
    ],
)
def test_base_model_forms(base: str, wanted: list[str]) -> None:
    assert values(parse_card(f"---\n{base}\n---\n"), "base_model") == wanted


def test_body_starts_behind_the_front_matter() -> None:
    text = "---\nlicense: mit\n---\n# Title\n"
    assert text[parse_card(text).body :] == "\n# Title\n"


def test_deep_nesting_is_refused_and_the_rest_read() -> None:
    card = parse_card("---\nx: " + "[" * 25_000 + "\nlicense: mit\n---\n")
    assert values(card, "license") == ["mit"]
    assert problems(card) & {"too-deep", "yaml-error"}


def test_nesting_up_to_the_limit_is_fine() -> None:
    card = parse_card("---\nx: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "\nlicense: mit\n---\n")
    assert not problems(card)


def test_too_many_events_still_give_the_license() -> None:
    card = parse_card("---\nlicense: mit\ntags: [" + ",".join("a" for _ in range(MAX_EVENTS + 5)) + "]\n---\n")
    assert values(card, "license") == ["mit"]
    assert "too-many-events" in problems(card)


def test_only_the_first_64_kib_are_read() -> None:
    card = parse_card("---\nlicense: mit\n" + "".join(f"key{i}: {'x' * 60}\n" for i in range(2_000)) + "---\n# A\n")
    assert values(card, "license") == ["mit"]
    assert "too-large" in problems(card)


def test_a_billion_laughs_stay_small() -> None:
    laughs = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9))
    card = parse_card(f"---\na0: &a0 ha\n{laughs}license: mit\n---\n")
    assert values(card, "license") == ["mit"]
    assert "alias" in problems(card)


PIECES = st.sampled_from(
    ["---", "---\n", "license: mit\n", "\t", "- a\n", "key: [", "]", "{", "}", "&a ", "*a", "\r\n", "\r", "\ufeff", "<!--", "-->", "...", "#", '"', "'", "|\n", ">", "? ", ": ", "\x00", "é", "你", "base_model:\n", "  ", "\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=12), max_size=40))
def test_no_text_raises_and_every_offset_lies_inside(parts: Iterable[str]) -> None:
    text = "".join(parts)
    card = parse_card(text)
    assert len(card.text) == len(text)
    for field in card.fields:
        assert 0 <= field.key_start <= field.key_end <= len(text)
        for scalar in scalars(field.node):
            assert 0 <= scalar.start <= scalar.end <= len(text)
    for problem in card.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    assert 0 <= card.body <= len(text)


WORDS = st.text(st.characters(whitelist_categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=4) | WORDS, min_size=1, max_size=6))
def test_reads_what_a_yaml_writer_wrote(data: dict[str, object]) -> None:
    text = "---\n" + yaml.safe_dump(data, allow_unicode=True, sort_keys=False) + "---\n\nBody.\n"
    card = parse_card(text)
    read = {f.key: [s.text for s in scalars(f.node)] for f in card.fields}
    assert read == {k: ([str(x) for x in v] if isinstance(v, list) else [str(v)]) for k, v in data.items()}


@pytest.mark.bench
def test_parsing_keeps_pace_with_the_bare_loader() -> None:
    block = (
        "license: apache-2.0\nlanguage:\n- en\n- fr\ntags:\n"
        + "".join(f"- tag-{i}\n" for i in range(20))
        + "datasets:\n- a/b\n- c/d\nbase_model: org/name\n"
    )
    card = f"---\n{block}---\n\n# Title\n\n" + "Some words of prose.\n" * 50

    def rate(work: object) -> float:
        start = time.perf_counter()
        for _ in range(400):
            work()  # type: ignore[operator]
        return 400 / (time.perf_counter() - start)

    bare = max(rate(lambda: yaml.load(block, Loader=yaml.CSafeLoader)) for _ in range(3))
    ours = max(rate(lambda: parse_card(card)) for _ in range(3))
    assert ours >= 0.6 * bare
