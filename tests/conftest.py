"""For all tests: slow ones begin first, so that two workers end together; hypothesis has no deadline and no chance."""

from __future__ import annotations

import pytest
from hypothesis import settings

pytest_plugins = ["postgres_server"]

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first; within them, and among the others, the order stays."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
