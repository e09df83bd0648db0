using System.Globalization;
using System.Text.Json;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// Whose a place of checkpoints is, as a file in it says: the trials' records of one state alone know what there may be deleted.
/// </summary>
/// <param name="Cluster">The owner's random id, which its state holds; empty where the mark cannot be read.</param>
/// <param name="State">Where that state was, for people: a folder or a server.</param>
/// <param name="Machine">The machine that made the mark.</param>
public sealed record OwnerMark(string Cluster, string State, string Machine, DateTimeOffset Since)
{
    public const string FileName = "owner.json";

    /// <summary>The largest size of a mark, in bytes; a larger file is none of ours.</summary>
    internal const int MostBytes = 1 << 16;

    private static readonly OwnerMark Unreadable = new("", "", "", default);

    internal static OwnerMark Read(byte[] mark)
    {
        try
        {
            return JsonSerializer.Deserialize<OwnerMark>(mark, ProtocolJson.Options) is
            {
                Cluster: not null,
                State: not null,
                Machine: not null
            } read
                ? read
                : Unreadable;
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ProtocolJson.Options);

    /// <summary>Why somebody else is kept away, with the remedy.</summary>
    /// <param name="place">The place's name, without secrets.</param>
    internal CheckpointStoreException Refuse(string place) => new(
        $"{place}: these checkpoints belong to another run or cluster, {Words}; two that share a place delete what the "
            + $"other needs. {Remedy(place)}");

    /// <summary>The remedy where a place cannot be had.</summary>
    internal static string Remedy(string place) =>
        $"Name another with --checkpoints, such as a folder of your own in it ({place}/{Environment.UserName}). "
            + "Where the state that it belongs to is lost, and nothing works "
        + "on it any more, take it over with --adopt-checkpoints: what no trial of yours points at is deleted in time.";

    private string Words => Cluster.Length == 0
        ? $"whose mark {FileName} cannot be read"
        : string.Create(
            CultureInfo.InvariantCulture, $"whose state is {State} (marked on {Machine}, {Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC)");
}
