"""The license records say what the texts say. Needs the maintainers' texts beside the checkout (marker `shared`)."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pytest

from openness.clauses.detect import detect
from openness.kb.records import LicenseRecord, RecordClause, load_clause_types, load_records

SHARED = Path(__file__).parents[1] / ".." / "shared" / "licenses"
TEXTS = SHARED / "texts"

needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the license texts of ../shared are not here")
pytestmark = [pytest.mark.shared, needs_texts]

# Names of places that have no number: they are understood by a reader and not checked.
PLACES = {
    "opening", "preamble", "definitions", "conditions", "second paragraph", "last paragraph", "second sentence",
    "second group", "third group", "whole text", "no warranty", "first paragraph", "third paragraph",
    "paragraph after prohibited uses", "closing notice",
}  # fmt: skip

# Texts in languages that the detector reports as not analysed.
UNREAD_LANGUAGES = {"lingowhale-8b"}

# Clauses that a record states from a reading which wording alone cannot show.
BY_READING = {"third-party-materials", "non-transferable", "irrevocable", "derivative-by-output"}


@cache
def texts() -> dict[str, str]:
    """Normalised text by the sha256 of its bytes as the manifest names them."""
    found = {}
    for line in (SHARED / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        found[entry["sha256"]] = (TEXTS / f"{entry['slug']}.txt").read_text(encoding="utf-8")
    return found


def plain(text: str) -> str:
    text = re.sub(r"<[^>\n]{1,60}>", lambda m: m[0] if m[0].isupper() or m[0] == "<MODELNAME>" else " ", text)
    text = re.sub(r"[“”‘’\"'*\\_`]", "", text).replace("©", "(c)")
    return re.sub(r"\s+", " ", re.sub(r"-\s+", "-", text)).lower()


def records_with_text() -> list[tuple[LicenseRecord, str]]:
    pairs = []
    for record in load_records(validate=False).values():
        for source in record.sources:
            if source.sha256 in texts():
                pairs.append((record, texts()[source.sha256]))
                break
    return pairs


def section_is_in(text: str, section: str) -> bool:
    """Whether every place that `section` names ("4(a); Attachment A", "1.b.iv") can be found in the text."""
    for ref in re.split(r"[;,] ?", section):
        ref = ref.strip()
        if not ref or ref.lower() in PLACES:
            continue
        words = re.sub(r" \d+$", "", ref)
        if re.search(r"[a-z]{3}", re.sub(r"\b[ivx]+\b", "", ref)):
            if plain(words) not in plain(text):
                return False
            continue
        start = 0
        for depth, token in enumerate(re.findall(r"[0-9]+|[A-Za-z]+", ref)):
            edge = r"(?m)(?:^|[\s(.])[#*>\s_\-]*(?:section |article )?" if depth == 0 else r"(?:^|[\s(.*])"
            hit = re.compile(edge + rf"{token}\\?(?:[.):,\s]|\*\*)", re.IGNORECASE).search(text, start)
            if hit is None:
                # numbers below the first level are often lost when a list is pasted from a web page
                return depth > 0
            start = hit.start()
    return True


def test_every_text_has_a_record():
    known = {source.sha256 for record in load_records(validate=False).values() for source in record.sources}
    missing = [
        entry["slug"]
        for entry in map(json.loads, (SHARED / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
        if entry["sha256"] not in known
    ]
    assert missing == []


def test_every_hub_id_has_a_record():
    wanted = set(json.loads((SHARED / "hub_license_ids.json").read_text(encoding="utf-8"))["ids"])
    have = {hub_id for record in load_records(validate=False).values() for hub_id in record.hub_ids}
    assert wanted - have == set()


@pytest.mark.parametrize(
    ("record", "text"), records_with_text() if TEXTS.is_dir() else [], ids=lambda v: getattr(v, "id", "")
)
def test_sections_notices_and_numbers_are_in_the_text(record, text):
    wrong = [
        f"section {item.section!r}"
        for item in (*record.clauses, *record.obligations)
        if item.section and not section_is_in(text, item.section)
    ]
    flat = plain(text)
    notices = [o.notice for o in record.obligations if o.notice]
    notices += [c.params[k] for c in record.clauses for k in ("notice_string", "prefix") if k in c.params]
    wrong += [f"notice {n!r}" for n in notices if plain(n).rstrip(".") not in flat]
    wrong += [
        f"number {number}"
        for clause in record.clauses
        for number in (clause.params.get("users"), clause.params.get("amount"))
        if number and not number_is_in(flat, number)
    ]
    assert wrong == []


def number_is_in(flat: str, number: int) -> bool:
    """Whether a threshold is written in the text, as digits or as millions."""
    forms = {f"{number:,}", str(number)}
    for size, word in ((1_000_000, "million"), (1_000_000_000, "billion")):
        if number % size == 0:
            forms.add(f"{number // size} {word}")
    return any(form in flat for form in forms)


def test_the_detector_finds_the_core_clauses():
    """Record and detector agree on the texts; what is missed is listed, so that one of the two gets corrected."""
    types = load_clause_types(validate=False)
    recorded, missed = 0, []
    for record, text in records_with_text():
        if record.id in UNREAD_LANGUAGES:
            continue
        found = {clause.clause for clause in detect(text)}
        expected = {c.clause for c in record.clauses if core(c, types) and not c.contested} - BY_READING
        recorded += len(expected)
        missed += [f"{record.id}: {clause}" for clause in sorted(expected - found)]
    assert len(missed) <= 0.01 * recorded, missed


def core(clause: RecordClause, types) -> bool:
    return types[clause.clause].core and types[clause.clause].labelled


def test_texts_are_the_ones_that_were_read():
    """The texts at hand have the hashes that the records quote, so that offsets and sections mean the same text."""
    for line in (SHARED / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        raw = (TEXTS / f"{entry['slug']}.txt").read_bytes()
        assert hashlib.sha256(raw).hexdigest() == entry["sha256"], entry["slug"]
