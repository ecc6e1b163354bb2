"""What a client says of its charset is not believed, in the process that serves the site."""

from pathlib import Path

import pytest

from tests.processes import site

CODECS = ("zlib", "undefined", "idna", "utf-7", "unicode_escape", "utf-16", "nonsense")
HALF = r"+2AA-\ud800"  # half a character, in two of these codecs
FIELDS = "".join(
    f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{HALF}\r\n' for name in ("token", "name", "item")
)


@pytest.mark.sqlite
def test_no_charset_breaks_a_page(tmp_path: Path) -> None:
    with site(tmp_path, "http://127.0.0.1:9") as server:
        server.web()
        session = server.signed_in()
        for codec in CODECS:
            for path in ("find/", "numbers/", "accounts/login/link/", "healthz"):
                headers = {"Content-Type": f"text/plain; charset={codec}"}
                query = {"q": HALF, "token": HALF}
                response = session.get(f"{server.url}/{path}", params=query, headers=headers, timeout=10)
                assert response.status_code < 500, (codec, path)
            headers = {
                "Content-Type": f"multipart/form-data; boundary=b; charset={codec}",
                "X-CSRFToken": session.cookies["csrftoken"],
            }
            for path in ("attention/unsnooze/", "accounts/login/link/", "numbers/views/"):
                url = f"{server.url}/{path}"
                response = session.post(url, f"{FIELDS}--b--\r\n", headers=headers, timeout=10)
                assert response.status_code < 500, (codec, path)
