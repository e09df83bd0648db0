"""Times the training step of Questions/TrainingPoint.cs in PyTorch: a question a line on standard input, a JSON object each."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

CLASSES, WARM_UP_STEPS, TEMPERATURE, ALPHA = 10, 3, 0.1, 0.75


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.pad = (outputs - inputs) // 2

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = self.bn2(self.conv2(y))
        if self.pad:
            x = F.pad(x[:, :, ::2, ::2], [0, 0, 0, 0, self.pad, self.pad])
        return F.relu(y.add_(x), inplace=True)


class Network(nn.Module):
    def __init__(self, blocks=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        widths = [(16, 16, 1), (16, 32, 2), (32, 64, 2)]
        self.stages = nn.Sequential(
            *(Block(i if b == 0 else o, o, s if b == 0 else 1) for i, o, s in widths for b in range(blocks)))
        self.classifier = nn.Linear(64, CLASSES)
        self.projection = nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 128))

    def forward(self, x):
        return self.stages(F.relu(self.bn1(self.conv1(x)), inplace=True)).mean([2, 3])


def supervised_contrastive(z, labels):
    similarity = z @ z.t() / TEMPERATURE
    self_mask = torch.eye(len(z), dtype=torch.bool)
    positive = (labels[None] == labels[:, None]) & ~self_mask
    log_denominator = similarity.masked_fill(self_mask, float("-inf")).logsumexp(1)
    count = positive.sum(1)
    mean_positive = (similarity * positive).sum(1) / count.clamp_min(1)
    return torch.where(count > 0, log_denominator - mean_positive, torch.zeros(())).sum() / (count > 0).sum().clamp_min(1)


class Trial:
    def __init__(self, point):
        torch.set_num_threads(point["threads"])
        torch.manual_seed(0)
        batch = point["batch"]
        self.network = Network()
        self.bfloat16 = point["precision"] == "bfloat16"
        self.images = torch.randn(3 * batch, 3, 32, 32)
        if point["channels_last"]:
            self.network = self.network.to(memory_format=torch.channels_last)
            self.images = self.images.contiguous(memory_format=torch.channels_last)
        self.own = torch.arange(batch) % CLASSES
        self.views = self.own.repeat(2)
        self.optimiser = torch.optim.SGD(self.network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
        for _ in range(WARM_UP_STEPS):
            self.step()

    def step(self):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bfloat16):
            features = self.network(self.images)
        features = features.float()
        z = F.normalize(self.network.projection(features[: len(self.views)]))
        contrastive = supervised_contrastive(z, self.views)
        classifier = F.cross_entropy(self.network.classifier(features[len(self.views):]), self.own)
        loss = ALPHA * contrastive + (1 - ALPHA) * classifier
        loss.item()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()


trial, ready = None, None
for line in sys.stdin:
    question = json.loads(line)
    steps = question.pop("steps")
    if question != ready:
        trial, ready = Trial(question), question
    wall, cpu = [], []
    for _ in range(steps):
        start, before = time.perf_counter(), time.process_time()
        trial.step()
        wall.append(1e3 * (time.perf_counter() - start))
        cpu.append(1e3 * (time.process_time() - before))
    print(json.dumps({"step_milliseconds": wall, "cpu_milliseconds": cpu}), flush=True)
