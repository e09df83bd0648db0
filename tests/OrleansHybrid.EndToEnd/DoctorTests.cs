using System.Text.Json.Nodes;

namespace OrleansHybrid.EndToEnd;

/// <summary>What <c>hybrid doctor</c> says on this machine.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The one test in which the trainer itself is asked: it trains, twice, and resumes.</summary>
    [SlowFact]
    public async Task ThisMachine_Works()
    {
        await using var hybrid = HybridProcess.Start(_folder.Path, "doctor", "-o", "json");
        var exitCode = await hybrid.Exited();
        Assert.True(exitCode == 0, hybrid.Output);

        var results = JsonNode.Parse(hybrid.StandardOutput.Single())!.AsArray();
        var checks = results.Select(result => $"{result!["check"]}").ToList();
        // Those of a GPU have its name as a second word.
        Assert.Equal(
            "program cores files disk ports clock cluster state checkpoints tls gpus processor libtorch cuda step same-bits resume speed",
            string.Join(' ', checks.Where(check => !check.Contains(' ', StringComparison.Ordinal))));
        foreach (var check in new[] { "libtorch", "step", "same-bits", "resume" })
            Assert.Equal("ok", $"{results.Single(result => $"{result!["check"]}" == check)!["state"]}");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }
}
