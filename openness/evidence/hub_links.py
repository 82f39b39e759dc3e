"""Links in Markdown and HTML, and the repository of the Hub that one leads to."""

import re

from openness.evidence.families import name_at

LINK = re.compile(
    r"\[(?P<image>!\[[^\]]{0,200}\]\([^)\s]{0,400}\))\]\([^)\s]{0,400}\)|!\[[^\]]{0,200}\]\([^)]{0,600}\)|<img\b[^<>]{0,1000}>"
    r"|\[(?P<label>[^\[\]]{1,300})\]\((?P<target>[^()\s]{1,500})(?:[ \t][^()]{0,100})?\)"
    r"|<a\b[^<>]{0,200}?href=[\"']?(?P<href>[^\"'\s>]{1,500})[\"']?[^<>]{0,100}>(?P<anchor>[^<]{0,300})</a>"
    r"|(?P<bare>https?://[^\s<>()\[\]\"'`|，。）]{4,500})",
    re.IGNORECASE,
)
_HUB = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?P<path>[^\s?#]{1,200})", re.IGNORECASE
)
_MODELSCOPE = re.compile(r"https?://(?:www\.)?modelscope\.cn/models/(?P<path>[\w.-]{1,96}/[\w.-]{1,96})", re.IGNORECASE)
_NO_MODELS = frozenset(
    {"datasets", "spaces", "docs", "papers", "blog", "collections", "api", "join", "login", "models", "course", "learn",
     "organizations", "tasks", "chat", "front", "settings", "posts", "terms-of-service", "inference-endpoints",
     "welcome", "new"}
)  # fmt: skip


def repository(url: str) -> tuple[str, str]:
    """("model" | "dataset" | "hub-page" | "", id) of a URL."""
    found = _MODELSCOPE.match(url)
    if found:
        return "model", found.group("path")
    match = _HUB.match(url)
    if match is None:
        return "", ""
    if match.group("path").startswith("/"):
        return "hub-page", ""  # a path of the author's machine, glued to the address of the Hub
    segments = [s for s in match.group("path").rstrip("/.,;)").split("/") if s]
    if segments and segments[0] == "datasets" and len(segments) >= 2:
        return "dataset", "/".join(segments[1:3]) if len(segments) > 2 and segments[2] not in (
            "blob",
            "tree",
            "resolve",
            "viewer",
        ) else segments[1]
    if not segments or segments[0] in _NO_MODELS:
        return "hub-page", ""
    if len(segments) == 1:
        return ("model", segments[0]) if re.search(r"\d|-", segments[0]) and name_at(segments[0]) else ("hub-page", "")
    if segments[1] in ("blob", "tree", "resolve"):
        return "model", segments[0]
    if len(segments) > 2 and segments[2] in ("discussions",):
        return "hub-page", ""
    return "model", f"{segments[0]}/{segments[1]}"


def hub_repository(url: str) -> str | None:
    """The model that a URL of the Hub points at, or None."""
    kind, found = repository(url.strip())
    return found if kind == "model" else None
