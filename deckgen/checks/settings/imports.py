"""Finds libraries that examples import without a declaration in the front matter."""

import ast
import sys
import warnings
from collections.abc import Iterable, Iterator

from deckgen.values.codes import Code
from deckgen.values.document import Document
from deckgen.values.example import Example
from deckgen.values.problem import Problem


def check_imports(document: Document, examples: Iterable[Example]) -> Iterator[Problem]:
    """The first import of each undeclared library in these examples."""
    known = {need.module for need in document.needs} | sys.stdlib_module_names
    for example in examples:
        for module in _imported(example.code):
            if module not in known:
                known.add(module)
                needs = ", ".join([*(need.module for need in document.needs), module])
                message = f"`{module}` is not declared; write `needs: [{needs}]` in the front matter"
                yield Problem(example.location, Code.IMPORT_UNDECLARED, message)


def _imported(code: str) -> Iterator[str]:
    if "import" not in code:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bad escape in an example is not reported here
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
