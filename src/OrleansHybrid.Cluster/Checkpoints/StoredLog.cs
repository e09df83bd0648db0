using System.Globalization;
using System.Text;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// The end of an attempt's log as it is kept beside the trial's checkpoints, for when its machine is gone: <c>sweep/0003/a0002.log</c>,
/// UTF-8, whose first line names the machine.
/// </summary>
/// <param name="Attempt">The attempt, from 1 on.</param>
/// <param name="Place">The address of the machine's silo, host and port.</param>
/// <param name="Text">Whole lines; of one that is longer than all that is kept, its end.</param>
[GenerateSerializer, Immutable, Alias("stored-log")]
public sealed record StoredLog([property: Id(0)] int Attempt, [property: Id(1)] string Place, [property: Id(2)] string Text)
{
    /// <summary>The most that is kept of one attempt's log, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The attempts of a trial whose logs are kept, the newest ones.</summary>
    public const int MostAttempts = 3;

    // What is no text takes no more room as text.
    private static readonly Encoding Utf8 =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("?"));

    // The first line on top.
    internal const int MostStoredBytes = MostBytes + 1024;

    /// <summary>Its name beside the checkpoints.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"a{Attempt:D4}.log");

    /// <summary>Reads the end of a log file; its trainer may be writing to it.</summary>
    /// <returns>Null where there is no file, or nothing in it.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? EndOf(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isWhole = file.Length <= MostBytes;
        if (!isWhole) file.Seek(-MostBytes, SeekOrigin.End);
        var buffer = new byte[MostBytes];
        var end = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        if (!isWhole)
        {
            var line = end.IndexOf((byte)'\n') + 1;
            if (line < end.Length) end = end[line..];
            // In the middle of a line it may be the middle of a letter too.
            while (end.Length > 0 && (end[0] & 0xC0) == 0x80) end = end[1..];
        }

        return end.Length == 0 ? null : Utf8.GetString(end);
    }

    /// <summary>The attempt that a name is of; null for another name.</summary>
    internal static int? AttemptOf(string name) =>
        name is ['a', .. var number, '.', 'l', 'o', 'g']
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? attempt
            : null;

    /// <summary>Of the attempts whose logs are there, those that are too old to be kept.</summary>
    internal static IEnumerable<int> TooOld(IEnumerable<int> attempts) => attempts.OrderDescending().Skip(MostAttempts);

    internal byte[] Write() => Encoding.UTF8.GetBytes($"{Place}\n{Text}");

    internal static StoredLog Read(int attempt, ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostStoredBytes)]);
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        return line < 0 ? new(attempt, "", text) : new(attempt, text[..line], text[(line + 1)..]);
    }
}
