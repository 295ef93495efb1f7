"""A copy of the project, to build and to break; of the program where that is to be broken too."""

import shutil
import subprocess
from pathlib import Path

from helpers import verbs
from helpers.builders import DataFolder
from helpers.documents import ROOT
from helpers.verbs import PROGRAM

PARTS = ("pelicanconf.py", "publishconf.py", "tasks.py", "theme", "content", "pyproject.toml")
CONF = "pelicanconf.py"
AS_OF = "2025-11-20"
LAST_GOOD = {".gitkeep": b"", "index.html": "上一次生成的网站".encode(), "shili/index.html": b"\x00\xff"}
# Made up; no such site is registered.
REGISTERED = {
    "identification_code": "0000000000",
    "icp_number": "示ICP备00000000号",
    "police_number": "示公网安备 00000000000000号",
    "police_code": "00000000000000",
    "host": "示例县人民政府办公室",
    "contact": "示例县政务公开科",
    "report_url": "https://zhaocuo.example.gov.cn/?site=示例",
    "mark_url": "https://biaoshi.example.gov.cn/",
}


class Project:
    """A copy of the project with the data of the example county and a site built before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "output"
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, root / part)
            else:
                shutil.copy(ROOT / part, root / part)
        # The county is made up.
        self.replace(CONF, "GONGKAI_DEMONSTRATIONS = False", "GONGKAI_DEMONSTRATIONS = True")
        self.data = DataFolder(root)
        for name, content in LAST_GOOD.items():
            (self.output / name).parent.mkdir(parents=True, exist_ok=True)
            (self.output / name).write_bytes(content)

    @property
    def program(self) -> Path:
        """The folder that Python is to look for the program in."""
        own = self.root / PROGRAM.name
        return own if own.is_dir() else PROGRAM

    def own_program(self) -> Path:
        """A copy of the program too, with what Python has compiled of it, so that no verb compiles it anew."""
        own = self.root / PROGRAM.name
        return own if own.is_dir() else Path(shutil.copytree(PROGRAM, own))

    def replace(self, name: str, old: str, new: str) -> None:
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def build(self, as_of: str = AS_OF) -> dict[str, bytes]:
        finished = self.run("build", *(["--as-of", as_of] if as_of else []))
        assert finished.returncode == 0, finished.stderr
        return self.site()

    def run(self, *verb: str) -> subprocess.CompletedProcess[str]:
        return verbs.run(self.root, *verb) if self.program == PROGRAM else verbs.started(self.program, self.root, *verb)

    def site(self) -> dict[str, bytes]:
        return files(self.output)


def files(folder: Path) -> dict[str, bytes]:
    """The content of every file of a folder by its name from there."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
