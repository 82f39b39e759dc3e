"""Scans files and trees: walk, prefilter, read, place."""

import os
from collections.abc import Iterable, Sequence

from openness.scan.filetype import kind_of_path, kind_of_shebang
from openness.scan.literal import Lines
from openness.scan.prefilter import may_name
from openness.scan.reference import Hit, Ignored, Reference, ScanOptions, ScanResult, Skipped
from openness.scan.walk import files

_HEAD = 8192
_DEFAULT = ScanOptions()

Found = tuple[list[Reference], list[Ignored], list[Skipped]]


def scan(paths: Iterable[str | os.PathLike[str]], *, options: ScanOptions = _DEFAULT) -> ScanResult:
    """Every reference to a model, a data set or a hosted service below the paths, in order."""
    listed: list[str] = []
    skipped: list[Skipped] = []
    for item in files((os.fspath(path) for path in paths), respect_ignore=options.respect_ignore):
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            listed.append(item)
    references, ignored, more = _scan_all(listed, options)
    return ScanResult(
        references=tuple(sorted(references, key=_order)),
        ignored=tuple(sorted(ignored, key=lambda item: _order(item.reference))),
        skipped=tuple(sorted([*skipped, *more], key=lambda item: item.path)),
        files=len(listed),
    )


def _order(reference: Reference) -> tuple[str, int, int, str]:
    return reference.path, reference.line, reference.column, reference.id


def _scan_all(listed: Sequence[str], options: ScanOptions) -> Found:
    if options.jobs > 1 and len(listed) > 500:
        from openness.scan.parallel import scan_in_processes

        return scan_in_processes(listed, options, scan_files)
    return scan_files(listed, options)


def scan_files(listed: Sequence[str], options: ScanOptions) -> Found:
    """References, ignored ones and skipped files of a list of files, in this process."""
    references: list[Reference] = []
    ignored: list[Ignored] = []
    skipped: list[Skipped] = []
    for path in listed:
        why = _scan_file(path, options, references, ignored)
        if why:
            skipped.append(Skipped(path.replace(os.sep, "/"), why))
    return references, ignored, skipped


def _scan_file(path: str, options: ScanOptions, references: list[Reference], ignored: list[Ignored]) -> str | None:
    """Adds what a file names; returns why it was not read, if that has to be said."""
    shown = path.replace(os.sep, "/") if os.sep != "/" else path
    kind = kind_of_path(shown)
    name = shown.rpartition("/")[2]
    if kind is None and "." in name[1:]:
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return "unreadable"
    try:
        size = os.fstat(descriptor).st_size
        if kind is None:
            kind = kind_of_shebang(os.read(descriptor, 200))
            if kind is None:
                return None
            os.lseek(descriptor, 0, os.SEEK_SET)
        if size > options.max_bytes:
            return "too large"
        content = os.read(descriptor, size + 1)
        while len(content) < size:
            piece = os.read(descriptor, size - len(content))
            if not piece:
                break
            content += piece
    except OSError:
        return "unreadable"
    finally:
        os.close(descriptor)
    from openness.scan.readers import PREFILTER

    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if not may_name(content, PREFILTER[kind]):
        return "binary" if b"\x00" in content[:_HEAD] else None
    if b"\x00" in content[:_HEAD]:
        return "binary"
    found, left_out = references_of(decoded(content), kind, shown)
    references.extend(found)
    ignored.extend(left_out)
    return None


def decoded(content: bytes) -> str:
    """A file's text: UTF-8, else Latin-1; one kind of line end."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def references_of(text: str, kind: str, path: str) -> tuple[list[Reference], list[Ignored]]:
    """The references of one text, and those that its comments take out."""
    from openness.scan.readers import hits_of
    from openness.scan.reference import merged
    from openness.scan.suppress import divided, reasons

    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # no engine takes half a surrogate pair
    hits = merged(hits_of(text, kind, path))
    if not hits:
        return [], []
    lines = Lines(text)
    return divided([_placed(hit, lines, path) for hit in hits], reasons(text))


def _placed(hit: Hit, lines: Lines, path: str) -> Reference:
    line, column = lines.position(hit.start)
    end_line, end_column = lines.position(max(hit.end, hit.start))
    return Reference(
        id=hit.id,
        kind=hit.kind,
        revision=hit.revision,
        path=path,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        how=hit.how,
        library=hit.library,
    )
