"""Reads a safetensors file as its specification says, with nothing but Python itself.

github.com/huggingface/safetensors, "Format": 8 bytes, little-endian, with the header's length N; N bytes of JSON; the tensors'
elements, row-major, little-endian, without a gap.
"""
import json
import math
import struct
import sys

CODES = {"F64": "d", "F32": "f", "I64": "q", "I32": "i", "I16": "h", "I8": "b", "U8": "B", "BOOL": "?"}

with open(sys.argv[1], "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length).decode("utf-8"))
    data = file.read()

assert length % 8 == 0
metadata = header.pop("__metadata__", {})
tensors, filled = {}, 0
for name, tensor in sorted(header.items(), key=lambda entry: entry[1]["data_offsets"]):
    begin, end = tensor["data_offsets"]
    assert begin == filled, name
    filled = end
    code = CODES[tensor["dtype"]]
    values = [value for (value,) in struct.iter_unpack("<" + code, data[begin:end])]
    assert len(values) == math.prod(tensor["shape"]), name
    tensors[name] = {"dtype": tensor["dtype"], "shape": tensor["shape"], "first": values[0], "last": values[-1], "sum": math.fsum(values)}
assert filled == len(data)
print(json.dumps({"metadata": metadata, "tensors": tensors}))
