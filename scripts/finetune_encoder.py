"""Fine-tune the sentence encoder on the training sentences, then export it (run by hand).

    python scripts/finetune_encoder.py guide/language/encoder \
        [--nlu data/nlu] [--replies data/replies/replies.yml] [--pack content/kefir]

Needs the environment of ``export_encoder.py`` and ``ruamel.yaml``; torch is no dependency of the bot.
Two contrastive losses are mixed: sentences of one intent, and replies of one meaning, attract each other
(supervised contrastive loss, Khosla et al. 2020, arXiv:2004.11362), and a claim's sample question attracts
its wording among those of other claims (in-batch negatives, Henderson et al. 2017, arXiv:1705.00652), so
that the claims of one topic stay apart. A share of the sentences is misspelt on the way. Only ``data`` and
the pack are read.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from export_encoder import MeanPooled, export, weights_folder
from tokenizers import Tokenizer
from transformers import AutoModel

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.understanding.noise import misspell
from benchmarks.understanding.sentences import nlu_pairs
from guide.language.pack_claims import ClaimTexts, read_claims
from guide.language.replies import read_replies
from guide.language.text import normalise

EPOCHS, RATE, DECAY = 2, 5e-5, 0.01
INTENTS, EACH, CLAIMS = 16, 4, 16
INTENT_HEAT, CLAIM_HEAT, CLAIM_WEIGHT = 0.07, 0.05, 0.5
MISSPELT = 0.2
FROZEN_LAYERS = 3
MOST_TOKENS = 40
CHUNK = 16


class Trainer:
    """Holds the encoder and draws the batches."""

    def __init__(self, pairs: Sequence[tuple[str, str]], claims: Sequence[ClaimTexts], seed: int) -> None:
        torch.manual_seed(seed)
        self._random = np.random.default_rng(seed)
        folder = weights_folder()
        self.model = MeanPooled(AutoModel.from_pretrained(folder, attn_implementation="eager"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._claims = [claim for claim in claims if claim.asks]
        self._names = sorted({name for _, name in pairs})
        self._texts = {name: [text for text, named in pairs if named == name] for name in self._names}
        sizes = np.sqrt([len(self._texts[name]) for name in self._names])
        self._shares = sizes / sizes.sum()
        frozen = ("embeddings", *(f"encoder.layer.{row}." for row in range(FROZEN_LAYERS)))
        for name, weight in self.model.encoder.named_parameters():
            weight.requires_grad_(not name.startswith(frozen))

    def train(self, steps: int) -> None:
        """Run ``steps`` steps of AdamW with a linear warm-up and decay; print the loss now and then."""
        weights = [w for w in self.model.parameters() if w.requires_grad]
        optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=DECAY)
        warm = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1, (step + 1) / warm) * (steps - step) / steps
        )
        started = time.time()
        self.model.train()
        for step in range(steps):
            loss = self._intent_loss()
            if step % 2 == 0:
                loss = loss + CLAIM_WEIGHT * self._claim_loss()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            if step % 25 == 0:
                print(
                    f"step {step} of {steps}, loss {loss.item():.3f}, {time.time() - started:.0f} s",
                    flush=True,
                )

    def _embed(self, texts: Sequence[str]) -> torch.Tensor:
        """Return one row per text. Texts of like length go together, which saves padding."""
        noisy = [misspell(text, self._random) if self._random.random() < MISSPELT else text for text in texts]
        plain = [normalise(text) for text in noisy]
        order = sorted(range(len(plain)), key=lambda row: len(plain[row]))
        parts = []
        for start in range(0, len(order), CHUNK):
            encoded = self._tokenizer.encode_batch([plain[row] for row in order[start : start + CHUNK]])
            ids = torch.tensor([each.ids for each in encoded])
            parts.append(self.model(ids, torch.tensor([each.attention_mask for each in encoded])))
        back = torch.argsort(torch.tensor(order))
        return torch.cat(parts)[back]

    def _intent_loss(self) -> torch.Tensor:
        rows = self._random.choice(len(self._names), INTENTS, replace=False, p=self._shares)
        texts = [str(t) for row in rows for t in self._random.choice(self._texts[self._names[row]], EACH)]
        owners = torch.tensor(np.repeat(rows, EACH))
        vectors = self._embed(texts)
        itself = torch.eye(len(texts), dtype=torch.bool)
        alike = (vectors @ vectors.T / INTENT_HEAT).masked_fill(itself, -1e9)
        logged = alike - torch.logsumexp(alike, 1, keepdim=True)
        same = (owners[:, None] == owners[None]) & ~itself
        return -((logged * same).sum(1) / same.sum(1)).mean()

    def _claim_loss(self) -> torch.Tensor:
        picked = [self._claims[row] for row in self._random.choice(len(self._claims), CLAIMS, replace=False)]
        asked = [str(self._random.choice(claim.asks)) for claim in picked]
        said = [str(self._random.choice(claim.wordings)) for claim in picked]
        vectors = self._embed([*asked, *said])
        alike = vectors[:CLAIMS] @ vectors[CLAIMS:].T / CLAIM_HEAT
        return torch.nn.functional.cross_entropy(alike, torch.arange(CLAIMS))


def main() -> None:
    """Fine-tune and export."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("target", type=Path)
    arguments.add_argument("--nlu", type=Path, default=Path("data/nlu"))
    arguments.add_argument("--replies", type=Path, default=Path("data/replies/replies.yml"))
    arguments.add_argument("--pack", type=Path, default=Path("content/kefir"))
    arguments.add_argument("--seed", type=int, default=0)
    chosen = arguments.parse_args()
    claims = read_claims(chosen.pack)
    pairs = nlu_pairs(chosen.nlu) + [(ask, claim.intent) for claim in claims for ask in claim.asks]
    pairs += [(text, f"reply {meaning}") for text, meaning in read_replies(chosen.replies)]
    trainer = Trainer(pairs, claims, chosen.seed)
    trainer.train(EPOCHS * len(pairs) // (INTENTS * EACH))
    export(trainer.model.eval(), chosen.target)


if __name__ == "__main__":
    main()
