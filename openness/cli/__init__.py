"""The command line. Commands are named here and imported when called, so that `--help` loads click and nothing else."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openness.cli.root import group as group

# name -> (module:attribute, help line). The help line lives here so that --help imports no command.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("openness.cli.check:command", "Say how open a model is and what you may do with it."),
    "scan": ("openness.cli.scan:command", "Find model, dataset and service references in a source tree."),
    "license": ("openness.cli.license:command", "Name license texts and show their clauses."),
    "explain": ("openness.cli.explain:command", "Explain a license, clause, criterion, level or use."),
    "compare": ("openness.cli.compare:command", "Put models side by side."),
    "list": ("openness.cli.list:command", "List licenses, clauses, policies, levels, models and more."),
    "lock": ("openness.cli.lock:command", "Pin what was reviewed, and see what changed since."),
    "diff": ("openness.cli.diff:command", "Show what changed between two revisions or models."),
    "notice": ("openness.cli.notice:command", "Write the NOTICE file that a set of models requires."),
    "policy": ("openness.cli.policy:command", "Show, test and explain the rules that allow, review or deny."),
    "registry": ("openness.cli.registry:command", "Draft and verify records of known models."),
    "knowledge": ("openness.cli.knowledge:command", "Show or update licenses, rubrics and registry."),
    "archive": ("openness.cli.archive:command", "Write and verify the record of an audit."),
    "schema": ("openness.cli.schema:command", "Print a published JSON Schema."),
}
# heading of --help -> commands
HEADINGS: dict[str, tuple[str, ...]] = {
    "Ask": ("check", "license", "explain", "compare", "list"),
    "In a repository": ("scan", "lock", "diff", "notice", "policy"),
    "Records and knowledge": ("archive", "registry", "knowledge", "schema"),
}


def __getattr__(name: str) -> object:
    """`group`, the entry point, loaded when it is asked for: the quick path of hooks needs no click (PEP 562)."""
    if name != "group":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from openness.cli.root import group

    return group
