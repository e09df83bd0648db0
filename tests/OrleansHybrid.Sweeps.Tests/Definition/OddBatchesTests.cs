namespace OrleansHybrid.Sweeps.Tests.Definition;

public class OddBatchesTests
{
    [Fact]
    public void Warnings_ForOddBatchesOfViews_SayWhichBatchTheyAre()
    {
        var sweep = SweepYaml.Named("parameters: {batch_size: {values: [2, 3, 31]}}\nrecipe: {batch_unit: views}");
        Assert.Equal(
            [
                (
                    2,
                    "parameters.batch_size",
                    "3 views are 1 images of two views each, so 3 trains the same as 2, which is listed too: write 2 or 4"),
                (2, "parameters.batch_size", "31 views are 15 images of two views each, so 31 trains the same as 30: write 30 or 32"),
            ],
            sweep.Warnings.Select(warning => (warning.Line, warning.Path, warning.Message)));
    }

    [Theory]
    [InlineData("recipe: {batch_unit: views, batch_size: 33}", 1)]
    [InlineData("parameters: {batch_unit: {values: [images, views]}}\nrecipe: {batch_size: 33}", 1)]
    [InlineData("recipe: {batch_unit: images, batch_size: 33}", 0)]
    [InlineData("recipe: {batch_unit: views, batch_size: 34}", 0)]
    [InlineData("recipe: {batch_unit: views}", 0)]
    public void Warnings_ForOtherBatches_AreNone(string text, int warnings) => Assert.Equal(warnings, SweepYaml.Named(text).Warnings.Count);
}
