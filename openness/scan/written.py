"""Reads files that stand in strings of code: JSON, and Modelfiles of Ollama."""

import re

from openness.scan.keys import Surroundings
from openness.scan.reference import Hit

_FROM = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*FROM ")  # behind comments
_MODELFILE = re.compile(r"(?m)^[ \t]*(?:PARAMETER|SYSTEM|TEMPLATE|ADAPTER|MESSAGE)[ \t]")
_DOCKERFILE = re.compile(r"(?m)^[ \t]*(?:RUN|CMD|COPY|ENTRYPOINT|WORKDIR)[ \t]")


def is_file(text: str) -> bool:
    """True when a string holds such a file."""
    return is_json(text) or is_modelfile(text)


def is_json(text: str) -> bool:
    """True when a string holds an object of JSON."""
    return text.lstrip().startswith("{") and '":' in text


def is_modelfile(text: str) -> bool:
    """True when a text is a Modelfile and no Dockerfile: both begin with FROM."""
    if "FROM " not in text or _FROM.match(text) is None:
        return False
    return _MODELFILE.search(text) is not None and _DOCKERFILE.search(text) is None


def file_hits(text: str, around: Surroundings) -> list[Hit]:
    """The references of the file that a string holds."""
    if is_modelfile(text):
        from openness.scan.modelfile import modelfile_hits

        return list(modelfile_hits(text))
    from openness.scan import flow
    from openness.scan.config import config_hits

    return config_hits(text, flow.entries(text), around)
