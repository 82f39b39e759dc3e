import json
from dataclasses import dataclass

import pytest

from openness.errors import UsageError
from openness.policy.baseline import Baseline, dumps, read_baseline


@dataclass(frozen=True)
class Place:
    path: str
    kind: str
    id: str


HERE = [Place("src/b.py", "model", "Org/Model"), Place("src/a.py", "dataset", "org/data")]


def test_what_was_there_is_held_wherever_it_stands_in_the_file(tmp_path):
    path = tmp_path / "b.json"
    path.write_text(dumps(HERE))
    found = read_baseline(path)
    assert all(found.holds(place) for place in HERE)
    assert found.holds(Place("./src/b.py", "model", "org/model"))
    assert not found.holds(Place("src/c.py", "model", "Org/Model"))
    assert not found.holds(Place("src/b.py", "dataset", "Org/Model"))
    assert not found.holds(Place("src/b.py", "model", "Org/Other"))


def test_it_is_sorted_by_line_so_that_it_merges(tmp_path):
    text = dumps(HERE)
    assert text == dumps(reversed(HERE))
    assert list(json.loads(text)["references"]) == ["src/a.py", "src/b.py"]


def test_what_is_no_longer_there_can_be_dropped(tmp_path):
    path = tmp_path / "b.json"
    path.write_text(dumps(HERE))
    assert read_baseline(path).gone(HERE[:1]) == (("src/a.py", "dataset", "org/data"),)


def test_without_a_file_nothing_is_held():
    assert read_baseline(None) == Baseline()


@pytest.mark.parametrize(
    "text", ["{}", "[]", "nope", '{"version": 1, "references": []}', '{"version": 1, "references": {"a": 1}}']
)
def test_a_broken_one_is_refused(tmp_path, text):
    path = tmp_path / "b.json"
    path.write_text(text)
    with pytest.raises(UsageError):
        read_baseline(path)


def test_a_missing_one_says_how_to_write_it(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_baseline(tmp_path / "b.json")
    assert "openness policy baseline" in caught.value.hint
