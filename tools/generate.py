#!/usr/bin/env python3
"""Compiles the knowledge, works out the registry's reports, and writes the generated pages."""

import sys
from typing import Any

from openness.kb.compile import compile_knowledge
from openness.kb.load import KnowledgeBase
from openness.kb.prepare import write_ready
from openness.model import Ref
from openness.pipeline import Pipeline
from openness.render import json_v1
from openness.sources.registry import RegistrySource
from tools import rubric_docs


def main() -> int:
    """0 when everything was written."""
    path = compile_knowledge()
    kb = KnowledgeBase(path)
    pipeline = Pipeline(kb=kb, source=RegistrySource(kb), as_of=kb.date)

    def make(identifier: str) -> dict[str, Any]:
        return json_v1.report(pipeline.check(Ref(typed=identifier, id=identifier)))

    frame = json_v1.document((), (), kb.version)
    count = write_ready(path, kb.registry, frame, make)
    rubric_docs.main()
    print(f"{path.name}: knowledge {kb.version}, {count} reports, {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
