using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Spaces;

public sealed class SpaceTests
{
    private static readonly SpaceAxis
        Rate = new("lr", Distributions.LogUniform(1e-4, 1).OrThrow()),
        Width = new("width", Distributions.Stepped(16, 64, 16).OrThrow()),
        Loss = new("loss", Distributions.Categories(3).OrThrow());

    [Fact]
    public void Draw_WithAnotherAxis_ChangesNoOther()
    {
        var (few, many) = (new Space(Rate, Loss), new Space(Width, Loss, Rate));

        for (var trial = 0; trial < 100; trial++)
        {
            var (two, three) = (few.Draw(7, trial), many.Draw(7, trial));
            Assert.Equal((two[0], two[1]), (three[2], three[1]));
            Assert.True(many.Contains(three));
        }
    }

    [Fact]
    public void Draw_OfAnotherSeedTrialOrAttempt_IsAnother()
    {
        var space = new Space(Rate);
        double[] draws = [.. from seed in Enumerable.Range(0, 10)
            from trial in Enumerable.Range(0, 10)
            from attempt in Enumerable.Range(0, 10)
            select space.Draw(seed, trial, attempt)[0]];

        Assert.InRange(draws.Distinct().Count(), 997, 1_000);
        Assert.Equal(draws[123], space.Draw(1, 2, 3)[0]);
    }

    [Fact]
    public void PointAt_OfEachNumber_IsEachPointOnce()
    {
        var space = new Space(Width, Loss);

        Assert.Equal(12, space.Count);
        Assert.True(space.IsEven);
        Assert.Equal(
            from width in (double[])[16, 32, 48, 64] from loss in (double[])[0, 1, 2] select (width, loss),
            Enumerable.Range(0, 12).Select(number => space.PointAt((long)number)).Select(point => (point[0], point[1])));
    }

    [Fact]
    public void Count_OfWhatIsTooMuchOrContinuous_IsNone()
    {
        Assert.Null(new Space(Rate, Loss).Count);
        Assert.Null(
            new Space(Enumerable.Range(0, 20).Select(i => new SpaceAxis($"x{i}", Distributions.WholeNumbers(0, 999_999).OrThrow()))).Count);
        Assert.Equal(1, new Space().Count);
        Assert.False(new Space(Width, new("loss", Distributions.Categories(2, [0.9, 0.1]).OrThrow())).IsEven);
    }

    [Fact]
    public void Space_WithAKeyTwice_IsRefused() => Assert.Throws<ArgumentException>(() => new Space(Rate, Rate));
}
