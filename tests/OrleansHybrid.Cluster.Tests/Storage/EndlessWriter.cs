using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Tests.Storage;

/// <summary>A process that writes until it is killed, and says each write once it is acknowledged.</summary>
internal static class EndlessWriter
{
    public const int Writers = 8;

    public static GrainId Grain(int writer) => GrainId.Create("writer", $"{writer}");

    public static async Task<int> Run(string database)
    {
        using var storage = new SqliteGrainStorage(database, new ProtocolStorageSerializer());
        var output = TextWriter.Synchronized(Console.Out);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var state = new GrainState<Note>();
            for (var number = 1; ; number++)
            {
                state.State = new() { Text = $"{number}" };
                await storage.WriteStateAsync("note", Grain(writer), state);
                output.WriteLine($"{writer} {number}");
            }
        }));
        return 0;
    }
}
