using System.Globalization;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The disk of the state folder: can it be written, how fast is a durable write, and how much space is free.</summary>
internal sealed class DiskCheck() : MachineCheck("disk")
{
    private const long Little = 2_000_000_000;

    // A grain's state is written durably several times a second.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) =>
        Task.FromResult(Ask(machine.Question.StateDirectory, "--state"));

    /// <param name="folder">Which need not exist.</param>
    /// <param name="option">The option that names another.</param>
    internal CheckResult Ask(string folder, string option)
    {
        try
        {
            return Judge(DiskProbe.Measure(folder), option);
        }
        catch (IOException refused)
        {
            return Broken(
                $"{Path.GetFullPath(folder)} cannot be written: {refused.Message.TrimEnd('.')}",
                $"Free space there, let this user write there, or name another folder with {option}.");
        }
    }

    internal CheckResult Judge(DiskProbe disk, string option)
    {
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"{disk.Folder}: {ByteSizes.Write(disk.Free)} free, a durable write takes {disk.Flush.TotalMilliseconds:0.0} ms");
        if (disk.Free < Little)
            return Warning(found, $"Free space: a run stops when the disk is full. Or name a folder on another disk with {option}.");
        return disk.Flush > Slow
            ? Warning(found, $"Checkpoints and trial records wait for it: name a folder on a faster disk with {option}.")
            : Ok(found);
    }
}
