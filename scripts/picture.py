"""Takes the picture of the HTML report that the README shows: the seed case in a headless Chromium.

python -m scripts.picture [docs/report.png]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CASE = Path(__file__).resolve().parent.parent / "seeds" / "case"
SIZE = (1280, 1360)


def main() -> int:
    """Audit the seed case in its own folder (no paths are shown), photograph its report."""
    from PIL import Image

    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/report.png")
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "report.html"), Path(folder, "shot.png")
        text = next(CASE.glob("toutiao-*.txt")).name
        audit = [sys.executable, "-m", "audit.cli", "run", text, "--as-of", "2025-08-09"]
        audit += ["--originals", "originals.jsonl", "--report", f"html={page}"]
        subprocess.run(audit, check=True, stdout=subprocess.DEVNULL, cwd=CASE)
        browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        browser += [f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={shot}", page.as_uri()]
        subprocess.run(browser, check=True, stderr=subprocess.DEVNULL)
        Image.open(shot).convert("RGB").quantize(128).save(target, optimize=True)
    print(f"{target}: {target.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
