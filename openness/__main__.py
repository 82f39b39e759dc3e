"""Entry point of the `openness` command."""

import sys


def main() -> None:
    """Run the command line; the exit code is a property of the result (DESIGN.md section 8)."""
    from openness.cli import group

    group(prog_name="openness")


if __name__ == "__main__":
    sys.exit(main())
