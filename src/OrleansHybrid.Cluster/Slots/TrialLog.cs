namespace OrleansHybrid.Cluster.Slots;

/// <summary>What a trial's trainers wrote for people: appended to its log file, the last lines kept at hand.</summary>
internal sealed class TrialLog : IDisposable
{
    private const int LinesKept = 12;

    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = [];
    private readonly StreamWriter _file;

    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public TrialLog(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Another silo of this machine may still hold the log of a former attempt.
        _file = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (_lock) return [.. _tail];
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            _tail.Enqueue(line);
            if (_tail.Count > LinesKept) _tail.Dequeue();
            try
            {
                _file.WriteLine(line);
            }
            catch (IOException)
            {
                // A full disk must not cost the trial more than its log.
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}
