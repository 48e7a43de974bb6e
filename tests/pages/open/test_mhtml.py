"""The documents of an MHTML archive stand in their frames, each of them once."""

from deckgen.pages.open.mhtml import put_into_frames


def test_frames_that_show_each_other_end() -> None:
    documents = {"cid:a": '<iframe src="cid:b">', "cid:b": '<iframe src="cid:a">'}
    filled = put_into_frames('<iframe src="cid:a"><iframe src="cid:a">', "", documents)
    assert filled.count("srcdoc=") == 2


def test_deep_frames_are_beside_the_page() -> None:
    documents = {f"cid:{n}": f'{n}<iframe src="cid:{n + 1}">' for n in range(9)}
    filled = put_into_frames('<iframe src="cid:0">', "", documents)
    assert filled.count("\n<aside>") == 5


def test_a_part_with_two_addresses_is_put_in_once() -> None:
    documents = {"https://x.example/f.html": "text", "cid:f": "text", "cid:empty": ""}
    filled = put_into_frames('<frame src="f.html"><iframe src="cid:f">', "https://x.example/", documents)
    assert filled == '<frame srcdoc="text" src="f.html"><iframe src="cid:f">'
