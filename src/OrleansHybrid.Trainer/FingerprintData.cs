using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Trainer;

/// <summary><c>data fingerprint</c>: what a data set is, in a word.</summary>
internal static class FingerprintData
{
    public static int Run(string dataset, Options options)
    {
        try
        {
            Console.WriteLine(DataSets.Fingerprint(NameArgument.Parse<DatasetName>("dataset", dataset), options.Value("--data")).Value);
            return 0;
        }
        catch (DataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
