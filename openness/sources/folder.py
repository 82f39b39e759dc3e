"""Files of one folder on this machine: no link is followed out of it, and only plain files are read."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openness.model.snapshot import FileEntry, Gap, TextFile, WeightHeader
from openness.settings import Settings
from openness.sources.files import choose_texts
from openness.sources.headers import NO_HEADER, choose_headers, weight_header
from openness.sources.texts import as_text, cut_gap, now

_SKIPPED = frozenset({".git", ".cache", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache", ".hg"})
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d{1,18})\n"
)
_POINTER_SIZE = 1024  # bytes; a Git LFS pointer is shorter
DEEPEST = 64  # folders in each other that are listed; os.walk of Python 3.11 calls itself for each
_NOT_HERE = "It is a Git LFS pointer whose content was not downloaded."
_LEADS_OUT = "It is a link that leads out of the folder, so it was not followed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files of a folder."""

    files: tuple[FileEntry, ...]
    complete: bool
    gaps: tuple[Gap, ...] = ()


class Folder:
    """A folder whose files may be read. `within`: links may lead into it as well (the blobs of a cache entry)."""

    def __init__(self, root: Path, settings: Settings, *, within: Path | None = None, deep: bool = True) -> None:
        self.root = root
        self.settings = settings
        self.inside = (root.resolve(), (within or root).resolve())
        self.deep = deep

    def listing(self) -> Listing:
        """Every file below the root, sorted, with its size (a Git LFS pointer: the size of what it stands for)."""
        files: list[FileEntry] = []
        gaps: list[Gap] = []
        for path in self._walk(gaps):
            if len(files) >= self.settings.max_files:
                gaps.append(Gap(what="file listing", why=f"Only {self.settings.max_files} files were listed."))
                break
            entry = self._entry(path, gaps)
            if entry is not None:
                files.append(entry)
        complete = not any(g.what == "file listing" for g in gaps)
        return Listing(files=tuple(sorted(files, key=lambda e: e.path)), complete=complete, gaps=tuple(gaps))

    def texts(self, files: tuple[FileEntry, ...], extra: tuple[str, ...] = ()) -> tuple[list[TextFile], list[Gap]]:
        """The texts among `files`, and gaps for those that could not be read."""
        texts, gaps = [], []
        chosen, left = choose_texts(files, self.settings.max_texts, extra)
        gaps += [Gap(what=path, why=f"Not read: more than {self.settings.max_texts} texts.") for path in left]
        for path in chosen:
            found, more = self.text(path)
            gaps += more
            if found is not None:
                texts.append(found)
        return texts, gaps

    def text(self, path: str) -> tuple[TextFile | None, list[Gap]]:
        """One text."""
        limit = self.settings.max_file_bytes
        data = self.head(path, limit + 1)
        if isinstance(data, Gap):
            return None, [data]
        cut = len(data) > limit
        found = as_text(path, data[:limit], cut=cut, when=now())
        if isinstance(found, Gap):
            return None, [found]
        return found, [cut_gap(path, limit)] if cut else []

    def headers(self, files: tuple[FileEntry, ...]) -> tuple[list[WeightHeader], list[Gap]]:
        """The metadata that weight files carry, and gaps for those that are not here or cannot be read."""
        found, gaps = [], []
        for entry in choose_headers(files, self.settings.max_headers):
            data = self.head(entry.path, self.settings.max_header_bytes)
            header = weight_header(entry.path, data) if isinstance(data, bytes) else None
            if header is not None:
                found.append(header)
            elif isinstance(data, Gap):
                gaps.append(Gap(what=f"metadata in {entry.path}", why=data.why))
            else:
                pointer = _POINTER.match(data[:_POINTER_SIZE]) is not None
                gaps.append(Gap(what=f"metadata in {entry.path}", why=_NOT_HERE if pointer else NO_HEADER))
        return found, gaps

    def head(self, path: str, size: int) -> bytes | Gap:
        """The first `size` bytes of a file below the root."""
        full = self.root / path
        try:
            real = full.resolve(strict=True)
            if not self._is_inside(real):
                return Gap(what=path, why=_LEADS_OUT)
            # Looked at once it is open, and opened without waiting: a pipe may have taken the file's place.
            with os.fdopen(os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    return Gap(what=path, why="It is no plain file.")
                return stream.read(size)
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links
            return Gap(what=path, why=f"It could not be read ({type(error).__name__}).")

    def _walk(self, gaps: list[Gap]) -> Iterator[Path]:
        def failed(error: OSError) -> None:
            gaps.append(Gap(what="file listing", why=f"A folder could not be listed ({type(error).__name__})."))

        for here, folders, names in os.walk(self.root, onerror=failed, followlinks=False):
            place = Path(here)
            folders[:] = sorted(f for f in folders if self.deep and f not in _SKIPPED)
            if len(place.parts) - len(self.root.parts) >= DEEPEST and folders:
                gaps.append(Gap(what="file listing", why=f"Folders below {DEEPEST} others were not listed."))
                folders.clear()
            gaps += [Gap(what=self._name(place / f), why=_LEADS_OUT) for f in folders if self._leads_out(place / f)]
            for name in sorted(names):
                yield place / name

    def _entry(self, path: Path, gaps: list[Gap]) -> FileEntry | None:
        name = self._name(path)
        try:
            if self._leads_out(path):
                gaps.append(Gap(what=name, why=_LEADS_OUT))
                return None
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                return None
            size, sha = status.st_size, None
            if 100 < size < _POINTER_SIZE and (match := _POINTER.match(path.read_bytes())):
                size, sha = int(match[2]), match[1].decode()
        except (OSError, RuntimeError) as error:
            gaps.append(Gap(what=name, why=f"It could not be looked at ({type(error).__name__})."))
            return None
        return FileEntry(path=name, size=size, sha=sha)

    def _leads_out(self, path: Path) -> bool:
        return path.is_symlink() and not self._is_inside(Path(os.path.realpath(path)))

    def _is_inside(self, real: Path) -> bool:
        return any(real.is_relative_to(place) for place in self.inside)

    def _name(self, path: Path) -> str:
        """A path below the root, without the surrogates that stand for bytes that are no UTF-8."""
        name = path.relative_to(self.root).as_posix()
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
