"""`openness check`: parse, ask the pipeline, render, exit."""

import click

from openness.cli.grouped import Grouped

FORMATS = ("text", "json", "jsonl", "markdown", "html", "csv", "xlsx", "sarif", "github")


HEADINGS = {
    "What is read": ("offline", "assumptions", "jobs"),
    "What it is judged by": ("policy", "profile", "fail_on", "combine", "since"),
    "What comes out": ("format_", "output", "verbose", "rubric", "language"),
}


@click.command("check", cls=Grouped, headings=HEADINGS)
@click.argument("targets", nargs=-1, metavar="TARGET…")
@click.option("--offline", is_flag=True, help="Use no network: folders, the Hub cache and the embedded registry only.")
@click.option(
    "--assume",
    "assumptions",
    multiple=True,
    type=click.Choice(["weights", "links"]),
    help="weights: the folder holds only the papers of a model that has weights. links: a linked repository of code "
    "or data is what the card says. The report names what was assumed.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    default="text",
    show_default=True,
    help=f"One of {', '.join(FORMATS)}.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write the result to FILE.")
@click.option(
    "--policy",
    metavar="NAME|FILE",
    help="Rules that allow, review or deny: one of 'openness list policies', or a file. Default: openness.toml or "
    "pyproject.toml, here or above.",
)
@click.option(
    "--profile",
    type=click.Path(dir_okay=False),
    help="Facts about your organisation (users, revenue, places) that settle conditions. Default: as for --policy.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["deny", "review"]),
    default="review",
    show_default=True,
    help="From which verdict on the exit code is not 0.",
)
@click.option(
    "--since", metavar="FILE", help="Say what changed since an earlier archive, JSON report or openness.lock."
)
@click.option(
    "--language",
    metavar="CODE",
    envvar="OPENNESS_LANGUAGE",
    default="en",
    show_default=True,
    help="Of html, markdown, csv, xlsx, sarif and github: en or de. The terminal speaks English.",
)
@click.option(
    "--explain",
    "rubric",
    metavar="RUBRIC",
    help="Show why each criterion of one framework is met or not, e.g. osaid-1.0 (see 'openness list rubrics').",
)
@click.option("--combine", is_flag=True, help="Judge all targets as parts of one product, too.")
@click.option("-v", "--verbose", is_flag=True, help="Show everything: all uses and clauses, with all their passages.")
@click.option("--jobs", type=click.IntRange(1, 64), default=8, show_default=True, help="Targets checked at once.")
def command(
    targets: tuple[str, ...],
    offline: bool,
    assumptions: tuple[str, ...],
    format_: str,
    output: str | None,
    policy: str | None,
    profile: str | None,
    fail_on: str,
    since: str | None,
    language: str,
    rubric: str | None,
    combine: bool,
    verbose: bool,
    jobs: int,
) -> None:
    """Say how open a model is and what you may do with it.

    TARGET is a repository of the Hugging Face Hub (id or URL), a local folder or model card, or the name of a service.
    One target is told in full, several in brief.

    \b
    Examples:
      openness check meta-llama/Llama-3.1-8B
      openness check gpt-4o --offline
      openness check ./my-model --format json -o report.json
      openness check gpt-4o EleutherAI/pythia-1.4b --format html -o audit.html
      openness check EleutherAI/pythia-1.4b --explain osaid-1.0

    Exit codes: 0 allowed, 1 internal failure, 2 usage, 3 a target could not be read, 10 needs review, 11 denied.
    """
    if not targets:
        raise click.UsageError("Name at least one target, e.g. 'openness check EleutherAI/pythia-1.4b'.")
    if since and format_ not in ("json", "jsonl", "html", "markdown", "csv", "xlsx"):
        raise click.UsageError(f"--since has no {format_} form; use html or json, or 'openness diff'.")
    if combine and format_ not in ("text", "json"):
        raise click.UsageError(f"--combine has no {format_} form; use text or json.")
    if rubric and format_ != "text":
        raise click.UsageError(f"--explain has no {format_} form; every other format shows the criteria anyway.")
    from openness.cli.output import check_writable, exit_code, write
    from openness.cli.ready import ready_documents
    from openness.render.phrases import phrases

    phrases(language)  # a language without a file is a mistake of the command line: said before any work
    check_writable(output)
    if rubric:
        from openness.render.rubric_text import check_rubric

        check_rubric(rubric)
    previous = None
    if since:
        from pathlib import Path

        from openness.archive.since import load_previous

        previous = load_previous(Path(since))
    plain_run = not (policy or profile or rubric or assumptions)
    document = ready_documents(targets, offline=offline) if plain_run and format_ in ("text", "json") else None
    if document is None:
        from openness.cli.run import run_check

        document = run_check(
            targets, offline=offline, assumptions=assumptions, policy=policy, profile=profile, jobs=jobs
        )
    if previous is not None:
        from openness.archive.since import with_changes

        document = with_changes(document, previous)
    code = exit_code(document, fail_on)
    if combine:
        from openness.cli.combine import write_combination

        code = write_combination(document, format_, output, code=code, fail_on=fail_on)
    else:
        write(document, format_, output, verbose=verbose, rubric=rubric, language=language)
    raise SystemExit(code)
