using System.Text.Json;
using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Tests.Search.Halving;

/// <summary>Brackets against Determined's and Hyperband's own tables.</summary>
public sealed class BracketsTests
{
    private static readonly JsonElement Determined = PeersValues.Of("determined");

    [Theory]
    [InlineData("standard, max_time 200, divisor 4, max_trials 16", BracketMode.Standard, 200, 4, 16)]
    [InlineData("standard, max_time 200, divisor 4, max_trials 64", BracketMode.Standard, 200, 4, 64)]
    [InlineData("aggressive, max_time 200, divisor 4, max_trials 64", BracketMode.Aggressive, 200, 4, 64)]
    [InlineData("standard, max_time 81, divisor 3, max_trials 100", BracketMode.Standard, 81, 3, 100)]
    public void Adaptive_OfAnySearch_IsDetermineds(string name, BracketMode mode, int epochs, int eta, int trials)
    {
        var peer = Determined.GetProperty(name);
        var brackets = Brackets.Adaptive(mode, epochs, eta, trials);
        var concurrent = Brackets.Concurrent(brackets.Count, 16);

        Assert.Equal(
            peer.GetProperty("brackets (rungs, trials, concurrent of 16)").EnumerateArray().Select(row => string.Join(' ', row.Whole())),
            brackets.Select((bracket, i) => $"{bracket.Epochs.Count} {bracket.Configurations} {concurrent[i]}"));
        var preview = Preview(brackets);
        Assert.Equal(
            peer.GetProperty("preview").EnumerateObject().Select(pair => $"{pair.Name}: {pair.Value}"),
            preview.Select(pair => $"{pair.Key}: {pair.Value}"));
        Assert.Equal(peer.GetProperty("epochs").GetInt32(), preview.Sum(pair => pair.Key * pair.Value));
    }

    [Fact]
    public void Adaptive_OfDeterminedsOwnTest_IsItsPreview()
    {
        var peer = Determined.EnumerateObject().Single(pair => pair.Name.StartsWith("preview 900 batches", StringComparison.Ordinal)).Value;

        Assert.Equal(
            peer.EnumerateObject().Select(pair => $"{pair.Name}: {pair.Value}"),
            Preview(Brackets.Adaptive(BracketMode.Standard, 900, 3, 10, mostRungs: 10)).Select(pair => $"{pair.Key}: {pair.Value}"));
    }

    [Fact]
    public void Hyperband_OfEightyOneEpochs_IsThePapersTable() => Assert.Equal(
        PeersValues.Of("hyperband R=81 eta=3 (n, r) per bracket").EnumerateArray()
            .Select(bracket => string.Join(' ', bracket.EnumerateArray().Select(rung => $"{rung[0].GetInt32()}x{rung[1].GetDouble()}"))),
        Brackets.Hyperband(81, 3)
            .Select(bracket => string.Join(' ', bracket.Sizes.Zip(bracket.Epochs, (size, epochs) => $"{size}x{epochs}"))));

    [Fact]
    public void Adaptive_OfAnyNumbers_HasEachConfigurationInOneBracket()
    {
        (int, int, int)[] searches = [(1, 3, 10), (200, 3, 1), (1000, 2, 500), (7, 4, 64), (100_000, 10, 100_000)];
        foreach (var mode in Enum.GetValues<BracketMode>())
            foreach (var (epochs, eta, trials) in searches)
            {
                var brackets = Brackets.Adaptive(mode, epochs, eta, trials, mostRungs: 8);

                Assert.Equal(Math.Max(trials, brackets.Count), brackets.Sum(bracket => bracket.Configurations));
                Assert.All(brackets, bracket => Assert.Equal(epochs, bracket.Epochs[^1]));
                Assert.All(brackets, bracket => Assert.Equal(bracket.Epochs.Distinct().Order(), bracket.Epochs));
            }
    }

    [Fact]
    public void Brackets_OfGivenRungs_AreThose() =>
        Assert.Equal([4, 2], Brackets.Of([2, 4], 64, 4, 20).Select(bracket => bracket.Epochs.Count));

    private static SortedDictionary<int, int> Preview(IReadOnlyList<Bracket> brackets) => new(brackets
        .SelectMany(bracket => bracket.Stops)
        .GroupBy(stop => stop.Epochs)
        .ToDictionary(stops => stops.Key, stops => stops.Sum(stop => stop.Configurations)));
}
