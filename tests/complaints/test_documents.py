import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select

from portal.agencies.settings.shared import Attachments
from portal.complaints.handling.documents import (
    LONGEST_NAME,
    CheckedDocument,
    DocumentRefusedError,
    Reason,
    Scan,
    StoredDocument,
    add_to_draft,
    checked_document,
    clean_name,
    documents_of_draft,
    refuse_without_space,
    remove_from_draft,
)
from portal.complaints.handling.pictures import MOST_PIXELS
from portal.complaints.kept_drafts import DraftContent, start_draft
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import AttachmentRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import DraftGoneError
from portal.domain.portal_services import CLEAN, File, Verdict
from portal.domain.troubles import NoRoomForDraftsError
from portal.runtime import Runtime
from tests.complaints.filing.ordinary import send
from tests.support import on_both

LIMITS = Attachments()
WORD = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
HEIC = b"\0\0\0\x18ftypheic" + bytes(60)


def picture(kind: str = "JPEG", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(written, kind, **options)
    return written.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def clean(_: File) -> Verdict:
    return CLEAN


def checked(
    name: str, content: bytes, limits: Attachments = LIMITS, scan: Scan = clean
) -> CheckedDocument:
    return checked_document(name, content, limits, scan)


def reason_of(
    name: str, content: bytes, limits: Attachments = LIMITS, scan: Scan = clean
) -> Reason:
    with pytest.raises(DocumentRefusedError) as refused:
        checked(name, content, limits, scan)
    return refused.value.reason


def _short(value: object) -> str:
    """Name a case by its file: contents with a date in them would change its name."""
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("constat.pdf", b"%PDF-1.7\n1 0 obj", "application/pdf"),
        ("photo.jpg", picture(), "image/jpeg"),
        ("photo.png", picture("PNG"), "image/png"),
        ("photo.heic", HEIC, "image/heic"),
        (
            "lettre.docx",
            archive(WORD),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("lettre.odt", archive(ODT), "application/vnd.oasis.opendocument.text"),
        ("note.txt", "Déjà vu à l’accueil\r\n".encode(), "text/plain"),
        ("vieux.txt", "Déjà vu".encode("cp1252"), "text/plain"),
    ],
    ids=_short,
)
def test_a_document_is_known_by_its_content(name: str, content: bytes, content_type: str):
    document = checked(name, content, LIMITS)
    assert (document.name, document.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"MZ\x90\x00" + bytes(200)),
        ("archive.pdf", archive({"a.txt": b"a"})),
        ("macros.docx", archive({**WORD, "word/vbaProject.bin": b"x"})),
        ("macros.odt", archive({**ODT, "Basic/script-lc.xml": b"x"})),
        ("feuille.odt", archive({**ODT, "mimetype": b"application/vnd.oasis.opendocument.sheet"})),
        ("coupe.docx", archive(WORD)[:60]),
        ("image.gif", b"GIF89a" + bytes(40)),
        ("rien.txt", b"abc\x00def"),
    ],
    ids=_short,
)
def test_anything_else_is_refused_whatever_its_name(name: str, content: bytes):
    assert reason_of(name, content) is Reason.KIND


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("faux.pdf", b"Rien d'un PDF."),
        ("faux.docx", archive(ODT)),
        ("faux.txt", b"%PDF-1.7"),
        ("faux.jpg", b"%PDF-1.7"),
    ],
    ids=_short,
)
def test_what_is_not_what_its_name_says_is_refused_under_that_name(name: str, content: bytes):
    with pytest.raises(DocumentRefusedError) as refused:
        checked(name, content, LIMITS)
    assert (refused.value.name, refused.value.reason) == (name, Reason.OTHER_KIND)


def test_a_picture_named_as_another_kind_of_picture_is_a_picture():
    assert checked("photo.jpg", picture("PNG"), LIMITS).content_type == "image/png"


def test_a_kind_that_the_settings_leave_out_is_refused():
    assert reason_of("n.txt", b"a", LIMITS.model_copy(update={"types": ("pdf",)})) is Reason.KIND


def test_an_empty_document_is_refused():
    assert reason_of("vide.txt", b"") is Reason.EMPTY


def test_a_document_over_the_limit_is_refused_and_one_at_the_limit_is_not():
    limits = LIMITS.model_copy(update={"max_each_mb": 1})
    assert checked("a.txt", b"a" * 1_000_000, limits)
    assert reason_of("a.txt", b"a" * 1_000_001, limits) is Reason.SIZE


def test_a_picture_that_does_not_open_is_damaged():
    assert reason_of("photo.jpg", picture()[:200]) is Reason.DAMAGED
    assert reason_of("photo.png", picture("PNG")[:45]) is Reason.DAMAGED


def test_a_picture_of_too_many_pixels_is_refused_as_such():
    height = MOST_PIXELS // 0xFFFF + 1
    huge = re.sub(
        rb"(\xff\xc0...).{4}",
        rb"\1" + bytes((height >> 8, height & 255)) + b"\xff\xff",
        picture(),
        flags=re.DOTALL,
    )
    assert reason_of("photo.jpg", huge) is Reason.PIXELS


def test_a_picture_loses_where_and_when_it_was_taken():
    exif = Image.Exif()
    exif[0x9003], exif[0x010F] = "2026:11:24 10:00:00", "Camera of Michel"
    taken = picture(exif=exif, comment=b"chez moi")
    assert b"Camera of Michel" in taken
    cleaned = checked("photo.jpg", taken, LIMITS).content
    assert b"Camera of Michel" not in cleaned
    assert b"chez moi" not in cleaned
    assert not Image.open(io.BytesIO(cleaned)).getexif()


