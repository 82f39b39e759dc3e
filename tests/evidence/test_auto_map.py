import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.evidence.auto_map import AutoMap, auto_map
from openness.evidence.inventory import inventory
from openness.model.snapshot import FileEntry
from tests.quick import quick


def test_own_and_foreign_code() -> None:
    config = (
        '{"auto_map": {"AutoConfig": "configuration_x.XConfig", "AutoModel": "acme/base--modeling_base.Base",'
        ' "AutoTokenizer": ["tokenization_x.XTokenizer", null], "AutoProcessor": "sub.proc.P", "bad": 5}}'
    )
    assert auto_map(config) == AutoMap(
        files=("configuration_x.py", "tokenization_x.py", "sub/proc.py"), repositories=("acme/base",)
    )


@pytest.mark.parametrize(
    "config", ["", "{}", '{"auto_map": 5}', '{"auto_map": ', '"auto_map"', '["auto_map"]', "[" * 99999 + '"auto_map"']
)
def test_nothing(config: str) -> None:
    assert auto_map(config) == AutoMap()


@quick
@given(st.text(max_size=60))
def test_any_reference(text: str) -> None:
    auto_map('{"auto_map": {"a": "' + text + '"}}')


def test_code_that_a_configuration_names_is_custom_code_whatever_its_name() -> None:
    files = [FileEntry(path=p) for p in ("quirky.py", "helpers.py")]
    assert [e.path for e in inventory(files, named_code=["quirky.py"]).custom_code] == ["quirky.py"]
    assert inventory(files).custom_code == ()
