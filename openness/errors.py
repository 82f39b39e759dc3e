"""Every failure the program can explain: one root, one table of kinds, exit codes as DESIGN.md section 8.

OpennessError
├── UsageError            2   the command line or a configuration file is wrong
├── TargetUnavailable     3   a named target could not be reached or read
└── KnowledgeError        1   licenses/, rubric/ or data/ is broken
"""

EXIT_ALLOW, EXIT_INTERNAL, EXIT_USAGE, EXIT_UNREACHABLE, EXIT_REVIEW, EXIT_DENY = 0, 1, 2, 3, 10, 11


class OpennessError(Exception):
    """Root of all failures that have a clear sentence and a next step."""

    exit_code = EXIT_INTERNAL

    def __init__(self, message: str, *, hint: str = "", kind: str = "internal") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.kind = kind


class UsageError(OpennessError):
    """The command line or a configuration file is wrong."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str, *, hint: str = "", kind: str = "usage") -> None:
        super().__init__(message, hint=hint, kind=kind)


class TargetUnavailable(OpennessError):
    """A named target could not be reached or read; `kind` says why (see docs/errors.md)."""

    exit_code = EXIT_UNREACHABLE

    def __init__(self, message: str, *, hint: str = "", kind: str = "not-found") -> None:
        super().__init__(message, hint=hint, kind=kind)


class KnowledgeError(OpennessError):
    """A file of licenses/, rubric/ or data/ is broken: the message names file and field."""

    def __init__(self, message: str, *, hint: str = "", kind: str = "knowledge") -> None:
        super().__init__(message, hint=hint, kind=kind)


def combined_exit_code(codes: list[int]) -> int:
    """The code of a run over several targets: 2 for usage; else the first that occurs of 11, 1, 3, 10, 0."""
    for code in (EXIT_USAGE, EXIT_DENY, EXIT_INTERNAL, EXIT_UNREACHABLE, EXIT_REVIEW):
        if code in codes:
            return code
    return EXIT_ALLOW
