"""Where a run's files lie. JSON is written aside and then renamed, so what exists is whole."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .runs import LoraRun, Run


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps(content, indent=1))
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

    def base_weights(self, seed: int) -> Path:
        return self.folder / "base" / f"base_s{seed}.pt"

    def base_record(self, seed: int) -> Path:
        return self.folder / "base" / f"base_s{seed}.json"

    def run(self, run: Run) -> Path:
        return self.folder / "runs" / f"{run.name}.json"

    def spectra(self, run: Run) -> Path:
        return self.folder / "spectra" / f"{run.name}.json"

    def adapter(self, run: LoraRun) -> Path:
        return self.folder / "adapters" / run.adapter

    def expected(self, run: LoraRun) -> Path:
        return self.adapter(run) / "expected.json"
