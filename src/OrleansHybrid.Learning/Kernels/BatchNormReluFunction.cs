using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Arithmetic;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>The fused layer of <see cref="BatchNormRelu"/> as a node of Torch's graph.</summary>
internal sealed class BatchNormReluFunction : autograd.SingleTensorFunction<BatchNormReluFunction>
{
    private const string StatisticsKey = "statistics";

    // What a node returned is released when the next one is called on the thread: the caller takes its own reference, but
    // the wrapper here would hold the memory of every layer's gradient until the step ends.
    [ThreadStatic]
    private static Tensor?[]? _returned;

    public override string Name => nameof(BatchNormRelu);

    public static Tensor Apply(BatchNorm2d norm, Tensor x, Tensor? shortcut)
    {
        // The function keeps an empty tensor beside each result; with the scope its memory goes.
        using var scope = NewDisposeScope();
        return apply(x, norm.weight!, norm.bias!, shortcut!, norm).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, shortcut, norm) = ((Tensor)vars[0], (Tensor?)vars[3], (BatchNorm2d)vars[4]);
        var y = KernelTensor.ChannelsLast(like: x);
        var statistics = x.dtype == bfloat16 ? Forward<Bfloat16>(norm, x, shortcut, y) : Forward<Float32>(norm, x, shortcut, y);
        ctx.set_materialize_grads(false);
        // Without a shortcut the sign of y follows from x.
        ctx.save_for_backward(shortcut is null ? [x, norm.weight!] : [x, norm.weight!, y]);
        ctx.save_data(StatisticsKey, statistics);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (var tensor in _returned ?? []) tensor?.Dispose();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight, y) = (saved[0], saved[1], saved.Count == 3 ? saved[2] : null);
        var statistics = (Statistics)ctx.get_data(StatisticsKey);
        _returned = x.dtype == bfloat16
            ? Backward<Bfloat16>(x, y, weight, statistics, grad_output)
            : Backward<Float32>(x, y, weight, statistics, grad_output);
        foreach (var gradient in _returned) gradient?.DetachFromDisposeScope();
        grad_output.Dispose();
        ctx.Dispose();
        return [.. _returned.Select(gradient => gradient!)];
    }

    private static Statistics Forward<T>(BatchNorm2d norm, Tensor x, Tensor? shortcut, Tensor y)
        where T : unmanaged, IKernelNumber<T>
    {
        using var scope = NewDisposeScope();
        var grid = Grid(x);
        var (mean, variance) = Moments<T>(grid, x);
        var (weight, inverseDeviation) = (Values(norm.weight!), new float[grid.Channels]);
        for (var c = 0; c < grid.Channels; c++) inverseDeviation[c] = (float)(1 / Math.Sqrt(variance[c] + norm.eps));
        var (scale, offset) = (weight.Zip(inverseDeviation, (w, d) => w * d).ToArray(), Values(norm.bias!));
        BatchNormKernels<T>.Apply(
            grid, x.Address(), shortcut.Address(x.dtype), y.Address(), grid.Spread(mean), grid.Spread(scale), grid.Spread(offset));

        var unbiased = (double)grid.Pixels / (grid.Pixels - 1);
        norm.num_batches_tracked!.AddOneInPlace();
        Track(norm.running_mean!, mean);
        Track(norm.running_var!, [.. variance.Select(value => (float)(value * unbiased))]);
        return new(mean, inverseDeviation, scale, offset);

        void Track(Tensor average, float[] values) =>
            average.MultiplyInPlace(1 - norm.momentum!.Value).AddInPlace(tensor(values), norm.momentum.Value);
    }

    private static (float[] Mean, double[] Variance) Moments<T>(ChannelGrid grid, Tensor x)
        where T : unmanaged, IKernelNumber<T>
    {
        var first = Values(x[0].select(1, 0).select(1, 0).to(float32));             // (C)
        var (sums, squares) = BatchNormKernels<T>.Moments(grid, x.Address(), grid.Spread(first));
        var (mean, variance) = (new float[grid.Channels], new double[grid.Channels]);
        for (var c = 0; c < grid.Channels; c++)
        {
            var shifted = sums[c] / grid.Pixels;
            (mean[c], variance[c]) = ((float)(first[c] + shifted), Math.Max(0, squares[c] / grid.Pixels - shifted * shifted));
            if (double.IsNaN(squares[c])) variance[c] = double.NaN;
        }

        return (mean, variance);
    }

    /// <param name="y">Null where there was no shortcut.</param>
    private static Tensor?[] Backward<T>(Tensor x, Tensor? y, Tensor weight, Statistics statistics, Tensor outer)
        where T : unmanaged, IKernelNumber<T>
    {
        var grid = Grid(x);
        var inner = y is null ? null : KernelTensor.ChannelsLast(like: x);
        var (mean, scale, offset) = (grid.Spread(statistics.Mean), grid.Spread(statistics.Scale), grid.Spread(statistics.Offset));
        var gradient = outer.Address(x.dtype);
        var (sums, products) = BatchNormKernels<T>.GradientMoments(
            grid, x.Address(), y.Address(x.dtype), gradient, inner.Address(x.dtype), mean, scale, offset);

        // With x^ = (x - mean) · d: dx = w · d · (g - avg(g) - x^ · avg(g · x^)).
        var w = Values(weight);
        var (a, b, c) = (new float[grid.Channels], new float[grid.Channels], new float[grid.Channels]);
        var (dWeight, dBias) = (new float[grid.Channels], new float[grid.Channels]);
        for (var channel = 0; channel < grid.Channels; channel++)
        {
            double d = statistics.InverseDeviation[channel];
            a[channel] = (float)(w[channel] * d);
            b[channel] = (float)(-w[channel] * d * d * d * products[channel] / grid.Pixels);
            c[channel] = (float)(-w[channel] * d * sums[channel] / grid.Pixels);
            (dWeight[channel], dBias[channel]) = ((float)(products[channel] * d), (float)sums[channel]);
        }

        var dx = KernelTensor.ChannelsLast(like: x);
        var (columnsA, columnsB, columnsC) = (grid.Spread(a), grid.Spread(b), grid.Spread(c));
        if (inner is null)
            BatchNormKernels<T>.GradientThroughRelu(
                grid, x.Address(), gradient, dx.Address(), mean, scale, offset, columnsA, columnsB, columnsC);
        else
            BatchNormKernels<T>.Gradient(grid, x.Address(), inner.Address(), dx.Address(), mean, columnsA, columnsB, columnsC);
        return [dx, tensor(dWeight), tensor(dBias), inner, null];
    }

    private static ChannelGrid Grid(Tensor x) => ChannelGrid.Of(x.numel(), x.shape[1])!.Value;

    private static float[] Values(Tensor vector) => MemoryMarshal.Cast<byte, float>(vector.contiguous().bytes).ToArray();

    /// <param name="Mean">(C).</param>
    /// <param name="InverseDeviation">(C) one over the standard deviation.</param>
    /// <param name="Scale">(C) what x - mean is multiplied by.</param>
    /// <param name="Offset">(C) what is added to that.</param>
    private sealed record Statistics(float[] Mean, float[] InverseDeviation, float[] Scale, float[] Offset);
}
