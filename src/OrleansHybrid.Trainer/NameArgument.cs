using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Trainer;

/// <summary>One of a few names on the command line, spelled as in a sweep file.</summary>
internal static class NameArgument
{
    /// <param name="what">What is named: <c>dataset</c>.</param>
    /// <param name="text">Its name.</param>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static T Parse<T>(string what, string text) where T : struct, Enum
    {
        foreach (var name in Enum.GetValues<T>())
            if (name.Spelled() == text) return name;
        throw new UsageException($"There is no {what} '{text}': it is one of {string.Join(", ", Enum.GetValues<T>().Select(name => name.Spelled()))}.");
    }
}
