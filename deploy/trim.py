"""Makes the image smaller: deletes what the installed packages bring and the product never reads.

`tests/deploy/test_trim.py` shows a page with what is left of the packages.
"""

import shutil
import sys
import sysconfig
from pathlib import Path


def trim(packages: Path) -> None:
    # Pages are in English, with USE_I18N off. Django's own English stays: with USE_I18N on, nothing starts without.
    translations = [path for path in packages.glob("**/locale/*/LC_MESSAGES") if path.parent.name != "en"]
    # Names of mobile carriers. Countries, areas and time zones stay.
    for path in (*translations, packages / "phonenumbers" / "carrierdata"):
        shutil.rmtree(path)


if __name__ == "__main__":
    trim(Path(sys.argv[1] if len(sys.argv) > 1 else sysconfig.get_paths()["purelib"]))
