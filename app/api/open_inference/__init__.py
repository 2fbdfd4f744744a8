"""The Open Inference Protocol v2 (KServe, Triton) under `/v2`.

Where the protocol's text and its OpenAPI file differ, the file is followed:
https://github.com/kserve/open-inference-protocol. Extensions, as Triton describes them: binary tensor data,
classification, model repository.
"""
