from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse


def download_of(file: FieldFile, name: str) -> FileResponse:
    """Always as a download of unknown kind, so that no browser runs what is in it, nor keeps it."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    _guard(response)
    return response


def made_download(content: bytes, name: str) -> HttpResponse:
    """A file that was made just now, under a name of plain letters, as a download that no browser keeps."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    _guard(response)
    return response


def _guard(response: HttpResponse | FileResponse) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
