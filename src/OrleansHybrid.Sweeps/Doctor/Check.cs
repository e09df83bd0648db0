namespace OrleansHybrid.Sweeps.Doctor;

/// <summary>One question about a machine.</summary>
/// <param name="name">One word, by which <c>--only</c> selects it.</param>
public abstract class Check(string name)
{
    public string Name => name;

    protected CheckResult Ok(string found) => new(name, CheckState.Ok, found);

    protected CheckResult Skipped(string why) => new(name, CheckState.Skipped, why);

    protected CheckResult Warning(string found, string remedy) => new(name, CheckState.Warning, found, remedy);

    protected CheckResult Broken(string found, string remedy) => new(name, CheckState.Broken, found, remedy);
}
