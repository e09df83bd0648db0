using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orleans.Providers;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>
/// Reads to consoles what trainers of this silo wrote for people. Logs stay on the machine that wrote them, so all silos
/// are asked: whichever trained the trial once has a part. Where the newest attempt's machine is gone, the end of its log that is kept
/// beside the checkpoints takes its place.
/// </summary>
public sealed partial class TrialLogs(StateDirectory state, ILocalSiloDetails silo) : IControllable
{
    public const string Name = "trial-logs";

    /// <summary>The most of one answer.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>Asks every silo, and the checkpoints' store.</summary>
    /// <returns>The parts that there are, the one that was written last at the end.</returns>
    public static async Task<IReadOnlyList<LogPart>> Read(IGrainFactory grains, LogQuestion question)
    {
        var answers = await grains.GetGrain<IManagementGrain>(0).SendControlCommandToProvider<TrialLogs>(Name, 0, question);
        var parts = answers.OfType<LogPart>().OrderBy(part => part.Written).ToList();
        var kept = await grains.GetGrain<ISweepGrain>(question.Trial.Sweep).Log(question.Trial.Index);
        // Whoever has read from that machine has these lines.
        var known = parts.Select(part => part.Silo).Concat(question.From.Keys);
        if (kept is null || known.Any(silo => SiloPlace.Of(silo) == kept.Place)) return parts;
        parts.Insert(parts.Any(part => HasLaterAttempt(part.Text, kept.Attempt)) ? 0 : parts.Count, Part(kept));
        return parts;
    }

    private static bool HasLaterAttempt(string text, int attempt) =>
        BeginOfAttempt().Matches(text).Any(begin =>
            int.TryParse(begin.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && other > attempt);

    // As TrainerDialogue writes it.
    [GeneratedRegex(@"^--- attempt ([0-9]+) on ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex BeginOfAttempt();

    private static LogPart Part(StoredLog kept) => new(kept.Place, kept.Text, kept.Text.Length, DateTime.MaxValue)
    {
        Note = string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.Place} is gone: this is the log of attempt {kept.Attempt} up to its last checkpoint or end"),
    };

    /// <summary>Reads the log that lies in a silo's folder.</summary>
    /// <returns>Null where there is none.</returns>
    public static LogPart? Read(StateDirectory state, LogQuestion question, string silo)
    {
        var path = state.Log(question.Trial);
        if (!File.Exists(path)) return null;
        // Its trainer may be writing to it.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var from = question.From.GetValueOrDefault(silo, Math.Max(0, file.Length - MostBytes));
        file.Position = Math.Min(from, file.Length);
        var buffer = new byte[Math.Min(MostBytes, file.Length - file.Position)];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        // A line that is still being written is read with the next question.
        var whole = buffer.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        // One that is longer than an answer comes in pieces: whoever follows would wait for its end for ever.
        if (whole == 0 && read == MostBytes) whole = WholeLetters(buffer);
        return new(silo, Encoding.UTF8.GetString(buffer, 0, whole), file.Position - read + whole, File.GetLastWriteTimeUtc(path));
    }

    // The last letter, which may be cut, begins the next piece.
    private static int WholeLetters(ReadOnlySpan<byte> text)
    {
        var begin = text.Length - 1;
        while (begin > 0 && (text[begin] & 0xC0) == 0x80) begin--;
        return begin > 0 ? begin : text.Length;
    }

    public Task<object?> ExecuteCommand(int command, object? arg) =>
        Task.FromResult<object?>(arg is LogQuestion question ? Read(state, question, silo.SiloAddress.ToParsableString()) : null);
}

/// <param name="From">Offset of the first byte wanted, by the silo; one that is not named tells its end.</param>
[GenerateSerializer, Immutable, Alias("log-question")]
public sealed record LogQuestion([property: Id(0)] TrialId Trial, [property: Id(1)] Dictionary<string, long> From);

/// <param name="Silo">The address of the silo whose trainers wrote it.</param>
/// <param name="Text">Whole lines.</param>
/// <param name="Until">Offset of the byte behind them.</param>
/// <param name="Written">When something was written last.</param>
[GenerateSerializer, Immutable, Alias("log-part")]
public sealed record LogPart(
    [property: Id(0)] string Silo, [property: Id(1)] string Text, [property: Id(2)] long Until, [property: Id(3)] DateTime Written)
{
    /// <summary>What a person should know of this part; null for nothing.</summary>
    [Id(4)]
    public string? Note { get; init; }
}
