"""The fake Hub: a loopback server in threads, with the headers by which clients tell its answers apart."""

import json
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakehub.repo import Fault, Repo, blob_id, files_of

RATE_LIMIT = {
    "RateLimit": '"{resource}";r={left};t=300',
    "RateLimit-Policy": '"fixed window";"{resource}";q=5000;w=300',
}
WEIGHT_SUFFIXES = (".safetensors", ".bin", ".gguf", ".pt", ".pth", ".h5", ".onnx", ".msgpack", ".ckpt")


class _Server(ThreadingHTTPServer):
    """Threads that say nothing when a client hangs up before it has its answer."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FakeHub:
    """Serves repositories over loopback; use it as a context manager. `hub.url` is the HF_ENDPOINT."""

    def __init__(self, port: int = 0) -> None:
        self.repos: dict[tuple[str, str], Repo] = {}
        self.renamed: dict[tuple[str, str], str] = {}
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}  # anything else under a path
        self.tokens: dict[str, set[str]] = {}  # token -> repositories it may read, "*" for all
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.faults: list[Fault] = []
        self.allowance = 4999
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "FakeHub":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, name: str, files: Mapping[str, bytes | str], kind: str = "model", **options: Any) -> Repo:
        """A repository with these files on main."""
        repo = Repo(id=name, kind=kind, **options)
        repo.commit(files)
        self.repos[kind, name] = repo
        return repo

    def add_folder(self, name: str, folder: Path, kind: str = "model", weights: bool = False, **options: Any) -> Repo:
        """A repository with the files of a folder. `weights`: pretend that model weights lie beside them."""
        files: dict[str, bytes | str] = dict(files_of(folder))
        if weights:
            files.setdefault("model.safetensors", b"\x02\x00\x00\x00\x00\x00\x00\x00{}")
            files.setdefault("config.json", b"{}")
        return self.add(name, files, kind, **options)

    def rename(self, old: str, new: str, kind: str = "model") -> None:
        self.renamed[kind, old] = new

    def fault(self, fault: Fault, repo: str | None = None, kind: str = "model") -> Fault:
        """Make something go wrong, for one repository or everywhere."""
        (self.faults if repo is None else self.repos[kind, repo].faults).append(fault)
        return fault

    def count(self, part: str) -> int:
        return sum(part in r for r in self.requests)

    def take(self, path: str, repo: Repo | None) -> Fault | None:
        """The fault that this request meets, counted down."""
        with self._lock:
            for fault in [*self.faults, *(repo.faults if repo else ())]:
                if fault.matches(path):
                    fault.times -= fault.times > 0
                    return fault
        return None

    def note(self, path: str, headers: Mapping[str, str]) -> None:
        with self._lock:
            self.requests.append(path)
            self.headers.append(dict(headers))

    def may_read(self, repo: Repo, authorization: str | None) -> bool:
        token = (authorization or "").removeprefix("Bearer ")
        return bool({"*", repo.id} & self.tokens.get(token, set()))

    def info(self, repo: Repo, commit: str, *, blobs: bool) -> dict[str, Any]:
        """What `GET /api/models/<id>` answers."""
        card = repo.front_matter(commit) if repo.card is None else repo.card
        files = repo.commits[commit]
        answer: dict[str, Any] = {
            "_id": "64f0",
            "id": repo.id,
            "modelId": repo.id,
            "author": repo.id.partition("/")[0] if "/" in repo.id else None,
            "sha": commit,
            "lastModified": "2025-06-01T10:00:00.000Z",
            "createdAt": "2024-01-01T10:00:00.000Z",
            "private": repo.private,
            "gated": repo.gated,
            "disabled": repo.disabled,
            "downloads": 1234,
            "likes": 5,
            "tags": list(repo.hub_tags) if repo.hub_tags is not None else tags_of(card),
            "siblings": [self._sibling(repo, p, d, blobs=blobs) for p, d in sorted(files.items())],
        }
        if card:
            answer["cardData"] = json.loads(json.dumps(card, default=str))
        answer.update(repo.info)
        return {key: value for key, value in answer.items() if value is not None}

    def _sibling(self, repo: Repo, path: str, data: bytes, *, blobs: bool) -> dict[str, Any]:
        if not blobs:
            return {"rfilename": path}
        size = repo.sizes.get(path, len(data))
        entry: dict[str, Any] = {"rfilename": path, "size": size, "blobId": blob_id(data)}
        if path.endswith(WEIGHT_SUFFIXES):
            entry["lfs"] = {"sha256": "0" * 64, "size": size, "pointerSize": 134}
        return entry


def tags_of(card: Mapping[str, Any]) -> list[str]:
    """Tags that the Hub derives from front matter."""
    tags = []
    for key, prefix in (("license", "license:"), ("datasets", "dataset:"), ("base_model", "base_model:"), ("tags", "")):
        value = card.get(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                tags.append(prefix + (item.lower() if key == "license" else item))
    return [*tags, "region:us"]


class Answer(Exception):
    """An answer other than the usual one."""

    def __init__(self, status: int, code: str = "", message: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        if code:
            self.headers["X-Error-Code"] = code
        if message:
            self.headers["X-Error-Message"] = message
        self.body = json.dumps({"error": message}).encode()


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # one packet an answer: two of them would wait for each other (Nagle, delayed ACK)
        disable_nagle_algorithm = True
        timeout = 30

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self._serve(body=True)

        def do_HEAD(self) -> None:
            self._serve(body=False)

        def _serve(self, *, body: bool) -> None:
            parts = urlsplit(self.path)
            hub.note(self.path, self.headers)
            route = Route(hub, unquote(parts.path), parse_qs(parts.query), self.headers)
            fault = hub.take(self.path, route.repo)
            if fault is not None and self._play_before(fault):
                return
            try:
                status, headers, data = route.answer()
            except Answer as answer:
                status, headers, data = answer.status, answer.headers, answer.body
            if fault is not None:
                if fault.replace is not None:
                    data = fault.replace
                if fault.commit:
                    headers["X-Repo-Commit"] = fault.commit
            self._send(status, headers, data if body else b"", len(data), fault)
            if fault is not None and fault.then_move is not None and route.repo is not None:
                route.repo.commit(fault.then_move)

        def _play_before(self, fault: Fault) -> bool:
            """Faults that leave nothing to answer."""
            if fault.hang:
                time.sleep(fault.hang)
            if fault.drop:
                self.close_connection = True
                self.connection.close()
                return True
            if fault.status:
                self._send(fault.status, dict(fault.headers), fault.body, len(fault.body), None)
                return True
            return False

        def _send(self, status: int, headers: dict[str, str], data: bytes, size: int, fault: Fault | None) -> None:
            truncate = fault is not None and fault.truncate
            try:
                self.send_response(status)
                resource = "api" if self.path.startswith("/api/") else "resolvers"
                for name, value in RATE_LIMIT.items():
                    if name not in headers:
                        self.send_header(
                            name, value.replace("{resource}", resource).replace("{left}", str(hub.allowance))
                        )
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(size + 100 if truncate else size))
                self.end_headers()
                if fault is not None and fault.drip:
                    for i in range(len(data)):
                        self.wfile.write(data[i : i + 1])
                        self.wfile.flush()
                        time.sleep(fault.drip)
                else:
                    self.wfile.write(data)
                self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            if truncate:
                self.close_connection = True

    return Handler


class Route:
    """One request, taken apart as the Hub does."""

    def __init__(self, hub: FakeHub, path: str, query: dict[str, list[str]], headers: Mapping[str, str]) -> None:
        self.hub, self.path, self.query, self.headers = hub, path, query, headers
        segments = [s for s in path.split("/") if s]
        self.is_api = segments[:1] == ["api"]
        segments = segments[1:] if self.is_api else segments
        self.kind = "model"
        if segments[:1] == ["datasets"]:
            self.kind, segments = "dataset", segments[1:]
        elif self.is_api and segments[:1] == ["models"]:
            segments = segments[1:]
        self.name, self.rest = self._split(segments)
        self.repo = hub.repos.get((self.kind, self.name))

    def _split(self, segments: list[str]) -> tuple[str, list[str]]:
        pages = {"revision", "refs", "tree", "resolve"}
        take = 1 if len(segments) == 1 or (segments[1:2] and segments[1] in pages) else 2
        return "/".join(segments[:take]), segments[take:]

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        if self.path in self.hub.pages:
            return self.hub.pages[self.path]
        token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        if token and token not in self.hub.tokens:
            raise Answer(401, message="Invalid credentials in Authorization header")
        new = self.hub.renamed.get((self.kind, self.name))
        if new is not None:
            query = "&".join(f"{k}={v}" for k, vs in self.query.items() for v in vs)
            target = self.path.replace(self.name, new, 1) + (f"?{query}" if query else "")
            raise Answer(307, headers={"Location": target})
        if self.repo is None:
            raise self._hidden(token)
        passed = self.hub.may_read(self.repo, self.headers.get("authorization"))
        if self.repo.private and not passed:
            raise self._hidden(token)
        if self.repo.disabled and self.repo.info.get("disabled") is None:
            raise Answer(403, message="Access to this resource is disabled.")
        return self._api() if self.is_api else self._resolve(passed=passed)

    def _hidden(self, token: str) -> Answer:
        """The Hub does not tell strangers what exists: 401 without a token, 404 with one."""
        if token:
            return Answer(404, "RepoNotFound", "Repository not found")
        return Answer(401, "RepoNotFound", "Invalid username or password.")

    def _commit(self, revision: str) -> str:
        assert self.repo is not None
        commit = self.repo.resolve(revision)
        if commit is None:
            raise Answer(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        return commit

    def _api(self) -> tuple[int, dict[str, str], bytes]:
        assert self.repo is not None
        repo = self.repo
        if self.rest == ["refs"]:
            refs = {
                "branches": [
                    {"name": n, "ref": f"refs/heads/{n}", "targetCommit": c} for n, c in repo.branches.items()
                ],
                "tags": [{"name": n, "ref": f"refs/tags/{n}", "targetCommit": c} for n, c in repo.tags.items()],
                "converts": [],
            }
            return _json(refs)
        if self.rest[:1] == ["tree"]:
            files = repo.commits[self._commit(self.rest[1])]
            if "recursive" not in self.query:
                files = {p: d for p, d in files.items() if "/" not in p}
            listing = [
                {"type": "file", "path": p, "size": repo.sizes.get(p, len(d)), "oid": blob_id(d)}
                for p, d in sorted(files.items())
            ]
            start = int(self.query.get("cursor", ["0"])[0])
            more = start + 50 < len(listing)
            link = {"Link": f'<http://elsewhere.invalid{self.path}?cursor={start + 50}>; rel="next"'} if more else {}
            status, headers, data = _json(listing[start : start + 50])
            return status, {**headers, **link}, data
        revision = "/".join(self.rest[1:]) if self.rest[:1] == ["revision"] else "main"
        commit = self._commit(revision)
        return _json(self.hub.info(repo, commit, blobs="blobs" in self.query))

    def _resolve(self, *, passed: bool) -> tuple[int, dict[str, str], bytes]:
        assert self.repo is not None
        repo = self.repo
        if self.rest[:1] != ["resolve"] or len(self.rest) < 3:
            raise Answer(404, "EntryNotFound", "Entry not found")
        commit, path = self._commit(self.rest[1]), "/".join(self.rest[2:])
        data = repo.commits[commit].get(path)
        if data is None:
            raise Answer(404, "EntryNotFound", "Entry not found", {"X-Repo-Commit": commit})
        if repo.gated and not passed and path not in repo.open_files:
            status = 403 if self.headers.get("authorization") else 401
            raise Answer(status, "GatedRepo", f"Access to model {repo.id} is restricted.")
        headers = {"ETag": f'"{blob_id(data)}"', "X-Repo-Commit": commit, "Accept-Ranges": "bytes"}
        headers["Content-Type"] = "text/plain; charset=utf-8"
        wanted = (self.headers.get("range") or "").removeprefix("bytes=")
        if wanted:
            first, _, last = wanted.partition("-")
            start, end = int(first), min(int(last), len(data) - 1)
            if start >= len(data):
                raise Answer(416, headers={"Content-Range": f"bytes */{len(data)}"})
            headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
            return 206, headers, data[start : end + 1]
        return 200, headers, data


def _json(value: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(value).encode()
