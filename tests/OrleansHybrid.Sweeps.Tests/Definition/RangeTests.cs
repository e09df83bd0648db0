namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Values that a file gives by their ends and their number.</summary>
public sealed class RangeTests
{
    [Theory]
    [InlineData("temperature: {min: 0.05, max: 0.5, count: 4}", "0.05 0.2 0.35 0.5")]
    [InlineData("temperature: {min: 0.1, max: 0.7, count: 7}", "0.1 0.2 0.3 0.4 0.5 0.6 0.7")]
    [InlineData("temperature: {min: 1, max: 2, count: 4}", "1 1.333333 1.666667 2")]
    [InlineData("temperature: {min: 0.05, max: 0.5, count: 3, scale: linear}", "0.05 0.275 0.5")]
    [InlineData("weight_decay: {min: 1e-5, max: 1e-2, count: 4, scale: log}", "1E-05 0.0001 0.001 0.01")]
    [InlineData("temperature: {min: 0.1, max: 0.5, count: 3, scale: log}", "0.1 0.223607 0.5")]
    [InlineData("imbalance: {min: 1000000, max: 1000010, count: 3}", "1000000 1000005 1000010")]
    // Whole numbers.
    [InlineData("batch_size: {min: 32, max: 512, count: 5, scale: log}", "32 64 128 256 512")]
    [InlineData("epochs: {min: 1, max: 10, count: 4}", "1 4 7 10")]
    [InlineData("epochs: {min: 1, max: 4, count: 9}", "1 2 3 4")]
    // As W&B says it.
    [InlineData("temperature: {distribution: uniform, min: 0.1, max: 0.5, count: 3}", "0.1 0.3 0.5")]
    [InlineData("weight_decay: {distribution: log_uniform_values, min: 0.0001, max: 0.01, count: 3}", "0.0001 0.001 0.01")]
    [InlineData("epochs: {distribution: int_uniform, min: 10, max: 20, count: 3}", "10 15 20")]
    [InlineData("temperature: {distribution: q_uniform, q: 0.25, min: 0.1, max: 0.9, count: 4}", "0.1 0.25 0.75 0.9")]
    [InlineData("epochs: {distribution: q_log_uniform_values, q: 8, min: 8, max: 128, count: 4}", "8 24 48 128")]
    [InlineData("epochs: {distribution: categorical, values: [3, 5]}", "3 5")]
    // As Determined says it.
    [InlineData("temperature: {type: double, minval: 0.1, maxval: 0.5, count: 3}", "0.1 0.3 0.5")]
    [InlineData("epochs: {type: int, minval: 8, maxval: 64, count: 2}", "8 64")]
    [InlineData("epochs: {type: categorical, vals: [3, 5]}", "3 5")]
    public void Parse_OfARange_GivesItsValues(string parameter, string expected) =>
        Assert.Equal(expected, string.Join(' ', Assert.Single(SweepYaml.Named($"parameters:\n  {parameter}").Axes).Values));

    [Theory]
    [InlineData("epochs: {distribution: constant, value: 27}", 27)]
    [InlineData("epochs: {type: const, val: 28}", 28)]
    public void Parse_OfAConstantOfAnotherTool_FixesIt(string parameter, int epochs)
    {
        var sweep = SweepYaml.Named($"parameters:\n  {parameter}");

        Assert.Equal(epochs, sweep.Recipe.Epochs);
        Assert.Empty(sweep.Axes);
    }

