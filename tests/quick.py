"""Settings of property tests in the default suite: enough examples to find mistakes, no deadline on a busy machine."""

from hypothesis import settings

quick = settings(deadline=None, max_examples=50)
