using System.Runtime.InteropServices;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>The native libraries beside the trainer, asked of the loader one by one: it says what each of them lacks.</summary>
internal static class NativeLibraries
{
    // The package of the library brings the files of some other platforms.
    private static readonly string Ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    /// <param name="folder">The trainer's.</param>
    /// <param name="words">Each library has one of them in its name; in the order in which they are to be loaded.</param>
    public static IReadOnlyList<string> Find(string folder, params IReadOnlyList<string> words)
    {
        if (!Directory.Exists(folder)) return [];
        string[] all =
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsLibrary).Order(StringComparer.Ordinal),
        ];
        return
        [
            .. words.SelectMany(word => all.Where(file => Path.GetFileName(file).Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Distinct(),
        ];
    }

    /// <returns>For each library that does not load, what the loader says of it.</returns>
    public static IReadOnlyList<string> Faults(IEnumerable<string> libraries) => [.. libraries.Select(Fault).OfType<string>()];

    /// <param name="library">A path, or a name that the system knows.</param>
    /// <returns>Null if it loads. It stays loaded: whoever needs it next finds it.</returns>
    public static string? Fault(string library)
    {
        try
        {
            NativeLibrary.Load(library);
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            // What the loader itself says comes last, behind general advice.
            var said = failure.Message
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Last(line => line.Length > 0)
                .TrimEnd('.');
            return said.Contains(Path.GetFileName(library), StringComparison.Ordinal) ? said : $"{Path.GetFileName(library)}: {said}";
        }
    }

    // Versions follow the ending on Linux: libcudart.so.12.
    private static bool IsLibrary(string file)
    {
        var name = Path.GetFileName(file);
        return name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
            || (name.Contains(".so.", StringComparison.Ordinal) && !name.EndsWith(".sha", StringComparison.Ordinal));
    }
}
