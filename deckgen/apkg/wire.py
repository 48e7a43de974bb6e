"""Read messages of Protocol Buffers without their schemas; Anki stores a few values in them."""

from deckgen.apkg.packed import UnreadablePackage

Message = dict[int, list[int | bytes]]

_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5
_LONGEST_VARINT = 10


def decode_message(encoded: bytes) -> Message:
    """All values of each field number, in order."""
    message: Message = {}
    position = 0
    while position < len(encoded):
        tag, position = _varint(encoded, position)
        number, wire_type = tag >> 3, tag & 7
        value: int | bytes
        if wire_type == _VARINT:
            value, position = _varint(encoded, position)
        else:
            if wire_type == _BYTES:
                length, position = _varint(encoded, position)
            elif wire_type in (_EIGHT_BYTES, _FOUR_BYTES):
                length = 8 if wire_type == _EIGHT_BYTES else 4
            else:
                raise _damaged()
            value = encoded[position : position + length]
            position += length
            if len(value) < length:
                raise _damaged()
        message.setdefault(number, []).append(value)
    return message


def integer(message: Message, number: int) -> int | None:
    """An integer field, signed as Anki's ids are; None if it is not set."""
    value = message.get(number, [None])[-1]
    if isinstance(value, bytes):
        raise _damaged()
    return value - (1 << 64) if value is not None and value >= 1 << 63 else value


def text(message: Message, number: int) -> str:
    """A text field; empty if it is not set."""
    try:
        return content(message, number).decode()
    except UnicodeDecodeError as error:
        raise _damaged() from error


def content(message: Message, number: int) -> bytes:
    """A bytes field or an embedded message; empty if it is not set."""
    return _bytes(message.get(number, [b""])[-1])


def messages(message: Message, number: int) -> list[Message]:
    """A repeated field of embedded messages."""
    return [decode_message(_bytes(value)) for value in message.get(number, [])]


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise _damaged()
    return value


def _varint(encoded: bytes, position: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(encoded[position : position + _LONGEST_VARINT]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value & ((1 << 64) - 1), position + place + 1
    raise _damaged()


def _damaged() -> UnreadablePackage:
    return UnreadablePackage("a setting in it is damaged; get the file again")
