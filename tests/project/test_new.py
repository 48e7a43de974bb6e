"""What `deckgen new` writes, in the hands of git."""

from pathlib import Path

import pytest
import yaml

from deckgen.project.installation import Origin
from deckgen.project.media import MEDIA_SUFFIXES
from deckgen.project.new import FILL_IN, create_project
from tests.support import ROOT, deckgen, git

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEB = Origin(
    f"deckgen-cards @ git+https://example.org/d@{COMMIT}",
    True,
    repository="https://example.org/d",
    commit=COMMIT,
)
CLONE = Origin(f"deckgen-cards @ git+file:///d@{COMMIT}", False, repository="file:///d", commit=COMMIT)
FOLDER = Origin("deckgen-cards @ file:///a%20$d", False)
INDEX = Origin("deckgen-cards==0.1.0", False)


@pytest.mark.parametrize("origin", [WEB, CLONE, FOLDER, INDEX])
def test_hooks_and_workflow_install_deckgen_from_where_it_came(tmp_path: Path, origin: Origin) -> None:
    create_project(tmp_path / "p", origin)
    requirements = (tmp_path / "p/requirements.txt").read_text(encoding="utf-8")
    hooks = (tmp_path / "p/.pre-commit-config.yaml").read_text(encoding="utf-8")
    for text in (requirements, hooks):
        assert (FILL_IN in text) != origin.is_public
    lines = [line for line in requirements.splitlines() if not line.startswith("#")]
    assert lines == [origin.requirement]
    [repository] = yaml.safe_load(hooks)["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == ["deckgen-check", "deckgen-test", "deckgen-build"]
    if origin.repository:
        assert (repository["repo"], repository["rev"]) == (origin.repository, origin.commit)
    else:
        published = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        for hook, known in zip(repository["hooks"], published, strict=True):
            assert hook.pop("additional_dependencies") == [origin.requirement]
            assert hook == {name: value for name, value in known.items() if name != "description"}


def test_the_hooks_run_what_the_workflow_runs() -> None:
    """A commit that the hooks let through does not fail at the push."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    workflow = ROOT / "deckgen/project/starter/github/workflows/check.yml"
    steps = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]["decks"]["steps"]
    run = [step["run"].removesuffix(" --format github") for step in steps if "run" in step]
    assert [hook["entry"] for hook in hooks] == run[1:]


def test_new_takes_an_empty_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    create_project(tmp_path, WEB)
    assert (tmp_path / "source/first-deck.md").exists()


def _build(project: Path, *options: str) -> None:
    ran = deckgen("build", *options, cwd=project)
    assert ran.returncode == 0, ran.stderr


def _repository(folder: Path) -> Path:
    git(folder.parent, "init", "-q", "-b", "main", folder.name)
    create_project(folder, WEB)
    (folder / "source/errata").mkdir()
    _build(folder)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "One")
    return folder


def _files(project: Path) -> dict[str, bytes]:
    kinds = {".md", ".svg", ".toml", ".json", ".apkg"}
    found = [path for path in project.rglob("*") if path.suffix in kinds]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


def test_a_checkout_on_windows_has_the_same_bytes(tmp_path: Path) -> None:
    project = _repository(tmp_path / "p")
    windows = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    git(tmp_path, *windows, "clone", "-q", "p", "w")
    assert b"\r\n" in (tmp_path / "w/.gitignore").read_bytes(), "git writes CRLF here"
    assert _files(tmp_path / "w") == _files(project)
    _build(tmp_path / "w", "--locked")


def test_no_picture_and_no_sound_is_taken_for_text(tmp_path: Path) -> None:
    project = _repository(tmp_path / "p")
    for suffix in MEDIA_SUFFIXES:
        said = git(project, "check-attr", "text", f"source/images/x{suffix}")
        assert said.endswith("text: set" if suffix == ".svg" else "text: unspecified")


def test_questions_of_two_branches_merge_and_keep_their_identities(tmp_path: Path) -> None:
    project = _repository(tmp_path / "p")
    source = project / "source"
    for branch in ("left", "right"):
        git(project, "checkout", "-q", "-b", branch, "main")
        (source / f"{branch}.md").write_text(
            f"## What is {branch}? {{#{branch}}}\n\nA side.\n", encoding="utf-8"
        )
        _build(project)
        git(project, "add", ".")
        git(project, "commit", "-qm", branch)
    lines = (source / "ledger.json").read_text(encoding="utf-8").splitlines()
    git(project, "merge", "-q", "--no-edit", "left")
    merged = (source / "ledger.json").read_text(encoding="utf-8").splitlines()
    assert set(lines) < set(merged)
    _build(project)
    assert git(project, "status", "--porcelain", "decks") == "", "both branches' packages stay as they are"


def test_this_repository_has_the_attributes_of_a_new_one() -> None:
    starter = (ROOT / "deckgen/project/starter/gitattributes").read_text(encoding="utf-8").splitlines()
    own = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert {line for line in starter if line and not line.startswith("#")} <= set(own)
