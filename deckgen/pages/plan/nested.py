"""Opens lists whose inner lists are the questions and whose outer items only name groups."""

from collections.abc import Iterator, Sequence

from deckgen.pages.page import Block, Shape
from deckgen.pages.words.markers import asks, ends_asking, is_worded, read_marker

_FEWEST = 3
_GROUP_LEVEL = 6


def with_open_groups(blocks: Sequence[Block]) -> list[Block]:
    """Replace each such list with a heading for every group and the questions of the group below it.

    A heading without words marks the end of a group.
    """
    found: list[Block] = []
    for block in blocks:
        found += _opened(block) if _holds_groups(block) else (block,)
    return found


def _holds_groups(block: Block) -> bool:
    if block.shape is not Shape.LIST or block.is_link_list:
        return False
    if not any(_is_group(item) for item in block.children):
        return False
    leaves = list(_leaves(block))
    return len(leaves) >= _FEWEST and sum(asks(leaf) for leaf in leaves) >= 0.6 * len(leaves)


def _is_group(item: Block) -> bool:
    """Whether an item is a name that asks nothing and one list."""
    if [child.shape for child in item.children] != [Shape.PARAGRAPH, Shape.LIST]:
        return False
    name, inner = item.children
    if is_worded(read_marker(name.text)):
        return False
    return not asks(name.text) or (not ends_asking(name.text) and all(map(ends_asking, _leaves(inner))))


def _leaves(block: Block) -> Iterator[str]:
    for item in block.children:
        if _is_group(item):
            yield from _leaves(item.children[1])
        elif item.children:
            yield item.children[0].text


def _opened(block: Block) -> Iterator[Block]:
    plain: list[Block] = []
    for item in block.children:
        if not _is_group(item):
            plain.append(item)
            continue
        if plain:
            yield Block(Shape.LIST, plain[0].line, children=tuple(plain))
            plain = []
        name, inner = item.children
        yield Block(Shape.HEADING, name.line, name.markdown, name.text, level=_GROUP_LEVEL)
        yield from _opened(inner)
        yield Block(Shape.HEADING, item.line, level=_GROUP_LEVEL)
    if plain:
        yield Block(Shape.LIST, plain[0].line, children=tuple(plain))
