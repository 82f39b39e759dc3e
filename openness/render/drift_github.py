"""A checked lock as GitHub workflow commands: one annotation for each entry that is not as it was, at its line."""

from collections.abc import Iterable

from openness.render.drift_text import CheckedLike, entry_lines
from openness.render.github import _property, _value
from openness.render.safe import plain

_COMMAND = {"changed": "warning", "gone": "error", "unreachable": "error", "moved": "notice"}


def render(items: Iterable[CheckedLike], lock: str) -> str:
    """Workflow commands; a denial is an error, a change a warning, a new commit with the same terms a notice."""
    out = []
    for item in items:
        command = _COMMAND.get(item.state)
        if command is None:
            continue
        if item.state == "changed" and item.decision.verdict == "deny":
            command = "error"
        title = plain(f"{item.entry.id} {item.heading}")
        text = "\n".join(list(entry_lines(item, lock))[1:]) or title
        out.append(f"::{command} file={_property(lock)},line={item.line},title={_property(title)}::{_value(text)}\n")
    return "".join(out)
