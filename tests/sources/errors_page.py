"""docs/errors.md, written from the table of messages and the scenarios that provoke them."""

from openness.errors import EXIT_UNREACHABLE
from openness.sources.hub_errors import FAULTS
from openness.sources.target import TARGET_HINT
from tests.sources.scenarios import SCENARIOS


def errors_page() -> str:
    """The whole page."""
    lines = [
        "# When a target cannot be read",
        "",
        "Written by `OPENNESS_WRITE_DOCS=1 pytest tests/sources/test_faults.py`; the same tests provoke every row.",
        "",
        "A target that cannot be read at all gives an *error*: an entry of `errors` with a stable `kind`, a message",
        f"and the next step, exit code {EXIT_UNREACHABLE} (unless another target's verdict takes precedence), never a",
        "report. A target of which a part cannot be read gives a *report* with a *gap* for that part: what could not",
        "be read is unknown, never absent, and the exit code is that of the verdict. Where the registry answers because",
        "the Hub did not, the verdict is review at best; a revision has no answer but the Hub's. Ctrl-C ends a run at",
        "once: exit code 130, no complete result.",
        "",
        "## Errors",
        "",
        "| kind | message | next step | exit code |",
        "|---|---|---|---|",
    ]
    filled = {"name": "NAME", "seconds": "; it asks to wait N s", "detail": "REASON"}
    for fault in FAULTS.values():
        hint = fault.hint or "(appears in gaps only)"
        lines.append(f"| `{fault.kind}` | {fault.message.format(**filled)} | {hint} | {EXIT_UNREACHABLE} |")
    lines += [
        f"| `bad-target` | 'TARGET' is not a target: REASON. | {TARGET_HINT} | {EXIT_UNREACHABLE} |",
        "",
        "## Faults and what they give",
        "",
        "| fault | gives | gap |",
        "|---|---|---|",
    ]
    for scenario in SCENARIOS:
        gives = f"error `{scenario.error}`" if scenario.error else "report"
        gap = f"{scenario.gap[0]}: “… {scenario.gap[1]} …”" if scenario.gap else ""
        lines.append(f"| {scenario.title} | {gives} | {gap} |")
    return "\n".join(lines) + "\n"
