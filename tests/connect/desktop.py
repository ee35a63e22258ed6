"""Run inside the environment of aqt: Anki's desktop program with a new profile and our add-on in it.

python desktop.py FOLDER PORT
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import aqt
from aqt.profiles import ProfileManager, VideoDriver


def main() -> None:
    folder, port = sys.argv[1:]
    base = Path(folder) / "base"
    base.mkdir()
    profiles = ProfileManager(base)
    profiles.setupMeta()
    profiles.meta.update(defaultLang="ko_KR", firstRun=False, updates=False)  # else it asks before it opens
    profiles.create("study")
    profiles.name = "study"
    profiles.profile = {}
    profiles.set_video_driver(VideoDriver.Software)
    profiles.openProfile("study")
    profiles.save()
    profiles.db.close()
    addon = base / "addons21/connect"
    addon.mkdir(parents=True)
    shutil.copyfile(Path(__file__).with_name("addon.py"), addon / "__init__.py")
    os.environ["ANKI_CONNECT_PORT"] = port
    sys.argv = ["anki", "-b", str(base), "-p", "study"]
    aqt.run()


main()
