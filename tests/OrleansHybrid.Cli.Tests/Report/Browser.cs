using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Cli.Tests.Report;

/// <summary>Opens a page as a person's browser does, without a network. Where checks must not be skipped, a missing one fails its
/// test.</summary>
internal static partial class Browser
{
    /// <returns>The page's document after its scripts have run, and what they wrote to the console.</returns>
    public static async Task<(string Document, string Console)> Open(string path, int width)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
        if (program is null && Environment.GetEnvironmentVariable("ORLEANSHYBRID_REQUIRE_SERVICES") == "1")
            Assert.Fail("chromium is required and missing");
        if (program is null) Assert.Skip("chromium is not installed");
        var profile = Directory.CreateTempSubdirectory("orleanshybrid-");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program!,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--user-data-dir=" + profile.FullName,
                FormattableString.Invariant($"--window-size={width},900"), "--dump-dom", new Uri(path).AbsoluteUri,
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (document, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (
                await document,
                string.Join('\n', (await log).Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))));
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    /// <summary>What the page's script said of itself on its body.</summary>
    public static string? Said(string document, string name) =>
        Regex.Match(document, $"data-{name}=\"([^\"]*)\"") is { Success: true } match ? match.Groups[1].Value : null;
}
