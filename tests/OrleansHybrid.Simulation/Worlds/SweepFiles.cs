namespace OrleansHybrid.Simulation.Worlds;

/// <summary>The sweep files of simulated worlds.</summary>
internal static class SweepFiles
{
    private static readonly string[] Sweeps =
    [
        """
        parameters: {temperature: {values: [0.1, 0.2, 0.3]}}
        repeats: {seeds: [0, 1]}
        recipe: {epochs: 3}
        """,
        """
        parameters: {temperature: {values: [0.1, 0.2]}}
        repeats: {seeds: [0, 1]}
        recipe: {epochs: 4}
        checkpoint: {every_epochs: 2, save_trial_best: 1, save_sweep_best: 1}
        max_restarts: 1
        """,
        """
        parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4]}}
        recipe: {epochs: 2}
        max_concurrent_trials: 2
        """,
        """
        parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4, 0.5]}}
        recipe: {epochs: 2}
        resources: {max_slots: 2}
        """,
        """
        method: tpe
        search: {trials: 14, lag: 2, seed: 5}
        parameters: {temperature: {min: 0.05, max: 1}}
        recipe: {epochs: 1}
        """,
        """
        method: random
        search: {trials: 9}
        early_stopping: {eta: 3, min_epochs: 1}
        parameters: {temperature: {min: 0.05, max: 1}}
        recipe: {epochs: 3}
        """,
        """
        method: random
        search: {trials: 6}
        early_stopping: {eta: 2, min_epochs: 1, fidelity: epochs}
        parameters: {temperature: {min: 0.05, max: 1}}
        recipe: {epochs: 4}
        """,
        """
        method: random
        search: {trials: 6, reproducible: off}
        early_stopping: {type: asha, eta: 3, min_epochs: 1}
        parameters: {temperature: {min: 0.05, max: 1}}
        recipe: {epochs: 3}
        """,
    ];

    public static string Draw(Random dice) => "name: simulated\n" + Sweeps[dice.Next(Sweeps.Length)];
}
