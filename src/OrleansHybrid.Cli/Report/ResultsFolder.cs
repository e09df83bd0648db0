using System.Text;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Web.Report;

namespace OrleansHybrid.Cli.Report;

/// <summary>
/// The folder of results for people: <c>results.csv</c>, <c>results.json</c>, <c>report.html</c>, the paper's table in <c>table.md</c>
/// and each trial's epochs in <c>trials/0003.csv</c>. Everything in it can be written again from the state directory.
/// </summary>
internal sealed class ResultsFolder
{
    private ResultsFolder(string path) => Path = path;

    public string Path { get; }

    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>Creates the folder and checks that it can be written, before hours of training depend on it.</summary>
    /// <exception cref="UserException">The folder cannot be written.</exception>
    public static ResultsFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, "trials"));
            var probe = System.IO.Path.Combine(path, ".probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, failure);
        }
    }

    /// <param name="made">The time of the outcomes.</param>
    /// <param name="best">The best trial's model; null if it is not available.</param>
    /// <exception cref="UserException">The disk is full, or the folder can no longer be written.</exception>
    public void Write(SweepDefinition definition, IReadOnlyList<TrialOutcome> outcomes, DateTimeOffset made, BestModel? best = null)
    {
        try
        {
            Replace("results.csv", writer => ResultsCsv.Write(writer, definition, outcomes));
            // Another grid under this name may have left its own.
            foreach (var stale in Directory.GetFiles(System.IO.Path.Combine(Path, "trials"), "*.csv")) File.Delete(stale);
            foreach (var outcome in outcomes.Where(outcome => outcome.History.Count > 0))
                Replace(
                    System.IO.Path.Combine("trials", outcome.Spec.Id.Number + ".csv"), writer => HistoryCsv.Write(writer, outcome.History));

            Replace("results.json", writer => ResultsJson.Write(writer.BaseStream, definition, outcomes));
            Replace("table.md", writer => PaperTableMarkdown.Write(writer, definition.Name, PaperTable.Of(outcomes)));
            Replace(
                "report.html",
                writer => writer.Write(ReportPage.Render(definition.Name, ReportData.Write(definition, outcomes, made, best))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Path, failure);
        }
    }

    private static UserException Unwritable(string path, Exception failure) => new(
        $"Cannot write the results folder {path}: {failure.Message} Free space there or name another folder with --results; "
        + "the trials are safe in the state directory, and the same command writes the results again.", failure);

    private void Replace(string name, Action<StreamWriter> write)
    {
        var path = System.IO.Path.Combine(Path, name);
        var fresh = path + ".new";
        using (var writer = new StreamWriter(fresh, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))) write(writer);
        File.Move(fresh, path, overwrite: true);
    }
}
