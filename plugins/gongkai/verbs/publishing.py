"""Making the site for its public address, and going back to the one before."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gongkai.command_line import Call
from gongkai.files.equipment import COMMAND

from .callers_files import from_caller
from .portal_folder import (
    OUTPUT,
    PUBLIC,
    PUBLISHED,
    aside,
    loaded,
    name_of,
    output_of,
    overrides,
    publications,
    refuse_settings,
    root,
    running,
    settings_of,
)
from .telling import progress, refusals, tell_said, told_after, told_before
from .terminal import WRONG_USE, StoppedError, say


def publish(call: Call) -> int:
    """The site for its public address, or the publication before in the place of the last."""
    from gongkai.files import leftovers, locks

    # Of two that were begun at the same time the second waits.
    with locks.lock(root() / PUBLIC):
        for folder in (root(), root() / ".build", root() / OUTPUT):
            leftovers.recover(folder)
        return _put_back() if call.has("--back") else _publish(call)


def _publish(call: Call) -> int:
    from gongkai.files import writer
    from gongkai.publishing.published import Publishing, VanishedError
    from gongkai.publishing.site import keeping
    from gongkai.publishing.site.making import Making

    address = str(overrides(call).get("GONGKAI_SITE_URL", os.environ.get("GONGKAI_SITE_URL", "")))
    if not address.startswith(("http://", "https://")):
        raise StoppedError(f"请先写明网站的公开地址，例如：GONGKAI_SITE_URL=https://www.example.org/portal {COMMAND} publish")
    archive = from_caller(call.text("--zip")) if call.has("--zip") else None
    if archive and not archive.parent.is_dir():
        raise StoppedError(f"--zip 请写已有文件夹里的一个 .zip 文件名；现在写的是：{call.text('--zip')}", WRONG_USE)
    place, is_trial = root() / (archive or output_of(call)), call.has("--dry-run")
    with refusals():
        publishing = Publishing(publications(), os.path.relpath(place, root()), is_trial=is_trial)
    if not publishing.is_sound:
        lost = "不能与上一次比较，也不能核对有没有网址消失；在这之前打开的搜索页要刷新后再用。"
        say(f"{PUBLISHED}/ 里有的不是以前的发布留下的，或已损坏，这次不用它。{lost}", file=sys.stderr)
    settings = settings_of(call, PUBLIC)
    refuse_settings(settings)
    with running(settings) as run, writer.scratch(root() / ".build") as folder:
        foundation = keeping.foundation(settings, root())
        making = Making(foundation, aside(settings, folder / "places", foundation), run, progress())
        checked = loaded(settings, last=publishing.last, aside=making.aside, run=run)

        def make(fresh: Path) -> tuple[str, ...]:
            from gongkai import generator

            return generator.make(root() / PUBLIC, overrides(call), checked, fresh, making).said

        with refusals():
            if not archive:
                _refuse_publishing_to(place)
            say(told_before(checked))
            try:
                said = publishing.put(make, is_archive=bool(archive))
            except VanishedError as error:
                raise StoppedError(_told_of_vanished(error.args)) from None
    tell_said(said)
    begun = "这是试做，什么也没有写。照这样发布，" if is_trial else "网站已生成："
    say(
        f"{begun}{name_of(place)} 里有 {len(publishing.made.pages)} 个页面，共 {len(publishing.made.files) + 1} 个文件。{told_after(checked)}"
    )
    say("\n".join(publishing.told))
    # The process ends: nothing is to be looked through once more.
    gc.freeze()
    return 0


def _put_back() -> int:
    from gongkai.publishing import changed
    from gongkai.publishing.published import ForeignError

    published = publications()
    with refusals():
        published.recover()
    last, before = published.last, published.before
    if not last or not before:
        raise StoppedError("没有更早的发布可以退回：只留最近三次，退回一次少一次。网站没有改动。")
    place = root() / last.to
    with refusals():
        if not published.is_archive(last):
            _refuse_publishing_to(place)
        try:
            published.put_back()
        except ForeignError:
            raise StoppedError(f"{PUBLISHED}/ 里留下的前一次发布已损坏，不能退回。网站没有改动。") from None
    count = len(before.files) + 1
    say(f"已退回前一次发布：{name_of(place)} 里现在是 {before.address}（判定日期 {before.day}）的网站，共 {count} 个文件，与当时一字不差。")
    say("\n".join(changed.told(last, before, "退回以前")))
    return 0


def _refuse_publishing_to(place: Path) -> None:
    from gongkai.publishing import building, contents

    building.refuse_place(place, contents.PUBLICATION, is_own=place.resolve() == (root() / OUTPUT).resolve())


def _told_of_vanished(addresses: Sequence[str]) -> str:
    lines = "\n".join(f"  {address}" for address in addresses)
    return (
        f"这些页面上次发布过，这次没有了：\n{lines}\n没有发布，原来的没有改动。发布过的网址不能没有了：辖区里的，请在 data/<辖区>/moved.yaml 里"
        "写明现在在哪里（from、to、on、why）；整个辖区不见了的，请恢复它的文件夹，或在 data/moved-places.yaml 里写明；文章不见了的，请恢复 content/pages/ 里的文件。"
    )


def not_together(call: Call) -> str:
    """What is wrong with what `publish` was given."""
    if call.has("--back") and len(call.given) > 1:
        return "--back 把上一次发布的地方换回前一次的网站，不和别的选项一起用。"
    return "--to 和 --zip 只能写一个。" if call.has("--to") and call.has("--zip") else ""
