"""Documentation that cannot rot: generated pages are current, links lead somewhere, commands are written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.regenerate import generated

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("addin/**/*.md")])
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|#)([^)#]+)")


GENERATED = generated()


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_a_generated_file_is_what_the_generator_writes(path):
    assert path.read_bytes() == GENERATED[path], "run: python -m docs.regenerate"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_reached_from_the_index():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            path = (page.parent / target).resolve()
            waiting.extend(sorted(path.glob("*.md")) if path.is_dir() else [path])
    unreached = [page for page in PAGES if page not in seen and page.name != "CHANGELOG.md"]
    assert [str(page.relative_to(ROOT)) for page in unreached] == []


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "\n".join(
        "".join(part) for part in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", readme, re.DOTALL)
    )
    commands = set(re.findall(r"(?:^|bin/)xlsheets (\w+)", code, re.MULTILINE))
    documented = (ROOT / "docs/zh/reference/cli.md").read_text(encoding="utf-8")
    missing = [name for name in commands if f"## xlsheets {name}\n" not in documented]
    assert commands
    assert missing == []


def test_every_package_stands_in_the_architecture_page():
    page = (ROOT / "docs/dev/architecture.md").read_text(encoding="utf-8")
    package = ROOT / "xlsheets"
    rooms = {
        path.parent.relative_to(package).as_posix()
        for path in package.rglob("__init__.py")
        if path.parent != package
    }
    told = set(re.findall(r"^\| `([a-z_/]+)` \|", page, re.MULTILINE))
    assert told == rooms
