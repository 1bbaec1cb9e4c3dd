"""Messages nobody would send in good faith, each as long as Telegram lets one be."""

from collections.abc import Iterator, Sequence

LONGEST = 4096  # letters of a message at Telegram
PIECES = (
    *("a ", "a\n", "1 ", "1,", "1/", "1. ", "3/11 ", "12/11/2025 ", "K ", "P, ", ", ", ",", "\n", " ", "(", "-", "'"),
    *("6A ", "6A: ", "10/9 ", "lớp ", "thứ hai tuần ", "từ 3/11 đến ", "sáng ", "số 5 ", "không có ", "xin cho "),
    *("A Thút ", "H' ", "Y ", "Nguyễn Văn ", "Hồ Thị Lan, ", "nguyen van an ", "nguyeenx vawn ", "vì ", "và ", "đều "),
    *("o\u0306", "\u0301", "e\u0302\u0323\u0301", "\u200b", "\u00a0", "😀", "?", "@bot ", "/vang ", "07:15 ", "mẹ em "),
    *("vangkhongphep", "= K ", "1-1=1 ", "(Lan) ", "đủ ", "đủ, ", "6A đủ, mai ", "nghỉ mai ", "sáng 8/8 "),
)  # fmt: skip


def hostile(names: Sequence[str]) -> Iterator[str]:
    """`names`: of the class the messages are about."""
    for piece in (*PIECES, *names[:3]):
        yield (piece * LONGEST)[:LONGEST]
    for between in (", ", " ", "\n", "/", " P, "):
        yield f"6A vắng {between.join([*names] * 10)}"[:LONGEST]
    yield "6A vắng " + "," * 1000 + names[0]
    yield "(" + "a b" * ((LONGEST - 1) // 3)
    yield "o" * LONGEST
    yield "nguyễn" * (LONGEST // 6)
    yield "6A vắng " + "o" + "\u0301" * (LONGEST - 9)
    yield " ".join(map(str, range(1000)))[:LONGEST]
    yield "".join(chr(0x1EA0 + at % 90) for at in range(LONGEST))
