"""Runs the DAGs in a real Airflow and judges what came of it; see check.sh."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DAGS = Path(__file__).resolve().parent / "dags"
AIRFLOW = Path(sys.executable).with_name("airflow")
BUNDLE = ("--local", "--bundle-name", "dags-folder")
TRIES = 3
DAY = date(2026, 1, 10)


@dataclass(frozen=True)
class Task:
    """A task of a DAG's newest run."""

    state: str
    tries: int
    figures: dict[str, Any]


@dataclass
class Verdict:
    """What was looked at, and whether it was as it must be."""

    wrong: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self.started:6.1f} s  {text}", flush=True)

    def expect(self, what: str, got: object, expected: object) -> None:
        if got == expected:
            self.say(f"good   {what}: {got}")
        else:
            self.wrong.append(what)
            self.say(f"WRONG  {what}: got {got}, expected {expected}")


class Airflow:
    """An Airflow of its own, in a folder: settings, database, logs."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "airflow"
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True)
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("AIRFLOW")},
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
            "PYTHONWARNINGS": "ignore",
            "PYTHONDONTWRITEBYTECODE": "1",
            "ROLLCALL_HOME": str(folder / "rollcall"),
        }

    def call(self, *arguments: str, dags: Path = DAGS, **environment: str) -> tuple[int, str]:
        """Returns the exit code and standard output; it and standard error are kept as logs."""
        name = f"{len(list(self.logs.glob('*.log'))):02}-{'-'.join(arguments[:3])}"
        log, out = self.logs / f"{name}.log", self.logs / f"{name}.out"
        with log.open("w") as errors, out.open("w") as output:
            done = subprocess.run(
                [AIRFLOW, *arguments],
                env={
                    **self.environment,
                    "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
                    **environment,
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                check=False,
            )
        return done.returncode, out.read_text()

    def import_errors(self, dags: Path) -> list[str]:
        """The files that could not be imported."""
        _, found = self.call("dags", "list-import-errors", *BUNDLE, "-o", "json", dags=dags)
        return [Path(each["filepath"]).name for each in json.loads(found)]

    def test(self, dag: str, day: date, conf: dict[str, Any], **environment: str) -> int:
        """Runs a DAG for a day, without a scheduler; returns the exit code."""
        code, _ = self.call("dags", "test", dag, str(day), "-c", json.dumps(conf), **environment)
        return code

    def tasks(self, dag: str) -> dict[str, Task]:
        """The tasks of the newest run, from Airflow's own tables."""
        with closing(sqlite3.connect(self.home / "airflow.db")) as database:
            run = database.execute(
                "SELECT run_id FROM dag_run WHERE dag_id = ? ORDER BY id DESC LIMIT 1", (dag,)
            ).fetchone()[0]
            figures = dict(
                database.execute(
                    "SELECT task_id, value FROM xcom"
                    " WHERE dag_id = ? AND run_id = ? AND key = 'return_value'",
                    (dag, run),
                )
            )
            found = database.execute(
                "SELECT task_id, state, try_number FROM task_instance"
                " WHERE dag_id = ? AND run_id = ?",
                (dag, run),
            )
            return {
                task: Task(state, tries, json.loads(figures.get(task, "{}")))
                for task, state, tries in found
            }


def main() -> int:
    """Returns the exit code."""
    options = _options()
    verdict = Verdict()
    with _folder(options.keep) as folder:
        airflow = Airflow(folder)
        conf = {"users": options.users, "engine": options.engine}
        verdict.say("Making Airflow's database …")
        code, _ = airflow.call("db", "migrate")
        verdict.expect("airflow db migrate ends with", code, 0)
        imports(airflow, verdict, folder)
        failures(airflow, verdict, folder)
        user_automation(airflow, verdict, conf)
        batch(airflow, verdict, conf, folder)
    took = time.monotonic() - verdict.started
    if verdict.wrong:
        print(f"\n{len(verdict.wrong)} things are WRONG ({took:.0f} s): {'; '.join(verdict.wrong)}")
        return 1
    print(f"\nAll is well ({took:.0f} s): both DAGs run, and again without doubling anything.")
    return 0


def imports(airflow: Airflow, verdict: Verdict, folder: Path) -> None:
    """The DAGs can be imported; one that cannot would be noticed."""
    verdict.expect("DAG files with import errors", airflow.import_errors(DAGS), [])
    _, found = airflow.call("dags", "list", *BUNDLE, "-o", "json")
    dags = sorted(each["dag_id"] for each in json.loads(found))
    verdict.expect("DAGs", dags, ["batch_etl_pipeline", "user_automation"])
    broken = folder / "broken"
    shutil.copytree(DAGS, broken)
    (broken / "rollcall_operator.py").write_text("raise ImportError('broken on purpose')\n")
    verdict.expect(
        "with a broken operator, files with import errors",
        sorted(airflow.import_errors(broken)),
        ["batch_etl_pipeline.py", "user_automation.py"],
    )


