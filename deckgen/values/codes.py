"""Every code that a problem can have, with what it means: docs/problems.md is made of it."""

from dataclasses import dataclass

from deckgen.values.problem import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """A problem's name, and what is the matter in one sentence."""

    name: str
    what: str
    severity: Severity = Severity.ERROR


def _warning(name: str, what: str) -> Code:
    return Code(name, what, Severity.WARNING)


CODES: tuple[Code, ...] = (
    Code("allow-unknown", "A comment `allow` names no warning."),
    Code("allow-unused", "A comment `allow` names a warning that does not occur there."),
    Code("allow-without-reason", "A comment `allow` does not say why."),
    _warning("answer-only-links", "An answer says nothing itself and only points elsewhere."),
    _warning("answer-too-long", "An answer has more text than anybody recalls at once; code does not count."),
    Code("bad-attributes", "The braces at the end of a heading cannot be read."),
    Code("bad-key", "A key has signs that a key cannot have."),
    Code("bad-need", "`needs` in the front matter is no list of libraries to import."),
    Code("bad-tag", "Anki would change or lose the tag."),
    Code("block-too-large", "A block has more than 64 KiB, and rendering it would take minutes."),
    _warning("bold-unmatched", "A `**` is shown as two stars, for GitHub does not take it for bold."),
    Code("cards-not-a-number", "`cards` in the front matter is no whole number."),
    Code("cards-not-met", "The file makes another number of cards than `cards` promises."),
    Code("cloze-below-rule", "A cloze stands below the `---`, where it makes no card."),
    Code("cloze-empty", "A cloze hides nothing."),
    Code("cloze-in-other-kind", "A cloze stands in a reversed or typed question."),
    Code("cloze-missing", "A cloze question has no cloze in its text."),
    Code("cloze-nested", "A cloze begins within another."),
    Code("cloze-unclosed", "A cloze has no end within its paragraph."),
    Code("cloze-without-number", "A cloze has no number from 1 to 500."),
    Code("comment-unclosed", "An HTML comment has no end, and what follows would vanish."),
    Code("control-character", "A character stands in the text that no note can hold."),
    Code("deck-case", "Two decks have names that differ only in case."),
    Code("deck-name", "A deck's name has an empty level."),
    Code("duplicate-key", "Two questions of a package have one key."),
    Code("duplicate-question", "Two questions of a deck are the same."),
    Code("empty-answer", "A question has no answer."),
    Code("empty-hint", "A hint is empty."),
    Code("empty-question", "A heading has no text."),
    Code("errata-not-toml", "The errata cannot be read as TOML."),
    Code("errata-setting", "An erratum lacks a setting, or has one that there is not."),
    Code("errata-without-package", "Errata lie beside a file that is not there."),
    Code("erratum-bad-pattern", "A pattern of an erratum is no regular expression."),
    Code("erratum-claimed", "A card says what an erratum holds to be wrong."),
    Code("erratum-idle", "No pattern of an erratum finds its own claim."),
    Code("erratum-slow-pattern", "A pattern of an erratum takes too long."),
    Code("erratum-unknown-key", "An erratum belongs to no question."),
    Code("erratum-wide-pattern", "A pattern of an erratum finds texts that claim nothing."),
    Code("erratum-without-proof", "An erratum has no reference, and the answer no example that runs."),
    Code("example-differs", "An example does something else than the source says (`deckgen test`)."),
    Code("example-directive", "An example has a directive that doctest does not know."),
    Code("example-malformed", "An example cannot be read by doctest."),
    Code("example-skipped", "An example is skipped without a reason."),
    Code("example-stopped", "An example did not end, or ended more than itself (`deckgen test`)."),
    Code("example-without-prompt", "A `pycon` fence has no `>>>`."),
    Code("excuse-unused", "A comment `no-test` stands above nothing that would be run."),
    Code("excuse-without-reason", "A comment `no-test` does not say why."),
    Code("fence-unclosed", "A fence has no end."),
    Code("file-too-large", "A file has more than 2 MiB."),
    _warning("formula-invalid", "A formula is no valid LaTeX, and MathJax would show it in red."),
    Code("formula-unclosed", "A `$$` has no second one in its paragraph."),
    Code("front-matter-not-yaml", "The front matter cannot be read as YAML."),
    Code("front-matter-unclosed", "The front matter has no second `---`."),
    Code("heading-skips", "A heading is two levels below the one before."),
    Code("heading-without-space", "A heading has no space behind its `#`."),
    Code("html-not-allowed", "A card cannot hold this HTML."),
    Code("html-unclosed", "An HTML tag is not closed, or closes nothing."),
    _warning("import-undeclared", "An example imports a library that `needs` does not declare."),
    Code("invisible-character", "An invisible character keeps a mark from being one."),
    _warning("key-missing", "A question has no key, so a new wording may make a new note of it."),
    Code("library-missing", "A declared library is not installed (`deckgen test`)."),
    Code("library-undeclared", "An example imports what is neither declared nor installed (`deckgen test`)."),
    _warning("link-dead", "A relative link leads to no file."),
    Code("link-not-allowed", "A link has another scheme than http, https or mailto."),
    _warning("link-not-understood", "A link is shown as brackets, for GitHub does not take it for one."),
    _warning("link-relative", "A card knows no folder, so it cannot open a relative link."),
    Code("linked-folder", "A folder is a link, which is not followed."),
    Code("many-removals", "The build would remove many notes at once (`deckgen build`)."),
    Code("misplaced-title", "A second `#` heading, or one below a question."),
    _warning("near-duplicate-question", "Two questions are almost the same."),
    Code("nested-too-deep", "Lists or quotes are nested more than 100 deep."),
    Code("no-questions", "A file has no `##` heading."),
    Code("no-sources", "There is no Markdown file."),
    Code("not-utf-8", "A file is not UTF-8."),
    Code("output-without-code", "A fence `text {output}` follows no `python` fence."),
    Code("package-twice", "A folder and a file would be one package."),
    Code("picture-empty", "A picture is an empty file."),
    Code("picture-kind", "A picture is no picture or sound that Anki shows."),
    Code("picture-missing", "There is no such picture."),
    Code("picture-outside", "A picture lies outside of the project."),
    Code("picture-remote", "A picture is on the network, where a card must not look."),
    Code("picture-too-large", "A picture has more than 20 MiB."),
    Code("picture-unreadable", "A picture cannot be read."),
    _warning("picture-unused", "No card shows the picture."),
    _warning("picture-without-text", "A picture says nothing to who cannot see it."),
    Code("second-hint", "A question has two hints."),
    Code("setting-not-text", "A setting of the front matter is of the wrong kind."),
    Code("setting-twice", "The front matter has a setting twice."),
    Code("source-outside", "A source is a link that leads out of the project."),
    _warning("style-punctuation", "ASCII punctuation stands behind Chinese (`--style`)."),
    _warning("style-spacing", "Chinese and Latin letters have no space between them (`--style`)."),
    _warning("two-questions", "A question asks two things."),
    Code("typed-answer", "A typed answer does not begin with the text to type."),
    _warning("unanswered", "A draft has no answer yet, and makes no card."),
    Code("uncertain-question", "A question could be either of two that the ledger knows (`deckgen build`)."),
    Code("underlined-heading", "A heading is underlined, often by accident."),
    Code("unknown-attribute", "A question has no such attribute."),
    Code("unknown-callout", "GitHub has no such callout."),
    Code("unknown-kind", "There is no such kind of question."),
    _warning("unknown-language", "No language of a fence has this name."),
    Code("unknown-setting", "The front matter has no such setting."),
    Code("unreadable-file", "A file cannot be read."),
    Code("unreadable-folder", "A folder cannot be read."),
)

STYLE = ("style-punctuation", "style-spacing")
"""Codes that are looked for only where they are asked for."""
