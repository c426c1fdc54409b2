"""The command line: options in, one of the commands called, errors turned into one line and an exit status."""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import Annotated

import typer

from audit import __version__
from audit.cli_check import register as register_check
from audit.cli_filter import Cleaned, Drop, Keep, Rejects, Repair, filtering
from audit.cli_fix import register as register_fix
from audit.cli_flags import command_of
from audit.cli_ledger import register as register_ledger
from audit.cli_output import CLEAN, FAILED, INTERRUPTED, TERMINATED, USAGE, say
from audit.cli_process import Told, ending_cleanly, open_missing_streams, silence_output
from audit.cli_review import register as register_review
from audit.cli_score import register as register_score
from audit.cli_translate import register as register_translate
from audit.errors import AuditError, SettingsError
from audit.settings import EMBEDDED
from corpora.errors import CorpusError, MissingInput

app = typer.Typer(
    name="taudit",
    help="Audit translated news: line it up with its English originals, find what the round trip changed, suggest "
    "what should stand there.",
    epilog="Exit status: 0 clean, 1 findings (check), 2 wrong usage, 3 the run failed, 4 nothing was audited.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, folders, patterns, or - for standard input.")
]
Originals = Annotated[
    list[str] | None,
    typer.Option(
        "--originals", metavar="PATH", help="Likely originals: files, folders, patterns or an index. Repeatable."
    ),
]
Pivot = Annotated[list[str] | None, typer.Option("--pivot", metavar="PATH", help="The text in the language between.")]
Style = Annotated[str, typer.Option("--style", metavar="NAME", help="House style: neutral, ap, reuters, bgn.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Stands in for a missing publication date (YYYY-MM-DD)."),
]
Rules = Annotated[
    str | None,
    typer.Option(
        "--rules", metavar="SELECT", help="Rules or categories, comma-separated; -x leaves x out: name,-chinese-date."
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="text, line, jsonl, html, markdown, sarif, junit, github, gitlab, csv, mqm, esa, ledger or parquet.",
    ),
]
OutputFile = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
]
Reports = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=FILE", help="A further report of the same run. Repeatable."),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, help="Processes; 0 takes one for each core.")]
Engine = Annotated[str, typer.Option("--engine", metavar="NAME", help="local or ray (extra \\[ray]).")]
Address = Annotated[
    str | None,
    typer.Option("--address", metavar="HOST:PORT", help="The Ray cluster; without it, Ray is started on this machine."),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the jsonl and parquet reports of an interrupted run.")
]
TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit", metavar="SECONDS", help="Skip a document that takes longer (more where it is long); 0: never."
    ),
]
MaxSkipped = Annotated[
    float, typer.Option("--max-skipped", metavar="SHARE", help="Fail when more than this share was skipped (0 to 1).")
]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", metavar="C", help="Leave out findings below it (0 to 1).")
]
Translate = Annotated[
    bool, typer.Option("--translate", help="First translate texts in other languages with Argos (extra \\[mt]).")
]
Probes = Annotated[
    str | None, typer.Option("--probes", metavar="FILE", help="Records of `taudit probe --keep`, used as evidence.")
]
NamesBy = Annotated[
    str, typer.Option("--names-by", metavar="NAME", help="What finds names: rules, or spacy beside them (extra [ner]).")
]
Vectors = Annotated[
    str,
    typer.Option(
        "--vectors",
        metavar="MODEL",
        help="What gives sentences their meaning: embedded, or a sentence-transformers model (extra [semantic]).",
    ),
]
LaterOriginals = Annotated[
    bool, typer.Option("--later-originals", help="Use originals that are younger than the translation, too.")
]
WindowDays = Annotated[
    int | None,
    typer.Option(
        "--window-days",
        metavar="N",
        min=0,
        help="Use no originals that are more than N days older than the translation.",
    ),
]


