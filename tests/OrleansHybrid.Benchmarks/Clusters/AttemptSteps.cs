using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>Where a trial's attempt began and how far it came, as its log on its silo tells.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Began">Steps that it found done; null where its training never began.</param>
/// <param name="Left">Steps that it handed on; null where it had none of its own, or said nothing.</param>
/// <param name="HasEnd">Whether it said that it leaves or is complete.</param>
internal sealed partial record AttemptSteps(int Attempt, int? Began = null, int? Left = null, bool HasEnd = false)
{
    /// <param name="logs">The lines of the trial's logs, one silo's after the other's.</param>
    public static IReadOnlyList<AttemptSteps> Read(IEnumerable<string> logs)
    {
        var attempts = new SortedDictionary<int, AttemptSteps>();
        var current = new AttemptSteps(0);
        foreach (var line in logs)
        {
            if (Head().Match(line) is { Success: true } head) current = new(int.Parse(head.Groups[1].ValueSpan, null));
            else if (Begin().Match(line) is { Success: true } begin)
                current = current with { Began = begin.Groups[1].Success ? int.Parse(begin.Groups[1].ValueSpan, null) : 0 };
            else if (End().Match(line) is { Success: true } end)
                current = current with
                {
                    HasEnd = true,
                    Left = CheckpointNames.TryParse(end.Groups[1].Value, out _, out var step) ? step : null
                };
            else continue;
            attempts[current.Attempt] = current;
        }

        return [.. attempts.Values.Where(attempt => attempt.Began is not null)];
    }

    /// <param name="attempts">Of one trial, in their order.</param>
    /// <param name="seen">The last step that was seen of an attempt while it trained; 0 for none.</param>
    /// <returns>Steps that one attempt had trained and the next one trained again.</returns>
    public static int Lost(IReadOnlyList<AttemptSteps> attempts, Func<int, int> seen) =>
        attempts.Zip(attempts.Skip(1))
            .Sum(pair =>
                Math.Max(0, Math.Max(pair.First.Left ?? pair.First.Began!.Value, seen(pair.First.Attempt)) - pair.Second.Began!.Value));

    [GeneratedRegex(@"^--- attempt (\d+) on ")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d (?:starts: |resumes from checkpoint \S+, step (\d+) )")]
    private static partial Regex Begin();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d (?:completed: |leaves its slot(?: with checkpoint (\S+))?)")]
    private static partial Regex End();
}
