"""Writes tests/cases/newer.json: all that a browser may lack that is as old as the floor of docs/standards.md allows.

Out of MDN's table of what browsers support (npm package @mdn/browser-compat-data, CC0), which is fetched by hand when the floor is raised:
`.venv/bin/python docs/newer.py package/data.json`
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "tests/cases/newer.json"
FLOOR = {"chrome": 66, "webview_android": 66, "firefox": 60, "safari_ios": 12}
_NAME = re.compile("[A-Za-z][A-Za-z0-9]*")
_STYLE = re.compile("-?[a-z][a-z-]*")


def is_newer(feature: Mapping[str, Any]) -> bool:
    """Tell whether it is unknown to one of the browsers, without a flag and by its own name."""
    support = feature["__compat"]["support"]
    return any(_first(support[browser]) > (version,) for browser, version in FLOOR.items() if browser in support)


def _first(statements: Any) -> tuple[float, ...]:
    """The version that first had it, fully or in part; infinite where none has."""
    listed = statements if isinstance(statements, list) else [statements]
    meant = (one for one in listed if not {"flags", "prefix", "alternative_name"} & one.keys())
    added = (one["version_added"] for one in meant if "partial_implementation" in one or "version_removed" not in one)
    numbers = (version.lstrip("≤").split(".") for version in added if isinstance(version, str) and version != "preview")
    return min((tuple(map(float, number)) for number in numbers), default=(float("inf"),))


def newer_of(features: Mapping[str, Any], pattern: re.Pattern[str]) -> Iterator[str]:
    """The names among what an interface, a property or a table has that are newer."""
    for name, feature in features.items():
        bare = name.removesuffix("_static")
        if pattern.fullmatch(bare) and "__compat" in feature and is_newer(feature):
            yield bare


def scripts(data: Mapping[str, Any]) -> dict[str, object]:
    """Names that stand alone, and those that are asked of something; of an interface that is new itself its name is enough.

    `shared` are those that something older has, too.
    """
    interfaces = {**data["api"], **data["javascript"]["builtins"]}
    alone = sorted({*newer_of(data["api"], _NAME), *newer_of(data["javascript"]["builtins"], _NAME)})
    members = {
        name: sorted(set(newer_of(features, _NAME))) for name, features in interfaces.items() if name not in alone or name == "Iterator"
    }
    older = {name for features in interfaces.values() for name in features if name not in newer_of(features, _NAME)}
    shared = sorted({name for found in members.values() for name in found} & older)
    return {"alone": alone, "members": {name: found for name, found in sorted(members.items()) if found}, "shared": shared}


def styles(data: Mapping[str, Any]) -> dict[str, object]:
    """Properties, words in their values, functions, selectors, rules and media."""
    css = data["css"]
    values = {name: sorted(newer_of(feature, _STYLE)) for name, feature in css["properties"].items()}
    return {
        "properties": sorted(newer_of(css["properties"], _STYLE)),
        "values": {name: found for name, found in sorted(values.items()) if found},
        "functions": sorted(newer_of(css["types"], _STYLE)),
        "selectors": sorted(newer_of(css["selectors"], _STYLE)),
        "rules": sorted(newer_of(css["at-rules"], _STYLE)),
        "media": sorted(newer_of(css["at-rules"]["media"], _STYLE)),
    }


def newer(data: Mapping[str, Any]) -> dict[str, object]:
    """The whole table."""
    version = data["__meta"]["version"]
    return {"source": f"@mdn/browser-compat-data {version} (CC0-1.0)", "floor": FLOOR, "scripts": scripts(data), "styles": styles(data)}


def _written(table: Mapping[str, object]) -> str:
    """A line for each list, so that a change can be read."""
    text = json.dumps(table, indent=1, ensure_ascii=False)
    return re.sub(r"\[[^\[\]{}]*\]", lambda found: " ".join(found.group().split()), text) + "\n"


if __name__ == "__main__":
    TABLE.write_text(_written(newer(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))), encoding="utf-8", newline="\n")
