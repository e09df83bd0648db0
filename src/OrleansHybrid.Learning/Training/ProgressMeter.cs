using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Training;

/// <summary>Says how a training moves, about once a second.</summary>
/// <param name="time">The clock.</param>
/// <param name="imagesPerStep">Training images of one step.</param>
/// <param name="say">Who listens.</param>
internal sealed class ProgressMeter(TimeProvider time, int imagesPerStep, Action<TrainerMessage> say)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _lastSaid = time.GetTimestamp();
    private long _images, _imagesSaid;

    /// <summary>True if <see cref="Tick"/> would say something.</summary>
    public bool IsDue => time.GetElapsedTime(_lastSaid) >= Interval;

    public void CountStep() => _images += imagesPerStep;

    /// <summary>Says the progress, if it is time to.</summary>
    /// <param name="now">What to say; the meter fills in the images and their rate.</param>
    public void Tick(Func<LiveProgress> now)
    {
        var elapsed = time.GetElapsedTime(_lastSaid);
        if (elapsed < Interval) return;
        say(
            new TrainerMessage.Progressed(
                now() with { Images = _images, ImagesPerSecond = (_images - _imagesSaid) / elapsed.TotalSeconds }));
        (_lastSaid, _imagesSaid) = (time.GetTimestamp(), _images);
    }
}
