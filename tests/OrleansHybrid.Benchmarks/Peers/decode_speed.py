"""Photos a second through Pillow, as torchvision's RandomResizedCrop, ToTensor and Normalize go the same way.

Reads questions on standard input, a JSON object a line, and answers each with one on standard output.
"""
import glob
import json
import math
import os
import random
import sys
import time

import numpy
from PIL import Image

SIDE = 224
MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32)
STD = numpy.array([0.229, 0.224, 0.225], numpy.float32)


def window(width, height):
    for _ in range(10):
        area = width * height * random.uniform(0.08, 1)
        ratio = math.exp(random.uniform(math.log(3 / 4), math.log(4 / 3)))
        w, h = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if 0 < w <= width and 0 < h <= height:
            x, y = random.randint(0, width - w), random.randint(0, height - h)
            return x, y, x + w, y + h
    return 0, 0, width, height


def view(path):
    with Image.open(path) as file:
        image = file.convert("RGB")
    image = image.crop(window(*image.size)).resize((SIDE, SIDE), Image.BILINEAR)
    if random.random() < 0.5:
        image = image.transpose(Image.FLIP_LEFT_RIGHT)
    values = numpy.asarray(image, numpy.float32) / 255
    return numpy.ascontiguousarray(((values - MEAN) / STD).transpose(2, 0, 1))


for line in sys.stdin:
    question = json.loads(line)
    files = sorted(glob.glob(os.path.join(question["folder"], "train", "*", "*.jpg")))
    wall, cpu = time.perf_counter(), time.process_time()
    for path in files:
        view(path)
    answer = {
        "milliseconds": 1e3 * (time.perf_counter() - wall),
        "cpu_milliseconds": 1e3 * (time.process_time() - cpu),
        "file_bytes": sum(map(os.path.getsize, files)),
    }
    print(json.dumps(answer), flush=True)
