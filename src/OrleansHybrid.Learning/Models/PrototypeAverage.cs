using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// Prototypes as moving averages of their class's features: each sample goes to the nearest prototype of its class, and
/// each prototype that got some moves towards their mean c, <c>p ← (μ·p + (1 - μ)·c) / ‖μ·p + (1 - μ)·c‖</c>.
/// </summary>
internal static class PrototypeAverage
{
    /// <param name="table">(C, M, D) unit vectors, moved in place.</param>
    /// <param name="z">(N, D) unit vectors.</param>
    /// <param name="labels">(N) class numbers, int64.</param>
    /// <param name="momentum">μ in [0, 1].</param>
    public static void Move(Tensor table, Tensor z, Tensor labels, double momentum)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (classes, perClass) = (table.shape[0], table.shape[1]);
        var flat = table.view(classes * perClass, -1);                                              // (C·M, D)
        z = z.to(table.dtype);

        var own = labels.view(-1, 1, 1).expand(-1, 1, perClass);                                    // (N, 1, M)
        var nearest = z.mm(flat.t()).view(-1, classes, perClass).gather(1, own).squeeze(1).argmax(1); // (N)
        var members = F.one_hot(labels.Times(perClass).Plus(nearest), classes * perClass).to(z.dtype); // (N, C·M)

        // A product of matrices, not a scattered sum: it adds in the same order each time, on a GPU too.
        var counts = members.sum(dim: 0).unsqueeze(1);                                              // (C·M, 1)
        var means = members.t().mm(z) / counts.AtLeast(1);                                          // (C·M, D)
        var moved = F.normalize(flat.Times(momentum).Plus(means.Times(1 - momentum)));              // (C·M, D)
        flat.copy_(where(counts.IsAbove(0), moved, flat));
    }
}