    [Theory]
    // W&B's grid walks what it can count.
    [InlineData("epochs: {min: 1, max: 3}", "1 2 3", "parameters.epochs.min")]
    [InlineData("imbalance: {min: 10, max: 12}", "10 11 12", "parameters.imbalance.min")]
    [InlineData("temperature: {distribution: int_uniform, min: 1, max: 3}", "1 2 3", "parameters.temperature.min")]
    [InlineData("momentum: {distribution: q_uniform, min: 0.5, max: 1.0, q: 0.1}", "0.5 0.6 0.7 0.8 0.9", "parameters.momentum.min")]
    [InlineData("momentum: {distribution: q_uniform, min: 0.1, max: 0.75, q: 0.2}", "0.1 0.3 0.5 0.7", "parameters.momentum.min")]
    [InlineData("epochs: {distribution: q_uniform, min: 8, max: 32, q: 8}", "8 16 24", "parameters.epochs.min")]
    [InlineData("epochs: {distribution: q_uniform, min: 1, max: 4}", "1 2 3", "parameters.epochs.min")]
    public void Wandb_OfARangeThatCanBeCounted_WalksItAndSaysSo(string parameter, string expected, string path)
    {
        var sweep = SweepYaml.Parse($"program: a.py\nmethod: grid\nparameters:\n  {parameter}");

        Assert.Equal(expected, string.Join(' ', Assert.Single(sweep.Axes).Values));
        Assert.Contains(
            sweep.Warnings, warning => warning.Path == path && warning.Message.Contains("values are tried", StringComparison.Ordinal));
    }

    [Theory]
    [
        InlineData(
            "epochs: {min: 1, max: 9}",
            "add 'count', such as {min: 1, max: 9, count: 5} to try 5 evenly spaced values, {min: 1, max: 9, count: "
                + "9} to try every whole number"),
    ]
    [
        InlineData(
            "temperature: {distribution: log_uniform_values, min: 0.01, max: 1}",
            "{min: 0.01, max: 1, count: 5, scale: log} to try 5 values, each the same multiple of the one before"),
    ]
    [
        InlineData(
            "temperature: {distribution: q_log_uniform_values, q: 0.1, min: 0.1, max: 1}",
            "{min: 0.1, max: 1, count: 5, scale: log, q: 0.1}"),
    ]
    [InlineData("temperature: {min: 0.01, max: 1, scale: log}", "{min: 0.01, max: 1, count: 5, scale: log}")]
    [
        InlineData(
            "learning_rate: {distribution: inv_log_uniform, min: 1, max: 3}",
            "{min: 0.0497871, max: 0.367879, count: 5, scale: log} if these are exponents"),
    ]
    public void Parse_OfARangeWithoutCount_SaysWhatIsTrueOfIt(string parameter, string remedy) =>
        Assert.Contains(remedy, SweepYaml.Problem($"parameters:\n  {parameter}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("temperature: {type: double, minval: 0.1, maxval: 0.5, count: 1}", "0.3")]
    [InlineData("epochs: {type: int, minval: 1, maxval: 4, count: 1}", "3")]
    [InlineData("temperature: {type: int, minval: 1, maxval: 4, count: 3}", "1 3 4")]
    [InlineData("temperature: {distribution: inv_log_uniform_values, min: 0.01, max: 1, count: 3}", "0.01 0.1 1")]
    public void Parse_OfARangeOfAnotherTool_HasItsValues(string parameter, string expected) =>
        Assert.Equal(expected, string.Join(' ', Assert.Single(SweepYaml.Named($"parameters:\n  {parameter}").Axes).Values));

    [Fact]
    public void Parse_OfMoreValuesThanThereAreWholeNumbers_SaysSo()
    {
        var warning = Assert.Single(SweepYaml.Named("parameters:\n  epochs: {min: 1, max: 3, count: 5}").Warnings);

        Assert.Equal((3, "parameters.epochs.count", "gives 3 different values: 1, 2, 3"), (warning.Line, warning.Path, warning.Message));
    }

    [Fact]
    public void Id_OfARange_IsThatOfItsValues() => Assert.Equal(
        SweepYaml.Named("parameters: {temperature: {values: [0.1, 0.3, 0.5]}}").Id,
        SweepYaml.Named("parameters: {temperature: {min: 0.1, max: 0.5, count: 3}}").Id);
}
