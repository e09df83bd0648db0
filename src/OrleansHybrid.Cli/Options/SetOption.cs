using System.CommandLine;

namespace OrleansHybrid.Cli.Options;

/// <summary>The option with which a person changes a sweep file without editing it.</summary>
internal static class SetOption
{
    public static Option<string[]> Create() => new("--set")
    {
        Description = "Change the file: epochs=5 fixes a setting, temperature=[0.1,0.5] sweeps it, priority=10 or checkpoint.keep=3 sets "
            + "an option. May be repeated.",
    };
}
