"""The command group, and what its commands share: lazy loading, near names, one sentence for a failure."""

from importlib import import_module
from typing import Any

import click

from openness import __version__
from openness.cli import COMMANDS, HEADINGS


class LazyGroup(click.Group):
    """A click group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Command names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command object, imported now; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was meant; a near name is offered for a typo."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else " See 'openness --help'."
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the command table without importing any command."""
        for heading, names in HEADINGS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, COMMANDS[name][1]) for name in names])

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and turn every failure that the program can explain into one sentence and a next step."""
        from openness.cli.ending import ready_streams
        from openness.errors import OpennessError

        ready_streams()
        try:
            return super().invoke(ctx)
        except OpennessError as error:
            from openness.render.safe import plain

            click.echo("\n".join(plain(line) for line in f"openness: {error.message}".split("\n")), err=True)
            if error.hint:
                click.echo(f"  {plain(error.hint)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:  # click itself would wait for threads, and exit with 1
            from openness.cli.ending import interrupted

            interrupted()
        except BrokenPipeError:
            from openness.cli.ending import reader_gone

            reader_gone()


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Evidence for counsel, not legal advice. Exit codes: 0 allowed, 1 internal failure, 2 usage, "
    "3 not reachable, 10 needs review, 11 denied.",
)
@click.version_option(__version__, "-V", "--version", prog_name="openness")
def group() -> None:
    """Say, with quoted proof, how open an AI model is and what you may do with it.

    \b
    Examples:
      openness check meta-llama/Llama-3.1-8B
      openness check ./my-model --assume weights
      openness scan .
      openness explain restricted-weights

    Each command has its own --help.
    """
