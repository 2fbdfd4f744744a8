"""Every feature map of a picture, as arrays."""

from pathlib import Path

import httpx
from safetensors.numpy import load

lenet = "http://127.0.0.1:8000/api/v1/models/lenet"
answer = httpx.post(
    f"{lenet}/activations",
    params={"format": "safetensors"},
    headers={"Content-Type": "image/png"},
    content=Path("digit.png").read_bytes(),
)
answer.raise_for_status()
maps = load(answer.content)
print(maps["pool1"].shape, maps["pool1"].dtype)
print("read as", maps["softmax"].argmax())
