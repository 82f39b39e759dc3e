"""`openness notice`: the NOTICE file that a set of models requires."""

from pathlib import Path

import click

from openness.errors import EXIT_ALLOW, EXIT_UNREACHABLE


@click.command("notice")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="Facts about your organisation.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to FILE.")
def command(targets: tuple[str, ...], offline: bool, profile: Path | None, format_: str, output: Path | None) -> None:
    """Write the NOTICE file: required words, license copies, names and changes to state.

    A profile leaves out what is not due at your size, or because you do not distribute.

    \b
    Example:
      openness notice meta-llama/Llama-3.1-8B google-bert/bert-base-uncased -o NOTICE

    Exit codes: 0 written, 2 usage, 3 a target could not be read and is missing from it.
    """
    from openness.cli.output import emit, say_errors
    from openness.cli.run import run_check
    from openness.evaluate.profile import load_profile
    from openness.kb.load import KnowledgeBase
    from openness.policy.notice import notice

    document = run_check(list(dict.fromkeys(targets)), offline=offline, profile=profile)
    say_errors(document)
    if not document["reports"]:
        raise SystemExit(EXIT_UNREACHABLE)
    result = notice(document, KnowledgeBase.load(), load_profile(profile))
    if format_ == "json":
        import json
        from dataclasses import asdict

        content = {"schema": "openness.notice/1", "tool": document["tool"], **asdict(result)}
        emit(json.dumps(content, ensure_ascii=False, indent=1) + "\n", output)
    else:
        from openness.render.notice import render

        emit(render(result, document), output)
    raise SystemExit(EXIT_UNREACHABLE if document["errors"] else EXIT_ALLOW)
