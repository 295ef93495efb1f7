"""How fast, how small and how fit for use the portal is; each folder is a program: `python -m benchmarks.build`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "plugins"))
