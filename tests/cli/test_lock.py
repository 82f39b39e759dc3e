"""Lock, then let the fake Hub change one thing: the message, the code, and that the earlier grant stays."""

import json

import pytest

from tests.cli.test_story import WEIGHTS, card
from tests.fakehub import Fault

MIT = """MIT License

Copyright (c) 2024 Acme

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
NO_SALE = "\nNobody may sell the Software or use it in any commercial product.\n"
FILES = {"README.md": card(license="mit"), "LICENSE": MIT, **WEIGHTS}


@pytest.fixture
def rocket(hub, openness):
    """A locked model, and the repository behind it."""
    hub.add("acme/rocket", FILES)
    assert openness("lock", "--add", "acme/rocket").code == 0
    return hub.repos["model", "acme/rocket"]


def lock_text(elsewhere):
    return (elsewhere / "openness.lock").read_text()


def test_nothing_changed(openness, rocket):
    answer = openness("lock", "--check")
    assert (answer.code, answer.out) == (0, "")
    assert "1 entries of openness.lock: 1 as they were" in answer.err


def test_only_the_commit_changed(openness, rocket):
    rocket.commit({**FILES, "notes.txt": "hello"})
    answer = openness("lock", "--check")
    assert answer.code == 0
    assert "acme/rocket has moved, its terms are the same" in answer.out
    assert "1 at a new commit with the same terms" in answer.err


def test_a_changed_license_text_shows_the_clause_with_its_words(openness, rocket, elsewhere):
    before = lock_text(elsewhere)
    rocket.commit({**FILES, "LICENSE": MIT + NO_SALE})
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "openness.lock:4: acme/rocket changed upstream" in answer.out
    assert "LICENSE is not mit any more, it is LicenseRef-modified-MIT" in answer.out
    assert "! clause gained: non-commercial (LicenseRef-modified-MIT)" in answer.out
    assert "now: “Nobody may sell the Software" in answer.out
    assert "You acquired mit at commit" in answer.out
    assert "openness lock --add acme/rocket" in answer.out
    assert 'pin revision="' in answer.out
    assert lock_text(elsewhere) == before
    assert openness("lock", "--check", "--policy", "commercial-use").code == 11


def test_pinning_again_keeps_the_earlier_grant(openness, rocket, elsewhere):
    rocket.commit({**FILES, "LICENSE": MIT + NO_SALE})
    answer = openness("lock", "--add", "acme/rocket")
    assert "the earlier grant is kept" in answer.err
    assert 'licenses = ["mit"]' in lock_text(elsewhere)
    assert openness("lock", "--check").code == 0
    rocket.commit(FILES)
    openness("lock", "--add", "acme/rocket")
    assert lock_text(elsewhere).count("earlier.") == 2


def test_a_relabelled_card_shows_both_licenses(openness, hub, elsewhere):
    hub.add("acme/card", {"README.md": card(license="apache-2.0"), **WEIGHTS})
    openness("lock", "--add", "acme/card")
    hub.repos["model", "acme/card"].commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "license of the weights: apache-2.0 → cc-by-nc-4.0" in answer.out
    assert "! permitted → not permitted: use it commercially, embed it in a product, " in answer.out


def test_card_terms_changed(openness, rocket):
    rocket.commit(
        {**FILES, "README.md": card("# Rocket\n\nThis model is for research purposes only.\n", license="mit")}
    )
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "- the model card was edited" in answer.out
    assert "new conflict: prose-vs-metadata" in answer.out


def test_a_gate_was_added(openness, rocket):
    rocket.gated = "manual"
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "! gate: none → manual; whoever fetches it now accepts terms first" in answer.out


def test_renamed(openness, hub, rocket):
    hub.add("acme/rocket-v1", FILES)
    hub.rename("acme/rocket", "acme/rocket-v1")
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "renamed: acme/rocket is now acme/rocket-v1" in answer.out
    assert "openness lock --remove acme/rocket --add acme/rocket-v1" in answer.out
    assert openness("lock", "--remove", "acme/rocket", "--add", "acme/rocket-v1").code == 0
    assert openness("lock", "--check").code == 0


def test_gone(openness, hub, rocket, elsewhere):
    before = lock_text(elsewhere)
    del hub.repos["model", "acme/rocket"]
    answer = openness("lock", "--check")
    assert answer.code == 3
    assert "acme/rocket is gone" in answer.out
    assert "You acquired mit at commit" in answer.out
    assert "Keep your own copy" in answer.out
    assert lock_text(elsewhere) == before


def test_gone_is_not_hidden_by_the_registry(openness, hub):
    hub.add("google-bert/bert-base-uncased", {"README.md": card(license="apache-2.0"), **WEIGHTS})
    openness("lock", "--add", "google-bert/bert-base-uncased")
    del hub.repos["model", "google-bert/bert-base-uncased"]
    answer = openness("lock", "--check")
    assert answer.code == 3
    assert "google-bert/bert-base-uncased is gone" in answer.out


def test_the_hub_is_down_and_nothing_is_concluded(openness, hub, rocket):
    hub.fault(Fault(status=404, headers={"X-Error-Code": "RevisionNotFound"}), "acme/rocket")
    hub.faults.clear()
    rocket.faults[:] = [Fault(drop=True)]
    answer = openness("lock", "--check")
    assert answer.code == 3
    assert "acme/rocket could not be read" in answer.out
    assert "is gone" not in answer.out


def test_a_tag_that_moved(openness, hub):
    repo = hub.add("acme/tagged", FILES)
    repo.tags["v1"] = repo.branches["main"]
    openness("lock", "--add", "acme/tagged@v1")
    repo.commit({**FILES, "notes.txt": "x"})
    assert openness("lock", "--check").code == 0
    repo.tags["v1"] = repo.branches["main"]
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "v1 points elsewhere now" in answer.out


def test_a_commit_that_was_asked_for_does_not_drift(openness, hub):
    repo = hub.add("acme/tagged", FILES)
    openness("lock", "--add", f"acme/tagged@{repo.branches['main']}")
    repo.commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    assert openness("lock", "--check").code == 0


def test_a_base_that_changed_its_license(openness, hub):
    hub.add("acme/base", {"README.md": card(license="mit"), **WEIGHTS})
    hub.add("acme/child", {"README.md": card(license="mit", base_model="acme/base"), **WEIGHTS})
    openness("lock", "--add", "acme/child")
    hub.repos["model", "acme/base"].commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "acme/child is the same, and a base of it changed" in answer.out
    assert "base acme/base: mit → cc-by-nc-4.0" in answer.out


def test_a_policy_that_became_stricter(openness, hub, elsewhere):
    hub.add("acme/nc", {"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    openness("lock", "--add", "acme/nc")
    (elsewhere / "openness.toml").write_text('policy = "commercial-use"\n')
    answer = openness("lock", "--check")
    assert answer.code == 11
    assert "is the same, and the policy judges it differently" in answer.out
    assert "verdict: review by default → deny by policy commercial-use" in answer.out
    assert "openness policy explain acme/nc" in answer.out
    assert "accept what is there now" not in answer.out


def test_datasets_and_services(openness, hub, elsewhere):
    hub.add("acme/words", {"README.md": card(license="cc-by-4.0")}, kind="dataset")
    assert openness("lock", "--add", "datasets/acme/words", "--add", "gpt-4o").code == 0
    assert openness("lock", "--check").code == 0
    text = lock_text(elsewhere)
    text = text.replace('level = "closed"', 'level = "open-weights"').replace('knowledge = "', 'knowledge = "0')
    (elsewhere / "openness.lock").write_text(text)
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "is the same, and is read differently by newer knowledge" in answer.out
    hub.repos["dataset", "acme/words"].commit({"README.md": card(license="cc-by-nc-4.0")})
    assert "license of the data: cc-by-4.0 → cc-by-nc-4.0" in openness("lock", "--check").out


def test_a_folder_is_pinned_by_its_path(openness, hub, elsewhere):
    folder = elsewhere / "models" / "mine"
    folder.mkdir(parents=True)
    for name, data in FILES.items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    assert openness("lock", "--add", "./models/mine").code == 0
    assert openness("lock", "--check").code == 0
    (folder / "LICENSE").write_text(MIT + NO_SALE)
    assert openness("lock", "--check").code == 10


def test_scan_pins_what_sources_refer_to_at_the_commit_they_name(openness, hub, elsewhere):
    first = hub.add("tuner/rocket", FILES).branches["main"]
    hub.repos["model", "tuner/rocket"].commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    hub.add("tuner/words", {"README.md": card(license="cc-by-4.0")}, kind="dataset")
    (elsewhere / "a.py").write_text(
        "from transformers import AutoModel\nfrom datasets import load_dataset\n"
        f'AutoModel.from_pretrained("tuner/rocket", revision="{first}")\nload_dataset("tuner/words")\n'
    )
    assert openness("lock", "--scan", "a.py").code == 0
    text = lock_text(elsewhere)
    assert f'revision = "{first}"' in text
    assert '[entry."tuner/words"]' in text
    assert 'kind = "dataset"' in text
    assert openness("lock", "--check").code == 0


def test_scan_of_nothing_says_so(openness, hub, elsewhere):
    (elsewhere / "a.py").write_text("print(1)\n")
    answer = openness("lock", "--scan", "a.py")
    assert answer.code == 0
    assert "nothing is referred to" in answer.err
    assert not (elsewhere / "openness.lock").exists()


def test_remove(openness, rocket, elsewhere):
    answer = openness("lock", "--remove", "acme/rockett")
    assert answer.code == 2
    assert "Did you mean acme/rocket?" in answer.err
    assert openness("lock", "--remove", "ACME/Rocket").code == 0
    assert "acme/rocket" not in lock_text(elsewhere)


def test_what_cannot_be_read_is_not_pinned_and_the_rest_is(openness, hub, elsewhere):
    hub.add("acme/rocket", FILES)
    answer = openness("lock", "--add", "acme/rocket", "--add", "acme/nothing")
    assert answer.code == 3
    assert "acme/nothing is not pinned" in answer.err
    assert "acme/rocket" in lock_text(elsewhere)


def test_the_first_lock_of_a_repository_makes_merges_easy(openness, rocket, elsewhere):
    assert (elsewhere / ".gitattributes").read_text() == "openness.lock merge=union\n"


def test_offline_nothing_is_concluded_about_the_hub(openness, rocket):
    answer = openness("lock", "--check", "--offline")
    assert answer.code == 0
    assert "1 not read again (offline)" in answer.err


def test_json(openness, rocket):
    rocket.commit({**FILES, "LICENSE": MIT + NO_SALE})
    answer = openness("lock", "--check", "--format", "json")
    document = json.loads(answer.out)
    (item,) = document["entries"]
    assert document["schema"] == "openness.lock-check/1"
    assert (answer.code, item["exit_code"], item["state"]) == (10, 10, "changed")
    assert item["revision"]["locked"] != item["revision"]["now"]
    assert any(change["what"] == "clause" and change["worse"] for change in item["changes"])


def test_annotations_stand_at_the_entry(openness, rocket):
    rocket.commit({**FILES, "LICENSE": MIT + NO_SALE})
    answer = openness("lock", "--check", "--format", "github")
    assert answer.code == 10
    assert answer.out.startswith("::warning file=openness.lock,line=4,title=acme/rocket changed upstream::")
    assert answer.out.count("\n") == 1
    denied = openness("lock", "--check", "--format", "github", "--policy", "commercial-use")
    assert denied.code == 11
    assert denied.out.startswith("::error ")


def test_what_was_pinned_from_the_registry_is_read_for_the_first_time(openness, hub):
    hub.add("google-bert/bert-base-uncased", {"README.md": card(license="apache-2.0"), **WEIGHTS})
    assert openness("lock", "--add", "google-bert/bert-base-uncased", "--offline").code == 0
    assert "is read itself for the first time, " in openness("lock", "--check").out
    hub.repos["model", "google-bert/bert-base-uncased"].commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    answer = openness("lock", "--check")
    assert answer.code == 10
    assert "not all is as the registry said" in answer.out


def test_a_data_set_does_not_replace_a_model_of_the_same_name(openness, hub, elsewhere):
    hub.add("tuner/same", FILES)
    hub.add("tuner/same", {"README.md": card(license="cc-by-4.0")}, kind="dataset")
    openness("lock", "--add", "tuner/same")
    before = lock_text(elsewhere)
    answer = openness("lock", "--add", "datasets/tuner/same")
    assert answer.code == 2
    assert "openness lock --file datasets.lock --add datasets/tuner/same" in answer.err
    assert lock_text(elsewhere) == before
    assert openness("lock", "--file", "datasets.lock", "--add", "datasets/tuner/same").code == 0


def test_sources_against_the_lock(openness, hub, elsewhere):
    for name in ("tuner/rocket", "tuner/other"):
        hub.add(name, FILES)
    openness("lock", "--add", "tuner/rocket", "--add", "tuner/other")
    code = 'from transformers import AutoModel\nAutoModel.from_pretrained("{}")\n'
    (elsewhere / "a.py").write_text(code.format("tuner/rocket"))
    answer = openness("lock", "--check", "--scan", "a.py")
    assert answer.code == 0
    assert "nothing refers to tuner/other any more" in answer.err
    (elsewhere / "b.py").write_text(code.format("tuner/new"))
    answer = openness("lock", "--check", "--scan", ".", "--format", "json")
    assert answer.code == 10
    assert "b.py:2: tuner/new is referred to and not in openness.lock: openness lock --add tuner/new" in answer.err
    assert json.loads(answer.out)["missing"] == [{"id": "tuner/new", "place": "b.py:2"}]


@pytest.mark.parametrize("arguments", [("--check", "acme/rocket"), ("--check", "--remove", "x"), ()])
def test_usage(openness, arguments):
    assert openness("lock", *arguments).code == 2


def test_check_without_a_lock_says_how_to_start(openness):
    answer = openness("lock", "--check")
    assert answer.code == 2
    assert "openness lock --add ID" in answer.err
