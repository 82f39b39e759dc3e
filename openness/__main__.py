"""Entry point of the `openness` command."""

import os
import sys


def main() -> None:
    """Run the command line; the exit code is a property of the result (DESIGN.md section 8)."""
    # Threads of the linear algebra under numpy cost a tenth of its start, and nothing here needs more than one.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _answer_quickly(sys.argv[1:2], sys.argv[2:])
        from openness.cli import group

        group(prog_name="openness")
    except KeyboardInterrupt:
        from openness.cli.ending import interrupted

        interrupted()
    except BrokenPipeError:
        from openness.cli.ending import reader_gone

        reader_gone()
    except Exception as error:
        from openness.cli.ending import explained

        if explained(error):
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


def _answer_quickly(command: list[str], arguments: list[str]) -> None:
    """End the process where a hook or a plain question needs no library of the command line; else do nothing."""
    if command == ["scan"] and "--offline" in arguments:
        from openness.cli.scan_quick import quick
    elif command == ["check"]:
        from openness.cli.quick import check as quick
    elif command == ["license"]:
        from openness.cli.quick import license_ as quick
    else:
        return
    import gc

    from openness.cli.ending import ready_streams

    ready_streams()
    gc.disable()  # a moment's work: somebody waits for it, and everything is freed at its end
    code = quick(arguments)
    if code is not None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    gc.enable()


if __name__ == "__main__":
    main()
