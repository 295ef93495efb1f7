"""A reform of units as one act: what is wrong with it, and the files of a place that it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from gongkai.pages import addresses
from gongkai.records.portal import Jurisdiction, Register
from gongkai.records.register_records import Unit
from gongkai.words.dates import chinese_date

from . import register_texts
from .acts import Abolition, Act, Division, Merger, Reforms, Renaming, questions
from .canonical import Written
from .edits import UnfitError
from .entering import Mistake, Typed, chosen, record_of
from .proposals import Desk, Proposal, RefusedError, State
from .recording import Draft
from .register_texts import Ending

_NEAR, _SHOWN = 3, 8
# Answers that leave nobody anything to do.
_SETTLED = {"changed", "waived", "not_judged"}


def reformed(desk: Desk, state: State, act: str, typed: Typed) -> Draft:
    """What an act changes, as one proposal; raises RefusedError where the place has faults, or a file only a person can edit."""
    if not state.place or not state.is_sound:
        raise RefusedError("这个辖区的数据有错误，请先照 check 说的改正，再登记改革。")
    values = chosen(questions(state, act), typed)
    if any(values.get("opened.by", ())):
        values = {**values, "opened.on": (desk.as_of.isoformat(),)}
    reform, mistakes = record_of(Reforms, act, values, Path(desk.shown(Path(state.slug, "units.yaml"))))
    if not isinstance(reform, Act):
        return Draft(mistakes=mistakes)
    planned = _Planned(desk, state.place, reform)
    if mistakes := tuple(dict.fromkeys(planned.mistakes())):
        return Draft(mistakes=mistakes)
    try:
        texts = planned.texts(state)
    except UnfitError:
        raise RefusedError(f"{desk.shown(Path(state.slug))} 里的写法，程序不能只改这几处而不动别处。请直接改 units.yaml。") from None
    return Draft(replace(Proposal.of(desk.root, state.slug, texts), remarks=tuple(planned.remarks(state)), slugs=planned.moved))


@dataclass(frozen=True)
class _Planned:
    """A reform of units of a place, as it was typed."""

    desk: Desk
    place: Jurisdiction
    reform: Act

    @property
    def register(self) -> Register:
        return self.place.register

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of what comes."""
        to = getattr(self.reform, "to", ())
        return tuple(dict.fromkeys((to,) if isinstance(to, str) else to))

    @cached_property
    def owners(self) -> Mapping[str, Unit]:
        """By all that units are called, and by their slugs."""
        return {name: unit for unit in reversed(list(self.register.units.values())) for name in (unit.slug, *unit.names)}

    @cached_property
    def ended(self) -> tuple[str, ...]:
        """The slugs of what goes, or what was written for them where there is no such unit; who takes itself over stays."""
        written = (self.reform.unit,) if isinstance(self.reform.unit, str) else self.reform.unit
        named = dict.fromkeys(self.owners[name].slug if name in self.owners else name for name in written)
        stays = self.owners.get(self.reform.to) if isinstance(self.reform, Merger) else None
        return tuple(slug for slug in named if not stays or slug != stays.slug)

    @cached_property
    def new(self) -> tuple[Unit, ...]:
        """The units that begin, in the order in which they were named."""
        if isinstance(self.reform, Renaming | Abolition):
            return ()
        slugs = [*self._slugs()]
        return tuple(self._unit(name, slug) for name, slug in zip(self._new_names, slugs, strict=True))

    @property
    def _new_names(self) -> list[str]:
        return [name for name in self.names if name not in self.owners]

    @property
    def slugs_given(self) -> tuple[str, ...]:
        slug = getattr(self.reform, "slug", None) or ()
        return (slug,) if isinstance(slug, str) else tuple(slug)

    def _slugs(self) -> Iterator[str]:
        # It takes longer to load than an edit takes otherwise.
        from gongkai.importing.meaning import slugs  # noqa: PLC0415

        taken = {*self.register.units, *self.slugs_given}
        for position, name in enumerate(self._new_names):
            slug = self.slugs_given[position] if position < len(self.slugs_given) else slugs.unit(name, taken, self.place.names)
            taken.add(slug)
            yield slug

    def _unit(self, name: str, slug: str) -> Unit:
        reform = self.reform
        fields = {
            "slug": slug,
            "name": name,
            "kind": getattr(reform, "kind", None) or self.register.units[self.ended[0]].kind,
            "full_name": getattr(reform, "full_name", None),
            "aliases": getattr(reform, "aliases", ()),
            "valid_from": reform.on,
            "source": reform.source or reform.document,
            "seen_on": self.desk.as_of if reform.source else None,
            "opened": reform.opened,
            "note": self.note,
        }
        return Unit.model_validate(fields)

    @property
    def moved(self) -> dict[str, str]:
        """By the slug that goes the one that comes, of a unit that is the same."""
        return {self.ended[0]: self.reform.slug} if isinstance(self.reform, Renaming) and self.reform.slug else {}

    @cached_property
    def heirs(self) -> tuple[str, ...]:
        """The slugs of whoever takes over."""
        begun = {unit.name: unit.slug for unit in self.new}
        return tuple(begun[name] if name in begun else self.owners[name].slug for name in self.names)

    @property
    def last_day(self) -> date:
        """Until when what was before holds."""
        return self.reform.on - timedelta(days=1)

    @cached_property
    def note(self) -> str:
        """The reform in a sentence."""
        old = "、".join(self.register.units[slug].name for slug in self.ended)
        new = "、".join(self.owners[name].name if name in self.owners else name for name in self.names)
        is_joined = isinstance(self.reform, Merger) and self.reform.to in self.owners
        acts = {Renaming: f"{old}更名为{new}", Division: f"{old}拆分为{new}", Abolition: f"{old}撤销"}
        act = acts.get(type(self.reform), f"{old}并入{new}" if is_joined else f"{old}合并为{new}")
        return f"{chinese_date(self.reform.on)}{act}（依据：{'，'.join(filter(None, (self.reform.document, self.reform.source)))}）。"

    # --- what is wrong ---

    def mistakes(self) -> Iterator[Mistake]:
        """What keeps it from being written, field by field."""
        unfit = [mistake for slug in self.ended for mistake in self._of_ended(slug)]
        yield from unfit
        if isinstance(self.reform, Renaming):
            yield from self._of_renaming(self.reform)
        if isinstance(self.reform, Merger) and not self.ended:
            yield Mistake("unit", f"“{self.reform.to}”自己不能并入自己。请写并进去的单位。")
        elif isinstance(self.reform, Merger) and len(self.ended) == 1 and self.reform.to not in self.owners:
            yield Mistake("unit", "合并成新单位，至少要有两个单位。只有一个的，请用更名。")
        if isinstance(self.reform, Division):
            yield from self._of_division()
        if isinstance(self.reform, Merger | Division):
            yield from (mistake for name in self.names if name in self.owners for mistake in self._of_heir(self.owners[name]))
        yield from self._of_slugs()
        yield from self._of_other_names()

    def _of_ended(self, slug: str) -> Iterator[Mistake]:
        unit, on = self.register.units.get(slug), self.reform.on
        if not unit:
            yield Mistake("unit", f"没有“{slug}”这个单位。{self._near(slug)}")
        elif unit.is_group:
            yield Mistake("unit", f"“{unit.name}”是集合单位，不是一个单位，没有改革可登记；它的成员会随成员单位的改革一起改。")
        elif unit.valid_to:
            heirs = "、".join(self.register.units[heir].name for heir in unit.successors)
            yield Mistake("unit", f"“{unit.name}”到 {unit.valid_to} 已经终止{f'，由{heirs}接手' if heirs else ''}。请核对单位。")
        else:
            if unit.valid_from and on <= unit.valid_from:
                yield Mistake("on", f"“{unit.name}”从 {unit.valid_from} 才设立，不能从 {on} 起。请核对日期。")
            for former in unit.former_names:
                if former.valid_to and on <= former.valid_to:
                    yield Mistake("on", f"“{unit.name}”到 {former.valid_to} 还叫“{former.name}”，不能从 {on} 起。请核对日期。")

    def _near(self, name: str) -> str:
        known = {called: unit for called, unit in self.owners.items() if not unit.is_group}
        within = [called for called in known if name in called]
        near = {known[called].name: None for called in (*within, *get_close_matches(name, known, n=_NEAR, cutoff=0.5))}
        return f"是不是“{'”“'.join(list(near)[:_NEAR])}”？" if near else "请核对名称。"

    def _of_renaming(self, reform: Renaming) -> Iterator[Mistake]:
        owner = self.owners.get(reform.to)
        if owner and owner.slug != self.ended[0]:
            ended = f"（到 {owner.valid_to} 为止）" if owner.valid_to else ""
            yield Mistake("to", f"“{reform.to}”已是“{owner.name}”{ended}的名称。请核对；并进那个单位的，请用合并。")
        elif owner and reform.to == owner.name:
            yield Mistake("to", f"“{reform.to}”就是现在的名称，没有变化。")
        if reform.on > self.desk.today:
            yield Mistake("on", f"{reform.on} 还没有到。请到那天再登记，网站上的名称会马上改。")

    def _of_division(self) -> Iterator[Mistake]:
        if len({self.owners[name].slug if name in self.owners else name for name in self.names}) == 1:
            yield Mistake("to", "拆分至少要有两个单位。只有一个的，请用更名或合并。")
        if any(name in self.owners and self.owners[name].slug == self.ended[0] for name in self.names):
            yield Mistake("to", "拆分以后，原来的单位就没有了，不能又是接手的单位。它还在的，不用登记拆分。")

    def _of_heir(self, heir: Unit) -> Iterator[Mistake]:
        on = self.reform.on
        if heir.is_group:
            yield Mistake("to", f"“{heir.name}”是集合单位，不能接手。请写一个单位。")
        elif heir.valid_to and heir.valid_to < on:
            yield Mistake("to", f"“{heir.name}”到 {heir.valid_to} 已经终止，不能从 {on} 起接手。请写那天还在的单位。")
        elif heir.valid_from and heir.valid_from > on:
            yield Mistake("to", f"“{heir.name}”从 {heir.valid_from} 才设立，不能从 {on} 起接手。请核对日期。")

    def _of_slugs(self) -> Iterator[Mistake]:
        wanted = len(self._new_names) if not isinstance(self.reform, Renaming) else 1
        if len(self.slugs_given) > wanted:
            yield Mistake("slug", f"新的单位有 {wanted} 个，地址代码写了 {len(self.slugs_given)} 个。请一个单位写一个。")
        gone = {move.gone for move in self.place.moves}
        for slug in self.slugs_given:
            if f"units/{slug}.html" in gone:
                yield Mistake("slug", f"“{slug}”以前用过，它的网址现在指到别的页面。请换一个。")
            if owner := self.register.units.get(slug):
                yield Mistake("slug", f"“{slug}”已是“{owner.name}”的地址代码。请换一个。")

    def _of_other_names(self) -> Iterator[Mistake]:
        own = self.ended[0] if isinstance(self.reform, Renaming) else ""
        for key in ("full_name", "aliases"):
            value = getattr(self.reform, key, None) or ()
            for name in (value,) if isinstance(value, str) else value:
                owner = self.owners.get(name)
                if owner and owner.slug != own:
                    yield Mistake(key, f"“{name}”已是“{owner.name}”的名称。一个名称只能指一个单位，请换一个。")

    # --- what is written ---

    def texts(self, state: State) -> dict[Path, str | None]:
        """The files that change."""
        held = register_texts.read(self.desk.root, state)
        if isinstance(self.reform, Renaming):
            return self._renamed(self.reform, held, state)
        ending = Ending(self.ended, self.heirs, self.reform.on, self.reform.source or self.reform.document, self.note)
        return {held.file: register_texts.ended(held, ending, self.new)}

    def _renamed(self, reform: Renaming, held: register_texts.Held, state: State) -> dict[Path, str | None]:
        unit = self.register.units[self.ended[0]]
        text = register_texts.renamed(held, unit, reform.to, reform.full_name, reform.aliases, self.last_day, self.note)
        if not reform.slug:
            return {held.file: text}
        here, there = (addresses.unit(self.place, it).partition("/")[2] for it in (unit, unit.model_copy(update={"slug": reform.slug})))
        move: dict[str, Written] = {"from": here, "to": there, "on": self.desk.as_of, "why": self.note}
        return register_texts.under_slug(self.desk.root, state, {held.file: text}, unit.slug, reform.slug, move)

    def remarks(self, state: State) -> Iterator[str]:
        """What nobody has to do any more, of all that was to be done."""
        if isinstance(self.reform, Abolition):
            open_tasks = {
                f"{year} 年 {task_id}": None
                for (year, task_id), (plan, task) in state.tasks.items()
                for cell in task.cells
                if cell.unit.slug in self.ended and not plan.plan.record.concluded_on
                if cell.verdict.badge.family != "done" and cell.verdict.badge.id not in _SETTLED
            }
            if open_tasks:
                name = self.register.units[self.ended[0]].name
                yield (
                    f"“{name}”还有 {len(open_tasks)} 项任务没有做完，撤销以后没有单位接手：{_some(list(open_tasks))}。"
                    "有单位接手的，请改用合并或拆分；改由别的单位承担的，请逐项登记调整。"
                )


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
