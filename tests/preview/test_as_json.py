"""The JSON of a preview has what its pages show."""

from deckgen.preview.as_json import index_as_json, note_as_json
from deckgen.values.problem import Location
from tests.preview.made import made_note, made_preview, made_problem


def opened(place: Location) -> str:
    return f"vscode://file/home/{place}"


def test_the_index_counts_the_notes_and_cards_of_each_deck_in_the_order_of_study() -> None:
    two = (("a", "b"), ("c", "d"))
    notes = [made_note("b", deck="Z"), made_note("a", deck="A::B", faces=two), made_note("c", deck="Z")]
    package = index_as_json(made_preview(*notes))["packages"][0]
    assert package["decks"] == [
        {"name": "Z", "notes": 2, "cards": 2, "problems": 0},
        {"name": "A::B", "notes": 1, "cards": 2, "problems": 0},
    ]
    assert package["tags"] == [{"name": "pets::cats", "notes": 3}]


def test_a_package_with_an_error_says_so_and_where() -> None:
    problem = made_problem()
    package = index_as_json(made_preview(made_note(), problems=(problem,)), link=opened)["packages"][0]
    assert package["state"] == "errors"
    assert package["problems"] == [
        {
            "path": "source/pets/cats.md",
            "line": 5,
            "link": "vscode://file/home/source/pets/cats.md:5",
            "severity": "error",
            "code": problem.code.value,
            "message": problem.message,
        }
    ]


def test_the_index_says_what_changed_and_what_was_built_and_has_no_faces() -> None:
    note = made_note()
    index = index_as_json(made_preview(note), revision=3, changes={note.id: "new"}, built=["pets"])
    listed = index["packages"][0]["notes"][0]
    assert (index["revision"], index["packages"][0]["built"], listed["change"]) == (3, True, "new")
    assert "<section>" not in str(index["packages"])


def test_a_note_has_its_faces_and_what_holds_its_answer() -> None:
    note = note_as_json(made_note(), link=opened)
    assert [card["back"] for card in note["cards"]] == [
        "<section>What does a cat eat?</section><section>Fish.</section>"
    ]
    assert note["held"][0]["place"]["link"] == "vscode://file/home/source/pets/cats.md:3"
