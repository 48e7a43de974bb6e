"""package.toml: what is read, and what is wrong with its bad inputs, each at its line."""

import pytest

from deckgen.sources.settings.from_toml import parse_settings
from deckgen.values.problem import Location
from deckgen.values.settings import NO_SETTINGS, Level, Settings

PATH = "source/p/package.toml"


def _read(text: str) -> tuple[Settings | None, list[str]]:
    settings, problems = parse_settings(PATH, text.encode("utf-8", "surrogateescape"))
    return settings, [f"{problem.location.line} {problem.code}: {problem.message}" for problem in problems]


def test_all_settings_are_read() -> None:
    settings, problems = _read(
        """# what the package is
deck = "Net::{title}"
tags = ["net", "a::b"]
source = "The  book"
needs = ["numpy"]
question = "###"
ignore = ["title"]
skip = ["README.md"]
"""
    )
    assert problems == []
    assert settings is not None
    assert settings.question == Level("###", Location(PATH, 6))
    assert [need.location.line for need in settings.needs] == [5]
    assert (settings.deck, settings.tags, settings.source) == ("Net::{title}", ("net", "a::b"), "The book")
    assert (settings.ignore, settings.skip) == (("title",), ("README.md",))


def test_an_empty_file_says_nothing() -> None:
    assert _read("") == (NO_SETTINGS, [])


def test_the_nearer_file_wins_and_lists_add_up() -> None:
    level = Level("###", Location("a", 1))
    above = Settings(deck="A", tags=("x", "y"), source="S", question=level, skip=("a",))
    own = Settings(deck="B", tags=("y", "z"), ignore=("title",), skip=("b",))
    together = own.below(above)
    assert (together.deck, together.tags, together.source) == ("B", ("x", "y", "z"), "S")
    assert (together.question.mark, together.ignore, together.skip) == ("###", ("title",), ("a", "b"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "\nquestoin = '###'",
            "2 unknown-setting: a package has no setting `questoin`; did you mean `question`?",
        ),
        ("colour = 'red'", "1 unknown-setting: a package has no setting `colour`; valid are "),
        (
            "lang = 'cn'",
            "1 bad-language: no language is called `cn`; write its tag of BCP 47, such as `zh-Hans`",
        ),
        (
            "lang = 'zh_CN.UTF-8'",
            "1 bad-language: no language is called `zh_CN.UTF-8`; write its tag of BCP 47",
        ),
        (
            "lang = 'xx'",
            "1 bad-language: no language is called `xx`; write its tag of BCP 47, such as `zh-Hans` or",
        ),
        ("lang = ['de']", "1 setting-not-text: `lang` must be one text"),
        ("[package]\ndeck = 'a'", "1 unknown-setting: a package has no setting `package`;"),
        ("cards = 3", "1 unknown-setting: a package has no setting `cards`; write it into the front matter"),
        ("question = 3", "1 bad-level: `question` says what a question is"),
        ("question = '#'", "1 bad-level: "),
        (
            "leave-out = ['picture-remot']",
            "1 leave-out-unknown: no error with the code `picture-remot` is in one question alone; "
            "did you mean `picture-remote`?",
        ),
        ("remote-pictures = true", "1 bad-level: `remote-pictures` can only be"),
        ("leave-out = ['key-missing']", "1 leave-out-unknown: `key-missing` is not an error of one question"),
        ("leave-out = 'picture-remote'", "1 setting-not-text: `leave-out` must be a list of texts"),
        ("answer = 'details'", "1 bad-level: `answer` says where an answer begins without `---`"),
        ("question = ['##', '###']", "1 bad-level: "),
        ("question = {a = 1}", "1 bad-level: "),
        ("deck = 3", '1 setting-not-text: `deck` must be one text: `deck = "…"`'),
        ("deck = 'a::'", "1 deck-name: the deck name `a::` has an empty level"),
        ("deck = 'Net:TCP'", "1 deck-colon: `Net:TCP` is one deck; write `Net::TCP`"),
        ("deck = 'a::{titel}'", "1 deck-name: `{titel}` stands for nothing in `deck`; did you mean `title`?"),
        (
            "\n\ntags = 'a, b'",
            '3 bad-tag: `a, b` is one text and not a list of tags; write `tags = ["a", "b"]`',
        ),
        ("tags = 3", '1 setting-not-text: `tags` must be a list of texts: `tags = ["net"]`'),
        ("tags = ['a b']", "1 bad-tag: the tag `a b` contains a space"),
        ("tags = ['a/b']", "1 foreign-tag: the tag `a/b` has no levels in Anki; write `a::b`"),
        ('tags = ["a\\u0007"]', "1 control-character: a note cannot hold the character U+0007; delete it"),
        ("needs = 'numpy'", '1 setting-not-text: `needs` must be a list of texts: `needs = ["numpy"]`'),
        ("needs = ['scikit-learn']", "1 bad-need: "),
        ("ignore = 'title'", "1 setting-not-text: `ignore` must be a list of texts: `ignore = ["),
        ("skip = ['']", '1 setting-not-text: `skip` must be a list of texts: `skip = ["README.md"]`'),
        ("deck = 'a'\ndeck = 'b'", "2 settings-not-toml: this is not TOML: Cannot overwrite a value"),
        ("deck: a", "1 settings-not-toml: this is not TOML: "),
        ("\n" + "a." * 200 + "b = 1", "2 settings-not-toml: this is not TOML for lines like"),
        ("x = {" + "a." * 200 + "b = 1}", "1 settings-not-toml: this is not TOML for lines like"),
        ("tags = " + "[" * 20_000, "1 settings-not-toml: this is not TOML: "),
        ("\n\udcff", "2 not-utf-8: byte 0xff is not UTF-8"),
        ('source = """\ndeck = 1\n"""\ndeck = 2', "4 setting-not-text: `deck` must be one text"),
        ('"deck" = 2', "1 setting-not-text: `deck` must be one text"),
    ],
)
def test_bad_input_is_reported_at_its_line(text: str, problem: str) -> None:
    _, problems = _read(text)
    assert [one for one in problems if one.startswith(problem)] == problems
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["questoin = '###'", "question = 3", "deck: a", "\udcff"])
def test_the_sources_are_not_read_if_the_level_is_not_known(text: str) -> None:
    assert _read(text)[0] is None


def test_all_mistakes_are_reported_in_one_run() -> None:
    settings, problems = _read("deck = 1\ntags = 2\nsource = 3\nneeds = 4\nignore = 5\nskip = 6")
    assert sorted(problem.split(":")[0] for problem in problems) == [
        f"{line} setting-not-text" for line in (1, 2, 3, 4, 5, 6)
    ]
    assert settings is not None
