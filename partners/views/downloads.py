from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def download_of(file: FieldFile, name: str) -> FileResponse:
    """Always as a download of unknown kind, so that no browser runs what is in it, nor keeps it."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
