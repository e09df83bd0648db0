using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Trainer;

/// <summary>Trains one trial on a thread of its own: the tensor library's scopes and settings belong to a thread.</summary>
internal static class TrainingThread
{
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
                var data = DataSets.Load(order.Recipe, order.DataDirectory, order.Threads, ahead: order.Device != "cpu");
                using var run = new TrainingRun(order, data, Say, TimeProvider.System);
                run.Run(leave);
            }
            catch (Exception exception)
            {
                var failure = Failures.Of(exception);
                if (failure.Kind is OrleansHybrid.Sweeps.Trials.FailureKind.Crash) Console.Error.WriteLine(exception);
                Say(new TrainerMessage.Failed(failure));
            }
        }
    }
}
