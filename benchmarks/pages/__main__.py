"""Lints the styles, scores five pages as Lighthouse sees them on a phone, and writes the table of docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import ROOT
from benchmarks.search.portal import build_portal
from benchmarks.search.server import serving

PACKAGE = Path(__file__).parent
DOCUMENT = ROOT / "docs/benchmarks.md"
_BETWEEN = re.compile(r"(?<=<!-- pages -->\n).*(?=<!-- /pages -->)", re.DOTALL)
PAGES = {
    "home": "index.html",
    "plan": "tongliang/2021/index.html",
    "unit": "tongliang/units/fagaiwei.html",
    "task": "tongliang/2021/tasks/1.3.1.html",
    "search": "search.html",
    "answer": "search.html?q=%E5%8F%91%E6%94%B9%E5%A7%94",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 99


@dataclass(frozen=True)
class Report:
    """Lighthouse's scores of one page out of 100, and what it weighs: requests and bytes as sent."""

    scores: dict[str, int]
    requests: int
    size: int
    shift: float


def main() -> None:
    """Stop with an error where a style is not clean or a score is below 99."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Node 20 and npm are needed (Debian: apt-get install nodejs npm).")
    with TemporaryDirectory() as name:
        work = Path(name)
        shutil.copy(PACKAGE / "package.json", work)
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=work, check=True)
        lint(work)
        reports = scored(work)
    write(reports)
    low = [f"{page} {name} {score}" for page, one in reports.items() for name, score in one.scores.items() if score < LEAST]
    if low:
        raise SystemExit(f"Below {LEAST}: {', '.join(low)}")


def lint(work: Path) -> None:
    """Every style of the theme by stylelint's standard rules."""
    # The rules are looked for beside the package that has them.
    shutil.copy(PACKAGE / "stylelint.json", work)
    command = [work / "node_modules/.bin/stylelint", "--config", work / "stylelint.json", str(ROOT / "theme/styles/**/*.css")]
    subprocess.run(command, cwd=work, check=True)
    print("stylelint: no complaint", flush=True)


def scored(work: Path) -> dict[str, Report]:
    """Each page in Lighthouse's own settings for a phone: slow processor, 1.6 Mbit/s, 150 ms."""
    build_portal(work / "site")
    with serving(work / "site") as server:
        return {name: _report(work, server.address + address) for name, address in PAGES.items()}


def _report(work: Path, address: str) -> Report:
    file = work / "report.json"
    command = [work / "node_modules/.bin/lighthouse", address, "--output=json", f"--output-path={file}", "--quiet"]
    command += ["--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    subprocess.run(command, cwd=work, env={**os.environ, "CHROME_PATH": browser}, check=True)
    return read(json.loads(file.read_text(encoding="utf-8")))


def read(report: dict) -> Report:
    """What we keep of Lighthouse's report."""
    sent = report["audits"]["network-requests"]["details"]["items"]
    return Report(
        scores={name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        requests=len(sent),
        size=sum(one["transferSize"] for one in sent),
        shift=report["audits"]["cumulative-layout-shift"]["numericValue"],
    )


def write(reports: dict[str, Report]) -> None:
    """The table, in place of the last one."""
    head = (
        "| page | performance | accessibility | best practices | SEO | requests | kB | layout shift |\n|---|---|---|---|---|---|---|---|\n"
    )
    rows = (
        f"| {name} | {' | '.join(str(score) for score in one.scores.values())} | {one.requests} | {one.size / 1000:.1f} | {one.shift:.3f} |\n"
        for name, one in reports.items()
    )
    table = head + "".join(rows)
    print(table, flush=True)
    DOCUMENT.write_text(_BETWEEN.sub(table, DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
