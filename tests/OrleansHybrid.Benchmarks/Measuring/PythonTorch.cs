using System.ComponentModel;
using System.Diagnostics;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>A Python that has PyTorch: the peer to compare with.</summary>
/// <param name="Python">Its interpreter.</param>
/// <param name="Version">Of PyTorch.</param>
internal sealed record PythonTorch(string Python, string Version)
{
    /// <summary>Names another interpreter than the operating system's.</summary>
    public const string PythonVariable = "PYTHON";

    /// <exception cref="BenchmarkException">No interpreter has it.</exception>
    public static async Task<PythonTorch> Find(CancellationToken stop)
    {
        string?[] candidates = [Environment.GetEnvironmentVariable(PythonVariable), "/usr/bin/python3", "python3"];
        foreach (var python in candidates.OfType<string>())
            if (await VersionOf(python, stop) is { } version) return new(python, version);
        throw new BenchmarkException(
            $"--peer needs a Python with PyTorch: install Debian's python3-torch, or name an interpreter that has it in {PythonVariable}.");
    }

    /// <param name="script">A file in the output folder's <c>Peers</c>.</param>
    /// <param name="threads">How many threads it computes with.</param>
    /// <param name="isTuned">Whether it gets the environment that a slot agent gives a trainer, the allocator's settings above all.</param>
    public MeasuringProcess Start(string script, int threads, bool isTuned = false)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Peers", script)]);
        if (isTuned) TrainerEnvironment.Set(start.Environment, threads);
        start.Environment["OMP_NUM_THREADS"] = start.Environment["MKL_NUM_THREADS"] = $"{threads}";
        return MeasuringProcess.Start(start);
    }

    private static async Task<string?> VersionOf(string python, CancellationToken stop)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch; print(torch.__version__)"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (output, _) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? (await output).Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
