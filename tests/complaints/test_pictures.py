"""Pictures lose what their camera wrote, keep every pixel, and are never decoded."""

from __future__ import annotations

import io
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from portal.complaints.handling.pictures import (
    MOST_PIXELS,
    DamagedPictureError,
    LargePictureError,
    without_metadata,
)

SECRET = b"chez Michel"
KINDS = ["jpeg", "png"]
ORIENTATION, MODEL, GPS = 0x0112, 0x0110, 0x8825


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def painted(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    written = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def exif(side: int = 1) -> Image.Exif:
    written = Image.Exif()
    written[ORIENTATION], written[MODEL] = side, SECRET.decode()
    written.get_ifd(GPS)[1] = "N"
    return written


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", range(1, 9))
def test_of_what_the_camera_wrote_only_which_side_is_up_stays(kind: str, side: int):
    taken = painted(kind, exif=exif(side))
    bare = without_metadata(kind, taken)
    assert SECRET in taken
    assert SECRET not in bare
    assert dict(opened(bare).getexif()) == ({} if side == 1 else {ORIENTATION: side})
    shown = [ImageOps.exif_transpose(opened(picture)) for picture in (taken, bare)]
    assert shown[0].size == shown[1].size
    assert shown[0].tobytes() == shown[1].tobytes()


@pytest.mark.parametrize("side", [0, 9, 77])
def test_a_side_that_does_not_exist_is_upright(side: int):
    assert not opened(without_metadata("jpeg", painted("jpeg", exif=exif(side)))).getexif()


@pytest.mark.parametrize(
    "extra",
    [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xE0, b"JFXX\0\x10" + SECRET),
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + SECRET),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\0" + SECRET),
        segment(0xFE, SECRET),
        segment(0xF0, SECRET),
        SECRET,
    ],
)
def test_no_segment_of_a_jpeg_keeps_what_is_not_the_picture(extra: bytes):
    plain = painted("jpeg")
    bare = without_metadata("jpeg", plain[:20] + extra + plain[20:])
    assert SECRET not in bare
    assert opened(bare).tobytes() == opened(plain).tobytes()


def test_what_the_camera_wrote_between_the_scans_of_a_jpeg_is_left_out_too():
    plain = painted("jpeg", progressive=True)
    second = plain.index(b"\xff\xda", plain.index(b"\xff\xda") + 2)
    bare = without_metadata("jpeg", plain[:second] + segment(0xE1, SECRET) + plain[second:])
    assert SECRET not in bare
    assert opened(bare).tobytes() == opened(plain).tobytes()


def test_an_exif_behind_another_segment_of_its_marker_is_read():
    plain = painted("jpeg", exif=exif(6))
    first = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0")
    bare = without_metadata("jpeg", plain[:2] + first + plain[2:])
    assert dict(opened(bare).getexif()) == {ORIENTATION: 6}


@pytest.mark.parametrize("kind", KINDS)
def test_what_follows_the_end_of_a_picture_is_left_out(kind: str):
    assert SECRET not in without_metadata(kind, painted(kind) + SECRET)


def test_the_texts_and_the_time_of_a_png_are_left_out():
    info = PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    info.add(b"tIME", bytes(7))
    taken = painted("png", pnginfo=info)
    bare = without_metadata("png", taken)
    assert taken.count(SECRET) == 2
    assert SECRET not in bare
    assert b"tIME" not in bare
    assert opened(bare).tobytes() == opened(taken).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_colours_of_a_picture_stay(kind: str):
    profile = b"a profile of colours" * 4
    bare = without_metadata(kind, painted(kind, icc_profile=profile))
    assert opened(bare).info["icc_profile"] == profile


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"restart_marker_rows": 1}, {"quality": 100}]
)
def test_every_way_of_writing_a_jpeg_is_read(options: dict[str, int]):
    plain = painted("jpeg", (300, 200), **options)
    assert opened(without_metadata("jpeg", plain)).tobytes() == opened(plain).tobytes()


