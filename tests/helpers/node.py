"""Node, which Playwright brings along: what scripts say to acorn, the parser of JavaScript that Node itself uses, and what they do outside a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright._impl._driver import compute_driver_executable

# ES2018 but for what of it the floor of docs/standards.md leaves out, all of it in regular expressions: these must be of ES2017.
_PARSING = """
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");
const { full } = require("internal/deps/acorn/acorn-walk/dist/walk");
const read = (text) => {
  const [faults, asked, alone, own] = [[], new Set(), new Set(), new Set()];
  const attempt = (code, ecmaVersion) => {
    try {
      return parse(code, { ecmaVersion });
    } catch (error) {
      faults.push(`${error.message}: ${code.slice(error.pos - 40, error.pos + 40)}`);
    }
  };
  const tree = attempt(text, 2018);
  tree && full(tree, (node) => {
    if (node.type === "Literal" && node.regex) attempt(`/${node.regex.pattern}/${node.regex.flags}`, 2017);
    if (node.type === "MemberExpression" && !node.computed) asked.add(node.property.name);
    if (node.type === "ObjectPattern") node.properties.forEach(({ key }) => key && asked.add(key.name));
    if (node.type === "ObjectExpression") node.properties.forEach(({ key }) => key && own.add(key.name));
    if (node.type === "Identifier") alone.add(node.name);
  });
  return { faults, asked: [...asked].filter((name) => !own.has(name)), alone: [...alone] };
};
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, read(text)]))));
"""


@dataclass(frozen=True)
class Script:
    """What is wrong with how it is written; the names that it asks things for and gives none itself; the names that stand alone."""

    faults: tuple[str, ...]
    asked: frozenset[str]
    alone: frozenset[str]


def node(program: str, given: object, *options: str) -> Any:
    """What a program prints as JSON, to which is given what it may read as JSON."""
    command = [str(compute_driver_executable()[0]), *options, "-e", program]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def read(scripts: Mapping[str, str]) -> dict[str, Script]:
    """Each of them, as a browser of the floor must understand it."""
    told = node(_PARSING, scripts, "--expose-internals")
    return {name: Script(tuple(one["faults"]), frozenset(one["asked"]), frozenset(one["alone"])) for name, one in told.items()}
