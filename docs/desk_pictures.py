"""Takes the pictures of the desk in docs/editing.zh-CN.md from a preview of this very project; nothing is written into its data.

`PYTHONPATH=plugins .venv/bin/python docs/desk_pictures.py`
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
PORT = "8011"
# 2026-11-29 in China, which the handbook's own examples were printed on.
DAY = "1795910400"
TASK = "shilixian/2026/1.3.4"
SIZE = {"width": 760, "height": 640}
COLOURS = 32


def main() -> None:
    """Open what the handbook shows, in the order of its chapters."""
    command = [sys.executable, "-m", "gongkai", "serve", "--port", PORT]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DAY, "PYTHONPATH": str(ROOT / "plugins")}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8") as served:
        try:
            address = next(found[0] for line in served.stdout or () if (found := re.search(r"http://[^/]+", line)))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"))
                take(browser.new_page(viewport=SIZE, locale="zh-CN"), address)
                browser.close()
        finally:
            served.terminate()


def take(page: Page, address: str) -> None:
    """One picture of each step."""
    page.goto(f"{address}/desk/shilixian/index.html")
    _save(page, "to-do")
    page.goto(f"{address}/{TASK.replace('/1', '/tasks/1')}.html")
    _save(page, "bar")
    page.goto(f"{address}/desk/{TASK}/record?kind=evidence")
    page.get_by_label("标题", exact=False).first.fill("11月招商项目进展")
    page.get_by_label("网址", exact=False).first.fill("https://example.org/2026/zhaoshang-11.html")
    page.get_by_label("发布日期", exact=False).first.fill("2026-11-20")
    _save(page, "form", is_whole=True)
    page.get_by_role("button", name="下一步").click()
    _save(page, "outcome", is_whole=True)


def _save(page: Page, name: str, *, is_whole: bool = False) -> None:
    shot = page.locator("main").screenshot() if is_whole else page.screenshot()
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS)
    picture.save(ROOT / f"docs/pictures/desk-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
