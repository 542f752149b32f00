import pytest


@pytest.fixture(autouse=True)
def _documents_go_to_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
