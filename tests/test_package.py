"""The wheel, installed into an empty environment, is the tool: knowledge inside, small, and it answers."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.package
ROOT = Path(__file__).parents[1]
MAX_INSTALL = 200_000_000  # bytes (DESIGN.md section 10)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The bin folder of an environment that holds the wheel and its base dependencies."""
    folder = tmp_path_factory.mktemp("empty")
    venv.EnvBuilder(with_pip=True).create(folder)
    bin_ = folder / "bin"
    subprocess.run([bin_ / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return bin_


@pytest.fixture
def run(installed, tmp_path):
    def call(*arguments, code=0):
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        done = subprocess.run(
            [installed / "openness", *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    return call


def test_the_wheel_carries_its_knowledge_and_its_license(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "licenses/_clauses.yaml",
        "rubric/",
        "data/knowledge.sqlite",
        "data/index/",
        "data/schemas/report-1.json",
    ):
        assert any(f"_knowledge/{part}" in name for name in names), part
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("openness/py.typed") for name in names)
    assert any(name.endswith("templates/report.html") for name in names)


def test_it_lists_its_licenses(run):
    rows = json.loads(run("list", "licenses", "--format", "json"))
    assert len(rows) >= 200


@pytest.mark.parametrize(
    ("target", "levels", "code"),
    [
        ("gpt-4o", {"closed"}, 0),
        ("meta-llama/Llama-3.1-8B", {"restricted-weights"}, 10),
        ("EleutherAI/pythia-1.4b", {"open-weights", "open-source-ai", "open-science"}, 0),
    ],
)
def test_it_answers_offline(run, target, levels, code):
    report = json.loads(run("check", target, "--offline", "--format", "json", code=code))["reports"][0]
    assert report["spectrum"]["level"] in levels


def test_it_names_a_license_text_without_the_analyze_extra(run, tmp_path):
    (tmp_path / "LICENSE").write_text((ROOT / "LICENSE").read_text())
    assert "Apache-2.0" in run("license", "LICENSE", "--identify-only")


def test_it_scans_without_the_analyze_extra(run, tmp_path):
    (tmp_path / "a.py").write_text('AutoModel.from_pretrained("google-bert/bert-base-uncased")\n')
    assert "google-bert/bert-base-uncased" in run("scan", "a.py", "--references-only", "--format", "json")


def test_the_base_install_is_small(installed):
    site = next((installed.parent / "lib").glob("python3*/site-packages"))
    empty = ("pip", "setuptools", "pkg_resources", "_distutils_hack")  # what an environment comes with
    files = [f for f in site.rglob("*") if f.is_file() and not f.relative_to(site).parts[0].startswith(empty)]
    ours = sum(f.stat().st_size for f in files)
    print(f"base install: {ours / 1e6:.0f} MB")
    assert ours < MAX_INSTALL
