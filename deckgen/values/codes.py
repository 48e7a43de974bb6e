"""Every code that a problem can have, with what it means: docs/problems.md is made of it."""

from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """An error keeps a package from being written; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_CHECK, _STYLE = "deckgen check", "deckgen check --style"
_BUILD, _LOCKED, _TEST = "deckgen build", "deckgen build --locked", "deckgen test"


class Code(StrEnum):
    """A problem's name, as users see it and write it in an `allow` comment; it stays the same for ever.

    `what` says in one sentence what is the matter, `command` is the simplest command that finds it.
    """

    what: str
    severity: Severity
    command: str

    def __new__(cls, name: str, what: str, severity: Severity = _ERROR, command: str = _CHECK) -> Self:
        """A member is declared as its name and these; its value is the name alone."""
        code = str.__new__(cls, name)
        code._value_ = name
        code.what, code.severity, code.command = what, severity, command
        return code

    @property
    def is_style(self) -> bool:
        """Whether it is looked for only where that is asked for."""
        return self.command == _STYLE

    ALLOW_UNKNOWN = ("allow-unknown", "A comment `allow` names no warning.")
    ALLOW_UNUSED = ("allow-unused", "A comment `allow` names a warning that does not occur there.")
    ALLOW_WITHOUT_REASON = ("allow-without-reason", "A comment `allow` does not say why.")
    ANSWER_ONLY_LINKS = (
        "answer-only-links",
        "An answer says nothing itself and only points elsewhere.",
        _WARNING,
    )
    ANSWER_TOO_LONG = (
        "answer-too-long",
        "An answer has more text than anybody recalls at once; code does not count.",
        _WARNING,
    )
    ATTRIBUTES_BELOW_QUESTION = (
        "attributes-below-question",
        "A heading below a question has an attribute list: one `#` too many.",
    )
    BAD_ATTRIBUTES = ("bad-attributes", "The braces at the end of a heading cannot be read.")
    BAD_KEY = ("bad-key", "A key has signs that a key cannot have.")
    BAD_NEED = ("bad-need", "`needs` in the front matter is no list of libraries to import.")
    BAD_TAG = ("bad-tag", "Anki would change or lose the tag.")
    BLOCK_TOO_LARGE = (
        "block-too-large",
        "A block has more than 64 KiB, and rendering it would take minutes.",
    )
    BOLD_UNMATCHED = (
        "bold-unmatched",
        "A `**` is shown as two stars, for GitHub does not take it for bold.",
        _WARNING,
    )
    CARDS_NOT_A_NUMBER = ("cards-not-a-number", "`cards` in the front matter is no whole number.")
    CARDS_NOT_MET = ("cards-not-met", "The file makes another number of cards than `cards` promises.")
    CLOZE_BELOW_RULE = ("cloze-below-rule", "A cloze stands below the `---`, where it makes no card.")
    CLOZE_EMPTY = ("cloze-empty", "A cloze hides nothing.")
    CLOZE_IN_OTHER_KIND = ("cloze-in-other-kind", "A cloze stands in a reversed or typed question.")
    CLOZE_MISSING = ("cloze-missing", "A cloze question has no cloze in its text.")
    CLOZE_MISSPELT = ("cloze-misspelt", "Something looks like a cloze, and is only text.")
    CLOZE_NESTED = ("cloze-nested", "A cloze begins within another.")
    CLOZE_UNCLOSED = ("cloze-unclosed", "A cloze has no end within its paragraph.")
    CLOZE_WITHOUT_NUMBER = ("cloze-without-number", "A cloze has no number from 1 to 500.")
    COMMENT_UNCLOSED = ("comment-unclosed", "An HTML comment has no end, and what follows would vanish.")
    CONTROL_CHARACTER = ("control-character", "A character stands in the text that no note can hold.")
    DECK_CASE = ("deck-case", "Two decks have names that differ only in case.")
    DECK_NAME = ("deck-name", "A deck's name has an empty level.")
    DUPLICATE_KEY = ("duplicate-key", "Two questions of a package have one key.")
    DUPLICATE_QUESTION = ("duplicate-question", "Two questions of a deck are the same.")
    EMPTY_ANSWER = ("empty-answer", "A question has no answer.")
    EMPTY_HINT = ("empty-hint", "A hint is empty.")
    EMPTY_QUESTION = ("empty-question", "A heading has no text.")
    ERRATA_NOT_TOML = ("errata-not-toml", "The errata cannot be read as TOML.")
    ERRATA_SETTING = ("errata-setting", "An erratum lacks a setting, or has one that there is not.")
    ERRATA_WITHOUT_PACKAGE = ("errata-without-package", "Errata lie beside a file that is not there.")
    ERRATUM_BAD_PATTERN = ("erratum-bad-pattern", "A pattern of an erratum is no regular expression.")
    ERRATUM_CLAIMED = ("erratum-claimed", "A card says what an erratum holds to be wrong.")
    ERRATUM_IDLE = ("erratum-idle", "No pattern of an erratum finds its own claim.")
    ERRATUM_SLOW_PATTERN = ("erratum-slow-pattern", "A pattern of an erratum takes too long.")
    ERRATUM_UNKNOWN_KEY = ("erratum-unknown-key", "An erratum belongs to no question.")
    ERRATUM_WIDE_PATTERN = ("erratum-wide-pattern", "A pattern of an erratum finds texts that claim nothing.")
    ERRATUM_WITHOUT_PROOF = (
        "erratum-without-proof",
        "An erratum has no reference, and the answer no example that runs.",
    )
    EXAMPLE_DIFFERS = (
        "example-differs",
        "An example does something else than the source says.",
        _ERROR,
        _TEST,
    )
    EXAMPLE_DIRECTIVE = ("example-directive", "An example has a directive that doctest does not know.")
    EXAMPLE_MALFORMED = ("example-malformed", "An example cannot be read by doctest.")
    EXAMPLE_SKIPPED = ("example-skipped", "An example is skipped without a reason.")
    EXAMPLE_STOPPED = ("example-stopped", "An example did not end, or ended more than itself.", _ERROR, _TEST)
    EXAMPLE_WITHOUT_PROMPT = ("example-without-prompt", "A `pycon` fence has no `>>>`.")
    EXCUSE_UNUSED = ("excuse-unused", "A comment `no-test` stands above nothing that would be run.")
    EXCUSE_WITHOUT_REASON = ("excuse-without-reason", "A comment `no-test` does not say why.")
    FENCE_IN_FENCE = ("fence-in-fence", "A fence begins within another, which was probably never closed.")
    FENCE_UNCLOSED = ("fence-unclosed", "A fence has no end.")
    FILE_TOO_LARGE = ("file-too-large", "A file has more than 2 MiB.")
    FORMULA_INVALID = (
        "formula-invalid",
        "A formula is no valid LaTeX, and MathJax would show it in red.",
        _WARNING,
    )
    FORMULA_UNCLOSED = ("formula-unclosed", "A `$$` has no second one in its paragraph.")
    FRONT_MATTER_NOT_YAML = ("front-matter-not-yaml", "The front matter cannot be read as YAML.")
    FRONT_MATTER_UNCLOSED = ("front-matter-unclosed", "The front matter has no second `---`.")
    HEADING_SKIPS = ("heading-skips", "A heading is two levels below the one before.")
    HEADING_WITHOUT_SPACE = ("heading-without-space", "A heading has no space behind its `#`.")
    HTML_NOT_ALLOWED = ("html-not-allowed", "A card cannot hold this HTML.")
    HTML_UNCLOSED = ("html-unclosed", "An HTML tag is not closed, or closes nothing.")
    IMPORT_UNDECLARED = (
        "import-undeclared",
        "An example imports a library that `needs` does not declare.",
        _WARNING,
    )
    INVISIBLE_CHARACTER = ("invisible-character", "An invisible character keeps a mark from being one.")
    KEY_MISSING = (
        "key-missing",
        "A question has no key, so a new wording may make a new note of it.",
        _WARNING,
    )
    LEDGER_DAMAGED = (
        "ledger-damaged",
        "The ledger cannot be trusted: it has the marks of a merge, or is not what deckgen writes.",
    )
    LIBRARY_MISSING = ("library-missing", "A declared library is not installed.", _ERROR, _TEST)
    LIBRARY_UNDECLARED = (
        "library-undeclared",
        "An example imports what is neither declared nor installed.",
        _ERROR,
        _TEST,
    )
    LINK_DEAD = ("link-dead", "A relative link leads to no file.", _WARNING)
    LINK_NOT_ALLOWED = ("link-not-allowed", "A link has another scheme than http, https or mailto.")
    LINK_NOT_UNDERSTOOD = (
        "link-not-understood",
        "A link is shown as brackets, for GitHub does not take it for one.",
        _WARNING,
    )
    LINK_RELATIVE = ("link-relative", "A card knows no folder, so it cannot open a relative link.", _WARNING)
    LINKED_FOLDER = ("linked-folder", "A folder is a link, which is not followed.")
    MANY_REMOVALS = ("many-removals", "The build would remove many notes at once.", _ERROR, _BUILD)
    MERGE_CONFLICT = ("merge-conflict", "A mark that git left in a merge stands in the text.")
    MISPLACED_TITLE = ("misplaced-title", "A second `#` heading, or one below a question.")
    NEAR_DUPLICATE_QUESTION = ("near-duplicate-question", "Two questions are almost the same.", _WARNING)
    NESTED_TOO_DEEP = ("nested-too-deep", "Lists or quotes are nested more than 100 deep.")
    NO_QUESTIONS = ("no-questions", "A file has no `##` heading.")
    NO_SOURCES = ("no-sources", "There is no Markdown file.")
    NOT_UTF_8 = ("not-utf-8", "A file is not UTF-8.")
    OUTPUT_WITHOUT_CODE = ("output-without-code", "A fence `text {output}` follows no `python` fence.")
    PACKAGE_TWICE = ("package-twice", "A folder and a file would be one package.")
    PICTURE_EMPTY = ("picture-empty", "A picture is an empty file.")
    PICTURE_KIND = ("picture-kind", "A picture is no picture or sound that Anki shows.")
    PICTURE_MISSING = ("picture-missing", "There is no such picture.")
    PICTURE_OUTSIDE = ("picture-outside", "A picture lies outside of the project.")
    PICTURE_REMOTE = ("picture-remote", "A picture is on the network, where a card must not look.")
    PICTURE_TOO_LARGE = ("picture-too-large", "A picture has more than 20 MiB.")
    PICTURE_UNREADABLE = ("picture-unreadable", "A picture cannot be read.")
    PICTURE_UNUSED = ("picture-unused", "No card shows the picture.", _WARNING)
    PICTURE_WITHOUT_TEXT = ("picture-without-text", "A picture says nothing to who cannot see it.", _WARNING)
    SECOND_HINT = ("second-hint", "A question has two hints.")
    SETTING_NOT_TEXT = ("setting-not-text", "A setting of the front matter is of the wrong kind.")
    SETTING_TWICE = ("setting-twice", "The front matter has a setting twice.")
    SOURCE_OUTSIDE = ("source-outside", "A source is a link that leads out of the project.")
    STALE = ("stale", "A package or the ledger is not what the sources say.", _ERROR, _LOCKED)
    STYLE_PUNCTUATION = ("style-punctuation", "ASCII punctuation stands behind Chinese.", _WARNING, _STYLE)
    STYLE_SPACING = (
        "style-spacing",
        "Chinese and Latin letters have no space between them.",
        _WARNING,
        _STYLE,
    )
    TWO_QUESTIONS = ("two-questions", "A question asks two things.", _WARNING)
    TYPED_ANSWER = ("typed-answer", "A typed answer does not begin with the text to type.")
    UNANSWERED = ("unanswered", "A draft has no answer yet, and makes no card.", _WARNING)
    UNCERTAIN_QUESTION = (
        "uncertain-question",
        "A question could be either of two that the ledger knows.",
        _ERROR,
        _BUILD,
    )
    UNDERLINED_HEADING = ("underlined-heading", "A heading is underlined, often by accident.")
    UNKNOWN_ATTRIBUTE = ("unknown-attribute", "A question has no such attribute.")
    UNKNOWN_CALLOUT = ("unknown-callout", "GitHub has no such callout.")
    UNKNOWN_KIND = ("unknown-kind", "There is no such kind of question.")
    UNKNOWN_LANGUAGE = ("unknown-language", "No language of a fence has this name.", _WARNING)
    UNKNOWN_SETTING = ("unknown-setting", "The front matter has no such setting.")
    UNREADABLE_FILE = ("unreadable-file", "A file cannot be read.")
    UNREADABLE_FOLDER = ("unreadable-folder", "A folder cannot be read.")
    WAS_UNKNOWN = ("was-unknown", "`was=` names no question that vanished.", _ERROR, _BUILD)