def test_a_picture_that_was_not_turned_keeps_every_pixel():
    before = picture()
    after = checked("photo.jpg", before, LIMITS).content
    pictures = [Image.open(io.BytesIO(one)).tobytes() for one in (before, after)]
    assert pictures[0] == pictures[1]


def test_the_text_chunks_of_a_png_are_left_out():
    info = PngInfo()
    info.add_text("Author", "Michel Gagnon")
    assert b"Michel" in picture("PNG", pnginfo=info)
    cleaned = checked("p.png", picture("PNG", pnginfo=info), LIMITS).content
    assert b"Michel" not in cleaned


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        (r"C:\Users\moi\constat.pdf", "constat.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("  mon\t constat\u202e fdp.pdf ", "mon constat fdp.pdf"),
        ("photo.exe", "photo exe.pdf"),
        ("constat", "constat.pdf"),
        (".pdf", "document.pdf"),
        ("constat.PDF", "constat.PDF"),
    ],
)
def test_a_name_is_cleaned_and_its_extension_tells_the_truth(given: str, clean: str):
    assert checked(given, b"%PDF-1.7", LIMITS).name == clean


@given(st.text(max_size=300))
def test_a_clean_name_is_short_printable_and_clean_already(name: str):
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert clean.isprintable()
    assert not set(clean) & set("/\\")
    assert clean_name(clean) == clean


def draft_in(runtime: Runtime) -> str:
    return start_draft(runtime.database, "fr", runtime.now(), DraftContent(words="boue"))[0]


def add(runtime: Runtime, draft: str, size: int = 3, limits: Attachments = LIMITS) -> None:
    key = runtime.files.put(b"a")
    document = StoredDocument.of(CheckedDocument("n.txt", "text/plain", b"a" * size), key)
    with runtime.transaction() as session:
        add_to_draft(session, draft, document, limits, runtime.now())


@on_both
def test_a_draft_takes_no_more_documents_than_allowed(runtime: Runtime):
    draft, limits = draft_in(runtime), LIMITS.model_copy(update={"max_count": 2})
    add(runtime, draft, limits=limits)
    add(runtime, draft, limits=limits)
    with pytest.raises(DocumentRefusedError) as refused:
        add(runtime, draft, limits=limits)
    assert refused.value.reason is Reason.COUNT


@on_both
def test_the_documents_of_a_draft_have_a_size_together(runtime: Runtime):
    draft, limits = draft_in(runtime), LIMITS.model_copy(update={"max_all_mb": 1})
    add(runtime, draft, 600_000, limits)
    with pytest.raises(DocumentRefusedError) as refused:
        add(runtime, draft, 600_000, limits)
    assert refused.value.reason is Reason.TOTAL


@on_both
def test_a_document_that_comes_while_its_draft_is_sent_is_in_the_complaint_or_refused(
    runtime: Runtime,
):
    for _ in range(5):
        draft = draft_in(runtime)
        add(runtime, draft)

        def one_more(draft: str = draft) -> bool:
            with suppress(DraftGoneError):
                add(runtime, draft)
                return True
            return False

        with ThreadPoolExecutor(2) as pool:
            added, receipt = pool.submit(one_more), pool.submit(send, runtime, draft)
        number = receipt.result().number
        with runtime.reading(PORTAL) as session:
            owners = select(ComplaintRecord.number).join(
                AttachmentRecord, AttachmentRecord.complaint_id == ComplaintRecord.id
            )
            mine = list(session.scalars(owners.where(ComplaintRecord.number == number)))
            assert len(mine) == 1 + added.result()
            assert documents_of_draft(session, draft) == []


def test_another_drafts_documents_take_no_room_and_cannot_be_removed(runtime: Runtime):
    mine, other = draft_in(runtime), draft_in(runtime)
    limits = LIMITS.model_copy(update={"max_count": 1})
    add(runtime, other, limits=limits)
    add(runtime, mine, limits=limits)
    with runtime.transaction() as session:
        [document] = documents_of_draft(session, other)
        assert remove_from_draft(session, mine, document.id) is None
        assert remove_from_draft(session, other, document.id) is not None


def test_a_document_with_a_virus_is_refused():
    assert reason_of("a.pdf", b"%PDF-1.7", scan=lambda _: Verdict("Worm")) is Reason.VIRUS


def test_a_document_that_nobody_could_scan_is_refused():
    assert reason_of("a.pdf", b"%PDF-1.7", scan=lambda _: None) is Reason.UNSCANNED


def test_what_is_kept_is_what_was_scanned_and_its_name_is_not_told():
    seen: list[File] = []

    def look(file: File) -> Verdict:
        seen.append(file)
        return CLEAN

    document = checked("michel-gagnon.jpg", picture(), scan=look)
    assert seen == [File("image/jpeg", document.content)]


def test_what_is_refused_anyway_is_not_scanned():
    def never(_: File) -> Verdict:
        raise AssertionError

    assert reason_of("a.exe", b"MZ\x90\x00" + bytes(100), scan=never) is Reason.KIND


@on_both
def test_documents_of_drafts_take_at_most_their_share_of_what_is_free(runtime: Runtime):
    with runtime.transaction() as session:
        refuse_without_space(session, 50, free=100, percent=50)
        with pytest.raises(NoRoomForDraftsError):
            refuse_without_space(session, 51, free=100, percent=50)
