"""Ways in which one license text turns up in files; each keeps its meaning, except `delete_lines`."""

import html
import random
import re
import textwrap
from collections.abc import Callable


def fill_fields(text: str, _: random.Random) -> str:
    """Years and holders filled in."""
    text = re.sub(r"<year>|\[year\]|\[yyyy\]|<yyyy>|\byyyy\b", "2021", text, flags=re.I)
    text = re.sub(
        r"<(?:copyright holders?|owner|name of author|organization|author)>|\[(?:fullname|name of copyright owner)\]",
        "Jane Roe and others",
        text,
        flags=re.I,
    )
    return "Copyright (c) 2019-2021 Example Works Ltd. All rights reserved.\n\n" + text


def markdown(text: str, _: random.Random) -> str:
    """Headings, bold words, bullets and block quotes."""
    out = []
    for at, part in enumerate(re.split(r"\n[ \t]*\n", text)):
        body = part.strip("\n")
        if at == 0 and len(body) < 200:
            out.append("# " + " ".join(body.split()))
        elif at % 4 == 1:
            out.append("\n".join("> " + line for line in body.split("\n")))
        elif at % 4 == 2:
            out.append("* " + body)
        else:
            words = body.split(" ")
            words[0] = f"**{words[0]}**" if words[0] else ""
            out.append(" ".join(words))
    return "\n\n".join(out) + "\n"


def html_page(text: str, _: random.Random) -> str:
    """A page with a paragraph for each paragraph, entities and line breaks."""
    parts = [html.escape(p).replace("\n", "<br/>\n") for p in re.split(r"\n[ \t]*\n", text)]
    body = "\n".join(f'<p class="t">{p}</p>' for p in parts)
    return f"<html><head></head><body>\n<div>{body}</div></body></html>\n"


def rewrap(text: str, _: random.Random) -> str:
    """Every paragraph wrapped at 60 columns."""
    return "\n\n".join(textwrap.fill(" ".join(p.split()), 60) for p in re.split(r"\n[ \t]*\n", text)) + "\n"


def in_readme(text: str, _: random.Random) -> str:
    """The last section of a README."""
    head = (
        "# frobnicator\n\nA small tool that turns frobs into nicks.\n\n"
        "## Install\n\n    pip install frobnicator\n\n## Usage\n\n"
        "Call `frob(x)`; see the examples folder. Bug reports are welcome, please add a test.\n\n## License\n\n"
    )
    return head + text + "\n\n## Thanks\n\nTo everyone who reported bugs.\n"


def upper(text: str, _: random.Random) -> str:
    """Upper case."""
    return text.upper()


def comment(text: str, _: random.Random) -> str:
    """A C comment above code."""
    return (
        "/*\n"
        + "\n".join(" * " + line for line in text.split("\n"))
        + "\n */\n#include <stdio.h>\nint main(void) { return 0; }\n"
    )


def delete_lines(text: str, rng: random.Random) -> str:
    """A tenth of the lines gone."""
    lines = text.split("\n")
    if len([line for line in lines if line.strip()]) < 10:
        lines = textwrap.wrap(" ".join(lines), 70)
    full = [n for n, line in enumerate(lines) if len(line.split()) > 2]
    gone = set(rng.sample(full, max(1, len(full) // 10))) if full else set()
    return "\n".join(line for n, line in enumerate(lines) if n not in gone)


TRANSFORMS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda text, _: text,
    "fill-fields": fill_fields,
    "markdown": markdown,
    "html": html_page,
    "rewrap-60": rewrap,
    "in-readme": in_readme,
    "upper-case": upper,
    "comment": comment,
    "delete-10%": delete_lines,
}
