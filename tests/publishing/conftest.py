"""Projects of their own for what writes sites, and one site of theirs to compare with."""

from pathlib import Path

import pytest
from helpers.projects import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of the example county, file by file."""
    return Project(tmp_path_factory.mktemp("reference")).build()
