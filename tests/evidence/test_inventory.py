"""What files are for, by conventions of the libraries that write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.evidence.file_roles import Role, role_of, weight_format
from openness.evidence.inventory import inventory, missing_shards, quantization
from openness.model.snapshot import FileEntry
from tests.quick import quick


def entries(*paths: str, size: int | None = 10_000_000) -> list[FileEntry]:
    return [FileEntry(path=p, size=size) for p in paths]


ROLES = {
    Role.WEIGHTS: """model.safetensors model-00001-of-00002.safetensors pytorch_model.bin consolidated.00.pth v1-5.ckpt
        unet/diffusion_pytorch_model.bin tf_model.h5 flax_model.msgpack rust_model.ot model.nemo model.onnx
        onnx/model.onnx_data model.tflite Model.mlmodel A.mlpackage/Data/com.apple.CoreML/weights/weight.bin
        llama.Q4_K_M.gguf ggml-model-q4_0.bin llama.ggmlv3.q5_1.bin weights.npz ppo-LunarLander-v2.zip agent/policy.pth
        saved_model/saved_model.pb saved_model/variables/variables.data-00000-of-00001 lid.176.bin model.joblib
        openvino_model.bin checkpoint-500/model.safetensors mp_rank_00_model_states.pt""",
    Role.ADAPTER: """adapter_config.json adapter_model.safetensors adapter_model.bin pytorch_lora_weights.safetensors
        my-lora-v1.safetensors learned_embeds.bin adapters.npz""",
    Role.SHARD_INDEX: "model.safetensors.index.json pytorch_model.bin.index.json",
    Role.TRAINING_STATE: """optimizer.pt optimizer.bin scheduler.pt rng_state_0.pth scaler.pt policy.optimizer.pth
        zero_pp_rank_0_mp_rank_00_optim_states.pt""",
    Role.HYPERPARAMETERS: "training_args.bin trainer_state.json hyperparams.yaml mergekit_config.yml train_config.yaml",
    Role.TOKENIZER: """tokenizer.json tokenizer_config.json tokenizer.model spiece.model vocab.json vocab.txt merges.txt
        sentencepiece.bpe.model special_tokens_map.json qwen.tiktoken tekken.json source.spm""",
    Role.CONFIG: """config.json generation_config.json scheduler/scheduler_config.json model_index.json params.json
        modules.json""",
    Role.CUSTOM_CODE: "modeling_chatglm.py configuration_x.py tokenization_x.py processing_x.py",
    Role.TRAINING_CODE: "train.py scripts/finetune.sh train/utils.py run_clm.py sft_trainer.py",
    Role.EVALUATION_CODE: "eval/run_eval.py evaluate.py benchmark.ipynb",
    Role.PREPROCESSING_CODE: "preprocess.py data/prepare.py scripts/dedup_minhash.py",
    Role.INFERENCE_CODE: "inference.py app.py demo.ipynb generate.py handler.py",
    Role.CODE: "utils.py setup.py",
    Role.DATA: "data/train-00000-of-00001.parquet train.jsonl data/a.json x.csv data/img/1.png",
    Role.EVALUATION_RESULTS: """results.json all_results.json eval_results.json .eval_results/gpqa.yaml
        mteb_results.json""",
    Role.TRAINING_LOG: "runs/Aug01/events.out.tfevents.1.2 training.log",
    Role.LICENSE: "LICENSE LICENSE.md MODEL_LICENSE LICENSE-CODE NOTICE USE_POLICY.md COPYING Notice.txt",
    Role.CARD: "README.md README_zh.md model_card.md",
    Role.PAPER: "paper.pdf",
    Role.OTHER: ".gitattributes figure.png assets/logo.svg",
}  # fmt: skip


@pytest.mark.parametrize(("role", "path"), [(r, p) for r, paths in ROLES.items() for p in paths.split()])
def test_role(role: Role, path: str) -> None:
    assert role_of(path, 10_000_000) is role


def test_a_tiny_bin_is_no_model() -> None:
    assert weight_format("args.bin", 900) is None
    assert weight_format("args.bin", None) == "pytorch"
    assert weight_format("data/features.npz", 10**7) is None


def test_adapter_only() -> None:
    assert inventory(entries("adapter_config.json", "adapter_model.safetensors", "README.md")).adapter_only
    whole = inventory(entries("adapter_config.json", "adapter_model.safetensors", "model.safetensors"))
    assert not whole.adapter_only
    assert whole.has_weights
    assert not inventory(entries("README.md")).adapter_only


def test_weights_beside_an_adapter_configuration_are_the_adapter_unless_a_model_lies_there() -> None:
    assert inventory(entries("adapter_config.json", "pytorch_model.bin")).adapter_only
    assert not inventory(entries("adapter_config.json", "config.json", "pytorch_model.bin")).adapter_only


def test_shards() -> None:
    names = ["model-00001-of-00003.safetensors", "model-00003-of-00003.safetensors", "model.safetensors.index.json"]
    found = inventory(entries(*names))
    assert found.missing_shards == ("model-00002-of-00003.safetensors",)
    assert not found.complete
    assert [e.path for e in found.indexes] == ["model.safetensors.index.json"]
    assert inventory(entries("model-00001-of-00001.safetensors")).complete
    assert missing_shards(entries("x-00000-of-00002.bin", "x-00001-of-00002.bin")) == ()
    assert len(missing_shards(entries("x-00001-of-99999.bin"))) == 0  # no count of shards


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("llama-2-7b.Q4_K_M.gguf", "q4_k_m"),
        ("m-IQ2_XXS.gguf", "iq2_xxs"),
        ("m.f16.gguf", None),
        ("ggml-model-q4_0.bin", "q4_0"),
        ("onnx/model_quantized.onnx", "quantized"),
        ("model-gptq-4bit.safetensors", "gptq"),
        ("awq/model.safetensors", "awq"),
        ("qwen-w4a8.safetensors", "int4"),
        ("model.safetensors", None),
        ("sequence4bits.safetensors", None),
    ],
)
def test_quantization(path: str, name: str | None) -> None:
    assert quantization(path) == name


def test_checkpoints_are_folders_and_revisions_that_count() -> None:
    found = inventory(
        entries("checkpoint-500/model.safetensors", "model.safetensors"),
        ["main", "step143000", "v1.0", "stage1-step5000-tokens21B"],
    )
    assert found.checkpoints == ("checkpoint-500", "step143000", "stage1-step5000-tokens21B")


def test_sizes() -> None:
    assert inventory(entries("a.safetensors", "b.safetensors", size=5)).weight_bytes == 10
    assert inventory([FileEntry(path="a.safetensors")]).weight_bytes is None
    assert inventory([]).weight_bytes is None


@quick
@given(st.lists(st.text(min_size=1, max_size=60), max_size=20), st.lists(st.text(max_size=20), max_size=5))
def test_every_listing_has_an_inventory(paths: list[str], refs: list[str]) -> None:
    files = entries(*paths)
    found = inventory(files, refs)
    assert set(found.weights) <= set(files)
    assert inventory(files, refs) == found
