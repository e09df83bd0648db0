namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// Which inputs make an output, and with what weights, when a line is resized with the triangle filter whose support grows
/// with the reduction: Pillow's bilinear, torchvision's with antialiasing. Its memory is used again for the next line.
/// </summary>
internal sealed class TriangleFilter
{
    private int[] _starts = [];
    private float[] _weights = [];

    /// <summary>Most inputs of an output; shorter lists are filled up with weights of zero.</summary>
    public int Taps { get; private set; }

    public void Prepare(int inputs, int outputs)
    {
        var scale = (double)inputs / outputs;
        var support = Math.Max(scale, 1);
        Taps = Math.Min(inputs, ((int)Math.Ceiling(support) * 2) + 1);
        if (_starts.Length < outputs) _starts = new int[outputs];
        if (_weights.Length < outputs * Taps) _weights = new float[outputs * Taps];
        Span<double> weights = Taps <= 256 ? stackalloc double[Taps] : new double[Taps];
        for (var output = 0; output < outputs; output++)
        {
            var centre = (output + 0.5) * scale;
            // The first input comes early enough that all of the taps lie within the line.
            var start = Math.Clamp((int)(centre - support + 0.5), 0, inputs - Taps);
            var sum = 0.0;
            for (var tap = 0; tap < Taps; tap++)
                sum += weights[tap] = Math.Max(0, 1 - (Math.Abs(start + tap + 0.5 - centre) / support));
            _starts[output] = start;
            for (var tap = 0; tap < Taps; tap++) _weights[(output * Taps) + tap] = (float)(weights[tap] / sum);
        }
    }

    /// <summary>The first input of an output.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>The weights of that input and of those after it; their sum is 1.</summary>
    public ReadOnlySpan<float> Weights(int output) => _weights.AsSpan(output * Taps, Taps);
}
