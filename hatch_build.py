"""What the wheel carries of others: the browser's lunr.js, out of the pinned mkdocs, and the licence that it names."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class CustomBuildHook(BuildHookInterface):
    """Named by hatchling."""

    def initialize(self, _version: str, build_data: dict[str, dict[str, str]]) -> None:
        carrier = find_spec("mkdocs")
        if carrier is None or carrier.origin is None:
            raise FileNotFoundError("mkdocs, which carries lunr.js, is not installed.")
        script = Path(carrier.origin).parent / "contrib/search/templates/search/lunr.js"
        self._folder = tempfile.TemporaryDirectory()
        licence = Path(self._folder.name, "LICENSE")
        banner = "\n".join(line.strip("/* ") for line in script.read_text(encoding="utf-8").partition("*/")[0].splitlines())
        licence.write_text(f"{banner.strip()}\n\n{_MIT}", encoding="utf-8", newline="\n")
        build_data["force_include"] |= {str(script): "gongkai/equipment/lunr/lunr.js", str(licence): "gongkai/equipment/lunr/LICENSE"}

    def finalize(self, *_given: object) -> None:
        self._folder.cleanup()
