import pytest

from openness.policy.paths import covers


@pytest.mark.parametrize(
    ("pattern", "path", "held"),
    [
        ("research/", "research/a/b.py", True),
        ("research", "research/a.py", True),
        ("research", "lib/research/a.py", True),
        ("/research", "lib/research/a.py", False),
        ("lib/research", "lib/research/a.py", True),
        ("lib/research", "x/lib/research/a.py", False),
        ("research/**", "research/a/b.py", True),
        ("research/*", "research/a.py", True),
        ("*.ipynb", "a/b/c.ipynb", True),
        ("*.ipynb", "c.ipynb.py", False),
        ("src/**/x.py", "src/x.py", True),
        ("src/**/x.py", "src/a/b/x.py", True),
        ("src/*.py", "src/a/b.py", False),
        ("**/tests/", "a/tests/x.py", True),
        ("**/tests/", "tests/x.py", True),
        ("a?.py", "ab.py", True),
        ("a?.py", "a/.py", False),
        ("a+b.py", "a+b.py", True),
        ("a+b.py", "aab.py", False),
        ("**", "any/thing", True),
        ("src/", "./src/a.py", True),
        ("src/", "src\\a.py", True),
        ("resea", "research/a.py", False),
    ],
)
def test_patterns(pattern, path, held):
    assert covers(pattern, path) is held


def test_a_hostile_pattern_is_linear():
    assert not covers("*" * 200 + "a" + "**/" * 200 + "b", "a" * 5000)
