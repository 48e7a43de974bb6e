"""The tests, as one package, so that tests/anki does not hide the anki that it tests."""
