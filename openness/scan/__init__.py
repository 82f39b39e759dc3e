"""Finds references to models, data sets and hosted services in source trees."""

from openness.scan.reference import Ignored, Reference, ScanOptions, ScanResult, Skipped
from openness.scan.scanner import scan

__all__ = ["Ignored", "Reference", "ScanOptions", "ScanResult", "Skipped", "scan"]
