"""A tiny random language model behind llama.cpp's own server.

    python tiny_server.py MODEL.gguf     # writes the model, prints the server's address, then serves

It knows bytes and printable characters, says nothing that means anything, and is held to a schema by the
server's grammar as a large one is.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import gguf
import numpy as np
import xllamacpp
from numpy.typing import NDArray

WIDTH, HEADS, INNER, LAYERS, CONTEXT_TOKENS = 64, 2, 128, 1, 8192
UNKNOWN, CONTROL, BYTE, NORMAL = 2, 3, 6, 1


def write_model(path: Path) -> None:
    """A llama of one layer with random weights, the same every time."""
    bytes_ = [f"<0x{byte:02X}>".encode() for byte in range(256)]
    letters = [bytes([code]) for code in range(32, 127)]
    tokens = [b"<unk>", b"<s>", b"</s>", *bytes_, *letters]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT_TOKENS)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([UNKNOWN, CONTROL, CONTROL, *[BYTE] * len(bytes_), *[NORMAL] * len(letters)])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template("{% for turn in messages %}{{ turn['content'] }}\n{% endfor %}")
    for name, tensor in _tensors(len(tokens)):
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensors(token_count: int) -> list[tuple[str, NDArray[np.float32]]]:
    chance = np.random.default_rng(1)

    def weights(*shape: int) -> NDArray[np.float32]:
        return chance.normal(0, 0.05, shape).astype(np.float32)

    ones = np.ones(WIDTH, np.float32)
    found = [
        ("token_embd.weight", weights(token_count, WIDTH)),
        ("output.weight", weights(token_count, WIDTH)),
    ]
    found.append(("output_norm.weight", ones))
    for layer in range(LAYERS):
        attention = [f"attn_{part}" for part in ("q", "k", "v", "output")]
        found += [(f"blk.{layer}.{name}.weight", weights(WIDTH, WIDTH)) for name in attention]
        found += [(f"blk.{layer}.{name}.weight", weights(INNER, WIDTH)) for name in ("ffn_gate", "ffn_up")]
        found += [(f"blk.{layer}.{name}.weight", ones) for name in ("attn_norm", "ffn_norm")]
        found.append((f"blk.{layer}.ffn_down.weight", weights(WIDTH, INNER)))
    return found


if __name__ == "__main__":
    model = Path(sys.argv[1])
    write_model(model)
    settings = xllamacpp.CommonParams()
    settings.model.path = str(model)
    settings.n_ctx, settings.n_parallel, settings.port, settings.warmup = 2 * CONTEXT_TOKENS, 2, 0, False
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)  # noqa: T201
    while True:
        time.sleep(60)
