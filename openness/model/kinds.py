"""The closed list of evidence kinds; rubric predicates and collectors meet here.

A completeness kind has three forms: `X` (shown to be available), `X-partial`, and `X-none` (somebody says that it is
not available: never derived from silence). `X-link` is a link that claims to be X and was not looked up.
"""

LICENSE_KINDS = {
    "license-declared": "license value in the card's front matter",
    "license-tag": "license:… tag of the Hub",
    "license-name": "license_name in the front matter",
    "license-link": "license_link in the front matter, or a link to the terms in prose",
    "license-file": "a license, notice or policy file that was read",
    "license-prose": "a sentence of the card that names a license",
    "license-header": "license metadata inside a weight file",
    "license-registry": "a license fact of the registry",
    "terms-registry": "the public terms of a service, a registry fact; value: their record",
    "license-prose-other": "a sentence that names the license of another model or of data; value: id=license",
    "license-gist": "a sentence that says what the license allows without naming it; counts where nothing names one",
    "license-inherited": "a sentence that says that the license is the base model's; value: the license named, if any",
    "license-text": "the passage of a file in which a license was recognised",
    "terms-prose": "a sentence of the card that limits use in its own words, as terms",
    "terms-statement": "such a sentence that asks rather than forbids, outside the license section: soft at most",
    "terms-intended": "a sentence about intended use: limits nothing by itself",
    "terms-grant": "a sentence of the card that grants a use in its own words",
    "terms-prose-other": "a sentence about the terms of another model, of data or of code",
    "gate-prompt": "text shown before access is granted",
}

LINEAGE_KINDS = {
    "base-declared": "base_model in the front matter",
    "base-tag": "base_model:… tag of the Hub",
    "base-config": "adapter_config.json, config.json or a merge recipe names it",
    "base-header": "weight-file metadata names it",
    "base-name": "the repository's own name implies it",
    "base-prose": "a sentence of the card says that it descends from it",
    "base-gate": "the gate prompt or license text names it",
    "base-registry": "a base fact of the registry",
    "lineage-other": "a sentence that names an ancestor of an ancestor, or of another model; value: id of that one=id",
    "distilled-prose": "outputs of that model are said to be training data",
    "dataset-declared": "datasets in the front matter",
    "dataset-prose": "a sentence of the card names it as training data",
    "dataset-registry": "a training-data fact of the registry",
}

# value: what the fact is (a path, URL or short word)
COMPLETENESS_KINDS = {
    "weights": "weights can be had",
    "adapter": "the weights are an adapter only",
    "architecture": "the architecture is described or shipped (config, code, text)",
    "inference-code": "code that runs the model",
    "training-code": "code that trained the model",
    "evaluation-code": "code that evaluated the model",
    "preprocessing-code": "code that made the training data",
    "tokenizer": "tokenizer files or code",
    "hyperparameters": "training arguments and settings",
    "compute": "hardware and effort of training",
    "data": "the training data itself is published",
    "data-described": "provenance, scope, selection and processing of the training data are described",
    "data-listed": "every public and obtainable training data set is listed with its place",
    "data-card": "a data card or datasheet",
    "model-card": "a model card with substance",
    "technical-report": "a technical report or preprint",
    "research-paper": "a research paper",
    "peer-reviewed-paper": "a peer-reviewed paper",
    "evaluation-results": "evaluation results",
    "evaluation-data": "evaluation data",
    "intermediate-checkpoints": "checkpoints from during training",
    "sample-outputs": "sample outputs",
    "supporting-libraries": "libraries and tools that go with it",
    "model-metadata": "machine-readable metadata",
    "tuning-data": "the data of fine-tuning stages is published",
    "hosted-api": "the provider serves it",
}

OTHER_KINDS = {
    "weights-withdrawn": "weights were published once and are gone",
    "gated": "access is gated; value auto or manual",
    "provider": "who publishes it",
    "governance": "company, community, research institute or foundation",
    "contribution": "whether outsiders can contribute",
    "price": "what access costs",
    "monetization": "how the publisher earns with it",
    "license-past": "an earlier grant, replaced by its publisher; earlier recipients keep it",
    "successor": "what replaces it",
    "released": "date of release",
    "license-text": "the words of a license text or notice that was recognized",
    "clause": "the words of a clause",
    "record-clause": "a clause as its license record states it; not quoted from a text at hand",
    "card-problem": "something wrong with the card's front matter; value names it",
}

KINDS = {
    **LICENSE_KINDS,
    **LINEAGE_KINDS,
    **OTHER_KINDS,
    **{
        kind + suffix: text
        for kind, text in COMPLETENESS_KINDS.items()
        for suffix in ("", "-partial", "-none", "-link")
    },
}
