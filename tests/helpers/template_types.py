"""Reads the templates as a type checker reads code: whatever they ask of a view must exist on its type.

A template knows two names, `view` and `shell`. Macros are checked at every call, with the types of the arguments;
a value that may be None must be asked about before it is used. What the reader does not understand is a fault too,
so nothing passes because its type is unknown.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment, nodes
from pydantic import BaseModel

NONE = type(None)
UNKNOWN = typing.TypeVar("UNKNOWN")
# What Python itself does not annotate: the methods that templates call, and what filters make.
METHODS = {(str, "split"): tuple[str, ...], (str, "strip"): str, (date, "isoformat"): str}
FILTERS = {"chinese_date": str, "length": int, "join": str, "tojson": str, "safe": str}
TESTS = {"none"}
LOOP = {"index": int, "index0": int, "first": bool, "last": bool}


class Fault(NamedTuple):
    """Something that a template asks for and does not get."""

    template: str
    line: int
    words: str


# --- types --------------------------------------------------------------------------------------


@cache
def kinds(kind: Any) -> tuple[Any, ...]:
    """The members of a union, or the type alone; wrappers that say nothing to a reader are taken off."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return tuple(dict.fromkeys(member for each in get_args(kind) for member in kinds(each)))
    if origin in (Annotated, ClassVar):
        return kinds(get_args(kind)[0])
    if origin is Literal:
        return tuple(dict.fromkeys(type(value) for value in get_args(kind)))
    return (NONE if kind is None else kind,)


def union(members: Iterable[Any]) -> Any:
    flat = tuple(dict.fromkeys(member for kind in members for member in kinds(kind)))
    return Union[flat] if flat else UNKNOWN  # noqa: UP007  # There is no other way to write a union of a tuple.


def without_none(kind: Any) -> Any:
    return union(member for member in kinds(kind) if member is not NONE)


@cache
def hints(owner: Any) -> Mapping[str, Any]:
    return get_type_hints(owner, include_extras=True)


@dataclass(frozen=True)
class Method:
    """A method of a view that a template may call."""

    function: Any
    returns: Any

    def takes(self, positional: Sequence[Any], named: Mapping[str, Any]) -> bool:
        try:
            inspect.signature(self.function).bind(None, *positional, **named)
        except TypeError:
            return False
        return True


def _nothing(_: object) -> None:
    """Stands for a method without arguments."""


def _anything(*_: object) -> None:
    """Stands for a method with any arguments."""


@cache
def attribute(kind: Any, name: str) -> Any:
    """The type of an attribute; None where there is none of that name."""
    owner = get_origin(kind) or kind
    if not isinstance(owner, type):
        return None
    if known := next((returns for (cls, method), returns in METHODS.items() if issubclass(owner, cls) and method == name), None):
        return Method(_anything, known)
    if issubclass(owner, Mapping) and name == "items":
        return Method(_nothing, tuple[tuple[get_args(kind)], ...])
    if name.startswith("_") or not _is_ours(owner):
        return None
    if name in hints(owner) and not name.startswith("model_"):
        return hints(owner)[name]
    return _returned(inspect.getattr_static(owner, name, None))


def _is_ours(owner: type) -> bool:
    return is_dataclass(owner) or issubclass(owner, BaseModel) or _is_named_tuple(owner)


def _is_named_tuple(owner: Any) -> bool:
    return isinstance(owner, type) and issubclass(owner, tuple) and hasattr(owner, "_fields")


def _returned(member: Any) -> Any:
    if isinstance(member, property):
        return hints(member.fget)["return"]
    if isinstance(member, cached_property):
        return hints(member.func)["return"]
    if inspect.isfunction(member) and "return" in hints(member):
        return Method(member, hints(member)["return"])
    return None


def fields_of(kind: Any, count: int) -> Sequence[Any] | None:
    """The types of a tuple taken apart into so many; None where it cannot be."""
    if _is_named_tuple(kind):
        members: tuple[Any, ...] = tuple(hints(kind)[name] for name in kind._fields)
    else:
        members = get_args(kind) if get_origin(kind) is tuple else ()
    return members if len(members) == count and ... not in members else None


