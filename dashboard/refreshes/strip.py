"""The latest refreshes at a glance: a bar for each, as high as it took long, in the tone of its result."""

from collections import Counter
from dataclasses import dataclass

from dashboard.templatetags.ui import duration, exact_time
from inventory.models import Refresh
from inventory.models.refreshes import RefreshQuerySet

LATEST = 90
HIGHEST, LOWEST = 32, 3  # of 38 that a bar has room for: what failed is underlined


@dataclass(frozen=True, slots=True)
class Bar:
    refresh: Refresh
    height: int

    @property
    def top(self) -> int:
        return HIGHEST - self.height

    @property
    def label(self) -> str:
        took = "" if self.refresh.duration is None else f" in {duration(self.refresh.duration)}"
        scope, when = self.refresh.get_scope_display().lower(), exact_time(self.refresh.requested_at)
        return f"{self.refresh.state_badge.label}{took}, {scope}, {when}"


@dataclass(frozen=True, slots=True)
class Strip:
    bars: list[Bar]  # the newest last
    results: list[tuple[str, int]]  # how many have each, the most frequent first
    longest: float  # seconds

    @property
    def has_failures(self) -> bool:
        return any(bar.refresh.has_failed for bar in self.bars)

    @classmethod
    def of(cls, refreshes: RefreshQuerySet) -> "Strip":
        latest = list(refreshes.without_details()[:LATEST])
        longest = max((refresh.duration or 0 for refresh in latest), default=0)
        bars = [Bar(one, max(LOWEST, round(HIGHEST * (one.duration or 0) / (longest or 1)))) for one in latest]
        results = Counter(
            "with removals held" if one.holds_removals else str(one.get_state_display()) for one in latest
        )
        return cls(bars[::-1], [(result.lower(), count) for result, count in results.most_common()], longest)
