using System.Security.Cryptography;
using System.Text.Json;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.ScriptedTrainer;

/// <summary>Checkpoints with a true manifest, as a trainer leaves them in a folder.</summary>
public static class WrittenCheckpoint
{
    /// <param name="root">The folder of the trial's checkpoints.</param>
    /// <param name="files">By name.</param>
    public static CheckpointRef In(string root, int attempt, int step, IReadOnlyDictionary<string, byte[]> files)
    {
        var name = CheckpointNames.Of(attempt, step);
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        foreach (var (file, bytes) in files) File.WriteAllBytes(Path.Combine(folder, file), bytes);
        var manifest = System.Text.Encoding.UTF8.GetBytes(ProtocolJson.Write(new
        {
            Format = 1,
            Files = files.Select(file => new CheckpointFile(file.Key, file.Value.Length, Sha256(file.Value))).ToArray(),
        }));
        File.WriteAllBytes(Path.Combine(folder, CheckpointContents.ManifestName), manifest);
        return new(name, attempt, Epoch: step / 3, step, manifest.Length + files.Values.Sum(bytes => (long)bytes.Length), Sha256(manifest));
    }

    /// <summary>Whether each file is still what the manifest says.</summary>
    public static bool IsWhole(string folder)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, CheckpointContents.ManifestName)));
        return manifest.RootElement.GetProperty("files").Deserialize<CheckpointFile[]>(ProtocolJson.Options)!
            .All(file => Sha256(File.ReadAllBytes(Path.Combine(folder, file.Name))) == file.Sha256);
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