@cache
def element(kind: Any) -> Any:
    """The type of what a loop over it yields; None where there is none."""
    if _is_named_tuple(kind):
        return None
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return arguments[0] if arguments[1:] == (...,) else union(arguments)
    if isinstance(origin, type) and issubclass(origin, Iterable) and len(arguments) == 1:
        return arguments[0]
    return None


# --- templates ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Macro:
    """A macro with the names that it knows beside its parameters."""

    template: str
    node: nodes.Macro
    names: Mapping[str, Any] = field(compare=False)
    knows_shell: bool = True

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(argument.name for argument in self.node.args)


@dataclass(frozen=True)
class Scope:
    """The names at a spot of a template, and what has been asked about expressions there."""

    template: str
    names: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def with_names(self, names: Mapping[str, Any]) -> Scope:
        kept = {key: kind for key, kind in self.facts.items() if key.split(".")[0].split("(")[0] not in names}
        return replace(self, names={**self.names, **names}, facts=kept)

    def with_facts(self, facts: Mapping[str, Any]) -> Scope:
        return replace(self, facts={**self.facts, **facts})


def key_of(node: nodes.Node) -> str | None:
    """An expression as a word, if it gives the same wherever it stands; None for others."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Const):
        return repr(node.value)
    if isinstance(node, nodes.Getattr):
        return f"{inner}.{node.attr}" if (inner := key_of(node.node)) else None
    if isinstance(node, nodes.Call) and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
        keys = [key_of(each) for each in (node.node, *node.args)]
        return f"{keys[0]}({', '.join(key or '' for key in keys[1:])})" if all(keys) else None
    return None


class FirstFaultError(Exception):
    """Ends a reading that only asks whether there is any."""


class Reader:
    """Reads the templates of `sources`, each with its view and a shell."""

    def __init__(self, sources: Mapping[str, str], views: Mapping[str, Any], shell: Any, environment: Environment) -> None:
        self.sources = sources
        self.views = views
        self.shell = shell
        self.environment = environment
        self.faults: set[Fault] = set()
        self._stops = False
        self._called: dict[tuple[Any, ...], None] = {}
        self._modules: dict[tuple[str, bool], dict[str, Any]] = {}
        self._reached: set[tuple[str, str]] = set()

    def read(self, only: str | None = None) -> tuple[Fault, ...]:
        """All faults, by template and line; of one page only, where it is named."""
        for template in [only] if only else self.sources:
            if template.startswith("macros/"):
                continue
            scope = Scope(template, {"shell": self.shell} | ({"view": self.views[template]} if template in self.views else {}))
            self._body(self._tree(template).body, scope)
        if not only:
            self._tell_unreached()
        return tuple(sorted(self.faults))

    def is_faulty(self, only: str | None = None) -> bool:
        """Whether there is any fault; no more is read than up to the first."""
        self._stops = True
        try:
            return bool(self.read(only))
        except FirstFaultError:
            return True

    def _tree(self, template: str) -> nodes.Template:
        return _parsed(self.environment, self.sources[template])

    def _tell_unreached(self) -> None:
        """A macro that nothing calls has no types."""
        for template in self.sources:
            for macro in self._tree(template).find_all(nodes.Macro):
                if (template, macro.name) not in self._reached:
                    self.faults.add(Fault(template, macro.lineno, f"nothing calls the macro {macro.name}"))

    def _fault(self, scope: Scope, node: nodes.Node, words: str) -> Any:
        if self._stops:
            raise FirstFaultError
        self.faults.add(Fault(scope.template, node.lineno, words))
        return UNKNOWN

    # --- statements

    def _body(self, body: Iterable[nodes.Node], scope: Scope) -> Scope:
        for node in body:
            scope = self._statement(node, scope)
        return scope

    def _statement(self, node: nodes.Node, scope: Scope) -> Scope:
        """The scope after a statement."""
        match node:
            case nodes.Output():
                self._output(node, scope)
            case nodes.If():
                self._if(node, scope)
            case nodes.For():
                self._for(node, scope)
            case nodes.Block():
                self._body(node.body, scope)
            case nodes.Extends():
                self._named(node.template, scope)
            case nodes.Assign():
                return scope.with_names(self._assigned(node.target, self._type(node.node, scope), scope))
            case nodes.Macro():
                names = {name: kind for name, kind in scope.names.items() if isinstance(kind, Macro) or name == "shell"}
                macro = Macro(scope.template, node, names, "shell" in names)
                return scope.with_names({node.name: macro})
            case nodes.FromImport():
                return scope.with_names(self._imported(node, scope))
            case nodes.CallBlock():
                self._body(node.body, scope)
                self._type(node.call, scope, has_caller=True)
            case _:
                self._fault(scope, node, f"a {type(node).__name__} is not understood")
        return scope

    def _named(self, node: nodes.Expr, scope: Scope) -> str:
        name = node.value if isinstance(node, nodes.Const) else ""
        if name not in self.sources:
            self._fault(scope, node, f"there is no template {name}")
        return name

    def _imported(self, node: nodes.FromImport, scope: Scope) -> dict[str, Any]:
        template = self._named(node.template, scope)
        module = self._module(template, node.with_context and "shell" in scope.names) if template in self.sources else {}
        names = {}
        for imported in node.names:
            name, alias = imported if isinstance(imported, tuple) else (imported, imported)
            names[alias] = module.get(name) or self._fault(scope, node, f"{template} has no macro {name}")
        return names

    def _module(self, template: str, with_shell: bool) -> dict[str, Any]:
        if (template, with_shell) not in self._modules:
            names: dict[str, Any] = {}
            self._modules[template, with_shell] = names
            scope = Scope(template, {"shell": self.shell} if with_shell else {})
            scope = self._body(self._tree(template).body, scope)
            names.update(scope.names)
            # Macros of one file may call one another, whichever comes first.
            for name, kind in list(names.items()):
                if isinstance(kind, Macro) and kind.template == template:
                    names[name] = replace(kind, names=names)
        return self._modules[template, with_shell]

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for child in node.nodes:
            if NONE in kinds(self._type(child, scope)):
                self._fault(scope, child, f"{key_of(child) or 'this'} may be None where it is printed")

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self._type(node.test, scope)
        self._body(node.body, scope.with_facts(self._facts(node.test, scope, True)))
        scope = scope.with_facts(self._facts(node.test, scope, False))
        for other in node.elif_:
            self._type(other.test, scope)
            self._body(other.body, scope.with_facts(self._facts(other.test, scope, True)))
            scope = scope.with_facts(self._facts(other.test, scope, False))
        self._body(node.else_, scope)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        inside = scope.with_names({"loop": LOOP})
        inside = inside.with_names(self._assigned(node.target, self._elements(node.iter, scope), scope))
        if node.test:
            self._type(node.test, inside)
            inside = inside.with_facts(self._facts(node.test, inside, True))
        self._body(node.body, inside)
        self._body(node.else_, scope)

    def _elements(self, node: nodes.Expr, scope: Scope) -> Any:
        kind = self._type(node, scope)
        yielded = [UNKNOWN if member is UNKNOWN else element(member) for member in kinds(kind)]
        if None in yielded:
            return self._fault(scope, node, f"{kind} cannot be looped over")
        return union(yielded)

    def _assigned(self, target: nodes.Expr, kind: Any, scope: Scope) -> dict[str, Any]:
        if isinstance(target, nodes.Name):
            return {target.name: kind}
        if not isinstance(target, nodes.Tuple):
            self._fault(scope, target, "this cannot be assigned to")
            return {}
        apart = [fields_of(member, len(target.items)) for member in kinds(kind) if member is not UNKNOWN]
        if None in apart:
            self._fault(scope, target, f"{kind} has not {len(target.items)} fields")
        columns = list(zip(*(each for each in apart if each), strict=True)) or [(UNKNOWN,)] * len(target.items)
        return {
            name: found
            for item, column in zip(target.items, columns, strict=True)
            for name, found in self._assigned(item, union(column), scope).items()
        }

    # --- facts

    def _facts(self, node: nodes.Expr, scope: Scope, holds: bool) -> dict[str, Any]:
        """What is known not to be None where a condition holds, or does not."""
        match node:
            case nodes.Not():
                return self._facts(node.node, scope, not holds)
            case nodes.And() if holds:
                left = self._facts(node.left, scope, True)
                return left | self._facts(node.right, scope.with_facts(left), True)
            case nodes.Or() if not holds:
                return self._facts(node.left, scope, False) | self._facts(node.right, scope, False)
            case nodes.Test(name="none"):
                return {} if holds else self._present(node.node, scope)
            case _:
                return self._present(node, scope) if holds else {}

    def _present(self, node: nodes.Expr, scope: Scope) -> dict[str, Any]:
        return {key: without_none(self._type(node, scope))} if (key := key_of(node)) and not isinstance(node, nodes.Const) else {}

    # --- expressions

    def _type(self, node: nodes.Node, scope: Scope, *, has_caller: bool = False) -> Any:  # noqa: PLR0911, PLR0912  # A table of the syntax.
        key = key_of(node)
        if key in scope.facts:
            return scope.facts[key]
        match node:
            case nodes.TemplateData():
                return str
            case nodes.Const():
                return type(node.value)
            case nodes.Name():
                return scope.names[node.name] if node.name in scope.names else self._fault(scope, node, f"{node.name} is not known here")
            case nodes.Getattr():
                return self._attribute(node, scope)
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Call():
                return self._call(node, scope, has_caller)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.Test():
                self._type(node.node, scope)
                return bool if node.name in TESTS else self._fault(scope, node, f"the test {node.name} is not understood")
            case nodes.Not():
                self._type(node.node, scope)
                return bool
            case nodes.Compare():
                for operand in (node.expr, *(other.expr for other in node.ops)):
                    self._type(operand, scope)
                return bool
            case nodes.And():
                left = self._type(node.left, scope)
                return union([left, self._type(node.right, scope.with_facts(self._facts(node.left, scope, True)))])
            case nodes.Or():
                left = self._type(node.left, scope)
                return union([without_none(left), self._type(node.right, scope.with_facts(self._facts(node.left, scope, False)))])
            case nodes.CondExpr() if node.expr2:
                self._type(node.test, scope)
                then = self._type(node.expr1, scope.with_facts(self._facts(node.test, scope, True)))
                return union([then, self._type(node.expr2, scope.with_facts(self._facts(node.test, scope, False)))])
            case nodes.Concat():
                return self._all(node.nodes, scope, str)
            case nodes.List():
                return tuple[union(self._type(each, scope) for each in node.items), ...]
            case nodes.Tuple():
                return tuple[tuple(self._type(each, scope) for each in node.items)]
            case nodes.Neg():
                return self._type(node.node, scope)
            case nodes.Add() | nodes.Sub() | nodes.Mul():
                return self._all((node.left, node.right), scope, int)
            case _:
                return self._fault(scope, node, f"a {type(node).__name__} is not understood")

    def _all(self, operands: Iterable[nodes.Expr], scope: Scope, result: Any) -> Any:
        for operand in operands:
            if not set(kinds(self._type(operand, scope))) <= {str, int, float, UNKNOWN}:
                self._fault(scope, operand, f"{key_of(operand) or 'this'} is neither text nor number")
        return result

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> Any:
        kind = self._type(node.node, scope)
        if kind is LOOP:
            return LOOP.get(node.attr) or self._fault(scope, node, f"loop.{node.attr} is not understood")
        present = []
        for member in kinds(kind):
            if member is UNKNOWN:
                # Told already, where it arose.
                return UNKNOWN
            if (asked := attribute(member, node.attr)) is None:
                name = getattr(member, "__name__", str(member))
                return self._fault(scope, node, f"{name} has no {node.attr}")
            present.append(asked)
        return present[0] if len(present) == 1 else union(present)

    def _item(self, node: nodes.Getitem, scope: Scope) -> Any:
        kind = self._type(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            for end in filter(None, (node.arg.start, node.arg.stop, node.arg.step)):
                self._type(end, scope)
            return kind
        self._type(node.arg, scope)
        if get_origin(kind) is tuple and get_args(kind)[1:] == (...,):
            return get_args(kind)[0]
        return UNKNOWN if kind is UNKNOWN else self._fault(scope, node, f"{kind} is not asked for by position")

    def _filter(self, node: nodes.Filter, scope: Scope) -> Any:
        for argument in (node.node, *node.args):
            if NONE in kinds(self._type(argument, scope)):
                self._fault(scope, node, f"what {node.name} is given may be None")
        if node.kwargs:
            self._fault(scope, node, f"named arguments of {node.name} are not understood")
        if node.name == "once":
            # What it is given is a macro, called with the rest.
            return self._call(nodes.Call(node.node, node.args, [], None, None, lineno=node.lineno), scope, has_caller=False)
        return FILTERS.get(node.name) or self._fault(scope, node, f"the filter {node.name} is not understood")

    def _call(self, node: nodes.Call, scope: Scope, has_caller: bool) -> Any:
        called = self._type(node.node, scope)
        positional = [self._type(argument, scope) for argument in node.args]
        named = {argument.key: self._type(argument.value, scope) for argument in node.kwargs}
        if isinstance(called, Macro):
            return self._expanded(called, positional, named, node, scope, has_caller)
        if called is UNKNOWN:
            return UNKNOWN
        if not isinstance(called, Method):
            return self._fault(scope, node, f"{key_of(node.node)} cannot be called")
        if not called.takes(positional, named):
            self._fault(scope, node, f"{key_of(node.node)} takes other arguments")
        return called.returns

    def _expanded(
        self, macro: Macro, positional: Sequence[Any], named: Mapping[str, Any], node: nodes.Node, scope: Scope, has_caller: bool
    ) -> Any:
        """Reads the body of a macro with the types of one call."""
        self._reached.add((macro.template, macro.node.name))
        arguments = dict(zip(macro.parameters, positional, strict=False)) | named
        defaults = dict(zip(reversed(macro.parameters), reversed(macro.node.defaults), strict=False))
        inner = Scope(macro.template, dict(macro.names))
        for name in macro.parameters:
            if name not in arguments:
                arguments[name] = (
                    self._type(defaults[name], inner) if name in defaults else self._fault(scope, node, f"{name} is not given")
                )
        if len(positional) > len(macro.parameters) or set(arguments) - set(macro.parameters):
            self._fault(scope, node, f"{macro.node.name} takes other arguments")
        call = (macro.template, macro.node.name, macro.knows_shell, has_caller, *(repr(kind) for kind in arguments.values()))
        if call not in self._called:
            self._called[call] = None
            if has_caller:
                arguments["caller"] = Method(_nothing, str)
            self._body(macro.node.body, inner.with_names(arguments))
        return str


@cache
def _parsed(environment: Environment, source: str) -> nodes.Template:
    return environment.parse(source)


# --- misspellings -------------------------------------------------------------------------------


def misspelt(environment: Environment, source: str) -> Iterator[tuple[int, str]]:
    """The source once for each name that it asks for after a dot, that one misspelt, with its line; without any, for each name."""
    tokens = list(environment.lex(source))
    after_dots = [place + 1 for place, (_, kind, text) in enumerate(tokens) if (kind, text) == ("operator", ".")]
    for position in after_dots or _names(tokens):
        line, _, text = tokens[position]
        changed = [*tokens[:position], (line, "name", f"{text}_misspelt"), *tokens[position + 1 :]]
        yield line, "".join(value for _, _, value in changed)


def _names(tokens: Sequence[tuple[int, str, str]]) -> list[int]:
    """The names that are printed."""
    starts = (place for place, (_, kind, _) in enumerate(tokens) if kind == "variable_begin")
    return [next(place for place in range(start, len(tokens)) if tokens[place][1] == "name") for start in starts]
