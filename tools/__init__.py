"""Generators and steps of CI; not part of the package."""
