"""Everything that can go wrong with a target, what is said then, and how: tests run it, docs/errors.md shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openness.model.snapshot import Snapshot
from tests.fakehub import FakeHub, Fault

NAME = "acme/tiny"
CARD = "---\nlicense: apache-2.0\n---\n# Tiny\nA model.\n"
FILES = {
    "README.md": CARD,
    "LICENSE": "Some license text.\n",
    "config.json": "{}",
    "model.safetensors": b"\x02" + b"\x00" * 7 + b"{}",
}


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One fault. `error`: the kind of the error; else a report comes out, with a gap about `gap` where there is one."""

    title: str
    arrange: Callable[[FakeHub, Path], None]
    target: str = NAME
    error: str | None = None
    gap: tuple[str, str] | None = None  # what, and a part of why
    settings: dict[str, Any] = field(default_factory=dict)
    check: Callable[[Snapshot], bool] = lambda snapshot: True
    waits: tuple[float, ...] | None = None  # pauses that are made
    gives: str = "report"  # how the table calls the outcome


def serve(**options: Any) -> Callable[[FakeHub, Path], None]:
    return lambda hub, _: void(hub.add(NAME, FILES, **options))


def faulty(*faults: Callable[[], Fault], **options: Any) -> Callable[[FakeHub, Path], None]:
    def arrange(hub: FakeHub, _: Path) -> None:
        hub.add(NAME, FILES, **options)
        for fault in faults:
            hub.fault(fault(), NAME)

    return arrange


def void(_: object) -> None:
    return None


def secret(hub: FakeHub, _: Path) -> None:
    hub.add(NAME, FILES, private=True)
    hub.tokens = {"mine": {NAME}, "other": set()}


def renamed(hub: FakeHub, _: Path) -> None:
    hub.add("acme/new-name", FILES)
    hub.rename(NAME, "acme/new-name")


def cached(hub: FakeHub, tmp: Path) -> None:
    entry = tmp / "hub" / "models--acme--tiny"
    commit = "a" * 40
    for path, data in (("README.md", CARD), ("LICENSE", "Cached license text.\n")):
        (entry / "snapshots" / commit).mkdir(parents=True, exist_ok=True)
        (entry / "snapshots" / commit / path).write_text(data, encoding="utf-8")
    (entry / "refs").mkdir()
    (entry / "refs" / "main").write_text(commit, encoding="utf-8")


def linked(value: str) -> Callable[[FakeHub, Path], None]:
    card = f"---\nlicense: other\nlicense_link: {value}\n---\n"
    return lambda hub, _: void(hub.add(NAME, {**FILES, "README.md": card}))


def bounced(hub: FakeHub, _: Path) -> None:
    linked(f"{hub.url}/terms")(hub, _)
    hub.pages["/terms"] = (302, {"Location": "https://169.254.169.254/latest/meta-data"}, b"")


GATED_CARD = {"license": "other", "extra_gated_prompt": "Agree."}
DISABLED = "Access to this resource is disabled."
API = f"/api/models/{NAME}"

