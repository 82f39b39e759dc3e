import pytest

from openness.model.snapshot import FileEntry
from openness.sources.files import CARD, CONFIG, DATA_INFO, LICENSE, NOTICE, POLICY, RECIPE, choose_texts, text_rank

READ = {
    CARD: ["README.md", "README_zh.md", "readme.MD", "MODEL_CARD.md"],
    LICENSE: [
        "LICENSE", "LICENCE", "LICENSE.md", "LICENSE.txt", "License.pdf", "COPYING", "COPYING.LESSER", "MODEL_LICENSE",
        "LICENSE-MODEL", "LICENSE-CODE", "LICENSE.apache-2.0", "Tongyi Qianwen LICENSE AGREEMENT",
        "LICENSE AGREEMENT.txt",
        "Tongyi Qianwen RESEARCH LICENSE AGREEMENT", "licenses/LICENSE-a", "Community License for Baichuan2 Model.pdf",
        "code/LICENSE", "模型许可协议.pdf", "UNLICENSE", "licenses/apache-2.0.txt", "llama-license.txt",
    ],
    POLICY: ["USE_POLICY.md", "use_policy.txt", "Acceptable Use Policy.md", "USE_RESTRICTIONS.md"],
    NOTICE: ["NOTICE", "Notice.txt", "NOTICE.md", "THIRD_PARTY_NOTICES.txt"],
    CONFIG: ["config.json", "adapter_config.json", "generation_config.json"],
    DATA_INFO: ["dataset_infos.json", "dataset_info.json"],
    RECIPE: ["mergekit_config.yml", "training_args.json", "all_results.json", "axolotl_config.yml", "CITATION.cff"],
}  # fmt: skip
NOT_READ = [
    "model.safetensors", "license.py", "LICENSE.png", "data/README.md", "unet/config.json", "src/deep/er/than/LICENSE",
    "tokenizer.json", "vocab.txt", "noticeable.txt", "training_args.bin", "licensed_users.csv", "x" * 300 + " license",
]  # fmt: skip


@pytest.mark.parametrize(("rank", "path"), [(r, p) for r, paths in READ.items() for p in paths])
def test_read(rank: int, path: str) -> None:
    assert text_rank(path) == rank


@pytest.mark.parametrize("path", NOT_READ)
def test_not_read(path: str) -> None:
    assert text_rank(path) is None


def test_the_most_important_come_first_and_the_rest_is_named() -> None:
    files = [FileEntry(path=p) for p in ("sub/LICENSE", "config.json", "NOTICE", "LICENSE", "README.md", "x.bin")]
    assert choose_texts(files, 3) == (["README.md", "LICENSE", "NOTICE"], ["config.json", "sub/LICENSE"])
    assert choose_texts(files, 9, ["legal/terms-of-acme"])[0][-1] == "sub/LICENSE"
    assert "legal/terms-of-acme" in choose_texts(files, 9, ["legal/terms-of-acme"])[0]