def test_a_picture_in_four_colours_keeps_them():
    written = io.BytesIO()
    Image.radial_gradient("L").convert("CMYK").save(written, "JPEG")
    bare = opened(without_metadata("jpeg", written.getvalue()))
    assert bare.mode == "CMYK"
    assert bare.tobytes() == opened(written.getvalue()).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_off_anywhere_is_damaged(kind: str):
    whole = painted(kind)
    for length in range(8, len(whole)):
        with pytest.raises(DamagedPictureError):
            without_metadata(kind, whole[:length])


def test_a_png_with_a_wrong_sum_is_damaged():
    whole = painted("png")
    middle = len(whole) // 2
    changed = whole[:middle] + bytes((whole[middle] ^ 1,)) + whole[middle + 1 :]
    with pytest.raises(DamagedPictureError):
        without_metadata("png", changed)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + segment(0xC0, b"\x08\0\1\0\1\1") + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC0, b"\x08\0\0\0\0\1") + segment(0xDA, b"\0") + b"\xff\xd9",
        b"\xff\xd8" + 2 * segment(0xC0, b"\x08\0\1\0\1\1") + segment(0xDA, b"\0") + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC0, b"\x08\0\1\0\1\1") + 101 * segment(0xDA, b"\0") + b"\xff\xd9",
    ],
)
def test_a_jpeg_without_one_picture_is_damaged(content: bytes):
    with pytest.raises(DamagedPictureError):
        without_metadata("jpeg", content)


@pytest.mark.parametrize(
    "chunks", [chunk(b"IEND", b""), header(1, 1) + chunk(b"IEND", b""), chunk(b"IDAT", b"")]
)
def test_a_png_without_header_or_pixels_is_damaged(chunks: bytes):
    with pytest.raises(DamagedPictureError):
        without_metadata("png", b"\x89PNG\r\n\x1a\n" + chunks)


def test_too_many_pixels_are_refused_by_what_the_header_says():
    for width, kind in ((8_000, None), (8_001, LargePictureError)):
        content = b"\x89PNG\r\n\x1a\n" + header(width, MOST_PIXELS // 8_000)
        content += chunk(b"IDAT", b"") + chunk(b"IEND", b"")
        if kind is None:
            assert without_metadata("png", content) == content
        else:
            with pytest.raises(kind):
                without_metadata("png", content)


HOSTILE = {
    "one row of markers": ("jpeg", b"\xff\xd8" + b"\xff" * 15_000_000),
    "empty segments": ("jpeg", b"\xff\xd8" + segment(0xFE, b"") * 3_750_000),
    "a scan of restarts": ("jpeg", b"\xff\xd8" + segment(0xDA, b"") + b"\xff\xd0" * 7_500_000),
    "exifs": ("jpeg", b"\xff\xd8" + segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff") * 700_000),
    "one long exif": (
        "png",
        b"\x89PNG\r\n\x1a\n"
        + header(1, 1)
        + chunk(b"eXIf", b"MM\0*\0\0\0\x08\xff\xff" + bytes(15_000_000)),
    ),
    "empty chunks": ("png", b"\x89PNG\r\n\x1a\n" + header(1, 1) + chunk(b"tEXt", b"") * 1_250_000),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_picture_of_15_mb_takes_half_a_second(hostile: str):
    kind, content = HOSTILE[hostile]
    before = time.thread_time()
    with pytest.raises(DamagedPictureError):
        without_metadata(kind, content)
    assert time.thread_time() - before < 0.5


def test_eight_pictures_of_40_million_pixels_at_once_are_copied_and_never_decoded():
    written = io.BytesIO()
    Image.new("RGB", (8_000, 5_000), "red").save(written, "JPEG", exif=exif(6))
    taken = written.getvalue()

    def timed(_: int) -> float:
        before = time.thread_time()
        assert SECRET not in without_metadata("jpeg", taken)
        return time.thread_time() - before

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(timed, range(8))) < 0.3
