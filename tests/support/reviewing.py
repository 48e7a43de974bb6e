"""A page whose plan is reviewed, and requests as its page in the browser sends them."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.support.preview_server import Answer, PreviewServer

PAGE = """# Interview questions

## What is a stack?

Last in, first out.

### Its speed

It has one end.

```python
x = 1
```

## What is a heap?

A tree.
"""
LETTERS = list("xqaaaaqa")
"""The labels that deckgen gives to the rows of this page."""


def data(server: PreviewServer) -> Any:
    found = re.search(r'id="data">(.*?)</script>', server.get("/").text, re.DOTALL)
    assert found
    return json.loads(found[1])


def send(
    server: PreviewServer, path: str, letters: list[str], headers: Mapping[str, str] | None = None
) -> Answer:
    """Labels as the page sends them."""
    return server.post(path, {"plan": data(server)["plan"], "labels": letters}, headers)
