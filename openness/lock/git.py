"""The line of .gitattributes that lets branches merge which pin different models."""

from pathlib import Path

ATTRIBUTE = "merge=union"


def keep_merges_easy(lock: Path) -> bool:
    """Write `openness.lock merge=union` beside a lock in a git repository; False when nothing had to be written.

    Both sides of a merge insert whole blocks, often at the same place. A union keeps both (git-scm.com, gitattributes,
    "Performing a three-way merge"); openness/lock/table.py makes every line unlike those of other entries for it.
    """
    folder = lock.resolve().parent
    if not any((place / ".git").exists() for place in (folder, *folder.parents)):
        return False
    path = folder / ".gitattributes"
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        if any(line.split()[:1] == [lock.name] for line in text.splitlines()):
            return False
        ending = "" if not text or text.endswith("\n") else "\n"
        path.write_text(f"{text}{ending}{lock.name} {ATTRIBUTE}\n", "utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return True
