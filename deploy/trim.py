"""Makes the image smaller: deletes what the installed packages bring and the product never reads."""

import py_compile
import shutil
import sysconfig
from pathlib import Path

PACKAGES = Path(sysconfig.get_paths()["purelib"])
# Pages are in English, and USE_I18N is off. Django's own English stays: with USE_I18N on, nothing starts without it.
TRANSLATIONS = [path for path in PACKAGES.glob("**/locale/*/LC_MESSAGES") if path.parent.name != "en"]
# Names of mobile carriers. Countries, areas and time zones stay.
CARRIERS = PACKAGES / "phonenumbers" / "carrierdata"
# Tables of areas, 20 MB of source. Without it Python imports the compiled tables all the same.
AREAS = sorted((PACKAGES / "phonenumbers" / "geodata").glob("data*.py"))


def main() -> None:
    for path in (*TRANSLATIONS, CARRIERS):
        shutil.rmtree(path)
    for path in AREAS:
        py_compile.compile(
            str(path),
            cfile=str(path.with_suffix(".pyc")),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        path.unlink()


if __name__ == "__main__":
    main()
