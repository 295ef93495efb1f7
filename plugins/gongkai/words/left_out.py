"""Values of which faulty parts are left out, and where the rest then stands."""

from __future__ import annotations

from bisect import bisect_left

Value = str | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]


class Renumbered:
    """Where locations are once others have gone."""

    def __init__(self, gone: set[Location]) -> None:
        self._gone = gone
        # By list, the places of its items that have gone, in order.
        self._places: dict[Location, list[int]] = {}
        for location in sorted(gone, key=lambda location: location[-1] if isinstance(location[-1], int) else 0):
            if isinstance(location[-1], int):
                self._places.setdefault(location[:-1], []).append(location[-1])

    def of(self, location: Location) -> Location | None:
        steps: list[str | int] = []
        for depth, step in enumerate(location):
            outer = location[:depth]
            if (*outer, step) in self._gone:
                return None
            steps.append(step - bisect_left(self._places.get(outer, ()), step) if isinstance(step, int) else step)
        return tuple(steps)


def without(value: Value | None, location: Location, gone: set[Location]) -> Value:
    """The value at a location less what has gone."""
    if isinstance(value, dict):
        return {key: without(inner, (*location, key), gone) for key, inner in value.items() if (*location, key) not in gone}
    if isinstance(value, list):
        return [without(inner, (*location, index), gone) for index, inner in enumerate(value) if (*location, index) not in gone]
    return value or ""
