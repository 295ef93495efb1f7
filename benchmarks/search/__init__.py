"""How fast and how small the search is, against Pagefind and a whole lunr index: `python -m benchmarks.search 300 3000`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))
