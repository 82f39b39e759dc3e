"""What a file of a release is for, judged by its path and size alone. `inventory` puts the answers together.

Names are conventions of the libraries that write them: transformers, peft, diffusers, sentence-transformers, llama.cpp,
mlx, NeMo, stable-baselines3, DeepSpeed, TensorFlow, ONNX, Core ML. A name that no convention gives a role has none.
"""

import posixpath
import re
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a file is for."""

    WEIGHTS = "weights"
    ADAPTER = "adapter"
    SHARD_INDEX = "shard-index"
    CONFIG = "config"
    TOKENIZER = "tokenizer"
    CUSTOM_CODE = "custom-code"
    TRAINING_CODE = "training-code"
    INFERENCE_CODE = "inference-code"
    EVALUATION_CODE = "evaluation-code"
    PREPROCESSING_CODE = "preprocessing-code"
    CODE = "code"
    DATA = "data"
    EVALUATION_RESULTS = "evaluation-results"
    TRAINING_STATE = "training-state"
    HYPERPARAMETERS = "hyperparameters"
    TRAINING_LOG = "training-log"
    LICENSE = "license"
    CARD = "card"
    PAPER = "paper"
    OTHER = "other"


# Suffixes that only weights have, and the name of their format.
_WEIGHT_FORMATS = {
    ".safetensors": "safetensors", ".sft": "safetensors", ".gguf": "gguf", ".ggml": "ggml", ".llamafile": "gguf",
    ".onnx": "onnx", ".onnx_data": "onnx", ".tflite": "tflite", ".nemo": "nemo", ".mlmodel": "coreml",
    ".msgpack": "flax", ".ckpt": "checkpoint", ".keras": "keras", ".pdparams": "paddle", ".pdiparams": "paddle",
    ".caffemodel": "caffe", ".weights": "darknet", ".ot": "rust", ".distcp": "pytorch", ".engine": "tensorrt",
    ".plan": "tensorrt", ".litertlm": "litert", ".task": "mediapipe", ".pte": "executorch", ".t7": "torch7",
    ".ftz": "fasttext", ".ubj": "xgboost", ".cbm": "catboost", ".skops": "skops", ".mar": "torchserve",
    ".rknn": "rknn", ".dlc": "qnn", ".pnnx": "ncnn", ".sentis": "sentis", ".imatrix": "gguf", ".exl2": "exllama",
}  # fmt: skip
# Suffixes that weights share with other things: the name has to agree.
_SHARED_FORMATS = {
    ".bin": "pytorch", ".pt": "pytorch", ".pth": "pytorch", ".th": "pytorch", ".pytorch": "pytorch", ".h5": "hdf5",
    ".hdf5": "hdf5", ".npz": "npz", ".pb": "tensorflow", ".params": "mxnet", ".pkl": "pickle", ".pickle": "pickle",
    ".joblib": "pickle",
}  # fmt: skip
_CODE_SUFFIXES = frozenset(
    {".py", ".ipynb", ".sh", ".js", ".ts", ".cpp", ".cu", ".c", ".rs", ".go", ".java", ".swift", ".jl", ".m"}
)
# Nothing but data or pictures, whatever the name; asked first, because data sets list them by the hundred thousand.
_SURE_DATA = frozenset({".parquet", ".arrow", ".tfrecord", ".feather", ".lance"})
_PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".mp4", ".mp3", ".wav", ".flac", ".ogg", ".webm"}
)
_DATA_SUFFIXES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})
_MAYBE_DATA = frozenset({".json", ".txt", ".zip", ".tar", ".gz", ".tgz", ".zst", ".xz", ".npy", ".h5", ".hdf5", ".xml"})
_LONGEST_NAME = 255
_SETTINGS_SUFFIXES = frozenset({".json", ".yaml", ".yml", ".toml"})  # diffusers: scheduler_config.json
_SMALLEST_WEIGHTS = 4096  # bytes; a shorter .bin, .pt or .npz holds arguments or an array, no model

_SB3 = re.compile(r"(?:ppo|dqn|a2c|sac|td3|qrdqn|trpo|tqc|ars|ddpg)[-_.]")  # its saved agents: algorithm-environment
_PICKLED_MODEL = re.compile(r"model|clf|classif|regress|pipeline|learner|weights|net")

_i = re.IGNORECASE
_TRAINING_STATE = re.compile(
    r"(?:.*[_.-])?(?:optimizer|optim|scheduler|scaler|rng_states?|random_states?|zero_pp_rank|grad_scaler|dataloader)"
    r"(?:[_.\d-].*)?|.*optim_states\.pt|latest|replay_buffer\.pkl|vec_normalize\.pkl|.*\.optimizer\.(?:pt|pth)",
    _i,
)  # fmt: skip
_HYPERPARAMETERS = re.compile(
    r"train(?:ing|er)?[_-](?:args?|arguments|params|config|configuration|state)\.(?:bin|json|ya?ml|pt|txt)"
    r"|hyper[_-]?(?:params|parameters)\.(?:ya?ml|json)|hparams\.(?:ya?ml|json)|axolotl.{0,40}\.ya?ml"
    r"|(?:merge|mergekit)(?:_config|_moe_config|kit)?\.ya?ml|(?:sft|dpo|rlhf|ppo|pretrain|finetune).{0,40}\.ya?ml|args\.ya?ml",
    _i,
)  # fmt: skip
_TOKENIZER = re.compile(
    r"tokenizer(?:[_.-].{0,40})?\.(?:json|model|txt|pkl|vocab|bin)|(?:.*[_.-])?(?:spiece|sentencepiece|spm|bpe)(?:[_.-].*)?"
    r"\.(?:model|codes|vocab)|(?:source|target)\.spm|.*\.(?:tiktoken|spm)|vocab(?:ulary)?(?:[_.-].{0,20})?\.(?:json|txt|bpe|model|bin|pkl)"
    r"|merges\.txt|special_tokens_map\.json|added_tokens\.json|tekken\.json|bpe\.codes|dict\.txt|chat_template\.(?:jinja|json)",
    _i,
)  # fmt: skip
_ADAPTER = re.compile(
    r"adapter_model.*\.(?:safetensors|bin|pt)|adapters?\.(?:safetensors|npz)|pytorch_(?:lora|adapter|model_head).*\.(?:safetensors|bin)"
    r"|(?:.*[_.-])?(?:q?lora|dora|loha|lokr|lycoris|locon)(?:[_.\d-].*)?\.(?:safetensors|bin|pt|pth|ckpt)"
    r"|learned_embeds.*\.(?:safetensors|bin|pt)|.*[_.-]delta[_.-].*\.bin|prompt_embeddings.*\.(?:bin|pt)",
    _i,
)  # fmt: skip
_CONFIG = re.compile(
    r"(?:.*_)?config(?:uration)?(?:_.{1,40})?\.(?:json|ya?ml)|model_index\.json|modules\.json|params\.json|preprocessor.*\.json|"
    r"config\.toml|modelfile|quant.*\.json|feature_extractor.*\.json|generation.*\.json|processor.*\.json",
    _i,
)  # fmt: skip
_CUSTOM = re.compile(
    r"(?:modeling|modelling|configuration|tokenization|processing|image_processing|video_processing|feature_extraction|"
    r"generation|model|vision|visual|attention|flash_attn|conversation|moe|cpp_kernels|quantization)(?:_\w{1,80}|)\.py",
    _i,
)  # fmt: skip
_CODE_ROLES = tuple(
    (role, re.compile(rf"(?:^|[^a-z])(?:{words})(?:[^a-z]|$)", _i))
    for role, words in (
        (
            Role.PREPROCESSING_CODE,
            (r"pre[_-]?process(?:ing)?|prepare|data_?prep|dedup\w*|clean(?:ing)?|build_(?:data|corpus)\w*|tokenize_data\w*"
            r"|make_(?:data|corpus)\w*|process_data\w*|curation"),
        ),
        (Role.EVALUATION_CODE, r"eval(?:s|uate|uation|uator|uating)?|benchmarks?|lm_eval|scor(?:e|ing)"),
        (
            Role.TRAINING_CODE,
            (r"train(?:er|ing)?|pre[_-]?train(?:ing)?|fine[_-]?tun(?:e|ing)|finetune\w*|sft|dpo|grpo|rlhf|ppo|distill\w*"
            r"|run_(?:clm|mlm|glue|ner|qa|seq2seq|squad|summarization|translation|speech\w*)|train_\w+"),
        ),
        (
            Role.INFERENCE_CODE,
            (r"infer|inference|generate|demo|app|predict(?:ion)?|serve|server|chat|cli|examples?|handler|pipeline|sample"
            r"|run|usage|quickstart|transcribe|web_?ui|gradio\w*"),
        ),
    )
)  # fmt: skip
_DATA_FOLDER = re.compile(
    r"(?:^|/)(?:data|datasets?|corpus|corpora|train|training_data|train_data|raw|splits?)(?:/|$)", _i
)
_RESULTS = re.compile(
    r"(?:all|eval(?:uation)?|test|predict|train|benchmark|mteb|lm_eval|harness|leaderboard)?[_-]?(?:results?|metrics|scores?)"
    r"(?:[_-].{0,80})?\.(?:json|jsonl|csv|tsv|txt|ya?ml|md)|.{0,80}(?:eval(?:uation)?[_-]results?|[_-]metrics)\.\w{2,5}",
    _i,
)  # fmt: skip
_RESULTS_FOLDER = re.compile(
    r"(?:^|/)(?:\.eval_results|eval(?:uation)?s?(?:[_-]results?)?|results?|benchmarks?|metrics)/", _i
)
_RESULT_SUFFIXES = frozenset({".json", ".csv", ".yaml", ".yml", ".tsv", ".jsonl"})
_LOG = re.compile(
    r"events\.out\.tfevents\..*|.*\.(?:log|tfevents)|wandb.*|trainer_log\.jsonl|loss.*\.(?:csv|json|png)", _i
)
_LICENSE = re.compile(
    r"(?:.*[ ._-])?(?:un)?licen[cs]es?(?:[ ._-].*)?|copying.*|(?:.*[ _-])?use[ _-]?policy.*"
    r"|(?:.*[ _-])?notices?(?:\.\w{2,4})?",
    _i,
)
_CARD = re.compile(
    r"readme.*\.(?:md|markdown|rst|txt)|readme|(?:model|data|dataset)[_ -]?card\.(?:md|txt)|datasheet.*\.md", _i
)


@lru_cache(maxsize=8192)
def role_of(path: str, size: int | None = None) -> Role:
    """The role of the file at `path` (POSIX, relative), which is `size` bytes long where that is known."""
    name = posixpath.basename(path)
    stem, suffix = posixpath.splitext(name)
    suffix = suffix.lower()
    if len(name) > _LONGEST_NAME:
        return Role.OTHER
    if suffix in _SURE_DATA:
        return Role.DATA
    if suffix in _PICTURES:
        return Role.DATA if _DATA_FOLDER.search(posixpath.dirname(path)) else Role.OTHER
    if suffix in _CODE_SUFFIXES:
        return _code_role(path, name)
    if name.lower().endswith((".index.json", ".index")) and ("model" in stem.lower() or "ckpt" in stem.lower()):
        return Role.SHARD_INDEX
    for role, pattern in (
        (Role.HYPERPARAMETERS, _HYPERPARAMETERS),
        (Role.TRAINING_STATE, _TRAINING_STATE),
        (Role.TOKENIZER, _TOKENIZER),
        (Role.ADAPTER, _ADAPTER),
    ):
        if pattern.fullmatch(name) and (role is not Role.TRAINING_STATE or suffix not in _SETTINGS_SUFFIXES):
            return role
    if weight_format(path, size) is not None:
        return Role.WEIGHTS
    for role, pattern in ((Role.CARD, _CARD), (Role.LICENSE, _LICENSE), (Role.TRAINING_LOG, _LOG)):
        if pattern.fullmatch(name) and suffix not in _DATA_SUFFIXES:
            return role
    if name.lower() == "adapter_config.json":
        return Role.ADAPTER
    if _RESULTS.fullmatch(name) or (
        _RESULTS_FOLDER.search(path) and suffix in {".json", ".csv", ".yaml", ".yml", ".tsv", ".jsonl"}
    ):
        return Role.EVALUATION_RESULTS
    if _CONFIG.fullmatch(name):
        return Role.CONFIG
    if suffix in _DATA_SUFFIXES or (suffix in _MAYBE_DATA and _DATA_FOLDER.search(posixpath.dirname(path))):
        return Role.DATA
    return Role.PAPER if suffix == ".pdf" else Role.OTHER


def weight_format(path: str, size: int | None = None) -> str | None:
    """The format of the weights at `path`, or None when they are none."""
    name = posixpath.basename(path).lower()
    suffix = posixpath.splitext(name)[1]
    if ".mlpackage/" in path.lower() or ".mlmodelc/" in path.lower():
        return "coreml" if name in {"weight.bin", "model.mlmodel", "model.espresso.weights"} else None
    if re.search(r"(?:ckpt|variables|model)[\w.-]*\.data-\d{5}-of-\d{5}$", name):
        return "tensorflow"
    if name.startswith("openvino_") and suffix == ".bin":
        return "openvino"
    if re.match(r"ggml.*\.bin$|.*\.ggmlv\d.*\.bin$", name):
        return "ggml"
    if suffix == ".zip" and _SB3.match(name):
        return "stable-baselines3"
    if suffix in _WEIGHT_FORMATS:
        return _WEIGHT_FORMATS[suffix]
    if suffix not in _SHARED_FORMATS or (size is not None and size < _SMALLEST_WEIGHTS):
        return None
    if _TRAINING_STATE.fullmatch(name) or _HYPERPARAMETERS.fullmatch(name) or _TOKENIZER.fullmatch(name):
        return None
    if suffix == ".pb" and not name.startswith(("saved_model", "frozen", "model")):
        return None
    if suffix in {".pkl", ".pickle", ".joblib"} and not re.search(
        r"model|clf|classif|regress|pipeline|learner|weights|net", name
    ):
        return None
    if _DATA_FOLDER.search(posixpath.dirname(path)) and not re.search(
        r"model|weight|ckpt|checkpoint|policy", path.lower()
    ):
        return None
    return "fasttext" if re.match(r"lid\.\d+\.bin$|fasttext.*\.bin$", name) else _SHARED_FORMATS[suffix]


def _code_role(path: str, name: str) -> Role:
    if _CUSTOM.fullmatch(name) and "train" not in name.lower():
        return Role.CUSTOM_CODE
    # The file's own name first, then the folders that it lies in, nearest first.
    for part in (posixpath.splitext(name)[0], *reversed(path.split("/")[:-1])):
        for role, words in _CODE_ROLES:
            if words.search(part):
                return role
    return Role.CODE
