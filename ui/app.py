"""What Streamlit runs. The pages are a package: `ui` in a checkout, `audit._ui` in a wheel."""

from importlib import import_module
from pathlib import Path

package = "ui" if Path(__file__).resolve().parent.name == "ui" else "audit._ui"
import_module(f"{package}.navigation").show()
