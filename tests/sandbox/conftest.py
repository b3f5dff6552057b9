"""What the tests of the local workspace share."""

from tests.sandbox.scripted import stage

__all__ = ["stage"]
