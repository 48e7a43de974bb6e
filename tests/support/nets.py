"""A source with three questions on neural networks, and edits of them."""

from pathlib import Path

from tests.support import write_project

QUESTIONS = {
    "tensor": "## What is a tensor? {#tensor}\n\nAn array of numbers.\n",
    "gru": "## What was a GRU? {#gru}\n\nA gate.\n",
    "relu": "## What is ReLU? {#relu .activation}\n\nThe larger of 0 and x.\n",
}


def write_nets(project: Path, **changed: str) -> None:
    """Write the source with these questions replaced, or left out if they are empty."""
    questions = {**QUESTIONS, **changed}
    write_project(project, {"nets.md": "# T\n\n" + "\n".join(filter(None, questions.values()))})


def edited(key: str, was: str, becomes: str) -> dict[str, str]:
    """The question with some of its words replaced."""
    assert was in QUESTIONS[key]
    return {key: QUESTIONS[key].replace(was, becomes)}
