"""A Hugging Face Hub on loopback, for tests and measurements: `python -m tests.fakehub FOLDER`."""

from tests.fakehub.repo import Fault, Repo
from tests.fakehub.server import FakeHub

__all__ = ["FakeHub", "Fault", "Repo"]
