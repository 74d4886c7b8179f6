"""Where a run's files lie. JSON is written aside and then renamed, so what exists is whole."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .runs import CutRun, FullRun, LoraRun, Run

# A part of a file this short stands on one line: a matrix's spectrum, a course of losses.
LINE = 600


def text_of(content: Any, indent: int = 0) -> str:
    """JSON with a line for what is short, and a line for each part of what is not."""
    packed = json.dumps(content, ensure_ascii=False)
    if len(packed) <= LINE or not isinstance(content, (dict, list)):
        return packed
    inner = " " * (indent + 1)
    if isinstance(content, dict):
        parts = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {text_of(value, indent + 1)}"
            for key, value in content.items()
        ]
        opening, closing = "{}"
    else:
        parts = [inner + text_of(value, indent + 1) for value in content]
        opening, closing = "[]"
    return opening + "\n" + ",\n".join(parts) + f"\n{' ' * indent}{closing}"


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_text(text_of(content) + "\n")
    aside.replace(path)


def read_json(path: Path) -> Any:
    return json.loads(path.read_text())


@dataclass(frozen=True)
class Output:
    """A work folder."""

    folder: Path

    def claim(self, variant: str) -> bool:
        """Marks an empty folder as `variant`'s; False when it is another's already."""
        marker = self.folder / "variant"
        self.folder.mkdir(parents=True, exist_ok=True)
        if not marker.exists():
            marker.write_text(variant)
        return marker.read_text() == variant

    @property
    def results(self) -> Path:
        return self.folder / "results.json"

    @property
    def base(self) -> Path:
        return self.folder / "base"

    @property
    def base_record(self) -> Path:
        return self.folder / "base.json"

    @property
    def pairs(self) -> Path:
        return self.folder / "style.json"

    def run(self, run: Run) -> Path:
        return self.folder / "runs" / f"{run.name}.json"

    def update(self, run: FullRun) -> Path:
        return self.folder / "updates" / f"{run.name}.safetensors"

    def spectra(self, run: CutRun) -> Path:
        return self.folder / "spectra" / f"{run.full.name}.npz"

    def adapter(self, run: LoraRun) -> Path:
        return self.folder / "adapters" / run.adapter

    def expected(self, run: LoraRun) -> Path:
        return self.adapter(run) / "expected.json"
