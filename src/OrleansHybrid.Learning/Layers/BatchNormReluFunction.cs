using OrleansHybrid.Kernels;
using OrleansHybrid.Kernels.Normalisation;
using OrleansHybrid.Learning.Arithmetic;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Layers;

/// <summary>The fused layer of <see cref="BatchNormRelu"/> as a node of Torch's graph.</summary>
internal sealed class BatchNormReluFunction : autograd.SingleTensorFunction<BatchNormReluFunction>
{
    private const string StatisticsKey = "statistics", KernelsKey = "kernels";

    // What a node returned is released when the next one is called on the thread: the caller takes its own reference, but
    // the wrapper here would hold the memory of every layer's gradient until the step ends.
    [ThreadStatic]
    private static Tensor?[]? _returned;

    public override string Name => nameof(BatchNormRelu);

    public static Tensor Apply(CpuKernels kernels, BatchNorm2d norm, Tensor x, Tensor? shortcut)
    {
        // The function keeps an empty tensor beside each result; with the scope its memory goes.
        using var scope = NewDisposeScope();
        return apply(x, norm.weight!, norm.bias!, shortcut!, norm, kernels).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, shortcut, norm, kernels) = ((Tensor)vars[0], (Tensor?)vars[3], (BatchNorm2d)vars[4], (CpuKernels)vars[5]);
        var y = KernelTensor.ChannelsLast(like: x);
        var statistics = Forward(kernels, norm, x, shortcut, y);
        ctx.set_materialize_grads(false);
        // Without a shortcut the sign of y follows from x.
        ctx.save_for_backward(shortcut is null ? [x, norm.weight!] : [x, norm.weight!, y]);
        ctx.save_data(StatisticsKey, statistics);
        ctx.save_data(KernelsKey, kernels);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (var tensor in _returned ?? []) tensor?.Dispose();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight, y) = (saved[0], saved[1], saved.Count == 3 ? saved[2] : null);
        var statistics = (Statistics)ctx.get_data(StatisticsKey);
        _returned = Backward((CpuKernels)ctx.get_data(KernelsKey), x, y, weight, statistics, grad_output);
        foreach (var gradient in _returned) gradient?.DetachFromDisposeScope();
        grad_output.Dispose();
        ctx.Dispose();
        return [.. _returned.Select(gradient => gradient!)];
    }

    private static Statistics Forward(CpuKernels kernels, BatchNorm2d norm, Tensor x, Tensor? shortcut, Tensor y)
    {
        using var scope = NewDisposeScope();
        var grid = x.Grid()!.Value;
        var (mean, variance) = Moments(kernels, grid, x);
        var (weight, inverseDeviation) = (Values(norm.weight!), new float[grid.Channels]);
        for (var c = 0; c < grid.Channels; c++) inverseDeviation[c] = (float)(1 / Math.Sqrt(variance[c] + norm.eps));
        var affine = new Affine(mean, [.. weight.Zip(inverseDeviation, (w, d) => w * d)], Values(norm.bias!));
        kernels.Normalise(grid, x.Bytes(), shortcut.Bytes(x.dtype), y.Bytes(), affine, get_num_threads());

        var unbiased = (double)grid.Pixels / (grid.Pixels - 1);
        norm.num_batches_tracked!.AddOneInPlace();
        Track(norm.running_mean!, mean);
        Track(norm.running_var!, [.. variance.Select(value => (float)(value * unbiased))]);
        return new(affine, inverseDeviation);

        void Track(Tensor average, float[] values) =>
            average.MultiplyInPlace(1 - norm.momentum!.Value).AddInPlace(tensor(values), norm.momentum.Value);
    }

    private static (float[] Mean, double[] Variance) Moments(CpuKernels kernels, ChannelGrid grid, Tensor x)
    {
        var first = Values(x[0].select(1, 0).select(1, 0).to(float32));             // (C)
        var (sums, squares) = kernels.Moments(grid, x.Bytes(), first, get_num_threads());
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
    private static Tensor?[] Backward(CpuKernels kernels, Tensor x, Tensor? y, Tensor weight, Statistics statistics, Tensor outer)
    {
        var (grid, threads) = (x.Grid()!.Value, get_num_threads());
        var inner = y is null ? null : KernelTensor.ChannelsLast(like: x);
        var gradient = outer.Bytes(x.dtype);
        var (sums, products) = kernels.GradientMoments(
            grid, x.Bytes(), y.Bytes(x.dtype), gradient, inner.Bytes(x.dtype), statistics.Norm, threads);

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
        kernels.NormaliseBack(
            grid, x.Bytes(), inner is null ? gradient : inner.Bytes(), inner is not null, dx.Bytes(), statistics.Norm, new(a, b, c),
            threads);
        return [dx, tensor(dWeight), tensor(dBias), inner, null, null];
    }

    private static float[] Values(Tensor vector) => vector.contiguous().Floats().ToArray();

    /// <param name="Norm">From x to y.</param>
    /// <param name="InverseDeviation">(C) one over the standard deviation.</param>
    private sealed record Statistics(Affine Norm, float[] InverseDeviation);
}
