namespace OrleansHybrid.Testing;

/// <summary>A text that a person has read and approved, in a file beside the test that makes it anew.</summary>
public static class ApprovedText
{
    /// <summary>With the value 1 tests write their texts into the approved files; read the difference before you commit it.</summary>
    public const string Variable = "ORLEANSHYBRID_APPROVE";

    /// <param name="path">The approved file's path from the repository's root.</param>
    /// <param name="text">The text as it is now.</param>
    public static void Require(string path, string text)
    {
        var file = Repository.PathOf(path.Split('/'));
        if (Environment.GetEnvironmentVariable(Variable) is "1") File.WriteAllText(file, text);
        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (approved != text)
            Assert.Fail(
                $"{Difference(approved, text)}\nTo approve it, run this test again with {Variable}=1 and read what changed in {file}.");
    }

    private static string Difference(string approved, string text)
    {
        var (old, now) = (approved.Split('\n'), text.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length))
            .First(line => old.ElementAtOrDefault(line) != now.ElementAtOrDefault(line));
        return $"line {line + 1} was approved as\n  {old.ElementAtOrDefault(line)}\nand is\n  {now.ElementAtOrDefault(line)}";
    }
}
