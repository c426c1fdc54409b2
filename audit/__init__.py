"""Audit of translated news: records in, findings out."""

__version__ = "0.1.0"