@app.callback(invoke_without_command=True)
def _taudit(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    if version:
        typer.echo(f"taudit {__version__}")
        raise typer.Exit(CLEAN)
    return CLEAN


@app.command(
    epilog="Examples:\n\ntaudit run article.txt --originals reports/ --as-of 2025-08-09\n\n"
    "taudit run texts.jsonl --originals pool.jsonl --format jsonl --output report.jsonl --jobs 4\n\n"
    "taudit run article.txt --originals reports/ --report html=report.html"
)
def run(
    *,
    inputs: Inputs,
    originals: Originals = None,
    pivot: Pivot = None,
    style: Style = "neutral",
    as_of: AsOf = None,
    rules: Rules = None,
    format: Format = "text",
    output: OutputFile = "-",
    report: Reports = None,
    jobs: Jobs = 1,
    engine: Engine = "local",
    address: Address = None,
    resume: Resume = False,
    time_limit: TimeLimit = 120.0,
    max_skipped: MaxSkipped = 1.0,
    min_confidence: MinConfidence = 0.5,
    later_originals: LaterOriginals = False,
    window_days: WindowDays = None,
    translate: Translate = False,
    probes: Probes = None,
    names_by: NamesBy = "rules",
    vectors: Vectors = EMBEDDED,
    cleaned: Cleaned = None,
    rejects: Rejects = None,
    drop: Drop = None,
    keep: Keep = None,
    repair: Repair = None,
) -> int:
    """Audit translations and report what was found."""
    from audit.cli_run import Request, execute, settings_of

    return execute(
        Request(
            inputs=inputs,
            settings=settings_of(style, as_of, rules, min_confidence, later_originals, names_by, window_days, vectors),
            originals=originals or (),
            pivots=pivot or (),
            format=format,
            output=output,
            reports=report or (),
            jobs=jobs,
            engine=engine,
            address=address,
            resume=resume,
            time_limit=time_limit,
            max_skipped=max_skipped,
            translate=translate,
            probes=probes,
            filtering=filtering(drop, keep, repair, cleaned, rejects),
        )
    )


@app.command(epilog="Example:\n\ntaudit align article.txt --originals reports/ --format jsonl --output links.jsonl")
def align(
    *,
    inputs: Inputs,
    originals: Originals = None,
    pivot: Pivot = None,
    as_of: AsOf = None,
    format: Format = "text",
    output: OutputFile = "-",
    report: Reports = None,
    jobs: Jobs = 1,
    engine: Engine = "local",
    address: Address = None,
    resume: Resume = False,
    time_limit: TimeLimit = 120.0,
    max_skipped: MaxSkipped = 1.0,
    later_originals: LaterOriginals = False,
    window_days: WindowDays = None,
    vectors: Vectors = EMBEDDED,
    translate: Translate = False,
) -> int:
    """Line up texts with their originals, sentence by sentence; no rules. A text may be a pivot in another language."""
    from audit.cli_run import Request, execute, settings_of

    if not originals:
        raise SettingsError("--originals: missing, name the texts to line up with")
    return execute(
        Request(
            inputs=inputs,
            settings=settings_of(
                "neutral", as_of, None, 0.0, later_originals, window_days=window_days, vectors=vectors
            ),
            originals=originals,
            pivots=pivot or (),
            what="align",
            format=format,
            output=output,
            reports=report or (),
            jobs=jobs,
            engine=engine,
            address=address,
            resume=resume,
            time_limit=time_limit,
            max_skipped=max_skipped,
            translate=translate,
        )
    )


@app.command(
    epilog="Examples:\n\ntaudit index reports/ more.jsonl.gz --output originals.index\n\n"
    "taudit index january.index february.index --output originals.index --jobs 0"
)
def index(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders or patterns of originals, and indexes.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The folder of the index, new or to extend.")
    ],
    jobs: Jobs = 1,
) -> int:
    """Build, extend or merge indexes of originals; usable wherever --originals is.

    A build that was stopped is taken up again with the same command.
    """
    from audit.cli_index import build_index
    from audit.cli_run import _cores

    return build_index(sources, output, jobs or _cores())


@app.command(epilog="Examples:\n\ntaudit rules\n\ntaudit rules --format json")
def rules(
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or markdown.")] = "text",
) -> int:
    """List the rules."""
    from audit.cli_rules import list_rules

    return list_rules(format)


@app.command(epilog="Example:\n\ntaudit explain mangled-name")
def explain(rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id, see `taudit rules`.")]) -> int:
    """Say what a rule claims, why it matters, with an example and its limits."""
    from audit.cli_rules import explain_rule

    return explain_rule(rule)


register_check(app)
register_fix(app)
register_ledger(app)
register_review(app)
register_score(app)
register_translate(app)


def main(argv: list[str] | None = None) -> int:
    """Run a command line (None: that of the process); returns the exit status, never raises."""
    open_missing_streams()
    gc.set_threshold(100_000, 20, 20)  # tables are read first: much to walk over, nothing to collect
    try:
        with ending_cleanly():
            _add_groups(sys.argv[1:] if argv is None else argv)
            status = command_of(app)(args=argv, prog_name="taudit", standalone_mode=False)
            sys.stdout.flush()
            gc.freeze()  # the process ends: what is still held needs no collecting either
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except Told:
        say("taudit: ended by a signal")
        return TERMINATED
    except (BrokenPipeError, SystemExit):  # typer makes the latter of the former
        silence_output()
        return CLEAN
    except Exception as error:
        return _explain_error(error)
    if status == INTERRUPTED:
        say("taudit: interrupted")
    return status if isinstance(status, int) else CLEAN


def _add_groups(words: list[str]) -> None:
    """Command groups of other packages join when they may be asked for: their imports cost time."""
    own = {command.callback.__name__ for command in app.registered_commands if command.callback}
    if app.registered_groups or (words and (words[0] in own or words[0] == "--version")):
        return
    from audit.names.cli import app as names

    app.add_typer(names, name="names", help="The names authority: look up, import, build.")


def _explain_error(error: Exception) -> int:
    """One line for an error, and the exit status that it stands for."""
    if isinstance(error, SettingsError | MissingInput):
        say(str(error))
        return USAGE
    if isinstance(error, AuditError | CorpusError):
        say(str(error))
        return FAILED
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        say(f"{error.filename or 'the report'}: {error.strerror}, make room or write to another place")
        return FAILED
    format_message = getattr(error, "format_message", None)
    if format_message is not None:  # typer's own errors of usage
        if not format_message():  # no command given: its help is printed already
            return USAGE
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "taudit"
        message = str(format_message()).rstrip(".?")
        say(f"{command}: {message}, see `{command} --help`")
        return USAGE
    if os.environ.get("TAUDIT_DEBUG"):
        import traceback

        traceback.print_exc()
    cause = f"{type(error).__name__}: {error}"
    say(f"internal error ({cause[:300]}), please report it; TAUDIT_DEBUG=1 shows where")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
