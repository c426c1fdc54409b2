"""The page in a real browser: its own policy lets its script run, and the filters do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from report_samples import hostile, plain, written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

CLICKS = """
const out = [];
const seen = () => [
  document.querySelectorAll(".finding:not(.off)").length,
  document.querySelectorAll("mark[data-f].off").length,
  document.querySelectorAll(".row:not(.hidden)").length,
].join("/");
out.push(seen());
document.querySelector('.chip[data-rule="mangled-name"]').click();
out.push(seen());
document.getElementById("only").click();
out.push(seen());
document.querySelector('.chip[data-rule="mangled-name"]').click();
const slider = document.getElementById("confidence");
slider.value = "0.95";
slider.dispatchEvent(new Event("input"));
out.push(seen());
slider.value = "0";
slider.dispatchEvent(new Event("input"));
document.dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
// a window that has no focus yet (a browser starting on a busy machine) focuses elements without telling them
if (!document.hasFocus()) document.activeElement.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
out.push(document.activeElement.firstChild.textContent, document.querySelectorAll(".lit").length);
document.title = "seen " + out.join(" ");
"""


def dom(page: Path) -> str:
    """The page after its script has run."""
    assert CHROMIUM
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_policy_allows_the_script_and_no_other(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(written("html", plain(), hostile()) + "<script>document.title = 'stranger'</script>", "utf-8")
    shown = dom(page)
    assert re.search(r'<html[^>]* class="js"', shown)
    assert "<title>stranger" not in shown


def test_filters_and_keys(tmp_path: Path) -> None:
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", written("html", plain()))
    page = tmp_path / "report.html"
    page.write_text(text.replace("</body>", f"<script>{CLICKS}</script></body>"), "utf-8")
    title = re.search(r"<title>seen (.*?)</title>", dom(page))
    assert title
    everything, without_names, only, sure, focused, lit = title[1].split(" ")
    assert everything == "3/0/3"
    assert without_names == "2/3/3", "the words of the translation, of the pivot and of the original"
    assert only == "2/3/2", "the sentence without findings is gone"
    assert sure == "2/1/2", "the date of confidence 0.9 is gone"
    assert focused == "Witko"
    assert int(lit) == 4, "the finding, its words, their form in the pivot and the evidence light up together"
