using System.Security.Cryptography;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Tests.Report;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Tests.Exports;

/// <summary>Places of an export: what may be replaced, and what a failure leaves.</summary>
public sealed class SweepExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tools => ["tensorboard", "optuna", "mlflow"];

    private string Place => _folder["place"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Export_Again_ReplacesTheFirst(string tool)
    {
        await ExportedSweep.Export(tool, Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes);
        var first = Content();

        await ExportedSweep.Export(tool, Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes.Take(2), ExportedSweep.Made.AddDays(1));
        Assert.NotEqual(first, Content());
        await ExportedSweep.Export(tool, Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes);

        Assert.Equal(first, Content());
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Export_ThatFailsInTheMiddle_LeavesWhatWasThere(string tool)
    {
        await ExportedSweep.Export(tool, Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes);
        var first = Content();

        await Assert.ThrowsAsync<UserException>(() => ExportedSweep.Export(tool, Place, ExportedSweep.Odd, Broken()));
        Assert.Equal(first, Content());
        await Assert.ThrowsAsync<UserException>(() => ExportedSweep.Export(tool, _folder["fresh"], ExportedSweep.Odd, Broken()));

        Assert.Equal(first, Content().Where(file => !file.StartsWith("fresh", StringComparison.Ordinal)));
        Assert.Empty(Directory.Exists(_folder["fresh"]) ? Directory.GetFileSystemEntries(_folder["fresh"]) : []);
        Assert.False(File.Exists(_folder["fresh"]));

        static IEnumerable<TrialOutcome> Broken()
        {
            yield return ExportedSweep.OddOutcomes[0];
            throw new IOException("No space left on device.");
        }
    }

    [Theory]
    [InlineData("tensorboard", "it holds notes.txt, which is not of this sweep's export. Name another folder with --to.")]
    [InlineData("mlflow", "it is neither empty nor a file store of MLflow. Name another folder with --to.")]
    [InlineData("optuna", "it is a folder. Name another file with --to.")]
    public async Task Folder_ThatHoldsSomethingElse_IsLeftAlone(string tool, string why)
    {
        Directory.CreateDirectory(Place);
        _folder.File("place/notes.txt", "mine");

        var refused = await Assert.ThrowsAsync<UserException>(() =>
            ExportedSweep.Export(tool, Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes));

        Assert.Equal($"{Place} is left as it is: {why}", refused.Message);
        Assert.Equal("mine", File.ReadAllText(_folder["place/notes.txt"]));
    }

    [Theory]
    [InlineData("tensorboard")]
    [InlineData("optuna")]
    public async Task ExportOfAnotherSweep_IsLeftAlone(string tool)
    {
        await ExportedSweep.Export(tool, Place, GeneratedSweep.Small, GeneratedSweep.Outcomes(GeneratedSweep.Small, epochs: 1));
        var first = Content();

        await Assert.ThrowsAsync<UserException>(() => ExportedSweep.Export(tool, Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes));

        Assert.Equal(first, Content());
    }

    [Fact]
    public async Task Link_StaysOne_AndWhatItNamesIsReplaced()
    {
        Directory.CreateDirectory(_folder["real"]);
        Directory.CreateSymbolicLink(Place, _folder["real"]);

        await ExportedSweep.Export("tensorboard", Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes);

        Assert.Equal(_folder["real"], new DirectoryInfo(Place).LinkTarget);
        Assert.True(Directory.Exists(_folder["real/0000"]));
    }

    [Fact]
    public async Task Journal_ThatOptunaHasWrittenTo_IsLeftAlone()
    {
        await ExportedSweep.Export("optuna", Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes);
        File.AppendAllText(Place, """{"op_code": 2, "worker_id": "other", "study_id": 0, "user_attr": {"note": "mine"}}""" + "\n");

        var refused = await Assert.ThrowsAsync<UserException>(() =>
            ExportedSweep.Export("optuna", Place, ExportedSweep.Odd, ExportedSweep.OddOutcomes));

        Assert.Contains("Optuna has written to it since it was exported", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Export_OfManyTrials_HoldsOneAtATime(string tool)
    {
        // Of a trial that was written, nothing is kept.
        var written = new List<WeakReference>();

        await ExportedSweep.Export(tool, Place, GeneratedSweep.Small, Trials());

        IEnumerable<TrialOutcome> Trials()
        {
            for (var index = 0; index < GeneratedSweep.Small.TrialCount; index++)
            {
                var outcome = GeneratedSweep.Outcomes(GeneratedSweep.Small, epochs: 2)[index];
                written.Add(new(outcome.History));
                yield return outcome;
                outcome = null;
                GC.Collect();
                Assert.True(written.Count(history => history.IsAlive) <= 2);
            }
        }
    }

    /// <summary>Every file of the folder with a hash of what it holds.</summary>
    private List<string> Content() =>
    [
        .. from file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
           orderby file
           select $"{Path.GetRelativePath(_folder.Path, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}",
    ];
}
