namespace OrleansHybrid.EndToEnd;

/// <summary>The results of one data set never pass for another's.</summary>
public sealed class OtherDataTests : IDisposable
{
    private const string Yaml = """
        name: photos
        recipe: {dataset: image-folder, imbalance: 1, image_size: 32, backbone: resnet8, epochs: 1, batch_size: 4, contrastive_loss: none}
        """;

    // A pixel each.
    private const string
        Blue = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
        Red = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Run_OnOtherDataThanBefore_IsRefusedAndBeginsAnewWhereAsked()
    {
        foreach (var split in (string[])["train", "val"])
            for (var image = 0; image < 4; image++)
            {
                Write($"{split}/blue/{image}.png", Blue);
                Write($"{split}/red/{image}.png", Red);
            }

        var file = _folder.File("photos.yaml", Yaml);
        var (exitCode, output) = await Run();
        Assert.True(exitCode == 0, output);
        var before = Result();

        Write("train/red/9.png", Blue);
        (exitCode, output) = await Run();
        Assert.True(exitCode == 1, output);
        Assert.Contains("was trained on other data than there is now: image-folder was sha256-", output, StringComparison.Ordinal);
        Assert.Contains("add --from-scratch", output, StringComparison.Ordinal);
        Assert.Equal(before, Result());

        (exitCode, output) = await Run("--from-scratch");
        Assert.True(exitCode == 0, output);
        Assert.NotEqual(before.Data, Result().Data);

        Task<(int ExitCode, string Output)> Run(params string[] more) =>
            HybridProcess.Run(_folder.Path, ["run", file, "--slots", "1", "--data", Path.Combine(_folder.Path, "images"), .. more]);
    }

    private (string Weights, string Data) Result()
    {
        var row = Assert.Single(ResultsTable.Read(Path.Combine(_folder.Path, "results", "photos")).Rows);
        return (row["weights_sha256"], row["data"]);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder.Path, "images", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Convert.FromBase64String(content));
    }
}
