using System.Diagnostics;

namespace OrleansHybrid.EndToEnd;

/// <summary>A program of the operating system that a check needs. Where checks must not be skipped, a missing one fails its test.</summary>
internal sealed class Tool
{
    private Tool(string path) => Path = path;

    public string Path { get; }

    public static Tool Require(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("ORLEANSHYBRID_REQUIRE_SERVICES") == "1") Assert.Fail($"{name} is required and missing");
        if (path is null) Assert.Skip($"{name} is not installed");
        return new(path!);
    }

    /// <returns>The exit code, and standard output with standard error behind it.</returns>
    public Task<(int ExitCode, string Output)> Run(params IEnumerable<string> arguments) => RunWith("", arguments);

    public async Task<(int ExitCode, string Output)> RunWith(string input, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
