using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>What several checks need to know of this machine, found out once.</summary>
internal sealed class Machine(DoctorQuestion question)
{
    private readonly Lazy<TrainerLaunch> _trainer = new(() => new(Trainer.Locate().Path, []));
    private readonly Lazy<GpuFinding> _gpus = new(GpuProbe.FindGpus);

    public DoctorQuestion Question => question;

    /// <exception cref="UserException">The trainer is missing.</exception>
    public TrainerLaunch Launch => _trainer.Value;

    /// <exception cref="ClusterException">The driver fails or hangs, or <c>CUDA_VISIBLE_DEVICES</c> names what is not there.</exception>
    public GpuFinding Gpus => _gpus.Value;

    /// <summary>True if a run or a silo would look for GPUs here.</summary>
    public bool CanUseGpus
    {
        get
        {
            try
            {
                return Launch.CanUseGpus;
            }
            catch (UserException)
            {
                return false;
            }
        }
    }

    /// <returns>Null if no cluster is named.</returns>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    /// <exception cref="UserException">The settings file cannot be read.</exception>
    public ClusterServer? Cluster() =>
        (question.Cluster ?? ConsoleSettings.Find(ConsoleSettings.ClusterKey)) is { } setting ? ClusterServer.Parse(setting) : null;
}
