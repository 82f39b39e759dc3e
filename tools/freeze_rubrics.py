"""Records the hash of every published rubric: `python -m tools.freeze_rubrics`.

A rubric that was published is never edited, since reports name it by id and version; a change is a new file with a new
version. A test compares the files with rubric/published.json. `--unpublished` records changed files anew: for versions
that no release has carried yet.
"""

import hashlib
import json
import sys

from openness.kb.locate import rubric_dir
from openness.kb.rubrics import read_rubric_data, rubric_files

PUBLISHED = rubric_dir() / "published.json"


def hashes() -> dict[str, str]:
    """sha256 of every rubric file by "id version"."""
    found = {}
    for path in rubric_files():
        data = read_rubric_data(path)
        found[f"{data['id']} {data['version']}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def published() -> dict[str, str]:
    """The recorded hashes."""
    if not PUBLISHED.is_file():
        return {}
    recorded: dict[str, str] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return recorded


def main(arguments: list[str]) -> int:
    """Record new versions; refuse changed ones unless told that they were never published."""
    now, before = hashes(), published()
    changed = [name for name, digest in before.items() if now.get(name, digest) != digest]
    if changed and "--unpublished" not in arguments:
        print(f"changed after publication: {', '.join(changed)}; give the change a version of its own", file=sys.stderr)
        return 1
    PUBLISHED.write_text(json.dumps({**before, **now}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
