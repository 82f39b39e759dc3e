"""Entry point of the `openness` command."""

import os
import sys


def main() -> None:
    """Run the command line; the exit code is a property of the result (DESIGN.md section 8)."""
    try:
        if sys.argv[1:2] == ["scan"] and "--offline" in sys.argv:
            import gc

            from openness.cli.ending import ready_streams
            from openness.cli.scan_quick import quick

            ready_streams()
            gc.disable()  # a few files: a hook is waited for, and everything is freed at its end
            code = quick(sys.argv[2:])
            if code is not None:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
            gc.enable()
        from openness.cli import group

        group(prog_name="openness")
    except KeyboardInterrupt:
        from openness.cli.ending import interrupted

        interrupted()
    except BrokenPipeError:
        from openness.cli.ending import reader_gone

        reader_gone()
    except Exception as error:
        from openness.cli.ending import no_room

        if isinstance(error, OSError) and no_room(error):
            sys.exit(1)
        # A bug of ours: one sentence and exit 1, never something that looks like an answer.
        if os.environ.get("OPENNESS_DEBUG"):
            raise
        detail = " ".join(str(error).split())[:300]
        sys.stderr.write(
            f"openness: internal failure: {type(error).__name__}: {detail}\n"
            "  This is a bug. Run again with OPENNESS_DEBUG=1 for the traceback, and report it.\n"
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
