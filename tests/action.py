"""Runs action.yml as GitHub's runner does: each step, with the variables and files that the runner sets.

Actions that steps use are played: those that are known here, in the way that matters to the steps after them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from tests.expressions import is_true, said, substituted

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
REPOSITORY = "ada/pond"


class Event(NamedTuple):
    """What a workflow runs for: the name, what the event's file says, and the commit and ref of the run."""

    name: str
    payload: dict[str, Any]
    sha: str
    ref: str = "refs/heads/main"


class Done(NamedTuple):
    """What came of a run: whether it failed, what was printed, and what the action left to others."""

    failed: bool
    stdout: str
    stderr: str
    outputs: dict[str, str]
    summary: str
    used: dict[str, dict[str, str]]

    @property
    def annotations(self) -> list[str]:
        """The commands to the runner."""
        return [line for line in self.stdout.splitlines() if line.startswith("::")]


class Runner:
    """A machine with the action on it."""

    def __init__(self, action: Path, place: Path, variables: dict[str, str]) -> None:
        self.action, self.place, self.variables = action, place, variables
        self.metadata = YAML(typ="safe").load(action / "action.yml")
        self.temp = place / "temp"
        self.temp.mkdir()

    def run(self, workspace: Path, event: Event, *, api: str = "http://127.0.0.1:9", **inputs: str) -> Done:
        """Run the action in a workspace; the names of inputs have underscores, ``api`` is where GitHub answers."""
        inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
        return Job(self, workspace, event, api, inputs).run()


class Job:
    """One run."""

    def __init__(self, runner: Runner, workspace: Path, event: Event, api: str, inputs: dict[str, str]) -> None:
        self.runner, self.workspace = runner, workspace
        known = runner.metadata["inputs"]
        assert inputs.keys() <= known.keys()
        self.failed = False
        self.steps: dict[str, Any] = {}
        self.contexts: dict[str, Any] = {
            "github": {"event": event.payload, "event_name": event.name, "repository": REPOSITORY, "token": "t0ken"},
            "runner": {"os": "Linux", "arch": "X64", "temp": str(runner.temp)},
            "steps": self.steps,
            "success": lambda: not self.failed,
            "cancelled": lambda: False,
        }
        self.contexts["inputs"] = {
            name: inputs.get(name, substituted(str(one.get("default", "")), self.contexts))
            for name, one in known.items()
        }
        files = runner.place / "files"
        files.mkdir(exist_ok=True)
        self.summary, self.output, path = files / "summary.md", files / "output", files / "event.json"
        path.write_text(json.dumps(event.payload))
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON"))},
            **runner.variables,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(runner.action),
            "GITHUB_API_URL": api,
            "GITHUB_EVENT_NAME": event.name,
            "GITHUB_EVENT_PATH": str(path),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_REF": event.ref,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": event.sha,
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(runner.temp),
        }

    def run(self) -> Done:
        """Run all steps, as far as their conditions hold."""
        self.summary.write_text("")
        printed, complaints = [], []
        used = {}
        for number, step in enumerate(self.runner.metadata["runs"]["steps"]):
            name = step.get("id", str(number))
            self.output.write_text("")
            if not self.holds(step.get("if", "success()")):
                self.steps[name] = {"outcome": "skipped", "outputs": {}}
                continue
            if "uses" in step:
                asked = {key: substituted(said(value), self.contexts) for key, value in step.get("with", {}).items()}
                used[step["uses"].partition("@")[0]] = asked
                self.steps[name] = {"outcome": "success", "outputs": played(step["uses"])}
                continue
            if step.get("name") == "Install kcheck" and (self.runner.temp / "kcheck").exists():
                # Once is enough.
                continue
            done = self.step(step)
            printed.append(done.stdout)
            complaints.append(done.stderr)
            outputs = dict(line.split("=", 1) for line in self.output.read_text().splitlines())
            self.steps[name] = {"outcome": "failure" if done.returncode else "success", "outputs": outputs}
            self.failed = self.failed or bool(done.returncode)
        values = self.runner.metadata.get("outputs", {}).items()
        outputs = {name: substituted(one["value"], self.contexts) for name, one in values}
        return Done(self.failed, "".join(printed), "".join(complaints), outputs, self.summary.read_text(), used)

    def holds(self, condition: str) -> bool:
        """Whether a step is to be run; without a word about it, only while nothing has failed."""
        if "cancelled()" not in condition and "success()" not in condition:
            condition = f"success() && ({condition.removeprefix('${{').removesuffix('}}')})"
        return is_true(condition, self.contexts)

    def step(self, step: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run a step of commands."""
        assert step["shell"] == "bash"
        # An expression in a script would be a way to have commands run: values come through variables.
        assert "${{" not in step["run"]
        script = self.runner.place / "files" / "script.sh"
        script.write_text(step["run"])
        variables = {name: substituted(said(value), self.contexts) for name, value in step.get("env", {}).items()}
        directory = self.workspace / substituted(step.get("working-directory", "."), self.contexts)
        return subprocess.run(
            [*BASH, str(script)], cwd=directory, env=self.environment | variables, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip


def played(action: str) -> dict[str, str]:
    """The outputs of an action that a step uses."""
    match action.partition("@")[0]:
        case "actions/setup-python":
            version = ".".join(map(str, sys.version_info[:3]))
            return {"python-path": sys.executable, "python-version": version}
        case "actions/cache" | "github/codeql-action/upload-sarif":
            return {}
    raise AssertionError(f"nobody here plays {action}")
