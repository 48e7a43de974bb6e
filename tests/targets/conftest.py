"""Leaves most tests with servers and killed processes to the runs with `-m thorough`: each takes seconds."""

from pathlib import Path

import pytest

LONG = (
    "test_closed",
    "test_running",
    "test_mirror",
    "test_closed_kills",
    "test_running_kills",
    "test_sync_kills",
    "test_sync_storm",
)
"""The modules whose tests take long."""
ALWAYS = (
    "test_an_edited_line_arrives_by_one_click_and_reviews_stay",
    "test_a_learners_younger_edit_is_kept",
    "test_an_edit_arrives_on_the_phone_which_has_reviewed_in_between",
    "test_what_another_program_has_open_is_left_alone",
    "test_a_collection_that_changed_after_the_plan_was_shown_is_left_alone",
    "test_a_wrong_password_and_a_lost_key_are_said",
)
"""What shows that the way to Anki is whole."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        is_here = item.path.is_relative_to(Path(__file__).parent)
        if is_here and item.path.stem in LONG and getattr(item, "originalname", "") not in ALWAYS:
            item.add_marker(pytest.mark.thorough)
