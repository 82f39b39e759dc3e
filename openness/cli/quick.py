"""Commands in their plainest form, without the library of the command line: the same result in half the time.

`openness check NAME…` where the registry alone answers, and `openness license FILE… --identify-only`. Whatever is not
understood here is left to the full command.
"""

from collections.abc import Iterator, Mapping, Sequence

_FEW = 100  # files; while more are read, memory has to be collected


def check(arguments: Sequence[str]) -> int | None:
    """The exit code, once the result is printed; None (and nothing printed) when the full command has to run."""
    given = _understood(
        arguments,
        flags={"--offline": "offline", "-v": "verbose", "--verbose": "verbose"},
        choices={"--format": ("text", "json"), "--fail-on": ("review", "deny")},
    )
    if given is None:
        return None
    from openness.cli.ready import ready_documents

    targets, flags, chosen = given
    document = ready_documents(targets, offline="offline" in flags)
    if document is None:
        return None
    from openness.cli.output import exit_code, write

    write(document, chosen["--format"], None, verbose="verbose" in flags)
    return exit_code(document, chosen["--fail-on"])


def license_(arguments: Sequence[str]) -> int | None:
    """The same for `openness license`."""
    flags = {"--identify-only": "identify"}
    given = _understood(arguments, flags=flags, choices={"--format": ("text", "json", "jsonl")})
    if given is None or not given[1] or len(given[0]) > _FEW:
        return None
    from openness.cli.license_run import run

    files, _, chosen = given
    return run(files, chosen["--format"], identify_only=True)


def _understood(
    arguments: Sequence[str], *, flags: Mapping[str, str], choices: Mapping[str, tuple[str, ...]]
) -> tuple[list[str], set[str], dict[str, str]] | None:
    """Operands, flags and choices (the first of which is the default); None for anything else, or no operand."""
    operands: list[str] = []
    given: set[str] = set()
    chosen = {name: values[0] for name, values in choices.items()}
    rest: Iterator[str] = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in choices:
            chosen[name] = value if equals else next(rest, "")
        elif argument in flags:
            given.add(flags[argument])
        elif argument.startswith("-"):
            return None
        else:
            operands.append(argument)
    if not operands or any(chosen[name] not in values for name, values in choices.items()):
        return None
    return operands, given, chosen
