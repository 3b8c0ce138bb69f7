"""How fresh news is: days since the event against the shelf life of its kind (保鲜期). No Django."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Freshness:
    """The age of an item today; None while its day is unknown."""

    age: int | None
    limit: int
    kind: str

    @property
    def is_stale(self) -> bool:
        return self.age is not None and self.age > self.limit

    @property
    def sentence(self) -> str:
        if self.age is None:
            return "没有填写事件日期，无法判断是否新鲜。"
        since = f"事情发生在 {self.age} 天前" if self.age else "事情发生在今天"
        if self.is_stale:
            return f"{since}，{self.kind}的保鲜期是 {self.limit} 天，已超过 {self.age - self.limit} 天。"
        return f"{since}，在{self.kind}的保鲜期（{self.limit} 天）之内。"


def freshness(event: date | None, today: date, limit: int, kind: str) -> Freshness:
    return Freshness(None if event is None else max(0, (today - event).days), limit, kind)
