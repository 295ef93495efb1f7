"""Takes the pictures of docs/pictures: ten pages on a phone and on a desktop, `python -m benchmarks.pages.pictures`."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks import ROOT
from benchmarks.search.portal import build_portal
from benchmarks.search.server import serving

FOLDER = ROOT / "docs/pictures"
PAGES = {
    "home": "index.html",
    "plan": "tongliang/2021/index.html",
    "section": "tongliang/2021/section-1.html",
    "task": "tongliang/2021/tasks/1.3.1.html",
    "unit": "tongliang/units/fagaiwei.html",
    "paths": "tongliang/paths/index.html",
    "deadlines": "shilixian/2026/deadlines.html",
    "kinds": "tongliang/kinds/index.html",
    "answer": "search.html?q=%E5%8F%91%E6%94%B9%E5%A7%94",
    "large": "tongliang/units/fagaiwei.html",
}
# What the reader has chosen in the page head.
CHOSEN = {"large": {"gongkai-size": "large", "gongkai-scheme": "contrast"}}
WIDTHS = {375: 1100, 1280: 1000}
QUALITY = 55


def main() -> None:
    """Build the real data, open each page, and write one small WebP picture for each width."""
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        build_portal(Path(name))
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"))
        with serving(Path(name)) as server:
            for page, address in PAGES.items():
                for width, height in WIDTHS.items():
                    _save(_taken(browser, server.address + address, CHOSEN.get(page, {}), width, height), FOLDER / f"{page}-{width}.webp")
        browser.close()


def _taken(browser: Browser, address: str, chosen: dict[str, str], width: int, height: int) -> bytes:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    keep = "".join(f"localStorage.setItem('{name}', '{value}');" for name, value in chosen.items())
    context.add_init_script(keep)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def _save(picture: bytes, file: Path) -> None:
    Image.open(io.BytesIO(picture)).convert("RGB").save(file, quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