SCENARIOS = (
    Scenario(
        title="Gated (automatic approval), no access: card and metadata are read",
        arrange=serve(gated="auto"),
        gap=("LICENSE", "gated"),
        check=lambda s: s.hub is not None and s.hub.gated == "auto" and s.text("README.md") is not None,
    ),
    Scenario(
        title="Gated (manual approval), and the card is closed as well: metadata and gate prompt are read",
        arrange=serve(gated="manual", open_files=frozenset(), card=GATED_CARD),
        gap=("README.md", "gated"),
        check=lambda s: (
            s.hub is not None
            and s.hub.gate_prompt == "Agree."
            and s.text("hub:gate-prompt") is not None
            and s.text("hub:card-data") is not None
        ),
    ),
    Scenario(
        title="Gated, and a revision is named that the gate hides",
        arrange=faulty(
            lambda: Fault(where="/revision/", status=403, headers={"X-Error-Code": "GatedRepo"}), gated="manual"
        ),
        target=f"{NAME}@v2",
        gap=("revision v2", "gated"),
        check=lambda s: s.revision is None,
    ),
    Scenario(title="Missing", arrange=lambda hub, _: None, error="not-found"),
    Scenario(title="Private, no token", arrange=secret, error="not-found"),
    Scenario(title="Private, a token without access", arrange=secret, settings={"token": "other"}, error="not-found"),
    Scenario(
        title="Private, a token whose scope leaves it out (403)",
        arrange=faulty(lambda: Fault(status=403, headers={"X-Error-Message": "Forbidden: scope"})),
        settings={"token": "any"},
        error="private",
    ),
    Scenario(
        title="Private, a token with access",
        arrange=secret,
        settings={"token": "mine"},
        check=lambda s: s.hub is not None and s.hub.private,
    ),
    Scenario(
        title="A token that the Hub does not know",
        arrange=secret,
        settings={"token": "stale"},
        error="bad-token",
    ),
    Scenario(
        title="A data set where a model was asked for",
        arrange=serve(kind="dataset"),
        check=lambda s: s.kind == "dataset",
    ),
    Scenario(
        title="A URL that says data set, and there is none",
        arrange=serve(),
        target=f"https://huggingface.co/datasets/{NAME}",
        error="not-found",
    ),
    Scenario(
        title="Renamed",
        arrange=renamed,
        check=lambda s: s.id == "acme/new-name" and s.hub is not None and s.hub.renamed_from == NAME,
    ),
    Scenario(title="Disabled by the Hub", arrange=serve(disabled=True), error="disabled"),
    Scenario(
        title="Disabled while its metadata is still shown",
        arrange=faulty(
            lambda: Fault(where="/resolve/", status=403, headers={"X-Error-Message": DISABLED}),
            info={"disabled": True},
        ),
        gap=(NAME, "disabled"),
    ),
    Scenario(title="No such revision", arrange=serve(), target=f"{NAME}@nope", error="revision-not-found"),
    Scenario(
        title="Rate-limited, Retry-After is short: waited for",
        arrange=faulty(lambda: Fault(where=API, status=429, headers={"Retry-After": "7"}, times=1)),
        waits=(7.25,),
    ),
    Scenario(
        title="Rate-limited, RateLimit says when: waited for",
        arrange=faulty(lambda: Fault(where=API, status=429, headers={"RateLimit": '"api";r=0;t=9'}, times=1)),
        check=lambda s: s.revision is not None,
    ),
    Scenario(
        title="Rate-limited for longer than is waited",
        arrange=faulty(lambda: Fault(where=API, status=429, headers={"Retry-After": "600"})),
        error="rate-limited",
        waits=(),
    ),
    Scenario(
        title="Rate-limited for a file",
        arrange=faulty(lambda: Fault(where="/LICENSE", status=429, headers={"Retry-After": "600"})),
        gap=("LICENSE", "too many requests"),
    ),
    Scenario(
        title="The Hub fails (5xx) and recovers",
        arrange=faulty(lambda: Fault(where=API, status=503, times=2)),
        waits=(0.25, 0.5),
    ),
    Scenario(
        title="The Hub fails (5xx) and goes on failing", arrange=faulty(lambda: Fault(status=500)), error="server-error"
    ),
    Scenario(
        title="No answer in time",
        arrange=faulty(lambda: Fault(where=API, hang=0.4)),
        settings={"read_timeout": 0.05, "retries": 1},
        error="timeout",
    ),
    Scenario(
        title="An answer that trickles in for longer than one request may take",
        arrange=faulty(lambda: Fault(where=API, drip=0.02)),
        settings={"total_timeout": 0.1, "retries": 0},
        error="timeout",
    ),
    Scenario(
        title="No answer in time for a file",
        arrange=faulty(lambda: Fault(where="/LICENSE", hang=0.4)),
        settings={"read_timeout": 0.05, "retries": 0},
        gap=("LICENSE", "in time"),
    ),
    Scenario(
        title="The answer breaks off",
        arrange=faulty(lambda: Fault(where=API, truncate=True)),
        error="truncated",
    ),
    Scenario(
        title="A file breaks off: nothing is concluded from the part that came",
        arrange=faulty(lambda: Fault(where="/LICENSE", truncate=True)),
        gap=("LICENSE", "broke off"),
        check=lambda s: s.text("LICENSE") is None,
    ),
    Scenario(
        title="The connection is closed without an answer", arrange=faulty(lambda: Fault(drop=True)), error="network"
    ),
    Scenario(
        title="Something that is no Hub answers (no JSON)",
        arrange=faulty(lambda: Fault(where=API, replace=b"<html>welcome</html>")),
        error="bad-response",
    ),
    Scenario(
        title="JSON that is about no repository",
        arrange=faulty(lambda: Fault(where=API, replace=b'{"error": "x"}')),
        error="bad-response",
    ),
    Scenario(
        title="The branch moves while it is read: everything is read at the commit that was resolved",
        arrange=faulty(lambda: Fault(where=API, times=1, then_move={"LICENSE": "Other terms."})),
        check=lambda s: (t := s.text("LICENSE")) is not None and t.text == "Some license text.\n",
    ),
    Scenario(
        title="A cache in between serves a file of another commit",
        arrange=faulty(lambda: Fault(where="/LICENSE", commit="b" * 40)),
        gap=("LICENSE", "another commit"),
        check=lambda s: s.text("LICENSE") is None,
    ),
    Scenario(
        title="Nothing listens at HF_ENDPOINT",
        arrange=lambda hub, _: None,
        settings={"endpoint": "http://127.0.0.1:9"},
        error="network",
    ),
    Scenario(
        title="HF_ENDPOINT is no web address",
        arrange=lambda hub, _: None,
        settings={"endpoint": "huggingface.co"},
        error="bad-endpoint",
    ),
    Scenario(title="Offline, nothing in the cache", arrange=serve(), settings={"offline": True}, error="offline"),
    Scenario(
        title="Offline, the cache has it: said to be a cache, with its own date",
        arrange=cached,
        settings={"offline": True, "hub_cache": Path("hub")},
        gap=("Hub metadata", "offline"),
        check=lambda s: s.source == "cache" and s.revision == "a" * 40 and s.retrieved_at is not None,
    ),
    Scenario(
        title="A license file that is no text",
        arrange=lambda hub, _: void(hub.add(NAME, {**FILES, "LICENSE": b"\x7fELF" + bytes(range(256))})),
        gap=("LICENSE", "a program"),
    ),
    Scenario(
        title="license_link leads to a host that is not followed",
        arrange=linked("https://evil.example/terms"),
        gap=("license_link https://evil.example/terms", "not among the hosts"),
    ),
    Scenario(
        title="license_link redirects into a private network",
        arrange=bounced,
        gap=("license_link", "not among the hosts"),
    ),
    Scenario(
        title="license_link names a file that is not there",
        arrange=linked("MODEL_TERMS.txt"),
        gap=("license_link MODEL_TERMS.txt", "no such file"),
        check=lambda s: s.link_states["MODEL_TERMS.txt"] == "missing",
    ),
    Scenario(
        title="Branches and tags cannot be listed",
        arrange=faulty(lambda: Fault(where="/refs", status=500)),
        gap=("branches and tags", "server-error"),
    ),
    Scenario(
        title="A name that no repository can have and no service has",
        arrange=lambda hub, _: None,
        target="two words",
        error="not-a-repository",
    ),
)  # fmt: skip
