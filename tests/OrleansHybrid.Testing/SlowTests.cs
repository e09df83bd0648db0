namespace OrleansHybrid.Testing;

/// <summary>Tests that take seconds: they carry the trait <c>Speed=slow</c> and run where they are asked for.</summary>
public static class SlowTests
{
    public const string Reason = "slow: set ORLEANSHYBRID_SLOW_TESTS=1 to run it";

    public static readonly IReadOnlyCollection<KeyValuePair<string, string>> Traits = [new("Speed", "slow")];

    /// <summary>Whether the environment asks for them.</summary>
    public static bool AreAsked => Environment.GetEnvironmentVariable("ORLEANSHYBRID_SLOW_TESTS") == "1";

    /// <summary>Makes a case of a theory a slow one where it is not quick.</summary>
    public static T Unless<T>(bool isQuick, T row) where T : TheoryDataRowBase
    {
        if (isQuick) return row;
        (row.Skip, row.SkipType, row.SkipUnless) = (Reason, typeof(SlowTests), nameof(AreAsked));
        foreach (var (name, value) in Traits) row.Traits.Add(name, [value]);
        return row;
    }
}
