"""openness.lock: what was reviewed, pinned."""
