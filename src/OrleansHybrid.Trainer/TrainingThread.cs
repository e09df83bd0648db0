using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Trainer;

/// <summary>Trains one trial on a thread of its own: the tensor library's scopes and settings belong to a thread.</summary>
internal static class TrainingThread
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);

    /// <returns>Its last message: completed, preempted or failed.</returns>
    public static TrainerMessage Run(TrainingOrder order, Action<TrainerMessage> say, CancellationToken leave)
    {
        TrainerMessage? last = null;
        var thread = new Thread(Train) { Name = "training" };
        thread.Start();
        thread.Join();
        return last!;

        void Say(TrainerMessage message) => say(last = message);

        void Train()
        {
            try
            {
                var selection = DataSets.Select(order.Recipe, order.DataDirectory, order.Threads, ahead: order.Device != "cpu");
                var fingerprint = Fingerprint(selection);
                using var run = new TrainingRun(order, selection.Read() with { Fingerprint = fingerprint }, Say, TimeProvider.System);
                run.Run(leave);
            }
            catch (Exception exception)
            {
                var failure = Failures.Of(exception);
                if (failure.Kind is OrleansHybrid.Sweeps.Trials.FailureKind.Crash) Console.Error.WriteLine(exception);
                Say(new TrainerMessage.Failed(failure));
            }
        }

        // To read a large data set takes longer than a slot agent waits for a sign of life.
        DataFingerprint Fingerprint(DataSelection selection)
        {
            var reading = Task.Run(selection.Fingerprint);
            while (Task.WaitAny([reading], SignOfLife) < 0) Say(new TrainerMessage.Progressed(LiveProgress.None));
            return reading.GetAwaiter().GetResult();
        }
    }
}
