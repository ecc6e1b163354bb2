"""What the image holds of the packages is enough to derive a number's facts and to show its page."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from shutil import copytree, ignore_patterns

ROOT = Path(__file__).resolve().parents[2]
# Which the image never has
LARGE = ignore_patterns(
    "playwright*", "mypy*", "ruff*", "coverage*", "django-stubs*", "pygments*", "libcst*", "textual*", "hypothesis*"
)
SHOW = """
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from inventory.models import CacheState, PhoneNumber
from inventory.numbering import derive
call_command("migrate", verbosity=0)
now = timezone.now()
for id, number in (("PN1", "+12122000000"), ("PN2", "+4930123456")):
    PhoneNumber.objects.create(id=id, number=number, first_seen_at=now, confirmed_at=now, **derive(number)._asdict())
CacheState.objects.create(numbers=2)
client = Client(headers={"X-Forwarded-Proto": "https"})
client.force_login(User.objects.create_superuser("root"), "dashboard.accounts.throttling.PasswordBackend")
print(client.get("/numbers/").content.decode(), client.get("/numbers/PN1/").content.decode())
"""


def test_a_number_page_has_its_facts_with_what_is_left_of_the_packages(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    copytree(sysconfig.get_paths()["purelib"], packages, copy_function=os.symlink, ignore=LARGE)
    subprocess.run([sys.executable, "deploy/trim.py", str(packages)], cwd=ROOT, check=True, timeout=60)  # noqa: S603
    assert not (packages / "phonenumbers" / "carrierdata").exists()
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": f"{packages}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "dashboard.settings", "ENV_FILE": os.devnull, "DATABASE_URL": "sqlite://:memory:",
        "SECRET_KEY": "an-example-for-tests-only", "ALLOWED_HOSTS": "testserver", "HTTPS": "off", "DEBUG": "on",
        "LOG_LEVEL": "ERROR", "SECOND_FACTOR": "off", "STATIC_ROOT": str(tmp_path),
    }  # fmt: skip
    # Without -S the packages that the tests run with would be found as well.
    shown = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-S", "-c", SHOW], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert shown.returncode == 0, shown.stderr
    for fact in ("New York, NY", "Berlin, Germany", "America/New_York", "United States"):
        assert fact in shown.stdout
