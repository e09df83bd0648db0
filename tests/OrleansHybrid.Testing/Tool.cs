using System.Diagnostics;

namespace OrleansHybrid.Testing;

/// <summary>
/// A program of the operating system that a check needs. Where there is none its test skips; where checks must not be skipped
/// (<c>ORLEANSHYBRID_REQUIRE_SERVICES=1</c>) its test fails.
/// </summary>
/// <remarks>A skip counts as one in a test, its class's constructor and its <c>InitializeAsync</c>; in a fixture it counts as a
/// failure.</remarks>
public sealed class Tool
{
    private Tool(string path) => Path = path;

    public string Path { get; }

    public static Tool Require(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("ORLEANSHYBRID_REQUIRE_SERVICES") == "1")
            Assert.Fail($"{name} is required and missing");
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

    /// <summary>Starts a server and waits until it says that it is ready. What it says afterwards is read and dropped.</summary>
    internal Process Serve(string ready, params IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string? line;
        do line = process.StandardOutput.ReadLine();
        while (line is not null && !line.Contains(ready, StringComparison.Ordinal));
        if (line is null) Assert.Fail($"{Path} ended before it was ready: {errors.Result}");
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }
}
