"""What the courier's tests begin with."""

from collections.abc import Iterator

import pytest

from tests.delivery.office import Office, open_office


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """An office in which nothing is owed."""
    with open_office(sqlite_url) as office:
        yield office
