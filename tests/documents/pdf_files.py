"""PDF files made by hand for the tests, with Chinese text in a font that every reader knows the characters of."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

A4 = (595.0, 842.0)
LEFT, RIGHT, SIZE, PITCH = 79.0, 521.0, 16.0, 28.0


@dataclass(frozen=True)
class Put:
    """Text at a place; angle in degrees."""

    text: str
    x: float
    y: float
    size: float = SIZE
    angle: float = 0.0


def set_paragraphs(texts: Sequence[str], *, top: float = 730, indent: bool = True) -> list[list[Put]]:
    """Pages of paragraphs, each line as long as it fits, as an office program sets them."""
    pages: list[list[Put]] = [[]]
    y = top
    for text in texts:
        inset = 2 * SIZE if indent else 0.0
        while text:
            if y < 110:
                pages.append([])
                y = top
            length = next(n for n in range(len(text), 0, -1) if width(text[:n]) <= RIGHT - LEFT - inset)
            pages[-1].append(Put(text[:length], LEFT + inset, y))
            text = text[length:]
            y -= PITCH
            inset = 0.0
    return pages


def width(text: str, size: float = SIZE) -> float:
    """How wide text is set: ASCII takes half an ideograph."""
    return sum(0.5 if character.isascii() else 1.0 for character in text) * size


def pdf(
    pages: Sequence[Sequence[Put]],
    *,
    rotate: int = 0,
    password: str | None = None,
    named: bool = True,
    picture: bool = False,
) -> bytes:
    """A PDF file. rotate: of all pages; password: needed to open it; named: whether glyphs can be named as characters;
    picture: each page shows a picture."""
    encrypt = _Encryption(password) if password is not None else None
    objects: list[bytes] = [b"", b"", b"", b"", b""]
    kids = []
    for page in pages:
        content = b"".join(_show(put) for put in page) + (
            b"q 400 0 0 400 90 200 cm /P Do Q\n" if picture else b""
        )
        stream = len(objects) + 1
        content = encrypt.apply(stream, content) if encrypt else content
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        pictures = b"/XObject << /P 5 0 R >>" if picture else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> %s >> >>" % (*map(int, A4), rotate, stream, pictures)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    encoding, ordering = (b"UniGB-UCS2-H", b"GB1") if named else (b"Identity-H", b"Identity")
    objects[2] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /%s /DescendantFonts [4 0 R] >>"
        % encoding
    )
    objects[3] = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 2 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>" % ordering
    )
    objects[4] = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
    )
    return _file(objects, encrypt)


def _show(put: Put) -> bytes:
    cos, sin = math.cos(math.radians(put.angle)), math.sin(math.radians(put.angle))
    matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {put.x:.2f} {put.y:.2f}"
    return f"BT /F {put.size:g} Tf {matrix} Tm <{put.text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def _file(objects: Sequence[bytes], encrypt: _Encryption | None) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    entries = [*objects, *([encrypt.dictionary()] if encrypt else [])]
    for number, content in enumerate(entries, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(entries) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    protection = b"/Encrypt %d 0 R /ID [<00> <00>]" % len(entries) if encrypt else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(entries) + 1,
        protection,
        start,
    )
    return bytes(out)


class _Encryption:
    """The standard security handler, revision 2 (PDF 1.7, 7.6.3), with a password needed to open the file."""

    _PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    _PERMISSIONS = (-4 & 0xFFFFFFFF).to_bytes(4, "little")

    def __init__(self, password: str) -> None:
        padded = (password.encode() + self._PADDING)[:32]
        self._owner = _rc4(hashlib.md5(padded).digest()[:5])(padded)
        self._key = hashlib.md5(padded + self._owner + self._PERMISSIONS + b"\x00").digest()[:5]

    def dictionary(self) -> bytes:
        user = _rc4(self._key)(self._PADDING)
        return b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (
            self._owner.hex().encode(),
            user.hex().encode(),
        )

    def apply(self, number: int, data: bytes) -> bytes:
        key = hashlib.md5(self._key + number.to_bytes(3, "little") + b"\x00\x00").digest()[:10]
        return _rc4(key)(data)


def _rc4(key: bytes) -> Callable[[bytes], bytes]:
    def apply(data: bytes) -> bytes:
        state = list(range(256))
        j = 0
        for i in range(256):
            j = (j + state[i] + key[i % len(key)]) % 256
            state[i], state[j] = state[j], state[i]
        i = j = 0
        out = bytearray()
        for byte in data:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            out.append(byte ^ state[(state[i] + state[j]) % 256])
        return bytes(out)

    return apply
