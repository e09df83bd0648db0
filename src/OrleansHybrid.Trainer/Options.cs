namespace OrleansHybrid.Trainer;

/// <summary>The options after a command: <c>--name value</c> or <c>--switch</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    /// <exception cref="UsageException">An option is unknown, given twice, or lacks its value.</exception>
    public static Options Parse(string[] words, string[] values, string[] switches)
    {
        var options = new Options();
        for (var i = 0; i < words.Length; i++)
        {
            var (name, value) = (words[i], "");
            if (values.Contains(name)) value = ++i < words.Length ? words[i] : throw new UsageException($"{name} needs a value.");
            else if (!switches.Contains(name)) throw new UsageException($"There is no option '{name}' here.");
            if (!options._values.TryAdd(name, value)) throw new UsageException($"{name} is given twice.");
        }

        return options;
    }

    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="UsageException">It is not given.</exception>
    public string Required(string name) => Value(name) ?? throw new UsageException($"{name} is missing.");

    public bool Has(string name) => _values.ContainsKey(name);
}

/// <summary>A command line that says nothing we can do.</summary>
internal sealed class UsageException(string message) : Exception(message);