def failures(airflow: Airflow, verdict: Verdict, folder: Path) -> None:
    """A command that fails is tried again, then fails its DAG; wrong use is not tried again."""
    for code, tries in ((1, TRIES), (2, 1)):
        command = _script(folder / f"exit-{code}", f"echo 'broken on purpose' >&2; exit {code}")
        ended = airflow.test("batch_etl_pipeline", DAY, {}, ROLLCALL_COMMAND=str(command))
        tasks = airflow.tasks("batch_etl_pipeline")
        what = f"a command that ends with {code}:"
        verdict.expect(f"{what} the DAG's exit code", ended, 1)
        verdict.expect(f"{what} its task", tasks["extract"].state, "failed")
        verdict.expect(f"{what} times it was tried", tasks["extract"].tries, tries)
        verdict.expect(f"{what} the task after it", tasks["transform"].state, "upstream_failed")


def user_automation(airflow: Airflow, verdict: Verdict, conf: dict[str, Any]) -> None:
    """Each day's users are added once."""
    users = conf["users"]
    for what, day, added in (
        ("a day", DAY, users),
        ("the next day", DAY + timedelta(days=1), users),
        ("the first day again", DAY, 0),
    ):
        verdict.say(f"Running user_automation for {what} …")
        code = airflow.test("user_automation", day, conf)
        verdict.expect(f"user_automation, {what}, ends with", code, 0)
        for name, task in sorted(airflow.tasks("user_automation").items()):
            figures = {each: task.figures.get(each) for each in ("agrees", "added", "read")}
            expected = {"agrees": True, "added": added, "read": added}
            verdict.expect(f"{name}, {what}", figures, expected)


def batch(airflow: Airflow, verdict: Verdict, conf: dict[str, Any], folder: Path) -> None:
    """A day's batch survives the kill of each step, and runs again without doubling anything."""
    killing = _killing_each_step_once(folder / "killing")
    before: dict[str, object] = {}
    for what, environment, killed, work in (
        ("a day, each step killed once", {"ROLLCALL_COMMAND": str(killing)}, True, conf["users"]),
        ("the same day again", {}, False, 0),
    ):
        verdict.say(f"Running batch_etl_pipeline for {what} …")
        code = airflow.test("batch_etl_pipeline", DAY, conf, **environment)
        verdict.expect(f"batch_etl_pipeline, {what}, ends with", code, 0)
        for name, task in sorted(airflow.tasks("batch_etl_pipeline").items(), key=_step):
            figures = {each: task.figures.get(each) for each in ("agrees", "loaded", "read")}
            expected = {"agrees": True, "loaded": conf["users"], "read": work}
            verdict.expect(f"{name}, {what}", figures, expected)
            verdict.expect(f"{name}, {what}, was killed and tried again", task.tries > 1, killed)
            stored = [each["compared"] for each in task.figures.get("checks", [])]
            verdict.expect(
                f"{name}, {what}, values compared in the tables",
                stored,
                before.setdefault(name, stored or "some"),
            )


def _step(task: tuple[str, Task]) -> int:
    return ("extract", "transform", "load").index(task[0])


def _killing_each_step_once(path: Path) -> Path:
    """A command that is rollcall, but whose first call for a step is killed amid its work."""
    path.write_text(
        f"""#!{sys.executable}
import os, pathlib, shlex, signal, subprocess, sys

command = shlex.split({os.environ["ROLLCALL_COMMAND"]!r}) + sys.argv[1:]
step = sys.argv[sys.argv.index("--step") + 1]
killed = pathlib.Path({str(path)!r} + "-" + step)
if killed.exists():
    os.execvp(command[0], command)
killed.touch()
run = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
for line in run.stderr:
    print(line, end="", file=sys.stderr, flush=True)
    if line.rstrip().endswith(f": {{step}} …"):
        run.kill()
        run.wait()
        os.kill(os.getpid(), signal.SIGKILL)
sys.exit(run.wait())
"""
    )
    path.chmod(0o755)
    return path


def _script(path: Path, text: str) -> Path:
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(0o755)
    return path


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="rollcall-airflow-") as folder:
            yield Path(folder)
    else:
        if keep.exists() and any(keep.iterdir()):
            raise SystemExit(f"--keep: '{keep}' is not empty")
        yield keep.absolute()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="check.sh",
        description=f"{__doc__.split(';')[0]}.",
        epilog="Exit codes: 0, all is well; 1, it is not; 2, wrong use.",
    )
    parser.add_argument("--venv", metavar="DIR", help="install Airflow there and keep it")
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="keep Airflow's home, logs and the data there"
    )
    parser.add_argument("--users", metavar="N", type=int, default=200, help="default: 200")
    parser.add_argument("--engine", choices=("spark", "jvm"), default="spark")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
