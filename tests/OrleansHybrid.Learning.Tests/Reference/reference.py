#!/usr/bin/env python3
"""Independent arithmetic for the Learning room: writes the golden vectors that its tests compare with.

    /usr/bin/python3 reference.py        (PyTorch 1.13, Debian's python3-torch; about half a minute)

Everything is computed in float64, from the papers' formulas in plain loops, and differentiated by PyTorch. Inputs and
weights are not stored: both sides compute them from `formula`. Large tensors are stored as their norm and their product
with a probe vector of the formula, which no difference but a contrived one leaves alone.
"""
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

MASK = (1 << 64) - 1
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


# ---- Numbers that both sides can compute -----------------------------------------------------------------------------

def splitmix(state):
    """The next state and output of SplitMix64 (Steele, Lea and Flood, 2014)."""
    state = (state + 0x9E3779B97F4A7C15) & MASK
    z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return state, z ^ (z >> 31)


def formula(name, *shape):
    """Numbers in [-1/2, 1/2), of 24 bits: exact in float32 as well. The name's FNV-1a hash seeds SplitMix64."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) & MASK
    # The state of SplitMix64 is a counter, so all numbers come at once; numpy's integers wrap around as C's do.
    z = np.uint64(state) + np.uint64(0x9E3779B97F4A7C15) * np.arange(1, math.prod(shape) + 1, dtype=np.uint64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return torch.from_numpy(((z ^ (z >> np.uint64(31))) >> np.uint64(40)) / (1 << 24) - 0.5).reshape(shape)


def sphere(name, *shape):
    """Vectors on the unit sphere, rounded to float32, so that a computation in float32 has the same input."""
    return F.normalize(formula(name, *shape), dim=-1).float().double()


class CounterRandom:
    """xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64 over the words of its address."""

    def __init__(self, *address):
        state = 0
        for word in address:
            state = splitmix(state ^ (word & MASK))[1]
        self.s = []
        for _ in range(4):
            state, bits = splitmix(state)
            self.s.append(bits)

    def uniform(self):
        rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
        s = self.s
        result = rotate(s[1] * 5 & MASK, 7) * 9 & MASK
        t = s[1] << 17 & MASK
        s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t
        s[3] = rotate(s[3], 45)
        return (result >> 11) / (1 << 53)


# ---- Losses ----------------------------------------------------------------------------------------------------------

def mean(terms):
    return sum(terms) / len(terms)


def uc(z, tau):
    """Chen et al., arXiv 2002.05709, eq. 1."""
    n = len(z)
    sim = lambda i, k: torch.exp(z[i] @ z[k] / tau)
    return mean([-torch.log(sim(i, (i + n // 2) % n) / sum(sim(i, k) for k in range(n) if k != i)) for i in range(n)])


def sc(z, y, tau):
    """Wang et al., arXiv 2103.14267, section 3.2, with Khosla et al., arXiv 2004.11362, eq. 2 (L_out)."""
    n, terms = len(z), []
    for i in range(n):
        positives = [j for j in range(n) if j != i and y[j] == y[i]]
        if not positives:
            continue
        denominator = sum(torch.exp(z[i] @ z[k] / tau) for k in range(n) if k != i)
        terms.append(-mean([torch.log(torch.exp(z[i] @ z[j] / tau) / denominator) for j in positives]))
    return mean(terms)


def psc(z, p, y, tau, inclusive):
    """Wang et al., section 3.3."""
    terms = []
    for i in range(len(z)):
        denominator = sum(torch.exp(z[i] @ p[j] / tau) for j in range(len(p)) if inclusive or j != y[i])
        terms.append(-torch.log(torch.exp(z[i] @ p[y[i]] / tau) / denominator))
    return mean(terms)


def mpsc(z, p, y, tau, softmax, inclusive):
    """Wang et al., section 3.3, several prototypes of each class; without the constant 1/M."""
    many, terms = p.shape[1], []
    for i in range(len(z)):
        own = [z[i] @ p[y[i], m] / tau for m in range(many)]
        w = torch.softmax(torch.stack(own).detach(), 0) if softmax else torch.full((many,), 1 / many)
        denominator = sum(torch.exp(z[i] @ p[j, m] / tau)
                          for j in range(len(p)) if inclusive or j != y[i] for m in range(many))
        terms.append(-sum(w[m] * torch.log(torch.exp(own[m]) / denominator) for m in range(many)))
    return mean(terms)


def bal_scl(z, p, y, tau):
    """Zhu et al., arXiv 2207.09052: class averaging over the batch and the class-complement prototypes."""
    n, classes, terms = len(z), len(p), []
    everyone = [(z[k], y[k], k) for k in range(n)] + [(p[c], c, None) for c in range(classes)]
    for i in range(n):
        others = [(v, c) for v, c, k in everyone if k != i]
        denominator = sum(mean([torch.exp(z[i] @ v / tau) for v, c in others if c == label]) for label in range(classes))
        terms.append(-mean([torch.log(torch.exp(z[i] @ v / tau) / denominator) for v, c in others if c == y[i]]))
    return mean(terms)


def weighted(terms, y, weights):
    return sum(weights[c] * t for t, c in zip(terms, y)) / sum(weights[c] for c in y)


def log_softmax(s, c):
    return s[c] - torch.log(sum(torch.exp(v) for v in s))


def ce(s, y, weights):
    return weighted([-log_softmax(row, c) for row, c in zip(s, y)], y, weights)


def focal(s, y, weights, gamma):
    """Lin et al., arXiv 1708.02002, eq. 4, on softmax probabilities."""
    p = [torch.exp(log_softmax(row, c)) for row, c in zip(s, y)]
    return weighted([-(1 - q) ** gamma * torch.log(q) for q in p], y, weights)


def ldam(s, y, weights, counts, largest, scale):
    """Cao et al., arXiv 1906.07413, eq. 13; margins in proportion to n^(-1/4), the largest as given."""
    margins = [largest * (n / min(counts)) ** -0.25 for n in counts]
    moved = [torch.stack([scale * (v - margins[c] if c == label else v) for c, v in enumerate(row)]) for row, label in zip(s, y)]
    return ce(moved, y, weights)


def balanced_softmax(s, y, weights, counts):
    """Ren et al., arXiv 2007.10740."""
    terms = [-torch.log(counts[c] * torch.exp(row[c]) / sum(n * torch.exp(v) for n, v in zip(counts, row))) for row, c in zip(s, y)]
    return weighted(terms, y, weights)


def logit_adjustment(s, y, weights, counts, tau):
    """Menon et al., arXiv 2007.07314, eq. 10."""
    prior = [n / sum(counts) for n in counts]
    terms = [-torch.log(torch.exp(row[c]) * prior[c] ** tau / sum(torch.exp(v) * q ** tau for q, v in zip(prior, row)))
             for row, c in zip(s, y)]
    return weighted(terms, y, weights)


def drw_weights(counts, b=0.9999):
    """Cui et al., arXiv 1901.05555, eq. 2: 1 / effective number of images, scaled to a mean of 1."""
    raw = [1 / sum(b ** k for k in range(n)) for n in counts]
    return [w / mean(raw) for w in raw]


LABELS = [0, 1, 2, 1, 0, 3] * 2
COUNTS = [100, 50, 20, 5, 1]
SAMPLE_LABELS = [0, 1, 2, 3, 4, 0, 1, 0]


def contrastive_cases():
    for tau in (0.1, 1.0):
        for name, many, loss in [
            ("uc", 0, lambda z, p: uc(z, tau)),
            ("sc", 0, lambda z, p: sc(z, LABELS, tau)),
            ("psc", 1, lambda z, p: psc(z, p, LABELS, tau, False)),
            ("psc-inclusive", 1, lambda z, p: psc(z, p, LABELS, tau, True)),
            ("mpsc", 3, lambda z, p: mpsc(z, p, LABELS, tau, True, False)),
            ("mpsc-uniform", 3, lambda z, p: mpsc(z, p, LABELS, tau, False, False)),
            ("mpsc-inclusive", 3, lambda z, p: mpsc(z, p, LABELS, tau, True, True)),
            ("bal-scl", 1, lambda z, p: bal_scl(z, p, LABELS, tau)),
        ]:
            z = sphere("z", 12, 8).requires_grad_()
            p = (sphere("prototypes", 5, 3, 8) if many > 1 else sphere("prototypes", 5, 8)).requires_grad_()
            value = loss(z, p)
            value.backward()
            yield {"loss": name, "temperature": tau, "value": value.item(), "gradient": z.grad.flatten().tolist(),
                   "prototypeGradient": p.grad.flatten().tolist() if many else None}


def classifier_cases():
    for weights in (None, drw_weights(COUNTS)):
        w = weights or [1.0] * len(COUNTS)
        for name, scale, loss in [
            ("cross-entropy", 8, lambda s: ce(s, SAMPLE_LABELS, w)),
            ("focal-0.5", 8, lambda s: focal(s, SAMPLE_LABELS, w, 0.5)),
            ("focal-2", 8, lambda s: focal(s, SAMPLE_LABELS, w, 2)),
            ("ldam", 2, lambda s: ldam(s, SAMPLE_LABELS, w, COUNTS, 0.5, 30)),
            ("balanced-softmax", 8, lambda s: balanced_softmax(s, SAMPLE_LABELS, w, COUNTS)),
            ("logit-adjustment-1", 8, lambda s: logit_adjustment(s, SAMPLE_LABELS, w, COUNTS, 1)),
            ("logit-adjustment-1.5", 8, lambda s: logit_adjustment(s, SAMPLE_LABELS, w, COUNTS, 1.5)),
        ]:
            s = (formula("logits", 8, 5) * scale).requires_grad_()
            value = loss(s)
            value.backward()
            yield {"loss": name, "reweighted": weights is not None, "value": value.item(), "gradient": s.grad.flatten().tolist()}


# ---- Prototypes as moving averages -----------------------------------------------------------------------------------

def moving_average(table, z, y, momentum):
    """Each sample goes to the nearest prototype of its class; a prototype moves towards the mean of its samples."""
    table = table.clone()
    for c in range(table.shape[0]):
        mine = [z[i] for i in range(len(z)) if y[i] == c]
        nearest = [max(range(table.shape[1]), key=lambda m: (v @ table[c, m]).item()) for v in mine]
        for m, centre in enumerate(table[c].clone()):
            members = [v for v, k in zip(mine, nearest) if k == m]
            if members:
                table[c, m] = F.normalize(momentum * centre + (1 - momentum) * mean(members), dim=0)
    return table


# ---- Schedules -------------------------------------------------------------------------------------------------------

def beta_draw(epoch, seed=7, purpose=8, a=0.2):
    """Jöhnk, 1964: x = u^(1/a) and y = v^(1/a), until x + y <= 1, give x / (x + y) ~ Beta(a, a)."""
    random = CounterRandom(seed, purpose, epoch, 0)
    while True:
        x, y = (1 - random.uniform()) ** (1 / a), (1 - random.uniform()) ** (1 / a)
        if x + y <= 1:
            return x / (x + y)


def schedules(epochs=20, steps=3):
    alpha = {
        "parabolic": lambda t: 1 - (t / epochs) ** 2,
        "linear": lambda t: 1 - t / epochs,
        "constant": lambda t: 0.3,
        "cosine": lambda t: math.cos(t / epochs * math.pi / 2),
        "two-stage": lambda t: 1.0 if t < 0.35 * epochs else 0.0,
        "parabolic-increment": lambda t: (t / epochs) ** 2,
        "beta": beta_draw,
    }

    def rate(schedule, warmup, epoch, step):
        at = epoch + step / steps
        full = (0.5 * 0.1 ** sum(epoch >= m for m in (12, 16)) if schedule == "multi-step"
                else 0.5 * (1 + math.cos(math.pi * at / epochs)) / 2)
        return full * min(1, (at + 1 / steps) / warmup) if warmup else full

    return {
        "alpha": {name: [f(t) for t in range(epochs)] for name, f in alpha.items()},
        "learningRate": [
            {"schedule": schedule, "warmup": warmup, "rates": [rate(schedule, warmup, e, s) for e in range(epochs) for s in range(steps)]}
            for schedule in ("multi-step", "cosine") for warmup in (0, 2.5)],
    }


# ---- Networks --------------------------------------------------------------------------------------------------------

def weights_of(shapes):
    """Weights of about He's scale, batch normalisation off the identity, small biases; rounded to float32."""
    weights = {}
    for name, shape in shapes.items():
        u = formula(name, *shape)
        if len(shape) > 1:
            u = u * math.sqrt(24 / math.prod(shape[1:]))
        elif name.endswith("weight"):
            u = 1 + 0.5 * u
        else:
            u = 0.25 * u
        weights[name] = u.float().double().requires_grad_()
    return weights


