"""An Airflow operator that runs a reference system by the `rollcall` command.

The command and what it works on are named by environment variables of the worker:

ROLLCALL_COMMAND                                    how it is called; default: `rollcall`
ROLLCALL_HOME                                       its data; default: $AIRFLOW_HOME/rollcall
ROLLCALL_KAFKA, ROLLCALL_CASSANDRA, ROLLCALL_JDBC   servers; for each that is not named the
                                                    command starts one that keeps its data
                                                    in its home
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import tempfile
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

if TYPE_CHECKING:
    from airflow.sdk import Context

# a run that is started by hand may have no logical date; then it is of the day it runs
DAY = "{{ ds if ds is defined else dag_run.run_after | ds }}"

WRONG_USE = 2
LAST_LINES = 12
SECONDS_TO_STOP = 30


class RollcallOperator(BaseOperator):
    """Runs a reference system for one day, or one step of it.

    Its output goes to the task's log, its figures become the task's XCom. A task that failed or
    was killed can be retried: the command goes on where it was, and applies nothing twice. Wrong
    use is not retried.

    :param system: as `rollcall run` calls it
    :param step: of a system that has steps; default: all of them
    :param date: the day, YYYY-MM-DD
    :param users: how many the day has
    :param engine: `spark` or `jvm`
    """

    template_fields: Sequence[str] = ("date", "users", "engine")

    def __init__(
        self,
        *,
        system: str,
        step: str | None = None,
        date: str = DAY,
        users: int | str = "{{ params.users }}",
        engine: str = "{{ params.engine }}",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.system = system
        self.step = step
        self.date = date
        self.users = users
        self.engine = engine
        self._process: subprocess.Popen[str] | None = None

    def execute(self, context: Context) -> dict[str, Any]:
        """Runs the command to its end; returns its figures."""
        command = [*self._command(), *self._arguments()]
        home = self._home()
        self.log.info("Running %s", shlex.join(command))
        with tempfile.TemporaryFile("w+", encoding="utf-8") as figures:
            try:
                code, last_lines = self._run(command, home, figures)
            except FileNotFoundError as e:
                raise AirflowFailException(
                    f"no command '{command[0]}'; set ROLLCALL_COMMAND to where rollcall is"
                ) from e
            if code != 0:
                kind = AirflowFailException if code == WRONG_USE else AirflowException
                raise kind(f"{self._called()} ended with {_meaning(code)}:\n{last_lines}")
            figures.seek(0)
            return self._parsed(figures.read())

    def on_kill(self) -> None:
        """Stops the command, with the servers that it started."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        self.log.info("Stopping %s", self._called())
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)

    def _command(self) -> list[str]:
        return shlex.split(os.environ.get("ROLLCALL_COMMAND", "")) or ["rollcall"]

    def _home(self) -> Path:
        told = os.environ.get("ROLLCALL_HOME")
        home = Path(told or Path(os.environ.get("AIRFLOW_HOME", "~/airflow")) / "rollcall")
        home = home.expanduser().absolute()
        home.mkdir(parents=True, exist_ok=True)
        return home

    def _arguments(self) -> list[str]:
        step = ["--step", self.step] if self.step else []
        day = ["--date", self.date, "--users", str(self.users), "--engine", self.engine]
        return ["run", self.system, *step, *day, "--json", "-"]

    def _called(self) -> str:
        return f"rollcall run {self.system}" + (f" --step {self.step}" if self.step else "")

    def _run(self, command: list[str], home: Path, figures: IO[str]) -> tuple[int, str]:
        """Returns the exit code and the last lines that were said."""
        self._process = subprocess.Popen(
            command,
            cwd=home,
            env={**os.environ, "ROLLCALL_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=figures,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        last: deque[str] = deque(maxlen=LAST_LINES)
        try:
            assert self._process.stderr is not None
            for line in self._process.stderr:
                last.append(line.rstrip())
                self.log.info("%s", last[-1])
            return self._process.wait(), "\n".join(last)
        finally:
            # a timeout of the task, for one
            self.on_kill()
            self._process.stderr.close()

    def _parsed(self, figures: str) -> dict[str, Any]:
        try:
            return json.loads(figures)
        except json.JSONDecodeError as e:
            raise AirflowException(
                f"{self._called()} ended well, but its figures are no JSON: {e}"
            ) from e


def _meaning(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}" + (" (wrong use, not retried)" if code == WRONG_USE else "")
