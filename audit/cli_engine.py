"""Which engine a run takes: processes of this machine, or Ray."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.errors import SettingsError

if TYPE_CHECKING:
    from audit.batch.engine import Batch
    from audit.batch.on_ray import OnRay
    from audit.batch.worker import Form
    from audit.cli_run import Request
    from audit.reports import Shown


def check_engine(request: Request) -> None:
    """Raises SettingsError where there is no such engine, or where it cannot do what is asked."""
    if request.engine not in ("local", "ray"):
        raise SettingsError(f"--engine {request.engine}: no such engine, choose local or ray")
    if request.engine == "ray" and request.threshold is not None:
        raise SettingsError("--engine ray: is for `run` and `align`, use --jobs with `check`")
    if request.address is not None and request.engine != "ray":
        raise SettingsError("--address: is of a Ray cluster, add --engine ray")
    if request.engine == "ray" and "-" in request.originals:
        raise SettingsError("-: other machines cannot read standard input, give the originals as files")


def engine(
    request: Request, originals: Sequence[str], jobs: int, form: Form, shown: Shown, *, isolated: bool
) -> Batch | OnRay:
    """The engine of a run, not begun yet."""
    if request.engine == "ray":
        from audit.batch.on_ray import OnRay

        return OnRay(
            originals,
            request.settings,
            jobs,
            request.what,
            form=form,
            time_limit=request.time_limit,
            address=request.address,
            shown=shown,
        )
    from audit.batch.engine import Batch

    return Batch(
        originals,
        request.settings,
        jobs,
        request.what,
        form=form,
        isolated=isolated,
        time_limit=request.time_limit,
        shown=shown,
    )
