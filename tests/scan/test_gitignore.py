"""Patterns mean what they mean to git: compared with `git check-ignore`."""

import subprocess
from pathlib import Path

import pytest

from openness.scan.gitignore import is_ignored, parsed
from openness.scan.walk import files

PATTERNS = [
    "*.log", "build/", "/top.txt", "docs/*.md", "**/cache", "cache/**", "a/**/z.py", "!keep.log", "# no", "\\#real",
    "?.txt", "[ab].py", "[!a].cfg", "foo*bar", "**/deep/*.bin", "trailing   ", "sp\\ ace", "*", "!*/", "dir", "x/y",
]  # fmt: skip
PATHS = [
    "a.log", "keep.log", "sub/b.log", "build/x.py", "sub/build/x.py", "top.txt", "sub/top.txt", "docs/a.md",
    "docs/sub/a.md", "x/cache/y.py", "cache/deep/f.py", "a/z.py", "a/b/c/z.py", "#real", "q.txt", "qq.txt", "a.py",
    "c.py", "b.cfg", "a.cfg", "foobar", "foo-x-bar", "p/deep/w.bin", "trailing", "sp ace", "dir/k.py", "x/y", "u/x/y",
]  # fmt: skip


def repository(path: Path, ignore: str) -> Path:
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    (path / ".gitignore").write_text(ignore)
    return path


def ignored_by_git(path: Path) -> set[str]:
    run = subprocess.run(
        ["git", "-C", str(path), "check-ignore", "--no-index", "--stdin"],
        input="\n".join(PATHS), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {line.strip('"').replace("\\\\", "\\") for line in run.stdout.split("\n") if line}


def ignored_by_us(path: Path, ignore: str) -> set[str]:
    rules = (parsed(ignore, f"{path}/"),)
    found = set()
    for name in PATHS:
        parts = name.split("/")
        steps = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
        if any(is_ignored(f"{path}/{step}", rules, folder=step != name) for step in steps):
            found.add(name)
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_one_pattern(tmp_path: Path, pattern: str) -> None:
    repository(tmp_path, pattern + "\n")
    assert ignored_by_us(tmp_path, pattern + "\n") == ignored_by_git(tmp_path)


def test_order_and_negation(tmp_path: Path) -> None:
    for ignore in (
        "*.log\n!keep.log\n",
        "!keep.log\n*.log\n",
        "/*\n!/docs\n/docs/*\n!/docs/a.md\n",
        "dir/\n!dir/k.py\n",
    ):
        repository(tmp_path, ignore)
        assert ignored_by_us(tmp_path, ignore) == ignored_by_git(tmp_path)


def test_a_hostile_pattern_is_not_slow() -> None:
    rules = (parsed("*a" * 100 + "b\n" + "**/" * 60 + "x\n", "/"),)
    assert not is_ignored("/" + "a" * 3000, rules, folder=False)


def test_walk_leaves_out_and_says(tmp_path: Path) -> None:
    repository(tmp_path, "skip.py\nsub/*.tmp\n")
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "o.py").write_text("")
    for name in ("a.py", "skip.py", "sub/b.tmp", "sub/c.py", "sub/d.py", "node_modules/m.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "sub" / ".gitignore").write_text("c.py\n")
    (tmp_path / "out").symlink_to(outside)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = list(files([str(tmp_path)]))
    names = {str(Path(p).relative_to(tmp_path)) for p in found if isinstance(p, str)}
    assert {n for n in names if n.endswith(".py")} == {"a.py", "sub/d.py"}
    assert [(Path(s.path).name, s.why) for s in found if not isinstance(s, str)] == [("out", "link out of the tree")]
    everything = {
        str(Path(p).relative_to(tmp_path)) for p in files([str(tmp_path)], respect_ignore=False) if isinstance(p, str)
    }
    assert {"skip.py", "sub/b.tmp", "sub/c.py"} <= everything
    assert list(files([str(tmp_path / "skip.py")])) == [str(tmp_path / "skip.py")]


def test_a_folder_inside_a_repository_obeys_the_files_above(tmp_path: Path) -> None:
    repository(tmp_path, "*.gen.py\n")
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "a.gen.py").write_text("")
    (tmp_path / "pkg" / "b.py").write_text("")
    assert [Path(str(p)).name for p in files([str(tmp_path / "pkg")])] == ["b.py"]


def test_opennessignore_holds_for_named_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".opennessignore").write_text("fixtures/\n")
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "a.py").write_text("")
    (tmp_path / "b.py").write_text("")
    monkeypatch.chdir(tmp_path)
    assert list(files(["fixtures/a.py", "b.py"])) == ["b.py"]
    assert list(files(["fixtures/a.py"], respect_ignore=False)) == ["fixtures/a.py"]
