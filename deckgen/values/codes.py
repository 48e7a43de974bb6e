"""Every code that a problem can have, with its meaning; docs/problems.md is made from it."""

from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """An error keeps a package from being written; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_CHECK, _STYLE = "deckgen check", "deckgen check --style"
_BUILD, _LOCKED, _TEST = "deckgen build", "deckgen build --locked", "deckgen test"
_ISOLATED = "deckgen test --require-isolation"


class Code(StrEnum):
    """The name of a kind of problem, as users see it and write it in an `allow` comment; it never changes.

    `what` says in one sentence what is wrong; `command` is the simplest command that finds it.
    """

    what: str
    severity: Severity
    command: str

    def __new__(cls, name: str, what: str, severity: Severity = _ERROR, command: str = _CHECK) -> Self:
        """Make a member whose value is the name alone."""
        code = str.__new__(cls, name)
        code._value_ = name
        code.what, code.severity, code.command = what, severity, command
        return code

    @property
    def is_style(self) -> bool:
        """Whether only `--style` reports it."""
        return self.command == _STYLE

    @property
    def can_be_allowed(self) -> bool:
        """Whether a comment may allow it: a warning, or a true sentence that an erratum reports."""
        return self.severity is _WARNING or self in (Code.ERRATUM_CLAIMED, Code.ERRATUM_CONTRADICTED)

    ALLOW_UNKNOWN = ("allow-unknown", "A comment `allow` names a code that cannot be allowed.")
    ALLOW_UNUSED = ("allow-unused", "A comment `allow` names a problem that does not occur there.")
    ALLOW_WITHOUT_REASON = ("allow-without-reason", "A comment `allow` does not say why.")
    ANSWER_CONTRADICTED = ("answer-contradicted", "An answer says something else than its example prints.")
    ANSWER_ONLY_LINKS = ("answer-only-links", "An answer only points elsewhere.", _WARNING)
    ANSWER_TOO_LONG = ("answer-too-long", "An answer is too long to recall; code is not counted.", _WARNING)
    ANSWER_TWICE = ("answer-twice", "Two examples of a question are marked as its answer.")
    ANSWER_VARIES = ("answer-varies", "The output that is marked as the answer has an ellipsis.")
    ANSWER_WITHOUT_OUTPUT = ("answer-without-output", "What is marked as the answer has no output.")
    ATTRIBUTES_BELOW_QUESTION = ("attributes-below-question", "A heading below a question has attributes.")
    BAD_ATTRIBUTES = ("bad-attributes", "The braces at the end of a heading cannot be read.")
    BAD_KEY = ("bad-key", "A key contains characters that a key cannot have.")
    BAD_LANGUAGE = ("bad-language", "`lang` is not the tag of a language.")
    BAD_LEVEL = ("bad-level", "`question`, `answer` or `remote-pictures` has a value that does not exist.")
    BAD_NEED = ("bad-need", "`needs` in the front matter is not a list of libraries to import.")
    BAD_TAG = ("bad-tag", "Anki would change or lose the tag, or there are more than 100.")
    BLOCK_TOO_LARGE = ("block-too-large", "A block has more than 64 KiB and would take minutes to render.")
    BOLD_UNMATCHED = ("bold-unmatched", "GitHub shows a `**` as two stars and not as bold text.", _WARNING)
    BUILD_TIME = ("build-time", "No learner's Anki would take the time of this build.", _ERROR, _BUILD)
    CARDS_NOT_A_NUMBER = ("cards-not-a-number", "`cards` in the front matter is not a whole number.")
    CARDS_NOT_MET = ("cards-not-met", "The file does not make the number of cards that `cards` promises.")
    CHATBOT_MARK = ("chatbot-mark", "A mark that a chatbot leaves in its text is shown.", _WARNING)
    CLOZE_BELOW_RULE = ("cloze-below-rule", "A cloze is below the `---`, where it makes no card.")
    CLOZE_EMPTY = ("cloze-empty", "A cloze hides nothing.")
    CLOZE_HINT_LIKE_CODE = (
        "cloze-hint-like-code",
        "The hint of a cloze is probably a part of the text that it hides.",
        _WARNING,
    )
    CLOZE_IN_CODE = ("cloze-in-code", "A code block has a cloze, but does not say `cloze`.", _WARNING)
    CLOZE_IN_OTHER_KIND = ("cloze-in-other-kind", "A reversed or typed question contains a cloze.")
    CLOZE_MISSING = ("cloze-missing", "A cloze question has no cloze in its text.")
    CLOZE_MISSPELT = ("cloze-misspelt", "A text looks like a cloze but is not one.")
    CLOZE_NESTED = ("cloze-nested", "A cloze begins inside another.")
    CLOZE_RENUMBERED = ("cloze-renumbered", "A cloze has the number that another one had.", _WARNING)
    CLOZE_SECOND_HINT = ("cloze-second-hint", "A cloze has a second `::` after its hint began.", _WARNING)
    CLOZE_SEVERAL_NUMBERS = ("cloze-several-numbers", "A cloze has several numbers.")
    CLOZE_UNCLOSED = ("cloze-unclosed", "A cloze is not closed in its question.")
    CLOZE_UNNUMBERED = ("cloze-unnumbered", "Text in double braces is not a cloze.", _WARNING)
    CLOZE_UNOPENED = ("cloze-unopened", "A `}}` in a cloze question closes nothing.", _WARNING)
    CLOZE_WITHOUT_NUMBER = ("cloze-without-number", "A cloze has no number from 1 to 500.")
    CODE_WITHOUT_FENCE = ("code-without-fence", "Code has no fence, and its comments are read as headings.")
    COMMENT_UNCLOSED = ("comment-unclosed", "An HTML comment has no end, and what follows would be hidden.")
    CONFLICTED_COPY = (
        "conflicted-copy",
        "A program for syncing left a copy of a file edited in two places.",
    )
    CONTROL_CHARACTER = ("control-character", "The text contains a character that a note cannot hold.")
    CSS_GONE = ("css-gone", "A project with a style of its own has none any more.", _WARNING)
    CSS_HIDES = ("css-hides", "style.css hides what a card must show.")
    CSS_LOADS = ("css-loads", "style.css imports a style, or loads a file.")
    CSS_MALFORMED = ("css-malformed", "style.css cannot be read as CSS.")
    CSS_TOO_LATE = ("css-too-late", "A style.css was added after the first build.", _WARNING)
    DECK_CASE = ("deck-case", "The names of two decks differ only in case.")
    DECK_COLON = ("deck-colon", "The name of a deck has one colon where two make a level.", _WARNING)
    DECK_NAME = ("deck-name", "A deck's name has an empty level, or more than 100 levels.")
    DIAGRAM_NOT_DRAWN = ("diagram-not-drawn", "A card shows the code of a diagram.", _WARNING)
    DUPLICATE_KEY = ("duplicate-key", "Two questions of a package have the same key.")
    DUPLICATE_QUESTION = ("duplicate-question", "Two questions of a deck are the same.")
    EDIT_ADDRESS = ("edit-address", "`edit` is not an https address with placeholders that exist.")
    EMPTY_ANSWER = ("empty-answer", "A question has no answer.")
    EMPTY_HINT = ("empty-hint", "A hint is empty.")
    EMPTY_QUESTION = ("empty-question", "A heading has no text.")
    ERRATA_NOT_TOML = ("errata-not-toml", "The errata cannot be read as TOML.")
    ERRATA_SETTING = ("errata-setting", "An erratum lacks a setting, or has an unknown one.")
    ERRATA_WITHOUT_PACKAGE = ("errata-without-package", "The source of an errata file is missing.")
    ERRATUM_BAD_PATTERN = ("erratum-bad-pattern", "A pattern of an erratum is not a regular expression.")
    ERRATUM_CLAIMED = ("erratum-claimed", "A card makes a claim that an erratum lists as wrong.")
    ERRATUM_CONTRADICTED = ("erratum-contradicted", "An answer does not say what an erratum demands.")
    ERRATUM_CONTRADICTS = ("erratum-contradicts", "An erratum demands what another one calls wrong.")
    ERRATUM_IDLE = ("erratum-idle", "The patterns of an erratum do not fit its own claim or question.")
    ERRATUM_SLOW_PATTERN = ("erratum-slow-pattern", "A pattern of an erratum takes too long.")
    ERRATUM_UNASKED = (
        "erratum-unasked",
        "An erratum does not say which answers it holds, or why not.",
        _WARNING,
    )
    ERRATUM_UNKNOWN_KEY = ("erratum-unknown-key", "An erratum names a question that does not exist.")
    ERRATUM_WIDE_PATTERN = ("erratum-wide-pattern", "A pattern of an erratum matches harmless texts.")
    ERRATUM_WITHOUT_PROOF = ("erratum-without-proof", "Neither a reference nor an example proves an erratum.")
    EXAMPLE_DIFFERS = ("example-differs", "An example does not do what the source says.", _ERROR, _TEST)
    EXAMPLE_DIRECTIVE = ("example-directive", "An example has a directive that doctest does not know.")
    EXAMPLE_MALFORMED = ("example-malformed", "doctest cannot read an example.")
    EXAMPLE_SKIPPED = ("example-skipped", "An example is skipped without a reason.")
    EXAMPLE_STOPPED = ("example-stopped", "An example does not end, or ends the whole run.", _ERROR, _TEST)
    EXAMPLE_WITHOUT_PROMPT = ("example-without-prompt", "A `pycon` fence has no `>>>`.")
    EXCUSE_UNUSED = ("excuse-unused", "A comment `no-test` is not above a fence that would be run.")
    EXCUSE_WITHOUT_REASON = ("excuse-without-reason", "A comment `no-test` does not say why.")
    EXPANDS_TOO_MUCH = ("expands-too-much", "The notes of a file repeat so much that they have over 32 MiB.")
    FENCE_IN_FENCE = ("fence-in-fence", "A fence begins inside another, which was probably never closed.")
    FENCE_NOT_UNDERSTOOD = ("fence-not-understood", "What looks like a fence makes no code block.", _WARNING)
    FENCE_UNCLOSED = ("fence-unclosed", "A fence has no end.")
    FILE_TOO_LARGE = (
        "file-too-large",
        "A file has over 2 MiB, package.toml over 64 KiB, or style.css over 256 KiB.",
    )
    FILE_WITHOUT_QUESTION = (
        "file-without-question",
        "A file has no heading of the level that package.toml names.",
        _WARNING,
    )
    FOREIGN_CARD = ("foreign-card", "A card in another program's form makes no card here.", _WARNING)
    FOREIGN_COMMENT = ("foreign-comment", "A comment in another program's form is shown.")
    FOREIGN_FORMULA = ("foreign-formula", "A formula in another program's form is shown as text.")
    FOREIGN_LINK = ("foreign-link", "A link in another program's form is shown as text.", _WARNING)
    FOREIGN_MARKUP = ("foreign-markup", "What another program understands is shown as text.", _WARNING)
    FOREIGN_MEDIA = ("foreign-media", "A picture or a sound in another program's form is not in the card.")
    FOREIGN_PACKAGE = ("foreign-package", "A package is not one of this project.", _WARNING)
    FOREIGN_SETTING = ("foreign-setting", "The front matter has settings of another program.", _WARNING)
    FOREIGN_TAG = ("foreign-tag", "A tag is written as another program writes it.", _WARNING)
    FORMULA_INVALID = (
        "formula-invalid",
        "Anki's MathJax shows a formula, or a part of it, in red.",
        _WARNING,
    )
    FORMULA_MISREAD = ("formula-misread", "A card shows a formula differently from how it looks.", _WARNING)
    FORMULA_UNCLOSED = (
        "formula-unclosed",
        r"A `$$`, or a `\[` on a line of its own, is not closed in its paragraph.",
    )
    FRONT_MATTER_NOT_YAML = ("front-matter-not-yaml", "The front matter cannot be read as YAML.")
    FRONT_MATTER_UNCLOSED = (
        "front-matter-unclosed",
        "The front matter has no line `---` in line 1 or at its end.",
    )
    HEADING_IN_ANSWER = (
        "heading-in-answer",
        "A heading that probably belongs to the answer above begins a question.",
        _WARNING,
    )
    HEADING_SKIPS = ("heading-skips", "A heading is two levels below the previous one.")
    HEADING_WITHOUT_SPACE = ("heading-without-space", "A heading has no space after its `#`.")
    HTML_NOT_ALLOWED = ("html-not-allowed", "A card cannot hold this HTML.")
    HTML_UNCLOSED = ("html-unclosed", "An HTML tag is not closed, or closes nothing.")
    IMPORT_UNDECLARED = ("import-undeclared", "An example imports a library that `needs` lacks.", _WARNING)
    INVISIBLE_CHARACTER = ("invisible-character", "An invisible character spoils Markdown's syntax.")
    ISOLATION_MISSING = ("isolation-missing", "The system cannot isolate examples.", _ERROR, _ISOLATED)
    KEY_MISSING = ("key-missing", "A question has no key, so rewording it may make a new note.", _WARNING)
    LEAVE_OUT_UNKNOWN = ("leave-out-unknown", "`leave-out` names a code that leaves out no question.")
    LEDGER_DAMAGED = ("ledger-damaged", "The ledger has conflict marks, or is not what deckgen writes.")
    LEDGER_LOST = ("ledger-lost", "The ledger of a project that was built before is missing.")
    LEDGER_NOT_KEPT = ("ledger-not-kept", "Git ignores the ledger, or does not know it.", _WARNING)
    LEFT_OUT = ("left-out", "A question has an error that `leave-out` names, and makes no card.", _WARNING)
    LEVEL_UNUSED = ("level-unused", "No heading of a package has the level that package.toml names.")
    LIBRARY_MISSING = ("library-missing", "A declared library is not installed.", _ERROR, _TEST)
    LIBRARY_UNDECLARED = ("library-undeclared", "An example imports an undeclared library.", _ERROR, _TEST)
    LINK_DEAD = ("link-dead", "A relative link leads to a file that does not exist.", _WARNING)
    LINK_NOT_ALLOWED = ("link-not-allowed", "A link has a scheme other than http, https or mailto.")
    LINK_NOT_UNDERSTOOD = ("link-not-understood", "GitHub shows a link as text in brackets.", _WARNING)
    LINK_RELATIVE = ("link-relative", "A card cannot open a relative link.", _WARNING)
    LINKED_FOLDER = ("linked-folder", "A folder is a link, which deckgen does not follow.")
    LIST_NOT_UNDERSTOOD = ("list-not-understood", "A list is not shown as it is written.", _WARNING)
    LOOK_OUTDATED = ("look-outdated", "A newer deckgen has built the project before.", _WARNING)
    MANY_REMOVALS = ("many-removals", "The build would remove many notes at once.")
    MARKDOWN_IN_HTML = ("markdown-in-html", "Markdown in a block of HTML is shown with its signs.", _WARNING)
    MERGE_CONFLICT = ("merge-conflict", "The text contains conflict marks of git.")
    MISPLACED_TITLE = ("misplaced-title", "A `#` heading is not the first one, or is below a question.")
    NEAR_DUPLICATE_QUESTION = ("near-duplicate-question", "Two questions are almost the same.", _WARNING)
    NESTED_TOO_DEEP = ("nested-too-deep", "Lists or quotes are nested more than 100 levels deep.")
    NEW_PACKAGE = ("new-package", "All notes of a package are new, and other notes are gone.", _WARNING)
    NO_QUESTIONS = ("no-questions", "A file has no `##` heading.")
    NO_SOURCES = ("no-sources", "The project has no Markdown files.")
    NOT_UTF_8 = ("not-utf-8", "A file, or its name, is not UTF-8.")
    ONE_SIDED_ANSWERS = ("one-sided-answers", "Most yes/no questions of a file have one answer.", _WARNING)
    OUTPUT_WITHOUT_CODE = ("output-without-code", "A fence `text {output}` does not follow a `python` fence.")
    PACKAGE_TWICE = ("package-twice", "A folder and a file would become the same package.")
    PACKAGE_UNWRITABLE = ("package-unwritable", "Something other than a file is in the place of a package.")
    PICTURE_ACTIVE = ("picture-active", "An SVG runs a script or refers to something outside itself.")
    PICTURE_CONTENT = (
        "picture-content",
        "The content of a picture, sound or video is not what its name says.",
    )
    PICTURE_EMPTY = ("picture-empty", "A picture is an empty file.")
    PICTURE_HEAVY = ("picture-heavy", "An SVG is so large that phones are slow to draw it.", _WARNING)
    PICTURE_KIND = ("picture-kind", "A file is not a picture, sound or video that Anki can show or play.")
    PICTURE_LANGUAGE = (
        "picture-language",
        "An SVG with Chinese characters does not say its language.",
        _WARNING,
    )
    PICTURE_LINKED = ("picture-linked", "Pictures on the network are links on their cards.", _WARNING)
    PICTURE_MISSING = ("picture-missing", "A picture does not exist.")
    PICTURE_OUTSIDE = ("picture-outside", "A picture is outside the project.")
    PICTURE_REMOTE = ("picture-remote", "A picture is on the network, which a card must not access.")
    PICTURE_TOO_LARGE = ("picture-too-large", "A picture is larger than 20 MiB.")
    PICTURE_UNREADABLE = ("picture-unreadable", "A picture cannot be read.")
    PICTURE_UNSIZED = ("picture-unsized", "An SVG does not say how large it is.", _WARNING)
    PICTURE_UNUSED = ("picture-unused", "No card shows the picture.", _WARNING)
    PICTURE_WITHOUT_TEXT = ("picture-without-text", "A picture has no alternative text.", _WARNING)
    PROMPT_LOST = ("prompt-lost", "The prompt of a question has moved into its answer.")
    QUESTION_NOT_HEADING = (
        "question-not-heading",
        "A text that is probably a question belongs to the answer above.",
        _WARNING,
    )
    READ_AS_MARKUP = ("read-as-markup", "Signs of a text are read as Markdown.", _WARNING)
    RULE_PARTS_NOTHING = ("rule-parts-nothing", "A rule does not part question and answer.", _WARNING)
    SECOND_HINT = ("second-hint", "A question has two hints.")
    SECTION_TEXT = (
        "section-text",
        "A text below the heading of a section is on no card.",
        _WARNING,
    )
    SETTING_NOT_TEXT = ("setting-not-text", "A setting has the wrong type.")
    SETTING_TWICE = ("setting-twice", "The front matter has the same setting twice.")
    SETTINGS_MISPLACED = ("settings-misplaced", "A file of settings is where it belongs to no package.")
    SETTINGS_NOT_TOML = ("settings-not-toml", "package.toml cannot be read as TOML.")
    SOURCE_NOT_MD = ("source-not-md", "The name of a Markdown file does not end in `.md`.")
    SOURCE_OUTSIDE = ("source-outside", "A source is a link to a file outside the project.")
    STALE = ("stale", "A package or the ledger is not up to date.", _ERROR, _LOCKED)
    STYLE_PUNCTUATION = ("style-punctuation", "ASCII punctuation follows Chinese text.", _WARNING, _STYLE)
    STYLE_SPACING = ("style-spacing", "Chinese and Latin text have no space between them.", _WARNING, _STYLE)
    STYLE_WIDE = ("style-wide", "A formula, code or a table does not fit a phone.", _WARNING, _STYLE)
    TABLE_CELLS_LOST = ("table-cells-lost", "A row has more cells than its header, and GitHub drops them.")
    TABLE_NOT_UNDERSTOOD = ("table-not-understood", "What looks like a table is shown as text.")
    TAG_KIND = ("tag-kind", "A tag looks like the kind of a question.", _WARNING)
    TEXT_AS_CODE = ("text-as-code", "A text is shown as code, because it is indented.", _WARNING)
    TEXT_GARBLED = ("text-garbled", "A text was read in a wrong encoding before it came here.", _WARNING)
    TIME_AHEAD = ("time-ahead", "The ledger has a time that the clock has not reached.", _WARNING)
    TWO_QUESTIONS = ("two-questions", "A question asks two things.", _WARNING)
    TYPED_ANSWER = ("typed-answer", "A typed answer does not begin with the text to type.")
    TYPED_FORMULA = ("typed-formula", "The answer to type is a formula.", _WARNING)
    UNANSWERED = ("unanswered", "A draft has no answer yet and makes no card.", _WARNING)
    UNCERTAIN_QUESTION = ("uncertain-question", "A question may be an old one or a new one.")
    UNDERLINED_HEADING = ("underlined-heading", "A heading is underlined, often by accident.")
    UNKNOWN_ATTRIBUTE = ("unknown-attribute", "A question has an unknown attribute.")
    UNKNOWN_CALLOUT = ("unknown-callout", "The name of a callout is unknown.")
    UNKNOWN_KIND = ("unknown-kind", "The kind of a question is unknown.")
    UNKNOWN_LANGUAGE = ("unknown-language", "The language of a fence is unknown.", _WARNING)
    UNKNOWN_SETTING = ("unknown-setting", "The front matter or package.toml has an unknown setting.")
    UNREADABLE_FILE = ("unreadable-file", "A file cannot be read.")
    UNREADABLE_FOLDER = ("unreadable-folder", "A folder cannot be read.")
    WAITS_FOR_PACKAGE = ("waits-for-package", "A question may be one of an unbuilt package.")
    WAS_UNKNOWN = ("was-unknown", "`was=` does not name a question that was removed.")
