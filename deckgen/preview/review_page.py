"""Renders the page on which a person labels the rows of a plan."""

from deckgen.preview.as_json import Json
from deckgen.preview.frame import frame_template
from deckgen.preview.pages import json_element, render

REVIEW_SCRIPTS = (
    "make.js",
    "frame.js",
    "stage.js",
    "review-face.js",
    "review-cards.js",
    "review-rows.js",
    "review.js",
)
"""The scripts of the page, in the order in which they run."""

_LABELS = (
    ("q", "label_question"),
    ("a", "label_answer"),
    ("g", "label_group"),
    ("x", "label_left_out"),
    ("d", "label_draft"),
    ("r", "label_reference"),
)
REVIEW_KEYS = (
    ("↓ ↑ j k", "key_rows"),
    ("q a g x d r", "key_labels"),
    ("u", "key_undo"),
    ("s Ctrl+S", "key_save"),
    ("n", "key_next_question"),
    ("/", "key_search"),
    ("f", "key_filter"),
    ("Home End", "key_rows_home"),
    ("?", "key_help"),
)


def render_review(data: Json, *, title: str) -> str:
    """The page on which a person labels the rows of a plan; `data` has them."""
    return render(
        "review.html",
        title=title,
        policy="",
        scripts=REVIEW_SCRIPTS,
        labels=_LABELS,
        keys=REVIEW_KEYS,
        data=json_element({**data, "frame": frame_template()}),
    )
