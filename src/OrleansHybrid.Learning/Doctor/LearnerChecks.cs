using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>The checks of what training needs of a machine.</summary>
public static class LearnerChecks
{
    private static readonly TensorLibraryCheck TensorLibrary = new();

    private static IReadOnlyList<LearnerCheck> All { get; } =
        [new ProcessorCheck(), TensorLibrary, new CudaCheck(), new StepCheck(), new SameBitsCheck(), new ResumeCheck(), new SpeedCheck()];

    /// <summary>Runs them one after the other. On a GPU only those that train.</summary>
    /// <param name="only">Names of those to run; all where it is empty.</param>
    public static IEnumerable<CheckResult> Run(Bench bench, IReadOnlyCollection<string> only)
    {
        var hasTensors = true;
        foreach (var check in All.Where(check => check.Trains || !bench.IsGpu))
        {
            if (only.Count > 0 && !only.Contains(check.Name)) continue;
            var result = check.Trains && !hasTensors
                ? new CheckResult(check.Name, CheckState.Skipped, "the tensor library does not load")
                : Answer(check, bench);
            hasTensors &= check != TensorLibrary || result.State is not CheckState.Broken;
            yield return result;
        }
    }

    private static CheckResult Answer(LearnerCheck check, Bench bench)
    {
        try
        {
            return check.Run(bench);
        }
        catch (TrainingException failure)
        {
            return CheckResult.Explained(check.Name, CheckState.Broken, failure.Message);
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine(fault);
            // The tensor library appends its C++ stack to what it says.
            return CheckResult.Explained(check.Name, CheckState.Broken, fault.Message.Split('\n')[0]);
        }
    }
}
