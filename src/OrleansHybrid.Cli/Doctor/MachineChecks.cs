namespace OrleansHybrid.Cli.Doctor;

/// <summary>The checks of a machine that need no training, in the order of their lines. The trainer has the others.</summary>
internal static class MachineChecks
{
    public static IReadOnlyList<MachineCheck> All { get; } =
    [
        new ProgramCheck(), new CoresCheck(), new FilesCheck(), new DiskCheck(), new PortsCheck(), new ClockCheck(), new ClusterCheck(),
        new StateCheck(), new CheckpointsCheck(), new CertificateCheck(), new GpusCheck(),
    ];
}
