"""What helps and hinders at a site, by theme."""

from dataclasses import dataclass
from itertools import groupby

from barriers.enums import Direction, FactorState, Strength
from reports.one_site.reading import Entry, Read

ENDED = (FactorState.EASED, FactorState.ENDED)
STATE_WORDS = {
    FactorState.ANTICIPATED: "feared",
    FactorState.EASED: "eased",
    FactorState.ENDED: "ended",
}


@dataclass(frozen=True)
class Block:
    """Entries of one theme that read the same: how many there are, and of what strength."""

    direction: str
    word: str
    number: int

    @property
    def css(self) -> str:
        """The classes of its colour: dark is a clear example, dashed is feared."""
        return f"app-block--{self.direction} app-block--{self.word}"


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its entries."""

    code: str
    name: str
    entries: tuple[Entry, ...]

    @property
    def hindered(self) -> list[Block]:
        return self._blocks(Direction.HINDERED)

    @property
    def mixed(self) -> list[Block]:
        return self._blocks(Direction.MIXED)

    @property
    def helped(self) -> list[Block]:
        return self._blocks(Direction.HELPED)

    def _blocks(self, direction: Direction) -> list[Block]:
        words = [word_of(one) for one in self.entries if one.direction == direction]
        return [Block(direction, word, words.count(word)) for word in dict.fromkeys(words)]


def word_of(entry: Entry) -> str:
    """`clear`, `general`, or what became of it: `feared`, `eased`, `ended`."""
    default = "clear" if entry.strength == Strength.EXPLICIT else "general"
    return next((word for state, word in STATE_WORDS.items() if entry.state == state), default)


def themes_of(read: Read) -> tuple[list[ThemeLine], list[str]]:
    """Give the themes with entries, most entries first, and the names of those without any."""
    lines, without = [], []
    for (code, name), rows in groupby(read.entries, lambda one: (one.theme, one.short_name)):
        entries = tuple(one for one in rows if one.key)
        if entries:
            lines.append(ThemeLine(code, name, entries))
        else:
            without.append(name)
    return sorted(lines, key=lambda line: -len(line.entries)), without
