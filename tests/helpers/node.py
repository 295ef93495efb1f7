"""Node, which Playwright brings along: what scripts say to acorn, the parser of JavaScript that Node itself uses, and what they do outside a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.search.given import with_given
from playwright._impl._driver import compute_driver_executable

from .documents import ROOT

SCRIPTS = ROOT / "theme/scripts"
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


def run(names: Iterable[str], function: str, given: object) -> Any:
    """What a function that knows these pieces of scripts, and no others, makes of what it is given."""
    pieces = with_given("".join((SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in names))
    program = f"const window = globalThis;\n{pieces}\nconst given = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n"
    return node(f"'use strict';\n{{\n{program}console.log(JSON.stringify(({function})(given)));\n}}", given)


def read(scripts: Mapping[str, str]) -> dict[str, Script]:
    """Each of them, as a browser of the floor must understand it."""
    told = node(_PARSING, scripts, "--expose-internals")
    return {name: Script(tuple(one["faults"]), frozenset(one["asked"]), frozenset(one["alone"])) for name, one in told.items()}


# Declared at the top; used anywhere, but for what is declared within; numbers; lists of words.
_TAKING_APART = """
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");
const { full } = require("internal/deps/acorn/acorn-walk/dist/walk");
const bound = (pattern) =>
  pattern === null ? []
  : pattern.type === "Identifier" ? [pattern.name]
  : pattern.type === "AssignmentPattern" ? bound(pattern.left)
  : pattern.type === "RestElement" ? bound(pattern.argument)
  : pattern.type === "ObjectPattern" ? pattern.properties.flatMap((one) => bound(one.value || one))
  : pattern.elements.flatMap(bound);
const read = (text) => {
  const [used, local, numbers, lists] = [new Set(), new Set(), new Set(), []];
  const tree = parse(text, { ecmaVersion: 2018 });
  const declared = tree.body.flatMap((one) => (one.declarations ? one.declarations.flatMap(({ id }) => bound(id)) : one.id ? [one.id.name] : []));
  full(tree, (node) => {
    if (node.type === "Identifier") used.add(node.name);
    if (node.type === "VariableDeclarator" && !tree.body.some((one) => (one.declarations || []).includes(node))) bound(node.id).forEach((name) => local.add(name));
    (node.params || []).forEach((parameter) => bound(parameter).forEach((name) => local.add(name)));
    if (node.type === "Literal" && typeof node.value === "number") numbers.add(node.value);
    if (node.type === "ArrayExpression") lists.push(node.elements.map((one) => one && one.value));
  });
  return { declared, used: [...used].filter((name) => !local.has(name)), numbers: [...numbers], lists };
};
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, read(text)]))));
"""


@dataclass(frozen=True)
class Piece:
    """The names that a piece of a script declares for others and uses, and the numbers and lists that are written in it."""

    declared: frozenset[str]
    used: frozenset[str]
    numbers: frozenset[float]
    lists: tuple[frozenset[str], ...]


def read_pieces(scripts: Mapping[str, str]) -> dict[str, Piece]:
    """Each of them taken apart."""
    told = node(_TAKING_APART, scripts, "--expose-internals")
    return {
        name: Piece(frozenset(one["declared"]), frozenset(one["used"]), frozenset(one["numbers"]), tuple(map(frozenset, one["lists"])))
        for name, one in told.items()
    }