def resnet_shapes(depth, prefix=""):
    """He et al., arXiv 1512.03385, section 4.2, by PyTorch's names."""
    shapes = {"conv1.weight": (16, 3, 3, 3), "bn1.weight": (16,), "bn1.bias": (16,)}
    inputs = 16
    for stage, width in enumerate((16, 32, 64), 1):
        for block in range((depth - 2) // 6):
            at = f"layer{stage}.{block}"
            for k, source in ((1, inputs), (2, width)):
                shapes |= {f"{at}.conv{k}.weight": (width, source, 3, 3), f"{at}.bn{k}.weight": (width,), f"{at}.bn{k}.bias": (width,)}
            inputs = width
    return {prefix + name: shape for name, shape in shapes.items()}


def resnet(w, x, depth, statistics, prefix=""):
    def normed(x, name):
        name = prefix + name
        mu, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
        count = x.numel() / x.shape[1]
        old_mu, old_var = statistics.get(name, (torch.zeros_like(mu), torch.ones_like(mu)))
        statistics[name] = (0.9 * old_mu + 0.1 * mu.detach(), 0.9 * old_var + 0.1 * var.detach() * count / (count - 1))
        shape = (1, -1, 1, 1)
        return ((x - mu.view(shape)) / torch.sqrt(var.view(shape) + 1e-5)) * w[name + ".weight"].view(shape) + w[name + ".bias"].view(shape)

    x = F.relu(normed(F.conv2d(x, w[prefix + "conv1.weight"], padding=1), "bn1"))
    for stage in (1, 2, 3):
        for block in range((depth - 2) // 6):
            at, stride = f"layer{stage}.{block}", 2 if stage > 1 and block == 0 else 1
            y = F.relu(normed(F.conv2d(x, w[f"{prefix}{at}.conv1.weight"], stride=stride, padding=1), at + ".bn1"))
            y = normed(F.conv2d(y, w[f"{prefix}{at}.conv2.weight"], padding=1), at + ".bn2")
            if stride == 2:
                padding = torch.zeros_like(x[:, : x.shape[1] // 2, ::2, ::2])
                x = torch.cat([padding, x[:, :, ::2, ::2], padding], 1)
            x = F.relu(x + y)
    return x.mean((2, 3))


BLOCKS = {"resnet18": (2, 2, 2, 2), "resnet50": (3, 4, 6, 3)}


def imagenet_layers(name):
    """He et al., arXiv 1512.03385, table 1: the convolutions of each block as (name, inputs, outputs, kernel, stride)."""
    bottleneck, inputs = name == "resnet50", 64
    for stage, blocks in enumerate(BLOCKS[name]):
        width = 64 << stage
        outputs = 4 * width if bottleneck else width
        for block in range(blocks):
            at, stride = f"layer{stage + 1}.{block}", 2 if stage > 0 and block == 0 else 1
            if bottleneck:
                main = [("1", inputs, width, 1, 1), ("2", width, width, 3, stride), ("3", width, outputs, 1, 1)]
            else:
                main = [("1", inputs, width, 3, stride), ("2", width, width, 3, 1)]
            yield at, main, (inputs, outputs, stride) if stride > 1 or inputs != outputs else None
            inputs = outputs


def imagenet_shapes(name):
    shapes = {"conv1.weight": (64, 3, 7, 7), "bn1.weight": (64,), "bn1.bias": (64,)}
    for at, main, shortcut in imagenet_layers(name):
        for k, source, width, kernel, _ in main:
            shapes |= {f"{at}.conv{k}.weight": (width, source, kernel, kernel), f"{at}.bn{k}.weight": (width,), f"{at}.bn{k}.bias": (width,)}
        if shortcut:
            source, width, _ = shortcut
            shapes |= {f"{at}.downsample.0.weight": (width, source, 1, 1), f"{at}.downsample.1.weight": (width,), f"{at}.downsample.1.bias": (width,)}
    return shapes


def imagenet_resnet(w, x, name, statistics):
    """With torchvision's and timm's names."""
    def layer(x, conv, bn, stride, padding):
        x = F.conv2d(x, w[conv + ".weight"], stride=stride, padding=padding)
        mean, var = torch.zeros(x.shape[1]), torch.ones(x.shape[1])
        statistics[bn] = (mean, var)
        return F.batch_norm(x, mean, var, w[bn + ".weight"], w[bn + ".bias"], training=True)

    x = F.max_pool2d(F.relu(layer(x, "conv1", "bn1", 2, 3)), 3, stride=2, padding=1)
    for at, main, shortcut in imagenet_layers(name):
        y = x
        for k, _, _, kernel, stride in main:
            y = layer(y, f"{at}.conv{k}", f"{at}.bn{k}", stride, kernel // 2)
            if k != main[-1][0]:
                y = F.relu(y)
        x = F.relu(y + (layer(x, f"{at}.downsample.0", f"{at}.downsample.1", shortcut[2], 0) if shortcut else x))
    return x.mean((2, 3))


def prints(tensors):
    """Norm and product with the probe, by name."""
    return {name: [t.norm().item(), (t * formula("probe:" + name, *t.shape)).sum().item()] for name, t in tensors.items()}


def network_case(name):
    statistics, depth = {}, int(name[6:])
    if name in BLOCKS:
        w = weights_of(imagenet_shapes(name))
        features = imagenet_resnet(w, 4 * formula("images", 2, 3, 96, 96), name, statistics)
    else:
        w = weights_of(resnet_shapes(depth))
        features = resnet(w, 4 * formula("images", 4, 3, 32, 32), depth, statistics)
    (features * formula("probe:features", *features.shape)).sum().backward()
    return {
        "backbone": name,
        "features": features.flatten().tolist(),
        "gradients": prints({name: t.grad for name, t in w.items()}),
        "statistics": prints({f"{name}.running_{kind}": t for name, pair in statistics.items() for kind, t in zip(("mean", "var"), pair)}),
    }


# ---- One training step after another ---------------------------------------------------------------------------------

def training_case(objective):
    """Two SGD steps of the hybrid objective: momentum 0.9, weight decay 1e-4, rates 0.1 and 0.05, alpha 0.75."""
    shapes = resnet_shapes(8, "backbone.") | {
        "classifier.weight": (5, 64), "classifier.bias": (5,),
        "projection.0.weight": (16, 64), "projection.0.bias": (16,), "projection.2.weight": (8, 16), "projection.2.bias": (8,)}
    if objective == "psc":
        shapes["prototypes"] = (5, 8)
    w, statistics, losses = weights_of(shapes), {}, []
    start = {name: t.detach().clone() for name, t in w.items()}
    momentum = {name: torch.zeros_like(t) for name, t in w.items()}
    views, labels = [0, 1, 2, 1] * 2, [4, 3, 0, 1]
    for step, rate in enumerate((0.1, 0.05)):
        r = resnet(w, 4 * formula(f"batch {step}", 12, 3, 32, 32), 8, statistics, "backbone.")
        hidden = F.relu(r[:8] @ w["projection.0.weight"].T + w["projection.0.bias"])
        z = F.normalize(hidden @ w["projection.2.weight"].T + w["projection.2.bias"])
        contrastive = sc(z, views, 0.5) if objective == "sc" else psc(z, F.normalize(w["prototypes"]), views, 0.5, False)
        classifier = ce(r[8:] @ w["classifier.weight"].T + w["classifier.bias"], labels, [1.0] * 5)
        loss = 0.75 * contrastive + 0.25 * classifier
        losses.append([loss.item(), contrastive.item(), classifier.item()])
        for t in w.values():
            t.grad = None
        loss.backward()
        with torch.no_grad():
            for name, t in w.items():
                momentum[name] = 0.9 * momentum[name] + t.grad + 1e-4 * t
                t -= rate * momentum[name]
    return {"objective": objective, "losses": losses, "moves": prints({name: t.detach() - start[name] for name, t in w.items()})}


def write(name, content):
    path = pathlib.Path(__file__).parent / f"{name}.json"
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    z, y = sphere("z", 12, 8), LABELS
    write("losses", {
        "contrastive": list(contrastive_cases()),
        "classifier": list(classifier_cases()),
        "movingAverage": moving_average(sphere("prototypes", 5, 3, 8), z, y, 0.9).flatten().tolist(),
    })
    write("schedules", schedules())
    write("networks", [network_case(name) for name in ("resnet8", "resnet32", *BLOCKS)])
    write("training", [training_case("sc"), training_case("psc")])
