"""Serves the folders below FOLDER as repositories: `owner__name` becomes owner/name, `ds__x` the data set x.

    python -m tests.fakehub FOLDER [--port N] [--weights]

Prints the endpoint and waits. `--weights` pretends that model weights lie beside the papers.
"""

import argparse
import threading
from pathlib import Path

from tests.fakehub.server import FakeHub


def serve_folders(hub: FakeHub, folder: Path, *, weights: bool) -> list[str]:
    """Names of the repositories that were added."""
    names = []
    for child in sorted(p for p in folder.iterdir() if p.is_dir()):
        kind = "dataset" if child.name.startswith("ds__") else "model"
        name = child.name.removeprefix("ds__").replace("__", "/", 1)
        hub.add_folder(name, child, kind, weights=weights and kind == "model")
        names.append(name)
    return names


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakehub")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--weights", action="store_true")
    options = parser.parse_args()
    with FakeHub(options.port) as hub:
        names = serve_folders(hub, options.folder, weights=options.weights)
        print(f"HF_ENDPOINT={hub.url}  # {len(names)} repositories", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
