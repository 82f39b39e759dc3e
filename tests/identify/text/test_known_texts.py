"""On the maintainers' corpora: real AI license texts, and the cases of other identifiers' test suites."""

import json
import random
import re
from pathlib import Path

import pytest

from bench.mutations import MUTATIONS
from bench.transforms import TRANSFORMS
from openness.identify.text import identify_text, primary

SHARED = Path(__file__).parents[3] / ".." / "shared"
TEXTS = SHARED / "licenses" / "texts"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not TEXTS.is_dir(), reason="needs the maintainers' license texts in ../shared"),
]


def text_of(slug):
    return (TEXTS / f"{slug}.txt").read_text(encoding="utf-8")


def slugs():
    return sorted(p.stem for p in TEXTS.glob("*.txt")) if TEXTS.is_dir() else []


@pytest.mark.parametrize(
    "slug", ["llama-3", "llama-3.1", "llama-3.2", "llama-3.3", "llama-4", "kolors", "hunyuan3d-2", "hunyuan-video"]
)
def test_each_is_named(slug):
    assert primary(identify_text(text_of(slug))) == f"LicenseRef-{slug}"


def test_kimi_k2_is_itself_derived_from_mit():
    text = text_of("kimi-k2")
    (found,) = identify_text(text)
    assert (found.license, found.derived_from, found.score) == ("LicenseRef-kimi-k2", "MIT", 1.0)
    said = [text[d.start : d.end] for d in found.deviations if d.kind == "added" and d.end - d.start > 20]
    assert len(said) == 1
    assert said[0].startswith("Our only modification part is that")
    assert said[0].endswith(".")
    assert text[text.index(said[0]) + len(said[0]) :].strip() == ""


def test_kimi_k2_with_another_name_is_modified_mit():
    text = text_of("kimi-k2").replace("Kimi K2", "Acme One").replace("Moonshot AI", "Acme")
    (found,) = identify_text(text)
    assert (found.license, found.derived_from) == ("LicenseRef-modified-MIT", "MIT")
    assert any("Acme One" in text[d.start : d.end] for d in found.deviations)


@pytest.mark.parametrize(
    ("slug", "names", "others"),
    [
        ("llama-3.2", ["llama 3.2", "3.2", "llama"], ["llama-4"]),
        ("llama-4", ["llama 4", "llama"], ["llama-3.2"]),
        ("openrailpp-m-sd2", [], ["openrailpp-m-sdxl"]),
        ("stability-sdxl-0.9", ["stability ai", "sdxl", "stable diffusion", "0.9"], ["llama-1"]),
        ("tongyi-qianwen", ["tongyi qianwen", "alibaba cloud", "qwen"], ["qwen-license-2024"]),
        ("qwen-license-2024", ["qwen", "alibaba cloud"], ["tongyi-qianwen"]),
        ("exaone-3.5-nc", ["exaone", "1.1"], ["exaone-4.0-nc"]),
    ],
)
def test_without_title_names_and_dates_a_twin_is_the_family(slug, names, others):
    parts = re.split(r"\n\s*\n", text_of(slug))
    while len(parts[0].split()) <= 20:
        parts = parts[1:]
    text = re.sub(rf"\b(?:{MONTHS})\s+\d{{1,2}},?\s+\d{{4}}\b|\b(?:19|20)\d\d\b", "", "\n\n".join(parts))
    for name in names:
        text = re.sub(re.escape(name), "", text, flags=re.I)
    found = identify_text(text)
    assert primary(found) is None
    candidates = {c for m in found for c in m.candidates}
    assert {f"LicenseRef-{s}" for s in (slug, *others)} <= candidates
    assert any(m.family for m in found)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_changed_texts_are_not_the_license(name):
    made = right = placed = 0
    for slug in slugs()[::2]:
        text = text_of(slug)
        result = MUTATIONS[name](text, random.Random(slug + name)) if len(text.split()) > 80 else None
        if result is None:
            continue
        made += 1
        changed, start, end = result
        found = identify_text(changed)
        right += primary(found) != primary(identify_text(text))
        spots = [(d.start, d.end) for m in found for d in m.deviations]
        placed += any(
            (a <= end + 2 and start - 2 <= b) or not changed[min(b, start) : max(b, start)].strip() for a, b in spots
        )
    assert made >= 15
    assert right >= 0.88 * made
    assert placed >= 0.9 * made


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
def test_texts_are_known_in_every_dress(name):
    chosen = slugs()[::6]
    right = 0
    for slug in chosen:
        text = text_of(slug)
        plain = primary(identify_text(text))
        found = identify_text(TRANSFORMS[name](text, random.Random(slug)))
        said = primary(found)
        near = {f"LicenseRef-modified-{str(plain).removeprefix('LicenseRef-')}"} if name == "delete-10%" else set()
        right += said in {plain, *near} or (name == "delete-10%" and any(plain in m.candidates for m in found))
    assert right >= len(chosen) - 1


def test_two_texts_in_one_file_are_both_named():
    text = text_of("llama-3.1") + "\n\n" + text_of("llama-3.1-aup")
    assert [m.license for m in identify_text(text)] == ["LicenseRef-llama-3.1", "LicenseRef-llama-3.1-aup"]


LEAST = {
    "ai-model": 0.8,
    "full-text": 0.975,
    "header": 0.98,
    "modified": 1.0,
    "negative": 0.96,
    "noisy": 0.92,
    "notice": 0.91,
}


def test_the_cases_of_other_suites():
    cases = SHARED / "license_cases"
    table = json.loads((SHARED / "bench" / "license_aliases.json").read_text(encoding="utf-8"))

    def norm(said):
        if said is None or said.lower() in ("noassertion", "unknown"):
            return None
        said = said.lower()
        for key in (said, "licenseref-scancode-" + said.removeprefix("licenseref-")):
            said = table["alias"].get(key, said)
        said = said.removeprefix("licenseref-").removeprefix("scancode-")
        return None if said in table["generic"] else re.sub(r"-(only|or-later)$", "", said)

    right, count = dict.fromkeys(LEAST, 0), dict.fromkeys(LEAST, 0)
    for line in (SHARED / "gold" / "license_id.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        file = sorted((cases / gold["id"]).iterdir())[0]
        said = primary(identify_text(file.read_bytes().decode("utf-8", "replace"), path=file.name))
        kind = gold["kind"]
        count[kind] += 1
        right[kind] += norm(said) in {norm(x) for x in (gold["expected"], *gold.get("accept", []))} or (
            kind == "modified" and str(said).startswith("LicenseRef-")
        )
    assert {k: right[k] / count[k] >= LEAST[k] for k in LEAST} == dict.fromkeys(LEAST, True), (right, count)


def test_gpt2_is_modified_mit_and_not_proprietary():
    path = SHARED / "cards" / "up__gpt-2-model_card" / "LICENSE"
    if not path.is_file():
        pytest.skip("needs the maintainers' cards in ../shared")
    found = identify_text(path.read_text(encoding="utf-8"), path="LICENSE")
    assert primary(found) == "LicenseRef-modified-MIT"
    assert not any(m.license and "proprietary" in m.license for m in found)
