"""A command whose help lists its options by what they are about."""

from collections.abc import Mapping, Sequence
from typing import Any

import click


class Grouped(click.Command):
    """A click command with options under headings; what no heading names stands under the last one."""

    def __init__(self, *args: Any, headings: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings  # heading -> names of parameters

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each heading with its options, in the order of the headings."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = {p.name: p.get_help_record(ctx) for p in options}
        for heading, names in self.headings.items():
            rows = [record for name in names if (record := records.pop(name, None))]
            with formatter.section(heading):
                formatter.write_dl(rows)
        with formatter.section("Other options"):
            formatter.write_dl([record for record in records.values() if record])
