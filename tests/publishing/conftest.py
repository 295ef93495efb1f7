"""Projects of their own for what writes sites, and one site of theirs to compare with."""

from pathlib import Path

import pytest
from helpers.projects import Project, files
from helpers.sites import made_once


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="session")
def reference(shared: Path) -> dict[str, bytes]:
    """The site of the example county, file by file."""

    def make(folder: Path) -> None:
        folder.mkdir()
        Project(folder).build()

    return files(made_once(shared / "reference", make) / "output")
