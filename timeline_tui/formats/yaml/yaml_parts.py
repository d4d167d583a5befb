"""Reading YAML in parts: after a fault of syntax, the text goes on in another part."""

from typing import NamedTuple


class TextPart(NamedTuple):
    """Text for the parser. Offsets in it are those of the file.

    ``opened``: the number of the parser's first events, which open containers that the builder has open already.
    ``left_out``: the part of the file (start, end) before it that was not read because of a fault.
    """

    text: str
    opened: int = 0
    left_out: tuple[int, int] = (0, 0)

    @property
    def start(self) -> int:
        """The offset where reading goes on."""
        return self.left_out[1]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to read."""
        return self.start == len(self.text)
