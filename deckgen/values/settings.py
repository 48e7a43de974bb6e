"""What a package says once about all its files, in `package.toml`."""

from dataclasses import dataclass, replace

from deckgen.values.codes import Code, Severity
from deckgen.values.document import Need
from deckgen.values.problem import Location

TITLE = "title"
"""The value of `question` where a file is one question, and its title asks it."""

PACKAGE_TOML = "package.toml"
"""The file of the settings in the folder of a package; beside a single file it begins with its name."""

STYLE_CSS = "style.css"
"""The file of a project's own style, beside `source/`."""

LEVELS = ("##", "###", "####", "#####", "######", TITLE)
"""What a question can be."""

DETAILS = "<details>"
"""The value of `answer` where the answers are folded."""

LINK = "link"
"""The value of `remote-pictures` where a picture on the network is a link."""

CAN_LEAVE_OUT = frozenset(
    code
    for code in Code
    if code.severity is Severity.ERROR
    and code.value.startswith(
        (
            *("answer-", "attributes-", "block-", "cloze-", "control-", "duplicate-", "empty-", "example-"),
            *("foreign-", "formula-", "html-", "link-", "picture-", "second-", "table-", "typed-"),
        )
    )
    and code.command == Code.EMPTY_ANSWER.command
)
"""The codes of errors that are in one question alone, so that the rest is right without it.

A fence without an end, say, hides the questions below it.
"""


@dataclass(frozen=True, slots=True)
class Level:
    """What a question is, as one of `LEVELS`; `stated` is where a file of settings says so, if one does."""

    mark: str = "##"
    stated: Location | None = None

    @property
    def depth(self) -> int:
        """The level of the headings that are questions."""
        return 1 if self.mark == TITLE else len(self.mark)


DEFAULT_LEVEL = Level()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a package.

    In `deck`, `{package}` and `{title}` stand for the names of the package and of a file. `ignore` are the
    names of front matter that is not read, `skip` patterns for the paths of files that are not sources. With
    `answer`, which is `DETAILS` or empty, the answer of a question begins at the first such block. A question
    with an error of `leave_out` makes no card. With `remote_pictures`, which is `LINK` or empty, a picture on
    the network is a link on its card. `edit` is the address of the source of a question, with placeholders,
    or empty; with `show_tags` the back of a card shows the tags. `lang` is the tag of the
    notes' language, if it is stated.
    """

    deck: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    needs: tuple[Need, ...] = ()
    question: Level = DEFAULT_LEVEL
    answer: str = ""
    ignore: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    leave_out: tuple[Code, ...] = ()
    remote_pictures: str = ""
    edit: str = ""
    show_tags: bool | None = None
    lang: str = ""

    def below(self, above: "Settings") -> "Settings":
        """These settings with those of the project above them: the nearer one wins, and lists add up."""
        return replace(
            self,
            deck=self.deck or above.deck,
            tags=tuple(dict.fromkeys((*above.tags, *self.tags))),
            source=self.source or above.source,
            needs=self.needs or above.needs,
            question=self.question if self.question.stated else above.question,
            answer=self.answer or above.answer,
            ignore=(*above.ignore, *self.ignore),
            skip=(*above.skip, *self.skip),
            remote_pictures=self.remote_pictures or above.remote_pictures,
            edit=self.edit or above.edit,
            show_tags=above.show_tags if self.show_tags is None else self.show_tags,
            lang=self.lang or above.lang,
            leave_out=tuple(dict.fromkeys((*above.leave_out, *self.leave_out))),
        )


NO_SETTINGS = Settings()
"""The settings of a package that states none."""
